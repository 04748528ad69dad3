"""From families of features to a sparse TF-IDF matrix, each family at its own length."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from benchmarks.variants.families import Family


class Columns(Protocol):
    """Texts to rows; made from the training texts."""

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """A row per normalized text."""

    def count_bytes(self) -> int:
        """What it takes on disk."""


class ColumnMaker(Protocol):
    """Learns columns from texts."""

    def __call__(self, texts: Sequence[str]) -> Columns:
        """Columns for texts like these."""


@dataclass(frozen=True)
class FamilyColumns:
    """The columns of one family; ``share`` is the length of its part of a row."""

    family: Family
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    share: float

    @classmethod
    def fit(cls, family: Family, texts: Sequence[str], share: float, least: int) -> FamilyColumns:
        """Every feature that stands in ``least`` messages is a column."""
        counted: Counter[str] = Counter()
        for text in texts:
            counted.update(family(text).keys())
        kept = sorted(feature for feature, count in counted.items() if count >= least)
        frequency = np.array([counted[feature] for feature in kept], dtype=np.float64)
        idf = (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
        return cls(family, {feature: index for index, feature in enumerate(kept)}, idf, share)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Sublinear counts times ``idf``, as :class:`bot.nlu.vectorizer.Vectorizer` weighs them."""
        starts, columns, values = [0], list[int](), [np.zeros(0, dtype=np.float32)]
        for text in texts:
            counts = self.family(text)
            known = [(self.vocabulary[name], count) for name, count in counts.items() if name in self.vocabulary]
            if known:
                indices, numbers = zip(*known, strict=True)
                weights = (1 + np.log(np.array(numbers, dtype=np.float32))) * self.idf[list(indices)]
                columns.extend(indices)
                values.append(np.float32(self.share) * weights / np.sqrt(weights @ weights))
            starts.append(len(columns))
        return csr_matrix((np.concatenate(values), columns, starts), shape=(len(texts), len(self.idf)))

    def count_bytes(self) -> int:
        """Names as compressed JSON, and ``idf``."""
        return len(zlib.compress(json.dumps(list(self.vocabulary), ensure_ascii=False).encode())) + self.idf.nbytes


@dataclass(frozen=True)
class JoinedColumns:
    """Columns side by side."""

    parts: tuple[Columns, ...]

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of all parts."""
        return csr_matrix(hstack([part.transform(texts) for part in self.parts], format="csr"))

    def count_bytes(self) -> int:
        """All parts."""
        return sum(part.count_bytes() for part in self.parts)


@dataclass(frozen=True)
class FamilyMaker:
    """Learns one or several families; a row has length one, shared in proportion to the weights."""

    weights: Mapping[Family, float]
    least: int = 2

    def __call__(self, texts: Sequence[str]) -> JoinedColumns:
        """Columns for texts like these."""
        whole = float(np.sqrt(sum(weight * weight for weight in self.weights.values())))
        parts = [FamilyColumns.fit(family, texts, w / whole, self.least) for family, w in self.weights.items()]
        return JoinedColumns(tuple(parts))
