"""A message on its way to an IM channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conversation import Message


class OutboxState(StrEnum):
    """Where it stands. ``failed`` is final: the channel refused it or never answered."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One pending message. ``attempts`` counts the tries so far; not to be tried before ``next_attempt_at``."""

    id: int
    message: Message
    attempts: int
    next_attempt_at: datetime
