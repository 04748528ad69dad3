"""What trainers work with: examples, misses and messages of an imported chat log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Example:
    """A training message for an intent."""

    id: str
    intent: str
    text: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A shopper's turn that the bot did not understand; ``count`` equal texts stand behind it."""

    id: str
    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    outcome: str
    conversation_id: str
    created_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message of an imported chat log of which the bot is unsure, ``count`` times in the log.

    Candidates with the same ``cluster`` resemble each other and probably mean the same.
    """

    id: str
    cluster: str
    text: str
    count: int
    ranking: tuple[tuple[str, float], ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LogReading:
    """How a log was read: the columns that were used (empty ``role_column``: every row counted as a shopper's), what
    the role column holds for shoppers, and how many rows of ``others`` were left out.
    """

    text_column: str
    role_column: str
    shoppers: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class LogSummary:
    """What became of an imported log, in messages.

    ``messages`` of shoppers are ``distinct`` texts, of which ``known`` are training messages already, ``unusable`` hold
    no words or too many, and the bot is ``unsure`` of some; the largest ``clusters`` of these were ``chosen`` for the
    trainer. ``reading`` tells where the messages stood.
    """

    messages: int
    distinct: int
    known: int
    unusable: int
    unsure: int
    clusters: int
    chosen: int
    reading: LogReading | None = None
