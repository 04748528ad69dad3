"""Signatures and encryption of WeChat callbacks.

Source: the platform's 消息加解密说明. AES-256-CBC; key = base64(EncodingAESKey + "="), IV = the key's first 16 bytes;
plain text = 16 random bytes + length (4 bytes, big-endian) + message + receive id; PKCS#7 with a block of 32 bytes.
WeCom uses the same with its CorpID as receive id.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from hashlib import sha1

from Crypto.Cipher import AES

from bot.domain.errors import BadRequest
from connectors.base import BadSignature, MalformedPayload, NotForUs, is_same

KEY_LENGTH = 43
PADDING_BLOCK = 32
RANDOM_BYTES = 16
LENGTH_BYTES = 4


def sign(*parts: str) -> str:
    """SHA-1 over the sorted parts, as the platform defines it (the secret token is one of them)."""
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Compare in constant time.

    Raises:
        BadSignature: it differs.
    """
    if not is_same(sign(*parts), given):
        raise BadSignature("签名不正确，请核对 Token 配置")


class Cipher:
    """Decrypts what is meant for one account."""

    def __init__(self, encoding_aes_key: str, receive_id: str) -> None:
        """Raises BadRequest when the key is not the 43 characters that the platform gives out."""
        try:
            self._key = b64decode(encoding_aes_key + "=", validate=True)
        except binascii.Error:
            self._key = b""
        if len(encoding_aes_key) != KEY_LENGTH or len(self._key) != AES.key_size[-1]:
            raise BadRequest("EncodingAESKey 应为公众平台给出的 43 位字符")
        self._receive_id = receive_id

    def decrypt(self, encrypted: str) -> bytes:
        """The message inside.

        Raises:
            MalformedPayload: not encrypted with our key, or damaged.
            NotForUs: for another account.
        """
        try:
            data = b64decode(encrypted, validate=True)
            padded = AES.new(self._key, AES.MODE_CBC, iv=self._key[: AES.block_size]).decrypt(data)
        except (binascii.Error, ValueError) as error:
            raise MalformedPayload("消息无法解密，请核对 EncodingAESKey") from error
        content = _strip_padding(padded)[RANDOM_BYTES:]
        length = int.from_bytes(content[:LENGTH_BYTES], "big")
        message = content[LENGTH_BYTES : LENGTH_BYTES + length]
        if len(content) < LENGTH_BYTES or len(message) != length:
            raise MalformedPayload("消息无法解密，请核对 EncodingAESKey")
        if not is_same(self._receive_id, content[LENGTH_BYTES + length :].decode("utf-8", "replace")):
            raise NotForUs("消息属于另一个账号，请核对 AppID")
        return message


def _strip_padding(padded: bytes) -> bytes:
    size = padded[-1] if padded else 0
    if not 1 <= size <= PADDING_BLOCK or padded[-size:] != bytes([size]) * size:
        raise MalformedPayload("消息无法解密，请核对 EncodingAESKey")
    return padded[:-size]
