"""A shopper on WeChat, end to end against a local server: stored, acknowledged, answered, delivered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.agent import Agent, Role
from bot.domain.channel import WebhookRequest
from bot.domain.conversation import Author, Button, Conversation, MessageBody, MessageKind, Owner
from bot.domain.policy import Policy
from bot.domain.turn import HandoffRequest, Priority, TurnRequest, TurnResult
from bot.gateway.context import CONTEXT
from bot.gateway.http import errors_middleware
from bot.gateway.webhooks import MAX_WEBHOOK_BYTES, add_webhook_routes
from bot.services.agent_reply import reply_as_agent
from bot.services.assign_agent import take_handoff
from bot.services.close_conversation import close_conversation
from bot.services.deliver_outbox import BACKOFF_SECONDS, LEASE_SECONDS, OutboxDeliverer
from bot.storage.engine import make_engine
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


@pytest.fixture
async def weixin() -> AsyncIterator[FakeWeixin]:
    weixin = FakeWeixin()
    await weixin.start()
    yield weixin
    await weixin.close()


@pytest.fixture
async def channel(
    transactions: SqlTransactions, clock: FakeClock, policy: Policy, weixin: FakeWeixin
) -> AsyncIterator[Channel]:
    channel = Channel(transactions, clock, policy, weixin)
    await channel.start()
    yield channel
    await channel.close()


def was_tried(channel: Channel, tried: int) -> bool:
    return channel.outbox_rows()[-1][1] is not None and len(channel.weixin.raw) >= tried


async def greeted(channel: Channel) -> None:
    await channel.event("subscribe")
    await channel.until_sent(1)
    channel.weixin.sent.clear()


async def test_a_follower_is_greeted_with_numbered_choices(channel: Channel) -> None:
    assert await channel.event("subscribe") == (200, "success")
    [text] = await channel.until_sent(1)
    assert "欢迎光临" in text
    assert "1. 查物流" in text
    assert text.endswith("（回复数字选择）")


async def test_a_turn_is_one_joined_message(channel: Channel) -> None:
    await greeted(channel)
    channel.engine.replies = (
        MessageBody("您好。"),
        MessageBody("这款今天可以发货。"),
        MessageBody("还有什么可以帮您？"),
    )
    assert await channel.say("今天能发货吗") == (200, "success")
    assert await channel.until_sent(1) == ["您好。\n\n这款今天可以发货。\n\n还有什么可以帮您？"]
    assert channel.weixin.sent[0][0] == OPENID
    assert b"\\u" not in channel.weixin.raw[-1]


async def test_success_comes_before_the_answer(channel: Channel) -> None:
    await greeted(channel)
    channel.engine.delay_seconds = 0.4
    assert await asyncio.wait_for(channel.say("在吗"), timeout=0.3) == (200, "success")
    assert channel.weixin.sent == []
    assert await channel.until_sent(1) == ["答：在吗"]


async def test_three_retries_are_one_turn(channel: Channel) -> None:
    await greeted(channel)
    answers = await asyncio.gather(*(channel.say("今天能发货吗", "77") for _ in range(4)))
    assert answers == [(200, "success")] * 4
    await channel.until_sent(1)
    await channel.say("今天能发货吗", "77")
    await asyncio.sleep(0.1)
    assert len(channel.engine.requests) == 1
    assert channel.shopper_rows() == [(MessageKind.TEXT, "今天能发货吗")]
    assert len(channel.weixin.sent) == 1


async def test_four_first_messages_at_once_open_one_conversation(channel: Channel) -> None:
    await asyncio.gather(*(channel.say(f"第{index}条") for index in range(4)))
    with channel.transactions.read() as tx:
        assert len(tx.log.list_conversations(owner=None, state=None, limit=10)) == 1
    assert len(channel.shopper_rows()) == 4


async def test_a_number_presses_the_button(channel: Channel) -> None:
    await greeted(channel)
    await channel.say("2")
    await channel.until_sent(1)
    assert channel.engine.requests[-1].bubbles[-1].payload == "/query_order"
    assert channel.shopper_rows() == [(MessageKind.BUTTON, "我的订单")]


async def test_numbers_go_on_over_the_bubbles_of_a_turn(channel: Channel) -> None:
    await greeted(channel)
    order = {"number": "2026111100001", "lines": [{"name": "蓝牙耳机"}], "payload": '/query_order{"n":1}'}
    channel.engine.replies = (
        MessageBody("您想了解哪一项？", buttons=(Button("查物流", "/query_logistics"),)),
        MessageBody("请选择订单。", card={"type": "order_list", "orders": [order]}),
    )
    await channel.say("查一下")
    [text] = await channel.until_sent(1)
    assert "1. 查物流" in text
    assert "2. 订单 2026111100001 蓝牙耳机" in text
    await channel.say("选2")
    await channel.until_sent(2)
    assert channel.engine.requests[-1].bubbles[-1].payload == '/query_order{"n":1}'


async def test_a_number_is_text_when_nothing_is_offered(channel: Channel) -> None:
    await greeted(channel)
    await channel.say("在吗")
    await channel.until_sent(1)
    await channel.say("2")
    await channel.until_sent(2)
    assert channel.shopper_rows()[-1] == (MessageKind.TEXT, "2")


async def test_a_menu_entry_presses_its_button(channel: Channel) -> None:
    await greeted(channel)
    await channel.event("click")
    await channel.until_sent(1)
    assert channel.engine.requests[-1].bubbles[-1].payload == "/query_logistics"


async def test_an_agents_words_go_out_too(channel: Channel) -> None:
    await greeted(channel)
    agent = Agent(id="a1", username="xiaolin", name="小林", role=Role.AGENT)
    with channel.transactions.begin() as tx:
        tx.agents.add(agent, "hash", channel.clock.now())
    channel.engine.handoff = HandoffRequest(reason="requested", priority=Priority.P3)
    await channel.say("转人工")
    [text] = await channel.until_sent(1)
    assert "正在为您转接人工客服" in text
    with channel.transactions.read() as tx:
        handoff = tx.handoffs.find_active(channel.conversation().id)
    assert handoff is not None
    take_handoff(channel.transactions, channel.clock, handoff.id, agent)
    reply_as_agent(
        channel.transactions,
        channel.clock,
        channel.conversation().id,
        agent,
        client_message_id="d1",
        text="您好，我是小林，请稍等。",
        max_text=2000,
    )
    channel.outbox.wake()
    await channel.until(lambda: any("我是小林" in text for _, text in channel.weixin.sent))
    assert channel.conversation().owner is Owner.HUMAN
    await channel.say("2")
    assert channel.shopper_rows()[-1] == (MessageKind.TEXT, "2")


async def test_out_of_quota_is_marked_and_never_retried(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.answers.append({"errcode": 45047, "errmsg": "out of response count limit"})
    await channel.say("在吗")
    await channel.until(lambda: channel.outbox_rows()[-1][0] == "failed")
    assert channel.outbox_rows()[-1] == ("failed", "45047: the five messages per user message are used up")
    channel.clock.advance(hours=2)
    channel.outbox.wake()
    await asyncio.sleep(0.1)
    assert channel.weixin.sent == []
    await channel.say("还在吗")
    await channel.until(lambda: [text for _, text in channel.weixin.sent] == ["答：还在吗"])


@pytest.mark.parametrize("answer", [{"errcode": -1, "errmsg": "system error"}, 502])
async def test_a_busy_service_is_tried_again_in_order(channel: Channel, answer: dict[str, Any] | int) -> None:
    await greeted(channel)
    channel.weixin.answers.append(answer)
    await channel.say("第一句")
    await channel.until(lambda: channel.outbox_rows()[-1][1] is not None)
    await channel.say("第二句")
    await channel.until(lambda: len(channel.outbox_rows()) == 3)
    await asyncio.sleep(0.1)
    assert channel.weixin.sent == []
    channel.clock.advance(seconds=BACKOFF_SECONDS[0])
    channel.outbox.wake()
    assert await channel.until_sent(2) == ["答：第一句", "答：第二句"]


async def test_a_service_that_stays_down_is_given_up(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.answers.extend([502] * 100)
    await channel.say("在吗")
    for seconds in (*BACKOFF_SECONDS, 0):
        tried = len(channel.weixin.raw)
        await channel.until(partial(was_tried, channel, tried))
        await asyncio.sleep(0.05)
        channel.clock.advance(seconds=seconds)
        channel.outbox.wake()
    await channel.until(lambda: channel.outbox_rows()[-1][0] == "failed")


async def test_an_expired_token_is_fetched_anew(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.valid_token = "token-1"
    await channel.say("在吗")
    assert await channel.until_sent(1) == ["答：在吗"]
    assert [query["force_refresh"] for query in channel.weixin.token_requests] == [False, False]
    await channel.say("还在吗")
    await channel.until_sent(2)
    assert len(channel.weixin.token_requests) == 2


async def test_nothing_is_lost_when_the_sender_dies_before_the_answer(channel: Channel) -> None:
    await greeted(channel)
    await channel.outbox.close()
    await channel.say("在吗")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    # The dead process had claimed the batch and got no further.
    claimed = channel.outbox._claim(channel.conversation().id)
    assert claimed is not None
    successor = OutboxDeliverer(channel.transactions, channel.clock, channel.outbox.connectors)
    assert successor._claim(channel.conversation().id) is None
    channel.clock.advance(seconds=LEASE_SECONDS)
    successor.start()
    assert await channel.until_sent(1) == ["答：在吗"]
    await successor.close()


async def test_a_repeated_attempt_keeps_its_key_and_members(channel: Channel) -> None:
    await greeted(channel)
    await channel.outbox.close()
    await channel.say("第一句")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    first = channel.outbox._claim(channel.conversation().id)
    await channel.say("第二句")
    await channel.until(lambda: len(channel.outbox_rows()) == 3)
    channel.clock.advance(seconds=LEASE_SECONDS)
    second = channel.outbox._claim(channel.conversation().id)
    assert first is not None
    assert second is not None
    assert (first.idempotency_key, first.bodies) == (second.idempotency_key, second.bodies)


async def test_what_waits_is_joined_and_old_menus_lose_their_numbers(channel: Channel) -> None:
    await channel.outbox.close()
    await channel.say("在吗")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    batch = channel.outbox._claim(channel.conversation().id)
    assert batch is not None
    assert [bool(body.buttons) for body in batch.bodies] == [False, False]
    assert batch.bodies[1].text == "答：在吗"


async def test_a_long_answer_is_cut_into_parts_that_fit(channel: Channel) -> None:
    await greeted(channel)
    channel.engine.replies = (MessageBody("\n".join("商品说明" * 20 for _ in range(15))),)
    await channel.say("介绍一下")
    texts = await channel.until_sent(2)
    assert len(texts) == 2
    assert all(len(text.encode()) <= 2048 for text in texts)


async def test_a_storage_failure_is_not_acknowledged(channel: Channel, tmp_path: Any) -> None:
    broken = SqlTransactions(make_engine(f"sqlite:///{tmp_path / 'empty.db'}"))
    object.__setattr__(channel.context, "transactions", broken)
    status, text = await channel.say("在吗", "99")
    assert status == 500
    assert text != "success"
    object.__setattr__(channel.context, "transactions", channel.transactions)
    assert await channel.say("在吗", "99") == (200, "success")
    await channel.until(lambda: channel.shopper_rows() == [(MessageKind.TEXT, "在吗")])


async def test_a_retry_after_the_end_is_still_the_same_message(channel: Channel) -> None:
    await greeted(channel)
    await channel.say("谢谢，再见", "55")
    await channel.until_sent(1)
    close_conversation(channel.transactions, channel.clock, channel.conversation().id)
    assert await channel.say("谢谢，再见", "55") == (200, "success")
    with channel.transactions.read() as tx:
        assert tx.log.find_open("wechat", OPENID) is None
    channel.outbox.wake()
    await channel.until(lambda: any("本次会话已结束" in text for _, text in channel.weixin.sent))


async def test_refusals(channel: Channel) -> None:
    forged = seal_wechat(RIGS["wechat"].captured("text"), 1)
    assert (await channel.post(forged))[0] == 403
    assert (await channel.client.post("/api/channels/nowhere", data=b"x")).status == 404
    assert (await channel.client.post("/api/channels/wechat", data=b"x" * (MAX_WEBHOOK_BYTES + 1))).status == 413
