"""Messages of imported chat logs in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import RowMapping

from bot.domain.learning import Candidate
from bot.storage.codec import to_json
from bot.storage.tables import candidates

_BATCH = 500


class SqlCandidateStore:
    """Implements ``bot.services.ports.CandidateStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[Candidate]) -> int:
        """Store those whose text was never imported before, dismissed ones included; how many that were."""
        unseen = {candidate.text: candidate for candidate in new}
        texts = list(unseen)
        for start in range(0, len(texts), _BATCH):
            query = select(candidates.c.text).where(candidates.c.text.in_(texts[start : start + _BATCH]))
            for text in self._connection.execute(query).scalars():
                del unseen[text]
        if unseen:
            rows = [
                to_json(one) | {"created_at": one.created_at, "ranking": to_json(one.ranking), "is_settled": False}
                for one in unseen.values()
            ]
            self._connection.execute(insert(candidates), rows)
        return len(unseen)

    def list_open(self, *, limit: int) -> Sequence[Candidate]:
        """Those that nobody has looked at: clusters with the most messages first, frequent ones first in each."""
        is_open = candidates.c.is_settled.is_(False)
        sizes = (
            select(candidates.c.cluster, func.sum(candidates.c.count).label("size"))
            .where(is_open)
            .group_by(candidates.c.cluster)
            .subquery()
        )
        query = (
            select(candidates)
            .join(sizes, candidates.c.cluster == sizes.c.cluster)
            .where(is_open)
            .order_by(sizes.c.size.desc(), candidates.c.cluster, candidates.c.count.desc(), candidates.c.id)
            .limit(limit)
        )
        return [_read(row) for row in self._connection.execute(query).mappings()]

    def settle(self, candidate_ids: Sequence[str]) -> Sequence[Candidate]:
        """Take those that are open off the list; what was taken."""
        taken: list[Candidate] = []
        for start in range(0, len(candidate_ids), _BATCH):
            is_meant = candidates.c.id.in_(candidate_ids[start : start + _BATCH]) & candidates.c.is_settled.is_(False)
            query = select(candidates).where(is_meant).order_by(candidates.c.id)
            taken += [_read(row) for row in self._connection.execute(query).mappings()]
            self._connection.execute(update(candidates).where(is_meant).values(is_settled=True))
        return taken

    def reopen(self, candidate_ids: Sequence[str]) -> int:
        """Put those that were settled back on the list; how many came back."""
        count = 0
        for start in range(0, len(candidate_ids), _BATCH):
            is_meant = candidates.c.id.in_(candidate_ids[start : start + _BATCH]) & candidates.c.is_settled.is_(True)
            count += self._connection.execute(update(candidates).where(is_meant).values(is_settled=False)).rowcount
        return count


def _read(row: RowMapping) -> Candidate:
    return Candidate(
        id=row["id"],
        cluster=row["cluster"],
        text=row["text"],
        count=row["count"],
        ranking=tuple((str(intent), float(confidence)) for intent, confidence in row["ranking"]),
        created_at=row["created_at"],
    )
