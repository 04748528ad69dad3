"""From named features to a sparse TF-IDF matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.features import FAMILIES, count_features

_LEAST_MESSAGES = 2


@dataclass(frozen=True)
class Vectorizer:
    """``vocabulary`` maps a feature to its column; ``idf`` weighs the columns."""

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Vectorizer:
        """Learn the columns: every feature that stands in at least two messages."""
        messages_with: Counter[str] = Counter()
        for text in texts:
            for family in count_features(text):
                messages_with.update(family.keys())
        kept = sorted(feature for feature, count in messages_with.items() if count >= _LEAST_MESSAGES)
        frequency = np.array([messages_with[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
        return cls({feature: index for index, feature in enumerate(kept)}, idf.astype(np.float32))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """A row per text: sublinear counts times ``idf``, each family scaled to the same length.

        A text without a known feature is a row of zeros.
        """
        starts, columns, values = [0], list[int](), list[NDArray[np.float32]]()
        share = np.float32(1 / np.sqrt(len(FAMILIES)))
        for text in texts:
            for family in count_features(text):
                known = [(self.vocabulary[name], count) for name, count in family.items() if name in self.vocabulary]
                if known:
                    indices, counts = zip(*known, strict=True)
                    weights = (1 + np.log(np.array(counts, dtype=np.float32))) * self.idf[list(indices)]
                    columns.extend(indices)
                    values.append(share * weights / np.sqrt(weights @ weights))
            starts.append(len(columns))
        data = np.concatenate(values) if values else np.zeros(0, dtype=np.float32)
        return csr_matrix((data, columns, starts), shape=(len(texts), len(self.idf)), dtype=np.float32)
