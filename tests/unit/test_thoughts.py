"""One thought or two: bubbles, clauses, buttons."""

from __future__ import annotations

import pytest

from bot.domain.turn import Bubble, Outcome, ParsedText, RankedIntent
from bot.runtime.thoughts import find_thoughts, press_button, read_thought

KNOWN = {
    "在吗": ("greet", 0.99),
    "额": ("affirm", 0.5),
    "快递到哪了": ("query_logistics", 0.97),
    "能开专票吗": ("invoice", 0.95),
    "还没发货": ("urge_shipment", 0.9),
    "好的": ("affirm", 0.95),
}


def parse(text: str) -> ParsedText:
    intent, confidence = KNOWN.get(text, ("", 0.0))
    if not intent:
        hits = [value for known, value in KNOWN.items() if known in text]
        intent, confidence = hits[0] if hits else ("inform", 0.2)
    outcome = Outcome.ANSWER if confidence >= 0.35 else Outcome.CLARIFY
    return ParsedText(text, intent, confidence, (RankedIntent(intent, confidence),), (), outcome)


def intents(*texts: str, awaits_answer: bool = False) -> list[str]:
    bubbles = [Bubble(text) for text in texts]
    return [thought.intent for thought in find_thoughts(bubbles, parse, awaits_answer=awaits_answer)]


def test_small_talk_does_not_hide_business() -> None:
    assert intents("额", "在吗", "快递到哪了") == ["query_logistics"]


def test_only_small_talk_is_answered() -> None:
    assert intents("在吗", "在吗") == ["greet"]


def test_two_questions_in_bubbles_are_both_kept() -> None:
    assert intents("快递到哪了", "能开专票吗") == ["query_logistics", "invoice"]


def test_two_questions_in_one_message_are_both_kept() -> None:
    assert intents("快递到哪了，能开专票吗") == ["query_logistics", "invoice"]


def test_related_questions_are_one() -> None:
    assert intents("快递到哪了", "还没发货") != ["query_logistics", "urge_shipment"]


def test_a_yes_beside_business_counts_only_when_something_was_asked() -> None:
    assert intents("好的", "能开专票吗") == ["invoice"]
    assert intents("好的", "能开专票吗", awaits_answer=True) == ["affirm", "invoice"]


def test_bare_digits_are_information() -> None:
    assert intents("5034") == ["inform"]


def test_no_words_is_information() -> None:
    assert [thought.intent for thought in find_thoughts([Bubble("", has_image=True)], parse)] == ["inform"]


def test_button_carries_its_values() -> None:
    thought = press_button('/query_order{"order_number": "123"}', "查订单")
    assert (thought.intent, thought.text, thought.is_button) == ("query_order", "查订单", True)
    assert thought.entities[0]["value"] == "123"


def test_words_after_a_space_are_a_clause_of_their_own() -> None:
    assert intents("在吗亲 能开专票吗") == ["invoice"]


def test_only_marks_urge_a_reply() -> None:
    assert intents("？？") == ["urge_reply"]


@pytest.mark.parametrize("text", ["91330106MA2KXXXX8K", "杭州云栖食品有限公司", "fapiao@example.com"])
def test_invoice_data_is_information(text: str) -> None:
    assert intents(text) == ["inform"]


@pytest.mark.parametrize("text", ["2", "联系电话:13800001234", "单号 773123456789012", "3件"])
def test_scraps_of_information_are_information(text: str) -> None:
    assert intents(text) == ["inform"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("那续航呢", "ask_product_detail"), ("那它的重量呢？", "ask_product_detail"), ("那你呢", "ask_clarification")],
)
def test_an_ellipsis_asks_about_the_goods(text: str, expected: str) -> None:
    guess = RankedIntent("ask_clarification", 0.7)
    parsed = ParsedText(text, guess.intent, guess.confidence, (guess,), (), Outcome.ANSWER)
    assert read_thought(text, parsed).intent == expected


def parse_danger(text: str) -> ParsedText:
    known = {"插座冒烟了": ("safety_incident", 0.4), "要是冒烟了，怎么退": ("ask_return_policy", 0.5)}
    intent, confidence = known.get(text, ("query_logistics", 0.9))
    return ParsedText(text, intent, confidence, (RankedIntent(intent, confidence),), (), Outcome.ANSWER)


def test_an_emergency_in_one_bubble_is_not_hidden_by_another() -> None:
    spoken = find_thoughts([Bubble("快递到哪了"), Bubble("插座冒烟了")], parse_danger)
    assert [(thought.intent, thought.text) for thought in spoken] == [("safety_incident", "快递到哪了 插座冒烟了")]


def test_part_of_a_sentence_is_no_emergency() -> None:
    spoken = find_thoughts([Bubble("要是冒烟了，怎么退")], parse_danger)
    assert [thought.intent for thought in spoken] == ["ask_return_policy"]


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [("打了", 0.4, "inform"), ("漏电了", 0.9, "safety_incident"), ("插座漏电了", 0.4, "safety_incident")],
)
def test_a_scrap_raises_an_alarm_only_without_doubt(text: str, confidence: float, expected: str) -> None:
    guesses = (RankedIntent("safety_incident", confidence), RankedIntent("inform", 0.1))
    thought = read_thought(text, ParsedText(text, "safety_incident", confidence, guesses, (), Outcome.HANDOFF))
    assert (thought.intent, thought.is_unsure) == (expected, expected == "inform")
