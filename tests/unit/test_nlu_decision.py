from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.domain.policy import DecisionPolicy
from bot.domain.turn import Outcome
from bot.nlu.decision import OutcomeRule, read_outcome_rule
from bot.nlu.parsed import from_rasa
from bot.settings import PROJECT_ROOT

RULE = OutcomeRule(
    DecisionPolicy(
        wrong_answer_cost=2.0,
        question_cost=1.0,
        failed_question_cost=0.0,
        handoff_cost=4.0,
        missed_emergency_cost=36.0,
        intent_costs={"cancel_order": 5.0},
    ),
    frozenset({"request_human", "safety_incident"}),
    frozenset({"safety_incident", "legal_threat"}),
)


@pytest.mark.parametrize(
    ("intent", "confidence", "outcome"),
    [
        ("invoice", 0.5, Outcome.ANSWER),
        ("invoice", 0.49, Outcome.CLARIFY),
        ("cancel_order", 0.79, Outcome.CLARIFY),
        ("cancel_order", 0.81, Outcome.ANSWER),
        ("request_human", 0.9, Outcome.HANDOFF),
        ("request_human", 0.2, Outcome.CLARIFY),
    ],
)
def test_the_outcome_follows_from_intent_and_confidence(intent: str, confidence: float, outcome: Outcome) -> None:
    assert RULE.decide([(intent, confidence), ("greet", 0.01)]) is outcome


def test_asking_costs_more_when_the_choices_probably_miss() -> None:
    rule = OutcomeRule(DecisionPolicy(wrong_answer_cost=2.0, question_cost=1.0, failed_question_cost=2.0))
    spread = [("invoice", 0.4), ("review", 0.05), ("greet", 0.05), ("thank", 0.04)]
    close = [("invoice", 0.4), ("review", 0.3), ("greet", 0.28)]
    assert rule.decide(spread) is Outcome.ANSWER
    assert rule.decide(close) is Outcome.CLARIFY


def test_a_small_chance_of_an_emergency_brings_a_human() -> None:
    ranking = RULE.raise_alarm([("ask_usage", 0.8), ("safety_incident", 0.06), ("legal_threat", 0.05)])
    assert ranking[0] == ("safety_incident", 0.06)
    assert len(ranking) == 3
    assert RULE.decide(ranking) is Outcome.HANDOFF


def test_a_tiny_chance_of_an_emergency_does_not() -> None:
    calm = [("ask_usage", 0.9), ("safety_incident", 0.05)]
    assert RULE.raise_alarm(calm) == calm
    assert RULE.decide(calm) is Outcome.ANSWER


def test_nothing_recognised_asks_back() -> None:
    assert RULE.decide([]) is Outcome.CLARIFY


def test_the_shipped_policy_hands_over_what_a_human_must_see() -> None:
    rule = read_outcome_rule(PROJECT_ROOT / "knowledge_base/policies/service.yml")
    assert {"request_human", "safety_incident", "legal_threat", "complain"} <= rule.handoff_intents
    assert "invoice" not in rule.handoff_intents


def test_thresholds_come_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "service.yml"
    file.write_text("decision:\n  wrong_answer_cost: 10\nhandoff:\n  intent_priorities: {review: P1, greet: P3}\n")
    rule = read_outcome_rule(file)
    assert rule.decide([("invoice", 0.88)]) is Outcome.CLARIFY
    assert rule.decide([("review", 0.95)]) is Outcome.HANDOFF
    assert rule.decide([("greet", 0.95)]) is Outcome.ANSWER


def test_a_missing_policy_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        read_outcome_rule(tmp_path / "none.yml")


def test_the_fallback_is_taken_back() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.5}, {"name": "invoice", "confidence": 0.3}]
    parsed = from_rasa(
        {
            "text": "发票",
            "intent": ranking[0],
            "intent_ranking": ranking,
            "outcome": "clarify",
            "entities": [{"entity": "date", "value": "2026-11-22", "start": 0, "end": 2}],
        }
    )
    assert (parsed.intent, parsed.confidence, parsed.outcome) == ("invoice", 0.3, Outcome.CLARIFY)
    assert [guess.intent for guess in parsed.ranking] == ["invoice"]
    assert (parsed.entities[0].type, parsed.entities[0].end) == ("date", 2)
