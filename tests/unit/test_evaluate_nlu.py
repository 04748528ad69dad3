from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.domain.intents import INTENTS
from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.nlu.report import render_scores, write_report
from bot.services.evaluate_nlu import LabelledMessage, evaluate, parse_labelled, read_labelled


def guess(confidence: float, *intents: str) -> ParsedText:
    ranking = tuple(RankedIntent(intent, confidence / (place + 1)) for place, intent in enumerate(intents))
    return ParsedText("", intents[0], confidence, ranking, (), Outcome.ANSWER)


def message(intent: str, also: str = "", *acceptable: str) -> LabelledMessage:
    labels = frozenset(name for name in (intent, also) if name)
    return LabelledMessage("1", "", intent, labels, labels | frozenset(acceptable))


def test_strict_lenient_and_top3_follow_their_definitions() -> None:
    messages = [message("a"), message("a", "b"), message("a", "", "c"), message("a"), message("a")]
    guesses = [guess(1, "a"), guess(1, "b"), guess(1, "c"), guess(1, "x", "y", "a"), guess(1, "x", "y", "z", "a")]
    scores = evaluate(messages, guesses)
    assert (scores.strict, scores.lenient, scores.top3) == (0.4, 0.6, 0.8)


def test_coverage_is_the_largest_share_with_at_most_one_error_in_twenty() -> None:
    hits = [True] * 10 + [False] + [True] * 9 + [False] * 5
    messages = [message("a") for _ in hits]
    guesses = [guess(1 - place / 100, "a" if hit else "x") for place, hit in enumerate(hits)]
    scores = evaluate(messages, guesses)
    assert scores.coverage_at_95 == pytest.approx(20 / 25)
    assert scores.threshold_at_95 == pytest.approx(1 - 19 / 100)
    assert scores.curve[-1].coverage == 1
    assert scores.curve[-1].risk == pytest.approx(6 / 25)


def test_equal_confidences_are_covered_together() -> None:
    scores = evaluate([message("a")] * 4, [guess(0.9, "a"), guess(0.9, "a"), guess(0.9, "x"), guess(0.1, "a")])
    assert scores.coverage_at_95 == 0
    assert len(scores.curve) == 2


def test_calibration_error_compares_confidence_with_accuracy() -> None:
    scores = evaluate([message("a")] * 4, [guess(0.95, "a"), guess(0.95, "x"), guess(0.25, "x"), guess(0.25, "x")])
    assert scores.ece == pytest.approx(0.5 * 0.45 + 0.5 * 0.25)
    assert [one.messages for one in scores.reliability] == [2, 2]


def test_full_confidence_has_a_bin() -> None:
    assert evaluate([message("a")], [guess(1.0, "a")]).ece == 0


def test_intents_and_confusions_are_counted() -> None:
    messages = [message("a"), message("a"), message("b"), message("b", "", "c")]
    guesses = [guess(1, "a"), guess(1, "b"), guess(1, "b"), guess(1, "c")]
    scores = evaluate(messages, guesses)
    by_name = {one.intent: one for one in scores.intents}
    assert (by_name["a"].precision, by_name["a"].recall) == (1, 0.5)
    assert (by_name["b"].precision, by_name["b"].recall, by_name["b"].f1) == (0.5, 0.5, 0.5)
    assert scores.confusions == (("a", "b", 1),), "an acceptable guess is no confusion"


def test_messages_without_enough_context_are_left_out() -> None:
    lines = [
        '{"id": "1", "text": "在", "intent": "greet", "needs_context": true}',
        '{"id": "2", "text": "发票", "intent": "invoice", "also": "inform", "acceptable": ["review"]}',
        "",
    ]
    [only] = parse_labelled(lines)
    assert only.id == "2"
    assert sorted(only.labels) == ["inform", "invoice"]
    assert sorted(only.acceptable) == ["inform", "invoice", "review"]


@pytest.mark.parametrize(
    "line",
    [
        *("{", "[]", '{"text": "x"}', '{"text":' + "[" * 100_000),
        *(
            '{"text": null, "intent": "greet"}',
            '{"text": ["x"], "intent": "greet"}',
            '{"text": " ", "intent": "greet"}',
        ),
        *('{"text": "x", "intent": "greet", "also": 5}', '{"text": "x", "intent": "greet", "acceptable": "invoice"}'),
        '{"text": "x", "intent": "greet", "acceptable": [null]}',
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(BadRequest, match="第 2 行"):
        parse_labelled(['{"text": "x", "intent": "greet"}', line])


def test_an_unknown_intent_is_named_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('\ufeff{"text": "x", "intent": "invoise"}\n', encoding="utf-8")
    assert read_labelled(file)[0].intent == "invoise"
    with pytest.raises(BadRequest, match="第 1 行：没有“invoise”这个意图，最接近的是 invoice"):
        read_labelled(file, known=INTENTS)


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        evaluate([], [])
    with pytest.raises(BadRequest, match="无法读取"):
        read_labelled(tmp_path / "none.jsonl")


def test_a_text_with_a_line_separator_stays_one_line(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"text": "a\u2028b", "intent": "greet"}\n', encoding="utf-8")
    assert read_labelled(file)[0].text == "a\u2028b"


def test_the_report_holds_tables_and_pictures(tmp_path: Path) -> None:
    scores = evaluate([message("a"), message("b")], [guess(0.9, "a"), guess(0.4, "a")])
    written = write_report(scores, tmp_path / "out")
    assert {file.suffix for file in written} == {".md", ".json", ".png"}
    assert all(file.stat().st_size > 100 for file in written)
    assert "| `b` | `a` | 1 |" in render_scores("x", scores)
    assert json.loads(written[1].read_text(encoding="utf-8"))["strict"] == 0.5
    assert "strict 0.500" in scores.headline()
