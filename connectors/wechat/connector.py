"""The WeChat Official Account as a channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.channel import ParsedWebhook, WebhookRequest
from bot.domain.conversation import MessageBody
from bot.domain.errors import BadRequest
from bot.services.ports import Clock
from bot.settings import Settings
from connectors.base import BadSignature, MalformedPayload, check_fresh, join_as_text, split_text
from connectors.wechat.api import WeChatApi
from connectors.wechat.crypto import Cipher, check_signature
from connectors.wechat.messages import CHANNEL, Fields, read_message, read_xml

MAX_TEXT_BYTES = 2048
MAX_PARTS = 3
"""Of the five messages that one user message allows, one answer may use three; what is longer is cut."""

SUCCESS = b"success"


class WeChatConnector:
    """Safe mode when an EncodingAESKey is set (plain messages are then refused), plain mode otherwise."""

    channel = CHANNEL

    def __init__(self, token: str, cipher: Cipher | None, api: WeChatApi, clock: Clock) -> None:
        self._token = token
        self._cipher = cipher
        self._api = api
        self._clock = clock

    def parse(self, request: WebhookRequest) -> ParsedWebhook:
        """A GET is the platform's address check; a POST holds one message, encrypted in safe mode.

        Raises:
            BadSignature, StaleRequest, NotForUs, MalformedPayload: see ``connectors/base.py``.
        """
        query = request.query
        if request.method == "GET":
            self._check(request, "signature")
            return ParsedWebhook(query.get("echostr", "").encode())
        if request.method != "POST":
            raise MalformedPayload("只接受 GET 和 POST 请求")
        found = read_message(self._read_fields(request))
        if isinstance(found, str):
            return ParsedWebhook(SUCCESS, ignored=found)
        return ParsedWebhook(SUCCESS, (found,))

    def fits_one_message(self, bodies: Sequence[MessageBody], *, first_option: int) -> bool:
        """Within the 2048 bytes of a text message."""
        return _size(join_as_text(bodies, first_option)) <= MAX_TEXT_BYTES

    async def send(
        self, external_user_id: str, bodies: Sequence[MessageBody], *, idempotency_key: str, first_option: int = 1
    ) -> None:
        """Joined into one text; WeChat knows no idempotency key, so a repeated attempt may show it twice.

        Raises:
            DeliveryRefused: out of quota, out of the 48 hours, blocked …
            Unavailable: worth repeating.
        """
        parts = split_text(join_as_text(bodies, first_option), MAX_TEXT_BYTES, _size)
        for part in parts[:MAX_PARTS]:
            await self._api.send_text(external_user_id, part)

    async def close(self) -> None:
        """Give the connection back."""
        await self._api.close()

    def _read_fields(self, request: WebhookRequest) -> Fields:
        if self._cipher is None:
            self._check(request, "signature")
            return read_xml(request.body)
        if "msg_signature" not in request.query:
            raise BadSignature("配置为安全模式，但收到的是明文消息")
        # Read before the signature is checked because the signature covers a field of it; defusedxml bounds the risk.
        encrypted = read_xml(request.body).get("Encrypt", "")
        self._check(request, "msg_signature", encrypted)
        return read_xml(self._cipher.decrypt(encrypted))

    def _check(self, request: WebhookRequest, name: str, *more: str) -> None:
        query = request.query
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        check_signature(query.get(name, ""), self._token, timestamp, nonce, *more)
        check_fresh(timestamp, self._clock)


def make_wechat_connector(settings: Settings, clock: Clock) -> WeChatConnector | None:
    """From ``XIAOER_WECHAT_*``; None when no token is set.

    Raises:
        BadRequest: the app id or secret is missing, or the EncodingAESKey is wrong.
    """
    if not settings.wechat_token:
        return None
    if not settings.wechat_app_id or not settings.wechat_app_secret:
        raise BadRequest("XIAOER_WECHAT_TOKEN is set: XIAOER_WECHAT_APP_ID and XIAOER_WECHAT_APP_SECRET are needed too")
    key = settings.wechat_encoding_aes_key
    cipher = Cipher(key, settings.wechat_app_id) if key else None
    api = WeChatApi(settings.wechat_api_url, settings.wechat_app_id, settings.wechat_app_secret)
    return WeChatConnector(settings.wechat_token, cipher, api, clock)


def _size(text: str) -> int:
    return len(text.encode())
