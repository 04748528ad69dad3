"""Handoffs in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from bot.domain.handoff import Handoff, HandoffReason, HandoffState, Summary
from bot.domain.turn import Priority
from bot.storage.codec import from_json, to_json
from bot.storage.tables import handoffs

_ACTIVE = (HandoffState.WAITING.value, HandoffState.TAKEN.value)


class SqlHandoffStore:
    """Implements ``bot.services.ports.HandoffStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, handoff: Handoff) -> None:
        """Store a new handoff."""
        summary = None if handoff.summary is None else to_json(handoff.summary)
        self._connection.execute(insert(handoffs).values(**_values(handoff), summary=summary))

    def find(self, handoff_id: str) -> Handoff | None:
        """The handoff, or None."""
        return self._first(select(handoffs).where(handoffs.c.id == handoff_id))

    def find_active(self, conversation_id: str) -> Handoff | None:
        """The conversation's handoff that waits or is taken, if any."""
        query = select(handoffs).where(handoffs.c.conversation_id == conversation_id, handoffs.c.state.in_(_ACTIVE))
        return self._first(query.order_by(handoffs.c.created_at.desc()))

    def find_latest(self, conversation_id: str) -> Handoff | None:
        """The conversation's newest handoff in any state."""
        query = select(handoffs).where(handoffs.c.conversation_id == conversation_id)
        return self._first(query.order_by(handoffs.c.created_at.desc()))

    def save(self, handoff: Handoff, *, expected: HandoffState) -> bool:
        """Write back if the stored state is still ``expected``."""
        result = self._connection.execute(
            update(handoffs)
            .where(handoffs.c.id == handoff.id, handoffs.c.state == expected.value)
            .values(**_values(handoff))
        )
        return result.rowcount == 1

    def set_summary(self, handoff_id: str, summary: Summary) -> None:
        """Attach the summary, whatever the state."""
        self._connection.execute(update(handoffs).where(handoffs.c.id == handoff_id).values(summary=to_json(summary)))

    def list_waiting(self) -> Sequence[Handoff]:
        """The queue: by priority, then by time."""
        query = select(handoffs).where(handoffs.c.state == HandoffState.WAITING.value)
        return self._all(query.order_by(handoffs.c.priority, handoffs.c.created_at, handoffs.c.id))

    def list_taken(self, agent_id: str) -> Sequence[Handoff]:
        """What the agent has in hand, oldest first."""
        query = select(handoffs).where(handoffs.c.state == HandoffState.TAKEN.value, handoffs.c.agent_id == agent_id)
        return self._all(query.order_by(handoffs.c.taken_at))

    def list_without_summary(self) -> Sequence[Handoff]:
        """Waiting or taken handoffs whose summary is still to be written."""
        return [
            handoff
            for handoff in self._all(select(handoffs).where(handoffs.c.state.in_(_ACTIVE)))
            if handoff.summary is None
        ]

    def list_since(self, at: datetime) -> Sequence[Handoff]:
        """Handoffs that were asked for at or after that time."""
        return self._all(select(handoffs).where(handoffs.c.created_at >= at).order_by(handoffs.c.created_at))

    def _first(self, query: Select[Any]) -> Handoff | None:
        row = self._connection.execute(query.limit(1)).mappings().first()
        return None if row is None else _handoff(row)

    def _all(self, query: Select[Any]) -> list[Handoff]:
        return [_handoff(row) for row in self._connection.execute(query).mappings()]


def _values(handoff: Handoff) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "conversation_id": handoff.conversation_id,
        "reason": handoff.reason.value,
        "priority": handoff.priority.value,
        "state": handoff.state.value,
        "skill_group": handoff.skill_group,
        "note": handoff.note,
        "order_number": handoff.order_number,
        "agent_id": handoff.agent_id,
        "is_after_hours": handoff.is_after_hours,
        "created_at": handoff.created_at,
        "taken_at": handoff.taken_at,
        "closed_at": handoff.closed_at,
    }


def _handoff(row: RowMapping) -> Handoff:
    values = dict(row)
    values["reason"] = HandoffReason(values["reason"])
    values["priority"] = Priority(values["priority"])
    values["state"] = HandoffState(values["state"])
    values["summary"] = None if values["summary"] is None else from_json(values["summary"], Summary)
    return Handoff(**values)
