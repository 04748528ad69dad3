"""One behaviour suite over every database that our own data may live in: conversations, turns, handoffs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.domain.agent import Agent, Role
from bot.domain.conversation import (
    Conversation,
    MessageKind,
    Owner,
    Turn,
)
from bot.domain.handoff import HandoffState, Summary, SummaryLine
from bot.domain.turn import Priority
from bot.services.receive_message import IncomingMessage, receive_message
from bot.storage.transactions import SqlTransactions
from tests.contract.storage_rig import NOW, at_once, draft, make_handoff
from tests.fakes import FakeClock


def test_a_conversation_comes_back_as_it_was(store: SqlTransactions, conversation: Conversation) -> None:
    with store.read() as tx:
        assert tx.log.find(conversation.id) == conversation
        assert tx.log.find_open("web", conversation.visitor_id) == conversation
        assert tx.log.find_open("wechat", conversation.visitor_id) is None


def test_seq_has_no_gaps_when_many_write_at_once(store: SqlTransactions, conversation: Conversation) -> None:
    def write(number: int) -> int:
        with store.begin() as tx:
            return tx.log.append(draft(conversation, f"第{number}句"), NOW).seq

    assert sorted(map(str, at_once(12, write))) == sorted(map(str, range(1, 13)))
    with store.read() as tx:
        assert [message.seq for message in tx.log.messages_after(conversation.id, 0)] == list(range(1, 13))


def test_one_client_message_id_is_one_row_when_it_comes_many_times_at_once(
    store: SqlTransactions, conversation: Conversation
) -> None:
    message = IncomingMessage("same", MessageKind.TEXT, "在吗")

    def send(_number: int) -> bool:
        return receive_message(store, FakeClock(), conversation.id, message, max_text=100).is_duplicate

    assert sorted(map(bool, at_once(8, send))) == [False] + [True] * 7
    with store.read() as tx:
        assert len(tx.log.messages_after(conversation.id, 0)) == 1


def test_a_failed_transaction_leaves_nothing(store: SqlTransactions, conversation: Conversation) -> None:
    def write_and_fail() -> None:
        with store.begin() as tx:
            tx.log.append(draft(conversation), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.read() as tx:
        found = tx.log.find(conversation.id)
        assert found is not None
        assert found.last_seq == 0
        assert tx.log.messages_after(conversation.id, 0) == []


def test_unanswered_conversations_are_found_until_they_are_answered(
    store: SqlTransactions, conversation: Conversation
) -> None:
    with store.begin() as tx:
        message = tx.log.append(draft(conversation), NOW)
    with store.read() as tx:
        assert conversation.id in tx.log.list_unanswered()
    with store.begin() as tx:
        tx.log.save(replace(conversation, owner=Owner.HUMAN))
        assert conversation.id not in tx.log.list_unanswered()
        tx.log.save(replace(conversation, answered_seq=message.seq))
        assert conversation.id not in tx.log.list_unanswered()


def test_events_of_a_case_come_back_in_order(store: SqlTransactions, conversation: Conversation) -> None:
    turn = Turn(
        id=uuid4().hex,
        conversation_id=conversation.id,
        case_id=conversation.case_id,
        ordinal=0,
        from_seq=1,
        to_seq=1,
        text="到哪了",
        intent="query_logistics",
        confidence=0.9,
        ranking=(("query_logistics", 0.9),),
        entities=({"type": "date", "value": "今天"},),
        emotion="calm",
        outcome="answer",
        events=({"event": "user"}, {"event": "bot"}),
        latency_seconds=0.1,
        created_at=NOW,
    )
    with store.begin() as tx:
        tx.log.add_turn(replace(turn, id=uuid4().hex, ordinal=1, from_seq=2, events=({"event": "late"},)))
        tx.log.add_turn(turn)
    with store.read() as tx:
        assert [event["event"] for event in tx.log.case_events(conversation.case_id)] == ["user", "bot", "late"]
        assert tx.log.list_turns(conversation.id)[0] == turn


def test_exactly_one_agent_takes_a_handoff(store: SqlTransactions, conversation: Conversation) -> None:
    agents = [Agent(uuid4().hex, f"agent{uuid4().hex[:8]}", "小雨", Role.AGENT) for _ in range(6)]
    handoff = make_handoff(conversation)
    with store.begin() as tx:
        tx.handoffs.create(handoff)
        for agent in agents:
            tx.agents.add(agent, "hash", NOW)

    def take(number: int) -> bool:
        with store.begin() as tx:
            taken = replace(handoff, state=HandoffState.TAKEN, agent_id=agents[number].id, taken_at=NOW)
            return tx.handoffs.save(taken, expected=HandoffState.WAITING)

    assert sum(map(bool, at_once(6, take))) == 1


def test_the_queue_is_ordered_by_priority_then_time(store: SqlTransactions, conversation: Conversation) -> None:
    late = replace(make_handoff(conversation), created_at=NOW + timedelta(seconds=5))
    early, urgent = (
        make_handoff(conversation),
        replace(make_handoff(conversation, Priority.P0), created_at=late.created_at),
    )
    with store.begin() as tx:
        for handoff in (late, early, urgent):
            tx.handoffs.create(handoff)
        ids = [handoff.id for handoff in tx.handoffs.list_waiting()]
    assert [item for item in ids if item in (late.id, early.id, urgent.id)] == [urgent.id, early.id, late.id]


def test_a_summary_does_not_disturb_the_state(store: SqlTransactions, conversation: Conversation) -> None:
    handoff = make_handoff(conversation)
    summary = Summary(needs=(SummaryLine("顾客询问到货时间", ({"kind": "turn", "seq": 2},)),), next_step="查物流")
    with store.begin() as tx:
        tx.handoffs.create(handoff)
        tx.handoffs.save(replace(handoff, state=HandoffState.TAKEN), expected=HandoffState.WAITING)
        tx.handoffs.set_summary(handoff.id, summary)
        found = tx.handoffs.find(handoff.id)
    assert found is not None
    assert (found.state, found.summary) == (HandoffState.TAKEN, summary)
