"""A shopper on WeChat, end to end against a local server: stored, acknowledged, answered."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.domain.agent import Agent, Role
from bot.domain.conversation import Button, MessageBody, MessageKind, Owner
from bot.domain.turn import HandoffRequest, Priority
from bot.gateway.webhooks import MAX_WEBHOOK_BYTES
from bot.services.agent_reply import reply_as_agent
from bot.services.assign_agent import take_handoff
from bot.services.close_conversation import close_conversation
from bot.storage.engine import make_engine
from bot.storage.transactions import SqlTransactions
from tests.contract.channel_rigs import RIGS, seal_wechat
from tests.integration.wechat_channel import OPENID, Channel, greeted


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
