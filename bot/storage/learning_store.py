"""Training examples and misses in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import Conflict
from bot.domain.learning import Example, Miss
from bot.domain.turn import Outcome
from bot.storage.codec import to_json
from bot.storage.tables import examples, turns

_MISSED = (Outcome.CLARIFY.value, Outcome.FAILED.value)


class SqlExampleStore:
    """Implements ``bot.services.ports.ExampleStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, example: Example) -> None:
        """Store one; Conflict if the text exists."""
        values = to_json(example) | {"created_at": example.created_at}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(examples).values(**values))
        except IntegrityError as error:
            raise Conflict("这句话已经在训练语料里了") from error

    def list_examples(self, *, intent: str | None = None) -> Sequence[Example]:
        """All, newest first."""
        query = select(examples).order_by(examples.c.created_at.desc(), examples.c.id)
        if intent:
            query = query.where(examples.c.intent == intent)
        return [Example(**row) for row in self._connection.execute(query).mappings()]

    def remove(self, example_id: str) -> bool:
        """False if there was none."""
        return self._connection.execute(delete(examples).where(examples.c.id == example_id)).rowcount == 1


class SqlMissStore:
    """Implements ``bot.services.ports.MissStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_misses(self, *, limit: int) -> Sequence[Miss]:
        """Unreviewed turns that ended in a question back, a low-confidence handoff or a failure; equal texts once."""
        missed = (turns.c.outcome.in_(_MISSED), turns.c.is_reviewed.is_(False), turns.c.text != "")
        newest = (
            select(turns.c.text, func.max(turns.c.created_at).label("newest"), func.count().label("count"))
            .where(*missed)
            .group_by(turns.c.text)
            .subquery()
        )
        query = (
            select(turns, newest.c.count)
            .join(newest, (turns.c.text == newest.c.text) & (turns.c.created_at == newest.c.newest))
            .where(*missed)
            .order_by(newest.c.count.desc(), turns.c.created_at.desc())
            .limit(limit)
        )
        found: dict[str, Miss] = {}
        for row in self._connection.execute(query).mappings():
            found.setdefault(
                row["text"],
                Miss(
                    id=row["id"],
                    text=row["text"],
                    intent=row["intent"],
                    confidence=row["confidence"],
                    ranking=tuple((str(intent), float(value)) for intent, value in row["ranking"]),
                    outcome=row["outcome"],
                    conversation_id=row["conversation_id"],
                    created_at=row["created_at"],
                    count=row["count"],
                ),
            )
        return list(found.values())

    def mark_reviewed(self, turn_id: str) -> str | None:
        """Mark it and all unreviewed turns with the same text; the text, or None if unknown."""
        text = self._connection.execute(select(turns.c.text).where(turns.c.id == turn_id)).scalar_one_or_none()
        if text is not None:
            self._connection.execute(update(turns).where(turns.c.text == text).values(is_reviewed=True))
        return text
