"""What the decision (answer, ask back, hand over) costs on labelled messages, at the prices of the policy file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.policy import DecisionPolicy
from bot.domain.turn import Outcome, ParsedText
from bot.services.evaluate_nlu import LabelledMessage


def render_decision(messages: Sequence[LabelledMessage], parsed: Sequence[ParsedText], policy: DecisionPolicy) -> str:
    """What the bot would do with the messages and what that costs, against two simple ways."""
    costs = [_cost_of(message, guess, policy) for message, guess in zip(messages, parsed, strict=True)]
    always_answer = [
        _cost_of(message, replace(g, outcome=Outcome.ANSWER), policy)
        for message, g in zip(messages, parsed, strict=True)
    ]
    always_ask = [
        _cost_of(message, replace(g, outcome=Outcome.CLARIFY), policy)
        for message, g in zip(messages, parsed, strict=True)
    ]
    lines = ["| outcome | share | first guess acceptable | one of three acceptable |", "|---|---:|---:|---:|"]
    for outcome in Outcome:
        chosen = [(m, g) for m, g in zip(messages, parsed, strict=True) if g.outcome is outcome]
        right = sum(guess.intent in message.acceptable for message, guess in chosen) / max(1, len(chosen))
        offered = sum(_offers(message, guess) for message, guess in chosen) / max(1, len(chosen))
        lines.append(f"| {outcome.value} | {len(chosen) / len(messages):.3f} | {right:.3f} | {offered:.3f} |")
    means = [sum(column) / len(column) for column in (costs, always_answer, always_ask)]
    return "\n".join(lines) + (
        f"\n\nMean cost of a message in needless questions: {means[0]:.2f}; always answering the first guess would "
        f"cost {means[1]:.2f}, always asking back {means[2]:.2f}."
    )


def _offers(message: LabelledMessage, guess: ParsedText) -> bool:
    return any(one.intent in message.acceptable for one in guess.ranking[:3])


def _cost_of(message: LabelledMessage, guess: ParsedText, policy: DecisionPolicy) -> float:
    if guess.outcome is Outcome.CLARIFY:
        return policy.question_cost + (0.0 if _offers(message, guess) else policy.failed_question_cost)
    if guess.intent in message.acceptable:
        return 0.0
    if guess.outcome is Outcome.HANDOFF:
        return policy.handoff_cost
    return policy.intent_costs.get(guess.intent, policy.wrong_answer_cost)
