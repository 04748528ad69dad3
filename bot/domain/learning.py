"""What trainers work with: examples and misses."""

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
