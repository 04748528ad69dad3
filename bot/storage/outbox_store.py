"""The outbox of IM channels in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.domain.outbox import OutboxItem, OutboxState
from bot.storage.conversation_log import read_message
from bot.storage.tables import messages, outbox


class SqlOutbox:
    """Implements ``bot.services.ports.Outbox`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_due(self, now: datetime) -> Sequence[str]:
        """Ids of conversations whose oldest pending message may be tried now, longest waiting first."""
        heads = (
            select(func.min(outbox.c.id).label("id"))
            .where(outbox.c.state == OutboxState.PENDING.value)
            .group_by(outbox.c.conversation_id)
            .subquery()
        )
        query = (
            select(outbox.c.conversation_id)
            .join(heads, heads.c.id == outbox.c.id)
            .where(outbox.c.next_attempt_at <= now)
            .order_by(outbox.c.next_attempt_at)
        )
        return list(self._connection.execute(query).scalars())

    def pending(self, conversation_id: str) -> Sequence[OutboxItem]:
        """The conversation's pending messages, in order."""
        query = (
            select(messages, outbox.c.id.label("item_id"), outbox.c.attempts, outbox.c.next_attempt_at)
            .join(outbox, outbox.c.message_id == messages.c.id)
            .where(outbox.c.conversation_id == conversation_id, outbox.c.state == OutboxState.PENDING.value)
            .order_by(outbox.c.id)
        )
        items = []
        for row in self._connection.execute(query).mappings():
            values = dict(row)
            item_id, attempts, at = (values.pop(key) for key in ("item_id", "attempts", "next_attempt_at"))
            items.append(OutboxItem(item_id, read_message(values), attempts, at))
        return items

    def claim(self, item_ids: Sequence[int], until: datetime) -> None:
        """Count an attempt; nobody else tries these before ``until``."""
        self._change(item_ids, attempts=outbox.c.attempts + 1, next_attempt_at=until)

    def mark_sent(self, item_ids: Sequence[int]) -> None:
        """They reached the channel."""
        self._change(item_ids, state=OutboxState.SENT.value, last_error=None)

    def mark_failed(self, item_ids: Sequence[int], reason: str) -> None:
        """They are not tried again; the messages stay in the log."""
        self._change(item_ids, state=OutboxState.FAILED.value, last_error=reason)

    def postpone(self, item_ids: Sequence[int], until: datetime, reason: str) -> None:
        """They are tried again at ``until``."""
        self._change(item_ids, next_attempt_at=until, last_error=reason)

    def _change(self, item_ids: Sequence[int], **values: Any) -> None:
        pending = outbox.c.state == OutboxState.PENDING.value
        self._connection.execute(update(outbox).where(outbox.c.id.in_(item_ids), pending).values(**values))
