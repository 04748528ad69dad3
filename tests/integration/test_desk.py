"""The desk: exactly one agent wins, and the bot is silent."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import select

from bot.domain.agent import Agent, Role
from bot.domain.conversation import ConversationState, Owner
from bot.domain.errors import Conflict
from bot.domain.handoff import HandoffState
from bot.domain.turn import Priority
from bot.services.assign_agent import take_handoff
from bot.services.log_in import add_agent
from bot.services.run_turn import begin_turn, complete_turn
from bot.storage.tables import outbox
from tests.integration.gateway_rig import OWN_PAGE, GatewayRig, get, post


async def test_queue_is_ordered_by_priority_then_by_waiting_time(rig: GatewayRig) -> None:
    first = rig.hand_off("v1")
    rig.clock.advance(seconds=30)
    second = rig.hand_off("v2")
    rig.clock.advance(seconds=30)
    urgent = rig.hand_off("v3", "充电器冒烟了", priority=Priority.P0)
    queue = await get(await rig.log_in(), "/api/desk/queue")
    assert [item["id"] for item in queue["waiting"]] == [urgent.id, first.id, second.id]
    assert [item["waiting_seconds"] for item in queue["waiting"]] == [0, 60, 30]
    assert queue["waiting"][0]["last_text"] == "充电器冒烟了"
    assert queue["waiting"][0]["reason_label"] == "顾客要求人工"
    assert queue["mine"] == []


async def test_a_taken_conversation_is_the_agents_and_the_shopper_is_told(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", "快递一直不更新")
    before = rig.conversation(handoff.conversation_id)
    client = await rig.log_in()
    taken = await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    assert taken["state"] == "taken"
    after = rig.conversation(handoff.conversation_id)
    assert (after.owner, after.epoch) == (Owner.HUMAN, before.epoch + 1)
    shown = await get(client, f"/api/desk/conversations/{handoff.conversation_id}")
    joined = shown["messages"][-1]
    assert joined["author"] == "system"
    assert joined["body"]["event"] == "agent_joined"
    assert "客服 小雨 已为您服务" in joined["body"]["text"]
    assert shown["state"]["agent_name"] == "小雨"
    assert (await get(client, "/api/desk/queue"))["mine"][0]["id"] == handoff.id
    again = await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    assert again["state"] == "taken"
    assert rig.conversation(handoff.conversation_id).last_seq == after.last_seq


async def test_of_two_agents_at_the_same_moment_one_wins(rig: GatewayRig) -> None:
    one, two = await rig.log_in("one", "小一"), await rig.log_in("two", "小二")
    for number in range(10):
        handoff = rig.hand_off(f"race-{number}")
        path = f"/api/desk/handoffs/{handoff.id}/take"
        responses = await asyncio.gather(*(client.post(path, headers=OWN_PAGE) for client in (one, two)))
        assert sorted(response.status for response in responses) == [200, 409]
        loser = next(response for response in responses if response.status == 409)
        assert (await loser.json())["code"] == "already_taken"
        messages = await get(one, f"/api/desk/conversations/{handoff.conversation_id}")
        assert [m["body"]["event"] for m in messages["messages"]].count("agent_joined") == 1


def test_of_many_threads_one_wins(rig: GatewayRig) -> None:
    agents = [
        add_agent(
            rig.transactions,
            rig.clock,
            rig.gate,
            username=f"agent{number}",
            name=f"客服{number}",
            role="agent",
            password="long enough",
        )
        for number in range(8)
    ]
    handoff = rig.hand_off()

    def take(agent: Agent) -> bool:
        try:
            take_handoff(rig.transactions, rig.clock, handoff.id, agent)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(len(agents)) as threads:
        assert sum(threads.map(take, agents)) == 1


async def test_a_bot_reply_that_was_under_way_is_dropped(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", "在吗")
    pending = begin_turn(rig.transactions, rig.policy, handoff.conversation_id)
    assert pending is not None
    result = await rig.engine.run_turn(pending.request, deadline_seconds=1)
    await post(await rig.log_in(), f"/api/desk/handoffs/{handoff.id}/take")
    completed = complete_turn(rig.transactions, rig.clock, rig.policy, pending, result, latency_seconds=0.1)
    assert completed.messages == ()
    assert begin_turn(rig.transactions, rig.policy, handoff.conversation_id) is None


async def test_reply_is_stored_once_and_only_by_the_owner(rig: GatewayRig) -> None:
    handoff = rig.hand_off()
    owner, other = await rig.log_in(), await rig.log_in("other", "小张")
    path = f"/api/desk/conversations/{handoff.conversation_id}/messages"
    refused = await post(owner, path, {"client_message_id": "m0", "text": "早"}, status=403)
    assert refused["code"] == "not_owner"
    await post(owner, f"/api/desk/handoffs/{handoff.id}/take")
    first = await post(owner, path, {"client_message_id": "m1", "text": " 您好，我来帮您 "})
    assert await post(owner, path, {"client_message_id": "m1", "text": "您好，我来帮您"}) == first
    await post(other, path, {"client_message_id": "m2", "text": "我也来"}, status=403)
    await post(owner, path, {"client_message_id": "m3", "text": "  "}, status=400)
    await post(owner, path, {"client_message_id": "m4", "text": "长" * 2001}, status=400)
    shown = await get(owner, f"/api/desk/conversations/{handoff.conversation_id}")
    said = [message for message in shown["messages"] if message["author"] == "agent"]
    assert [(message["body"]["text"], message["agent_name"]) for message in said] == [("您好，我来帮您", "小雨")]


async def test_replies_to_an_im_channel_go_to_the_outbox(rig: GatewayRig) -> None:
    handoff = rig.hand_off("openid-1", channel="wechat")
    client = await rig.log_in()
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    path = f"/api/desk/conversations/{handoff.conversation_id}/messages"
    reply = await post(client, path, {"client_message_id": "m1", "text": "您好"})
    await post(client, f"/api/desk/conversations/{handoff.conversation_id}/close")
    with rig.transactions._engine.connect() as connection:
        queued = set(connection.execute(select(outbox.c.message_id)).scalars())
    shown = await get(client, f"/api/desk/conversations/{handoff.conversation_id}")
    joined, replied, closed = (message["id"] for message in shown["messages"][-3:])
    assert replied == reply["message_id"]
    assert {joined, replied, closed} <= queued


async def test_unread_counts_what_came_after_the_last_reply(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", "在吗", "我的快递呢")
    client = await rig.log_in()
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    path = f"/api/desk/conversations/{handoff.conversation_id}/messages"
    await post(client, path, {"client_message_id": "m1", "text": "我查一下"})
    rig.say(rig.conversation(handoff.conversation_id), "好的", "电话13812345678")
    (item,) = (await get(client, "/api/desk/queue"))["mine"]
    assert (item["unread"], item["last_text"]) == (2, "电话138****5678")


async def test_back_to_the_bot_starts_a_new_case_and_answers_nothing_old(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", "退款怎么还没到")
    client = await rig.log_in()
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    rig.say(rig.conversation(handoff.conversation_id), "好嘞多谢您")
    before = rig.conversation(handoff.conversation_id)
    await post(client, f"/api/desk/conversations/{handoff.conversation_id}/return")
    after = rig.conversation(handoff.conversation_id)
    assert (after.owner, after.epoch, after.agent_id) == (Owner.BOT, before.epoch + 1, None)
    assert after.case_id != before.case_id
    assert after.answered_seq == after.last_seq
    assert begin_turn(rig.transactions, rig.policy, after.id) is None
    rig.say(after, "再问一下发票")
    assert begin_turn(rig.transactions, rig.policy, after.id) is not None
    with rig.transactions.read() as tx:
        closed = tx.handoffs.find(handoff.id)
    assert closed is not None
    assert closed.state is HandoffState.CLOSED


async def test_close_asks_for_a_rating_and_happens_once(rig: GatewayRig) -> None:
    handoff = rig.hand_off()
    client = await rig.log_in()
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    path = f"/api/desk/conversations/{handoff.conversation_id}"
    await post(client, f"{path}/close")
    await post(client, f"{path}/close")
    shown = await get(client, path)
    assert [m["body"]["event"] for m in shown["messages"]].count("closed") == 1
    assert rig.conversation(handoff.conversation_id).state is ConversationState.CLOSED
    late = await post(client, f"{path}/messages", {"client_message_id": "m", "text": "喂"}, status=409)
    assert late["code"] == "conversation_closed"


async def test_any_open_conversation_can_be_taken_over(rig: GatewayRig) -> None:
    conversation = rig.open("v9")
    rig.say(conversation, "你好")
    agent, other = await rig.log_in(), await rig.log_in("other", "小张")
    senior = await rig.log_in("senior", "高级客服", Role.SENIOR)
    path = f"/api/desk/conversations/{conversation.id}/takeover"
    taken = await post(agent, path)
    assert (taken["reason"], taken["state"]) == ("agent_takeover", "taken")
    assert rig.owner(conversation.id) is Owner.HUMAN
    await post(other, path, status=403)
    await post(senior, path)
    assert (await get(agent, "/api/desk/queue"))["mine"] == []
    assert len((await get(senior, "/api/desk/queue"))["mine"]) == 1
    waiting = rig.hand_off("v10")
    taken = await post(agent, f"/api/desk/conversations/{waiting.conversation_id}/takeover")
    assert taken["id"] == waiting.id


async def test_a_message_left_after_hours_is_answered_with_an_apology(rig: GatewayRig) -> None:
    rig.clock.time = datetime(2026, 11, 11, 18, 0, tzinfo=UTC)
    handoff = rig.hand_off("v1", "想问一下发票")
    assert handoff.is_after_hours
    rig.clock.advance(hours=8)
    live = rig.hand_off("v2")
    client = await rig.log_in()
    queue = await get(client, "/api/desk/queue")
    assert [(item["id"], item["after_hours"]) for item in queue["waiting"]] == [(live.id, False), (handoff.id, True)]
    await post(client, f"/api/desk/handoffs/{handoff.id}/take")
    shown = await get(client, f"/api/desk/conversations/{handoff.conversation_id}")
    assert "让您久等了" in shown["messages"][-1]["body"]["text"]


async def test_a_shopper_who_left_the_queue_cannot_be_taken(rig: GatewayRig) -> None:
    from bot.services.hand_off import leave_queue

    handoff = rig.hand_off()
    leave_queue(rig.transactions, rig.clock, handoff.conversation_id)
    client = await rig.log_in()
    refused = await post(client, f"/api/desk/handoffs/{handoff.id}/take", status=409)
    assert refused["code"] == "handoff_over"
    assert rig.owner(handoff.conversation_id) is Owner.BOT
    await post(client, "/api/desk/handoffs/nothing/take", status=404)
