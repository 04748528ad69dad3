"""The queue and the summary agree on how urgent a case is."""

from __future__ import annotations

import pytest

from actions.escalation import STILL_WAITING
from bot.domain.conversation import MessageKind
from bot.domain.handoff import Handoff
from bot.domain.policy import Policy
from bot.domain.turn import HandoffRequest, Priority
from bot.services.case_urgency import judge_case
from bot.services.hand_off import keep_priority, open_handoff
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, receive_message
from bot.services.summarize import refresh_summary, summarize_transcript
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeShop


class Case:
    """One shopper who says something and is handed over."""

    def __init__(self, transactions: SqlTransactions, clock: FakeClock) -> None:
        self.transactions, self.clock, self.policy = transactions, clock, Policy()
        self.id = open_conversation(
            transactions, clock, FakeShop(), self.policy, channel="web", visitor_id="v1", customer_id=None
        ).id

    def say(self, text: str) -> None:
        message = IncomingMessage(f"c-{text}", MessageKind.TEXT, text)
        receive_message(self.transactions, self.clock, self.id, message, max_text=2000)

    def hand_over(self, priority: Priority, reason: str = "requested", note: str = "") -> list[str]:
        """What the shopper is told about the queue."""
        request = HandoffRequest(reason, priority, note)
        with self.transactions.begin() as tx:
            conversation = tx.log.find(self.id)
            assert conversation is not None
            _, told = open_handoff(tx, conversation, request, "request_human", self.policy, self.clock.now())
        return [message.body.text for message in told]

    def add(self, text: str) -> None:
        """A further message while waiting, answered by the bot."""
        self.say(text)
        with self.transactions.begin() as tx:
            conversation = tx.log.find(self.id)
            assert conversation is not None
            keep_priority(tx, conversation)

    @property
    def handoff(self) -> Handoff:
        with self.transactions.read() as tx:
            found = tx.handoffs.find_active(self.id)
        assert found is not None
        return found


def test_words_make_the_queue_as_urgent_as_the_summary(transactions: SqlTransactions, clock: FakeClock) -> None:
    case = Case(transactions, clock)
    case.say("显示签收了我根本没收到，找你们主管赔偿")
    case.hand_over(Priority.P3)
    refresh_summary(transactions, FakeShop(), case.handoff.id)
    assert case.handoff.priority is Priority.P1
    assert case.handoff.summary is not None
    assert case.handoff.summary.urgency is Priority.P1


def test_the_intents_priority_holds_where_the_words_are_harmless(
    transactions: SqlTransactions, clock: FakeClock
) -> None:
    case = Case(transactions, clock)
    case.say("帮我看一下")
    case.hand_over(Priority.P1)
    assert case.handoff.priority is Priority.P1
    with transactions.read() as tx:
        conversation = tx.log.find(case.id)
        assert conversation is not None
        assert judge_case(tx, conversation, Priority.P3) is Priority.P3


def test_what_a_waiting_shopper_adds_moves_both(transactions: SqlTransactions, clock: FakeClock) -> None:
    case = Case(transactions, clock)
    case.say("转人工")
    case.hand_over(Priority.P3)
    refresh_summary(transactions, FakeShop(), case.handoff.id)
    case.add("充电器冒烟了")
    assert case.handoff.priority is Priority.P0
    assert case.handoff.summary is not None
    assert case.handoff.summary.urgency is Priority.P0


def test_the_place_in_the_queue_is_told_when_asked_for_again_and_only_then(
    transactions: SqlTransactions, clock: FakeClock
) -> None:
    case = Case(transactions, clock)
    case.say("转人工")
    (first,) = case.hand_over(Priority.P3)
    assert "您是下一位" in first
    assert case.hand_over(Priority.P2, "processing", "取消订单") == []
    assert case.handoff.note == "取消订单"
    (again,) = case.hand_over(Priority.P3)
    assert again.count("您是下一位") == 1
    assert again != first


@pytest.mark.parametrize("text", ["好的，我这就帮您联系人工客服。", *STILL_WAITING])
def test_what_the_bot_says_about_the_queue_is_no_deed(text: str) -> None:
    turns = [{"role": "shopper", "text": "给我找个真人"}, {"role": "bot", "text": text}]
    assert summarize_transcript(turns)["done"] == ""
