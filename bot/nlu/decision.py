"""What follows from a ranking of intents: answer, ask back, or hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.policy import DecisionPolicy
from bot.domain.turn import Outcome
from bot.policy_file import load_policy

_URGENT = ("P0", "P1")
_REQUEST_HUMAN = "request_human"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """The thresholds and the intents that a human has to see."""

    decision: DecisionPolicy = field(default_factory=DecisionPolicy)
    handoff_intents: frozenset[str] = frozenset({_REQUEST_HUMAN})

    def decide(self, ranking: Sequence[tuple[str, float]]) -> Outcome:
        """The outcome for a ranking, best first. An empty ranking asks back."""
        if not ranking:
            return Outcome.CLARIFY
        intent, confidence = ranking[0]
        if confidence < self.threshold_of(intent):
            return Outcome.CLARIFY
        return Outcome.HANDOFF if intent in self.handoff_intents else Outcome.ANSWER

    def threshold_of(self, intent: str) -> float:
        """The confidence from which the bot acts on the intent without asking back."""
        return self.decision.intent_thresholds.get(intent, self.decision.answer_threshold)


def read_outcome_rule(policy_file: Path) -> OutcomeRule:
    """The rule of the shop's policy file; BadRequest as in :func:`bot.policy_file.load_policy`."""
    policy = load_policy(policy_file)
    urgent = {intent for intent, priority in policy.handoff.intent_priorities.items() if priority in _URGENT}
    return OutcomeRule(policy.decision, frozenset({_REQUEST_HUMAN, *urgent}))
