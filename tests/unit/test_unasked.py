"""Information that nobody asked for."""

from __future__ import annotations

import pytest

from bot.domain.policy import DecisionPolicy
from bot.domain.turn import FoundEntity, Outcome, ParsedText, RankedIntent
from bot.nlu.decision import OutcomeRule
from bot.runtime.unasked import set_aside_information

RULE = OutcomeRule(DecisionPolicy())


def read(text: str, sure: float, *entities: FoundEntity) -> ParsedText:
    rest = 1 - sure
    ranking = (
        RankedIntent("inform", sure),
        RankedIntent("query_logistics", rest * 0.8),
        RankedIntent("greet", rest * 0.2),
    )
    return set_aside_information(ParsedText(text, "inform", sure, ranking, entities, Outcome.CLARIFY), RULE)


def test_a_sentence_that_names_goods_asks_something() -> None:
    parsed = read("我上个礼拜买的那个耳机到哪儿了呀", 0.5, FoundEntity("product", "P1001", 9, 11))
    assert (parsed.intent, parsed.outcome) == ("query_logistics", Outcome.ANSWER)
    assert parsed.confidence == pytest.approx(0.8)
    assert "inform" not in {guess.intent for guess in parsed.ranking}


@pytest.mark.parametrize(
    ("text", "sure", "entities"),
    [
        ("我买的那个黑色耳机大号的", 0.9, ()),
        ("单号是 773123456789012 这个", 0.5, (FoundEntity("tracking_number", "773123456789012", 4, 19),)),
        ("那个耳机", 0.5, (FoundEntity("product", "P1001", 2, 4),)),
    ],
)
def test_what_tells_something_by_itself_is_information(
    text: str, sure: float, entities: tuple[FoundEntity, ...]
) -> None:
    assert read(text, sure, *entities).intent == "inform"
