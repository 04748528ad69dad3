"""What goes into one run of the dialogue engine and what comes out.

The runtime is a pure function of these: it keeps no truth. ``history`` holds the dialogue engine's events of the
case so far; a runtime that has them cached answers without, one that has not asks for them
(``HistoryNeeded``), and the caller sends the same request again with the history filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.conversation import MessageBody, PageContext


class Outcome(StrEnum):
    """How a shopper's turn ended."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"
    FAILED = "failed"


class Priority(StrEnum):
    """Urgency (service standards S2); P0 first."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


@dataclass(frozen=True, slots=True)
class TurnContext:
    """Verified facts about the shopper; the only identity that actions may use."""

    conversation_id: str
    turn_id: str
    channel: str
    customer_id: str | None = None
    page: PageContext = field(default_factory=PageContext)
    locale: str = "zh-CN"
    is_waiting: bool = False
    """Whether the shopper waits for a human: the bot goes on answering but offers nobody again."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One shopper message of the turn: free text, or the verified payload of a button (``/intent{json}``)."""

    text: str
    payload: str | None = None
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """Ask for one turn. ``case_version`` counts the turns that the case has completed before this one."""

    case_id: str
    case_version: int
    bubbles: tuple[Bubble, ...]
    context: TurnContext
    history: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """One guess; ``confidence`` in 0…1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity with its half-open character span in the turn's text."""

    type: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HandoffRequest:
    """The bot asks for a human. ``reason`` is one of ``bot.domain.handoff.HandoffReason``."""

    reason: str
    priority: Priority
    note: str = ""
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the turn's text was taken for."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[RankedIntent, ...] = ()
    entities: tuple[FoundEntity, ...] = ()
    emotion: str = "calm"


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What one text was taken for, outside any conversation."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[RankedIntent, ...]
    entities: tuple[FoundEntity, ...]
    outcome: Outcome
    emotion: str = "calm"


@dataclass(frozen=True, slots=True)
class TurnResult:
    """Replies in order, what was understood, and the engine's new events (to be kept with the turn).

    ``leaves_queue``: the waiting shopper no longer wants a human; the bot goes on alone.
    """

    replies: tuple[MessageBody, ...]
    understanding: Understanding
    outcome: Outcome
    events: tuple[dict[str, Any], ...]
    handoff: HandoffRequest | None = None
    leaves_queue: bool = False
