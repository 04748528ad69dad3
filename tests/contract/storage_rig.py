"""What the tests of our own database share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

from bot.domain.conversation import (
    Author,
    Conversation,
    MessageBody,
    MessageDraft,
    MessageKind,
)
from bot.domain.handoff import Handoff, HandoffReason, HandoffState
from bot.domain.turn import Priority

NOW = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)


def draft(conversation: Conversation, text: str = "在吗", client_id: str | None = None) -> MessageDraft:
    return MessageDraft(conversation.id, Author.SHOPPER, MessageKind.TEXT, MessageBody(text), client_id)


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    barrier = threading.Barrier(count)

    def start(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


def make_handoff(conversation: Conversation, priority: Priority = Priority.P3) -> Handoff:
    return Handoff(
        uuid4().hex, conversation.id, HandoffReason.REQUESTED, priority, HandoffState.WAITING, "综合客服", NOW
    )
