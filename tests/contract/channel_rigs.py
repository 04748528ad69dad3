"""How to make a genuine request for each connector out of a captured body."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from Crypto.Cipher import AES

from bot.domain.channel import WebhookRequest
from bot.services.ports import Clock, Connector
from bot.settings import Settings
from connectors.app.connector import sign as sign_app
from connectors.registry import CONNECTORS
from connectors.wechat.crypto import sign as sign_wechat

CAPTURED = Path(__file__).parent / "captured"

WECHAT_TOKEN = "spring-tide-token"
WECHAT_APP_ID = "wxb11529c136998cb6"
WECHAT_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_SECRET = "a-shared-secret-of-the-tests"

SETTINGS = Settings(
    wechat_token=WECHAT_TOKEN,
    wechat_app_id=WECHAT_APP_ID,
    wechat_app_secret="app-secret-of-the-tests",
    wechat_encoding_aes_key=WECHAT_KEY,
    wechat_api_url="http://127.0.0.1:1",
    app_secret=APP_SECRET,
    app_reply_url="http://127.0.0.1:1/replies",
)


@dataclass(frozen=True)
class Rig:
    """A connector under test: ``seal(body, timestamp)`` signs a body as the channel would."""

    channel: str
    folder: Path
    seal: Callable[[bytes, int], WebhookRequest]

    def make(self, clock: Clock, settings: Settings = SETTINGS) -> Connector:
        connector = CONNECTORS[self.channel](settings, clock)
        assert connector is not None
        return connector

    def captured(self, name: str) -> bytes:
        return next(self.folder.glob(f"{name}.*")).read_bytes()


def encrypt(message: bytes, *, app_id: str = WECHAT_APP_ID, key: str = WECHAT_KEY) -> str:
    """As WeChat does it."""
    raw_key = b64decode(key + "=")
    content = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + app_id.encode()
    size = 32 - len(content) % 32
    cipher = AES.new(raw_key, AES.MODE_CBC, iv=raw_key[:16])
    return b64encode(cipher.encrypt(content + bytes([size]) * size)).decode()


def seal_wechat(body: bytes, timestamp: int, *, app_id: str = WECHAT_APP_ID) -> WebhookRequest:
    encrypted = encrypt(body, app_id=app_id)
    at, nonce = str(timestamp), "1372623149"
    query = {
        "timestamp": at,
        "nonce": nonce,
        "signature": sign_wechat(WECHAT_TOKEN, at, nonce),
        "msg_signature": sign_wechat(WECHAT_TOKEN, at, nonce, encrypted),
        "encrypt_type": "aes",
    }
    envelope = f"<xml><ToUserName>gh_3f0a5c7c2b11</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return WebhookRequest("POST", query, {"content-type": "text/xml"}, envelope.encode())


def seal_wechat_plain(body: bytes, timestamp: int) -> WebhookRequest:
    at, nonce = str(timestamp), "1372623149"
    query = {"timestamp": at, "nonce": nonce, "signature": sign_wechat(WECHAT_TOKEN, at, nonce)}
    return WebhookRequest("POST", query, {"content-type": "text/xml"}, body)


def seal_app(body: bytes, timestamp: int) -> WebhookRequest:
    at = str(timestamp)
    headers = {"x-xiaoer-timestamp": at, "x-xiaoer-signature": sign_app(APP_SECRET, at, body)}
    return WebhookRequest("POST", {}, headers, body)


RIGS = {
    "wechat": Rig("wechat", CAPTURED / "wechat", seal_wechat),
    "app": Rig("app", CAPTURED / "app", seal_app),
}
