"""Figures of the service over a period (service standards S11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.services.ports import Clock, Transactions


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """Counts, shares in 0…1 and durations in seconds; None where nothing can be said yet.

    Containment: conversations without a handoff. ``first_response_seconds``: median time to the bot's answer.
    ``agent_wait_seconds``: median time from a handoff to the agent who took it.
    """

    conversations: int
    turns: int
    outcomes: dict[str, int]
    intents: tuple[tuple[str, int], ...]
    handoffs: int
    handoff_reasons: dict[str, int]
    containment: float | None
    first_response_seconds: float | None
    slow_response_seconds: float | None
    agent_wait_seconds: float | None
    csat: float | None
    ratings: int


def make_report(transactions: Transactions, clock: Clock, *, days: int, top: int = 15) -> ServiceReport:
    """The figures of the last ``days`` days."""
    since = clock.now() - timedelta(days=days)
    with transactions.read() as tx:
        conversations = tx.log.conversations_since(since)
        turns = tx.log.turns_since(since)
        handoffs = tx.handoffs.list_since(since)
    latencies = sorted(turn.latency_seconds for turn in turns)
    handed = {handoff.conversation_id for handoff in handoffs}
    scores = [item.csat_score for item in conversations if item.csat_score is not None]
    return ServiceReport(
        conversations=len(conversations),
        turns=len(turns),
        outcomes=dict(Counter(turn.outcome for turn in turns)),
        intents=tuple(Counter(turn.intent for turn in turns if turn.intent).most_common(top)),
        handoffs=len(handoffs),
        handoff_reasons=dict(Counter(handoff.reason.value for handoff in handoffs)),
        containment=_containment(conversations, handed),
        first_response_seconds=median(latencies) if latencies else None,
        slow_response_seconds=latencies[int(len(latencies) * 0.99)] if latencies else None,
        agent_wait_seconds=_agent_wait(handoffs),
        csat=sum(scores) / len(scores) if scores else None,
        ratings=len(scores),
    )


def _containment(conversations: Sequence[Conversation], handed: set[str]) -> float | None:
    spoken = [item for item in conversations if item.answered_seq > 0]
    if not spoken:
        return None
    return sum(item.id not in handed for item in spoken) / len(spoken)


def _agent_wait(handoffs: Sequence[Handoff]) -> float | None:
    waits = [_seconds(handoff.created_at, handoff.taken_at) for handoff in handoffs if handoff.taken_at is not None]
    return median(waits) if waits else None


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()
