"""A shop's own server as a channel: the smallest connector, and the one to copy for a new channel.

Both directions carry ``X-Xiaoer-Timestamp`` (Unix seconds) and ``X-Xiaoer-Signature`` = hex HMAC-SHA256 with the shared
secret over timestamp + "." + raw body.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Annotated

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.domain.channel import ChannelMessage, ChannelMessageKind, ParsedWebhook, WebhookRequest
from bot.domain.conversation import MessageBody
from bot.domain.errors import BadRequest, Unavailable
from bot.services.ports import Clock, DeliveryRefused
from bot.settings import Settings
from connectors.base import BadSignature, MalformedPayload, check_fresh, is_same, join_as_text

CHANNEL = "app"
MAX_JOINED = 4000
TIMEOUT_SECONDS = 8.0
RETRY_STATUSES = {408, 425, 429}

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class AppMessage(msgspec.Struct, frozen=True):
    """What the shop's server sends. An unknown ``kind`` is acknowledged and left aside."""

    message_id: Id
    user_id: Id
    kind: str = "text"
    text: str = ""
    image_url: str | None = None


class AppConnector:
    """Verifies and reads the shop's messages; posts replies to its address."""

    channel = CHANNEL

    def __init__(self, secret: str, reply_url: str, clock: Clock) -> None:
        self._secret = secret
        self._reply_url = reply_url
        self._clock = clock
        self._session: ClientSession | None = None

    def parse(self, request: WebhookRequest) -> ParsedWebhook:
        """One message per request.

        Raises:
            BadSignature, StaleRequest, MalformedPayload: see ``connectors/base.py``.
        """
        timestamp = request.headers.get("x-xiaoer-timestamp", "")
        if not is_same(sign(self._secret, timestamp, request.body), request.headers.get("x-xiaoer-signature", "")):
            raise BadSignature("签名不正确")
        check_fresh(timestamp, self._clock)
        try:
            message = msgspec.json.decode(request.body, type=AppMessage)
        except msgspec.DecodeError as error:
            raise MalformedPayload(f"请求内容有误：{error}") from error
        reply = b'{"accepted":true}'
        kind = _KINDS.get(message.kind)
        if kind is None:
            return ParsedWebhook(reply, ignored=f"kind {message.kind}", content_type="application/json")
        if kind is ChannelMessageKind.TEXT and not message.text.strip():
            raise MalformedPayload("消息内容不能为空")
        incoming = ChannelMessage(
            channel=CHANNEL,
            external_user_id=message.user_id,
            client_message_id=message.message_id,
            kind=kind,
            text=message.text or "［图片］",
            image_url=message.image_url,
        )
        return ParsedWebhook(reply, (incoming,), content_type="application/json")

    def fits_one_message(self, bodies: Sequence[MessageBody], *, first_option: int) -> bool:
        """Kept readable on a phone."""
        return len(join_as_text(bodies, first_option)) <= MAX_JOINED

    async def send(
        self, external_user_id: str, bodies: Sequence[MessageBody], *, idempotency_key: str, first_option: int = 1
    ) -> None:
        """Post ``{"message_id", "user_id", "text"}``; the same ``message_id`` means the same message.

        Raises:
            DeliveryRefused: the server answers 4xx.
            Unavailable: it does not answer, or asks to wait.
        """
        text = join_as_text(bodies, first_option)
        body = msgspec.json.encode({"message_id": idempotency_key, "user_id": external_user_id, "text": text})
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Xiaoer-Timestamp": timestamp,
            "X-Xiaoer-Signature": sign(self._secret, timestamp, body),
        }
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=TIMEOUT_SECONDS))
        try:
            async with self._session.post(self._reply_url, data=body, headers=headers) as response:
                status = response.status
        except (ClientError, TimeoutError) as error:
            raise Unavailable(f"the app's server cannot be reached: {type(error).__name__}") from error
        if 400 <= status < 500 and status not in RETRY_STATUSES:
            raise DeliveryRefused(f"the app's server answers with status {status}")
        if status >= 300:
            raise Unavailable(f"the app's server answers with status {status}")

    async def close(self) -> None:
        """Give the connection back."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a request in either direction."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def make_app_connector(settings: Settings, clock: Clock) -> AppConnector | None:
    """From ``XIAOER_APP_SECRET`` and ``XIAOER_APP_REPLY_URL``; None when neither is set.

    Raises:
        BadRequest: only one is set.
    """
    if not settings.app_secret and not settings.app_reply_url:
        return None
    if not settings.app_secret or not settings.app_reply_url:
        raise BadRequest("XIAOER_APP_SECRET and XIAOER_APP_REPLY_URL have to be set together")
    return AppConnector(settings.app_secret, settings.app_reply_url, clock)


_KINDS = {
    "text": ChannelMessageKind.TEXT,
    "image": ChannelMessageKind.IMAGE,
    "subscribe": ChannelMessageKind.SUBSCRIBE,
}
