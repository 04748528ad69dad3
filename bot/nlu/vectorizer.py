"""From named features to a sparse TF-IDF matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.concepts import ConceptReader
from bot.nlu.features import PLAIN, SHARES, count_features

_LEAST_MESSAGES = 2

Counts = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Columns and how often each occurs, of one family in one message."""


@dataclass(frozen=True)
class Vectorizer:
    """``vocabulary`` maps a feature to its column, the plain families first; ``idf`` weighs the columns."""

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    reader: ConceptReader | None = None

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Vectorizer:
        """Learn the columns for plain features: every one that stands in at least two messages."""
        return cls.fit_transform(texts)[0]

    @classmethod
    def fit_transform(
        cls, texts: Sequence[str], reader: ConceptReader | None = None, *, least: int = _LEAST_MESSAGES
    ) -> tuple[Vectorizer, csr_matrix]:
        """Learn a column for every feature that stands in ``least`` messages; and the rows of the texts."""
        seen: dict[str, int] = {}
        counted = [
            _number(count_features(text, reader), lambda name: seen.setdefault(name, len(seen))) for text in texts
        ]
        columns = [families_columns for message in counted for families_columns, _ in message]
        frequency = np.bincount(np.concatenate([np.zeros(0, np.int64), *columns]), minlength=len(seen))
        frequent = (name for name, number in seen.items() if frequency[number] >= least)
        kept = sorted(frequent, key=lambda name: (not name.startswith(PLAIN), name))
        place = np.full(len(seen), -1)
        place[[seen[name] for name in kept]] = np.arange(len(kept))
        idf = np.log((1 + len(texts)) / (1 + frequency[[seen[name] for name in kept]])) + 1
        vectorizer = cls({name: column for column, name in enumerate(kept)}, idf.astype(np.float32), reader)
        return vectorizer, vectorizer._weigh([_move(counts, place) for counts in message] for message in counted)

    @property
    def plain_columns(self) -> int:
        """How many columns the plain families have."""
        return sum(name.startswith(PLAIN) for name in self.vocabulary)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """A row per text: sublinear counts times ``idf``, each family scaled to its share of a row of length one.

        A text without a known feature is a row of zeros.
        """
        return self._weigh(_number(count_features(text, self.reader), self.vocabulary.get) for text in texts)

    def _weigh(self, counted: Iterable[Sequence[Counts]]) -> csr_matrix:
        starts, columns, values = [0], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
        for families in counted:
            whole = np.sqrt(sum(share * share for share in SHARES[: len(families)]))
            for share, (indices, counts) in zip(SHARES, families, strict=False):
                if len(indices):
                    weights = (1 + np.log(counts)) * self.idf[indices]
                    columns.append(indices)
                    values.append(np.float32(share / whole) * weights / np.sqrt(weights @ weights))
            starts.append(starts[-1] + sum(len(indices) for indices, _ in families))
        shape = (len(starts) - 1, len(self.idf))
        return csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=shape)


def _number(families: Sequence[Counter[str]], number: Callable[[str], int | None]) -> list[Counts]:
    """Names become columns; a name without a column is left out."""
    numbered = []
    for family in families:
        known = [(column, count) for name, count in family.items() if (column := number(name)) is not None]
        pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
        numbered.append((pairs[:, 0], pairs[:, 1].astype(np.float32)))
    return numbered


def _move(counts: Counts, place: NDArray[np.int64]) -> Counts:
    """The same counts under the columns that were kept."""
    columns = place[counts[0]]
    return columns[columns >= 0], counts[1][columns >= 0]
