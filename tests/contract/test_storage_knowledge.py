"""FAQs, examples, misses and candidates over every database that our own data may live in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.domain.agent import Agent, Role
from bot.domain.conversation import (
    Conversation,
    Turn,
)
from bot.domain.errors import Conflict
from bot.domain.faq import Faq, FaqState
from bot.domain.learning import Candidate, Example
from bot.storage.transactions import SqlTransactions
from tests.contract.storage_rig import NOW


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
        assert tx.faqs.published_versions()[faq.id] == 1
    with store.begin() as tx:
        tx.faqs.save(replace(faq, state=FaqState.ARCHIVED, version=2), now=NOW, author="b")
        assert faq.id not in tx.faqs.published_versions()


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
        assert tx.candidates.reopen([rare.id, third.id, "unknown"]) == 1
        assert list(tx.candidates.settle([rare.id])) == [rare]
        assert tx.candidates.add([candidate("滤网咋洗", "d", 1)]) == 0
        assert [one.text for one in tx.candidates.list_open(limit=9)] == ["滤网怎么洗", "门锁没电", "门锁没电了"]
