"""Handoff from bot to human agent: reasons, states, summary (service standards S10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.turn import Priority


class HandoffReason(StrEnum):
    """Why a human is needed."""

    REQUESTED = "requested"
    LOW_CONFIDENCE = "low_confidence"
    EMOTION = "emotion"
    RISK = "risk"
    PROCESSING = "processing"
    FAILURE = "failure"
    AGENT_TAKEOVER = "agent_takeover"


class HandoffState(StrEnum):
    """Life of a handoff. ``cancelled``: the shopper left the queue."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One sentence of a summary and where it comes from.

    ``source`` is ``{"kind": "turn", "seq": n}`` (a message of the log) or ``{"kind": "field", "name": "order.state",
    "ref": order number}``; a line without a source must not exist.
    """

    text: str
    source: tuple[dict[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The sheet beside the conversation, by section."""

    customer: tuple[SummaryLine, ...] = ()
    needs: tuple[SummaryLine, ...] = ()
    done: tuple[SummaryLine, ...] = ()
    evidence: tuple[SummaryLine, ...] = ()
    emotion: str = "calm"
    urgency: Priority = Priority.P3
    promised: tuple[SummaryLine, ...] = ()
    next_step: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handoff:
    """A case on its way to, or with, a human."""

    id: str
    conversation_id: str
    reason: HandoffReason
    priority: Priority
    state: HandoffState
    skill_group: str
    created_at: datetime
    note: str = ""
    order_number: str | None = None
    summary: Summary | None = None
    agent_id: str | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    is_after_hours: bool = False
