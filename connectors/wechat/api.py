"""The two calls to WeChat: an access token, and a customer-service message."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.domain.errors import Unavailable
from bot.services.ports import DeliveryRefused

TIMEOUT_SECONDS = 6.0
REFRESH_EARLY_SECONDS = 300.0

BAD_TOKEN = {40001, 40014, 42001}
REFUSED = {
    40003: "the openid is not of this account",
    43004: "the user does not follow the account",
    43019: "the user is blacklisted by the account",
    45002: "the text is too long",
    45015: "the user's last message is too long ago (48 hours)",
    45047: "the five messages per user message are used up",
    48001: "the account may not use the customer-service API",
    48002: "the user has switched messages off",
    48004: "the API is blocked for the account",
    50002: "the user's account is limited",
}
"""Codes that repeating the message cannot mend (全局返回码)."""


class WeChatApi:
    """Talks to ``base_url`` as one Official Account. Opens its connection at the first call."""

    def __init__(self, base_url: str, app_id: str, app_secret: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._app_id = app_id
        self._app_secret = app_secret
        self._session: ClientSession | None = None
        self._token = ""
        self._token_until = 0.0
        self._token_lock = asyncio.Lock()

    async def send_text(self, openid: str, text: str) -> None:
        """One text message.

        Raises:
            DeliveryRefused: pointless to repeat.
            Unavailable: WeChat does not answer, is busy, or limits us for now.
        """
        message = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        token = await self._get_token()
        answer = await self._post("/cgi-bin/message/custom/send", message, access_token=token)
        if _code(answer) in BAD_TOKEN:
            token = await self._get_token(rejected=token)
            answer = await self._post("/cgi-bin/message/custom/send", message, access_token=token)
        code = _code(answer)
        if code in REFUSED:
            raise DeliveryRefused(f"{code}: {REFUSED[code]}")
        if code != 0:
            raise Unavailable(f"{code}: {answer.get('errmsg', '')}")

    async def close(self) -> None:
        """Give the connection back."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _get_token(self, *, rejected: str | None = None) -> str:
        """The cached token, or a new one when it is old or WeChat has rejected it."""
        async with self._token_lock:
            if self._token and self._token != rejected and time.monotonic() < self._token_until:
                return self._token
            # A forced refresh is limited to 20 a day; the plain call gives the valid token, often a newer one already.
            await self._fetch_token(force=False)
            if self._token == rejected:
                await self._fetch_token(force=True)
            return self._token

    async def _fetch_token(self, *, force: bool) -> None:
        query = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": force,
        }
        answer = await self._post("/cgi-bin/stable_token", query)
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise Unavailable(f"no access token: {_code(answer)} {answer.get('errmsg', '')}")
        self._token = token
        self._token_until = time.monotonic() + float(answer.get("expires_in", 0)) - REFRESH_EARLY_SECONDS

    async def _post(self, path: str, body: dict[str, Any], **query: str) -> dict[str, Any]:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=TIMEOUT_SECONDS))
        # Raw UTF-8: WeChat would show \u escapes as they are.
        headers = {"Content-Type": "application/json; charset=utf-8"}
        data = msgspec.json.encode(body)
        try:
            async with self._session.post(self._base_url + path, data=data, params=query, headers=headers) as response:
                if response.status >= 400:
                    raise Unavailable(f"WeChat answers with status {response.status}")
                return msgspec.json.decode(await response.read(), type=dict[str, Any])
        except (ClientError, TimeoutError, msgspec.DecodeError) as error:
            # The error's own text would hold the address, and with it the token.
            raise Unavailable(f"WeChat cannot be reached: {type(error).__name__}") from None


def _code(answer: dict[str, Any]) -> int:
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -1
