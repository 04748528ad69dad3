"""What follows from a ranking of intents: answer, ask back, or hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.policy import DecisionPolicy, Policy
from bot.domain.turn import Outcome
from bot.policy_file import load_policy

_EMERGENCY = "P0"
_URGENT = (_EMERGENCY, "P1")
_REQUEST_HUMAN = "request_human"

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """The costs of mistakes, the intents that a human has to see, and those of them that are emergencies."""

    decision: DecisionPolicy = field(default_factory=DecisionPolicy)
    handoff_intents: frozenset[str] = frozenset({_REQUEST_HUMAN})
    emergencies: frozenset[str] = frozenset()

    def raise_alarm(self, ranking: Ranking) -> list[tuple[str, float]]:
        """The ranking with the likeliest emergency first, if missing one is expected to cost more than a handoff.

        Emergencies are recall-first: at the shipped costs a chance of one in three brings a human.
        """
        chances = [entry for entry in ranking if entry[0] in self.emergencies]
        chance = sum(confidence for _, confidence in chances)
        missed = chance * self.decision.missed_emergency_cost
        if not chances or missed < (1 - chance) * self.decision.handoff_cost:
            return list(ranking)
        return [chances[0], *(entry for entry in ranking if entry != chances[0])]

    def decide(self, ranking: Ranking) -> Outcome:
        """The outcome for a ranking, best first (after :meth:`raise_alarm`). An empty ranking asks back."""
        if not ranking:
            return Outcome.CLARIFY
        intent, confidence = ranking[0]
        if intent in self.emergencies:
            return Outcome.HANDOFF
        if self.cost_of_answer(intent, confidence) > self.cost_of_question(ranking):
            return Outcome.CLARIFY
        return Outcome.HANDOFF if intent in self.handoff_intents else Outcome.ANSWER

    def cost_of_answer(self, intent: str, confidence: float) -> float:
        """Expected cost of acting on the guess."""
        return (1 - confidence) * self.decision.intent_costs.get(intent, self.decision.wrong_answer_cost)

    def cost_of_question(self, ranking: Ranking) -> float:
        """Expected cost of asking back with the likeliest intents as choices."""
        hit = min(1.0, sum(confidence for _, confidence in ranking[: self.decision.max_choices]))
        return self.decision.question_cost + (1 - hit) * self.decision.failed_question_cost


def read_outcome_rule(policy_file: Path) -> OutcomeRule:
    """The rule of the shop's policy file; BadRequest as in :func:`bot.policy_file.load_policy`."""
    return build_outcome_rule(load_policy(policy_file))


def build_outcome_rule(policy: Policy) -> OutcomeRule:
    """The rule that follows from a shop's policy."""
    priorities = policy.handoff.intent_priorities
    urgent = {intent for intent, priority in priorities.items() if priority in _URGENT}
    emergencies = frozenset(intent for intent, priority in priorities.items() if priority == _EMERGENCY)
    return OutcomeRule(policy.decision, frozenset({_REQUEST_HUMAN, *urgent}), emergencies)
