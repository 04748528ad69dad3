"""Saying the same again: only to the same question, and short."""

from __future__ import annotations

from typing import Any

import pytest

from actions.repetition import Repetition, find_gist, is_same_question, put_differently

FACT = "您好，满 59 元包邮。不满 59 元收取 8 元运费，偏远地区以结算页为准。"


def asked(text: str, intent: str = "ask_shipping_fee", **entities: str) -> dict[str, Any]:
    found = [{"entity": kind, "value": value} for kind, value in entities.items()]
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": found}}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (asked("包邮吗"), asked("包邮吗"), True),
        (asked("包邮吗"), asked("你们包邮吗？"), True),
        (asked("包邮吗"), asked("新疆运费怎么算"), False),
        (asked("包邮吗"), asked("包邮吗", intent="ask_price_promotion"), False),
        (asked("耳机包邮吗", product="P1"), asked("电脑包邮吗", product="P2"), False),
    ],
)
def test_a_question_is_the_same_by_intent_entities_and_words(
    first: dict[str, Any], second: dict[str, Any], expected: bool
) -> None:
    assert is_same_question(first, second) is expected


def test_the_same_question_gets_the_gist() -> None:
    first, *_ = put_differently(FACT, Repetition(is_same_question=True))
    assert "满 59 元包邮。" in first
    assert "偏远地区" not in first


def test_another_question_gets_the_facts_and_a_next_step() -> None:
    first, *_ = put_differently(FACT, Repetition())
    assert "满 59 元包邮。" in first
    assert "您关心" in first
    assert "刚才" not in first


def test_facts_on_a_card_are_said_to_be_unchanged() -> None:
    first, *_ = put_differently("包裹在杭州。明天送达。", Repetition(kind="parcel", is_same_question=True))
    assert "还没有新的变化" in first


def test_the_gist_is_a_whole_sentence_and_short() -> None:
    assert find_gist(FACT) == "满 59 元包邮。"
    long = "，".join(["这是很长的一段说明文字"] * 12)
    assert len(find_gist(long)) < 90
    assert find_gist(long).endswith("。")


def test_a_title_alone_is_no_gist() -> None:
    assert find_gist("「木与白 书桌」\n有货：原木色。\n预计下周补货。") == "有货：原木色。"
