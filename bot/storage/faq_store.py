"""FAQs with versions in SQL.

``faqs`` holds the newest version of each; its ``published`` column holds the snapshot that shoppers see, which stays
while a newer draft is being written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from bot.domain.faq import Faq, FaqState
from bot.storage.codec import from_json, to_json
from bot.storage.tables import counters, faq_versions, faqs

_REVISION = "faq_revision"


class SqlFaqStore:
    """Implements ``bot.services.ports.FaqStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, faq: Faq, *, now: datetime, author: str) -> None:
        """Insert or update; keeps a snapshot per version; a published FAQ becomes what shoppers see."""
        stored = replace(faq, updated_at=now, updated_by=author)
        snapshot = to_json(stored)
        values = _values(stored)
        if stored.state is FaqState.PUBLISHED:
            values["published"] = snapshot
        elif stored.state is FaqState.ARCHIVED:
            values["published"] = None
        if self.find(faq.id) is None:
            self._connection.execute(insert(faqs).values(id=faq.id, **values))
        else:
            self._connection.execute(update(faqs).where(faqs.c.id == faq.id).values(**values))
        self._connection.execute(
            delete(faq_versions).where(faq_versions.c.faq_id == faq.id, faq_versions.c.version == faq.version)
        )
        self._connection.execute(
            insert(faq_versions).values(
                faq_id=faq.id, version=faq.version, snapshot=snapshot, created_at=now, created_by=author
            )
        )
        if stored.state is not FaqState.DRAFT:
            self._count_up()

    def find(self, faq_id: str, *, lock: bool = False) -> Faq | None:
        """The newest version, or None."""
        query = select(faqs).where(faqs.c.id == faq_id)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _faq(row)

    def search(self, *, query: str, state: str | None, topic: str | None, limit: int) -> Sequence[Faq]:
        """FAQs whose text contains every word of ``query``."""
        statement = select(faqs).order_by(faqs.c.updated_at.desc(), faqs.c.id).limit(limit)
        for word in query.split():
            contains = [
                column.contains(word, autoescape=True) for column in (faqs.c.question, faqs.c.answer, faqs.c.id)
            ]
            statement = statement.where(or_(*contains))
        if state:
            statement = statement.where(faqs.c.state == state)
        if topic:
            statement = statement.where(faqs.c.topic == topic)
        return [_faq(row) for row in self._connection.execute(statement).mappings()]

    def versions(self, faq_id: str) -> Sequence[Faq]:
        """All versions, newest first."""
        query = (
            select(faq_versions.c.snapshot)
            .where(faq_versions.c.faq_id == faq_id)
            .order_by(faq_versions.c.version.desc())
        )
        return [from_json(snapshot, Faq) for snapshot in self._connection.execute(query).scalars()]

    def revision(self) -> int:
        """Grows whenever what shoppers see changes."""
        query = select(counters.c.value).where(counters.c.name == _REVISION)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def published(self, at: datetime) -> Sequence[Faq]:
        """What shoppers may see at that time."""
        query = select(faqs.c.published).where(faqs.c.state != FaqState.ARCHIVED.value).order_by(faqs.c.id)
        candidates = [
            from_json(snapshot, Faq) for snapshot in self._connection.execute(query).scalars() if snapshot is not None
        ]
        return [faq for faq in candidates if _is_valid(faq, at)]

    def published_versions(self) -> Mapping[str, int]:
        """The version that is published, of each FAQ that has one, by id; whatever its dates."""
        rows = self._connection.execute(select(faqs.c.id, faqs.c.published)).all()
        return {faq_id: from_json(snapshot, Faq).version for faq_id, snapshot in rows if snapshot is not None}

    def _count_up(self) -> None:
        changed = self._connection.execute(
            update(counters).where(counters.c.name == _REVISION).values(value=counters.c.value + 1)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(counters).values(name=_REVISION, value=1))


def _is_valid(faq: Faq, at: datetime) -> bool:
    started = faq.valid_from is None or faq.valid_from <= at
    return started and (faq.valid_until is None or at < faq.valid_until)


def _values(faq: Faq) -> dict[str, Any]:
    return {
        "topic": faq.topic,
        "question": faq.question,
        "answer": faq.answer,
        "similar": list(faq.similar),
        "intent": faq.intent,
        "tags": list(faq.tags),
        "products": list(faq.products),
        "state": faq.state.value,
        "version": faq.version,
        "valid_from": faq.valid_from,
        "valid_until": faq.valid_until,
        "updated_at": faq.updated_at,
        "updated_by": faq.updated_by,
    }


def _faq(row: RowMapping) -> Faq:
    # SQLAlchemy's keys are a subclass of str, which msgspec does not take
    values = {str(key): value for key, value in row.items() if key != "published"}
    return from_json(values, Faq)
