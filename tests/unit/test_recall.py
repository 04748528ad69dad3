"""Questions that a shopper points back at."""

from __future__ import annotations

import pytest

from bot.domain.pinyin import is_pinyin
from bot.domain.recall import recall_question
from bot.domain.shorthand import spell_out


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("防水呢 你没答我", ["能不能防水 多重"], "能不能防水"),
        ("我问的是保修！", ["保修几年"], "保修几年"),
        ("不是台灯，是书桌", [], "那书桌呢"),
        ("客服没回复我", ["包邮吗"], None),
        ("多少钱", [], None),
    ],
)
def test_a_question_is_recalled(text: str, earlier: list[str], expected: str | None) -> None:
    assert recall_question(text, earlier) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("dianfanbao huai le", True), ("can you ship to china", False), ("iPhone 15", False)]
)
def test_sentences_of_pinyin(text: str, expected: bool) -> None:
    assert is_pinyin(text) is expected


def test_dialect_is_spelled_out() -> None:
    assert spell_out("洗碗机有没得") == "洗碗机有没有"
    assert spell_out("没得到回复") == "没得到回复"
