"""The gateway's side of WeChat with its background work, against a local server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.channel import WebhookRequest
from bot.domain.conversation import Author, Conversation, MessageBody, MessageKind
from bot.domain.policy import Policy
from bot.domain.turn import TurnRequest, TurnResult
from bot.gateway.context import CONTEXT
from bot.gateway.http import errors_middleware
from bot.gateway.webhooks import add_webhook_routes
from bot.services.deliver_outbox import OutboxDeliverer
from bot.storage.tables import outbox
from bot.storage.transactions import SqlTransactions
from connectors.registry import make_connectors
from tests.contract.channel_rigs import RIGS, SETTINGS, seal_wechat
from tests.fakes import FakeClock, FakeEngine
from tests.integration.gateway_context import make_context
from tests.integration.weixin import FakeWeixin

OPENID = "oX1bY5t8Kq0nWz2VtR4sLmP7cD9E"


class TalkativeEngine(FakeEngine):
    """Answers in several bubbles with buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: tuple[MessageBody, ...] | None = None

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        result = await super().run_turn(request, deadline_seconds=deadline_seconds)
        return result if self.replies is None else replace(result, replies=self.replies)


class Channel:
    """The gateway's webhook side with its background work, and WeChat around it."""

    def __init__(self, transactions: SqlTransactions, clock: FakeClock, policy: Policy, weixin: FakeWeixin) -> None:
        self.transactions = transactions
        self.clock = clock
        self.policy = policy
        self.weixin = weixin
        self.engine = TalkativeEngine()
        self.next_id = 24918273645500000

    async def start(self) -> None:
        settings = replace(SETTINGS, wechat_api_url=self.weixin.url)
        self.outbox = OutboxDeliverer(self.transactions, self.clock, make_connectors(settings, self.clock))
        context = make_context(
            settings, self.transactions, self.clock, self.policy, engine=self.engine, outbox=self.outbox
        )
        self.context = context
        self.scheduler = context.scheduler
        app = web.Application(middlewares=[errors_middleware])
        app[CONTEXT] = context
        add_webhook_routes(app)
        self.client: TestClient[Any, Any] = TestClient(TestServer(app))
        await self.client.start_server()
        await self.scheduler.recover()
        self.outbox.start()

    async def close(self) -> None:
        await self.scheduler.close()
        await self.outbox.close()
        await self.client.close()

    async def post(self, request: WebhookRequest) -> tuple[int, str]:
        response = await self.client.post("/api/channels/wechat", params=dict(request.query), data=request.body)
        return response.status, await response.text()

    async def say(self, text: str, message_id: str | None = None) -> tuple[int, str]:
        if message_id is None:
            self.next_id += 1
            message_id = str(self.next_id)
        body = RIGS["wechat"].captured("text").decode()
        body = body.replace("请问这款耳机今天能发货吗？", text).replace("24918273645501234", message_id)
        return await self.post(seal_wechat(body.encode(), int(self.clock.now().timestamp())))

    async def event(self, name: str) -> tuple[int, str]:
        return await self.post(seal_wechat(RIGS["wechat"].captured(name), int(self.clock.now().timestamp())))

    def conversation(self) -> Conversation:
        with self.transactions.read() as tx:
            found = tx.log.find_open("wechat", OPENID)
        assert found is not None
        return found

    def shopper_rows(self) -> list[tuple[MessageKind, str]]:
        with self.transactions.read() as tx:
            rows = tx.log.messages_after(self.conversation().id, 0)
        return [(row.kind, row.body.text) for row in rows if row.author is Author.SHOPPER]

    def outbox_rows(self) -> list[tuple[str, str | None]]:
        with self.transactions._engine.connect() as connection:
            rows = connection.execute(outbox.select().order_by(outbox.c.id)).mappings()
            return [(row["state"], row["last_error"]) for row in rows]

    async def until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(300):
            if is_so():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"waited in vain; sent: {self.weixin.sent}, outbox: {self.outbox_rows()}")

    async def until_sent(self, count: int) -> list[str]:
        await self.until(lambda: len(self.weixin.sent) >= count and {row[0] for row in self.outbox_rows()} == {"sent"})
        return [text for _, text in self.weixin.sent]


async def greeted(channel: Channel) -> None:
    await channel.event("subscribe")
    await channel.until_sent(1)
    channel.weixin.sent.clear()
