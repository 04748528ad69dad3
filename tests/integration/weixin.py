"""A local server that plays api.weixin.qq.com."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class FakeWeixin:
    """Keeps what was sent; ``answers`` are given to the next messages instead of success."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: deque[dict[str, Any] | int] = field(default_factory=deque)
    token_requests: list[dict[str, Any]] = field(default_factory=list)
    valid_token: str = "token-0"
    server: TestServer | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("/")).rstrip("/")

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._token)
        app.router.add_post("/cgi-bin/message/custom/send", self._send)
        self.server = TestServer(app)
        await self.server.start_server()

    async def close(self) -> None:
        assert self.server is not None
        await self.server.close()

    async def _token(self, request: web.Request) -> web.Response:
        query = msgspec.json.decode(await request.read(), type=dict[str, Any])
        self.token_requests.append(query)
        if query["secret"] != "app-secret-of-the-tests":
            return web.json_response({"errcode": 40125, "errmsg": "invalid appsecret"})
        return web.json_response({"access_token": self.valid_token, "expires_in": 7200})

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.raw.append(body)
        if request.query.get("access_token") != self.valid_token:
            return web.json_response({"errcode": 42001, "errmsg": "access_token expired"})
        if self.answers:
            answer = self.answers.popleft()
            return web.Response(status=answer) if isinstance(answer, int) else web.json_response(answer)
        message = msgspec.json.decode(body, type=dict[str, Any])
        self.sent.append((message["touser"], message["text"]["content"]))
        return web.json_response({"errcode": 0, "errmsg": "ok"})
