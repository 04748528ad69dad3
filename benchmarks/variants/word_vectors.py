"""Word vectors trained on the project's own messages: PPMI of neighbouring words, squeezed by an SVD."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from benchmarks.variants.families import cut_words

_LEAST = 3
_WINDOW = 4
_SEED = 0


@dataclass(frozen=True)
class WordVectors:
    """Averages the vectors of a message's words, weighed by ``idf``; a row has length ``share``."""

    vocabulary: Mapping[str, int]
    vectors: NDArray[np.float32]
    share: float

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Dense rows in a sparse coat, so that they can stand beside other columns."""
        rows = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for index, text in enumerate(texts):
            known = [self.vocabulary[word] for word in cut_words(text) if word in self.vocabulary]
            if known:
                rows[index] = self.vectors[known].sum(axis=0)
        return csr_matrix(normalize(rows) * np.float32(self.share))

    def count_bytes(self) -> int:
        """Words as compressed JSON, vectors in half precision."""
        words = json.dumps(list(self.vocabulary), ensure_ascii=False)
        return len(zlib.compress(words.encode())) + self.vectors.nbytes // 2


@dataclass(frozen=True)
class WordVectorMaker:
    """Learns the vectors from the texts that it is given."""

    dimensions: int = 150
    share: float = 1.0

    def __call__(self, texts: Sequence[str]) -> WordVectors:
        """Vectors of every word in at least three messages; ``idf`` is multiplied in."""
        cut = [cut_words(text) for text in texts]
        messages_with = Counter(word for words in cut for word in set(words))
        kept = sorted(word for word, count in messages_with.items() if count >= _LEAST)
        vocabulary = {word: index for index, word in enumerate(kept)}
        svd = TruncatedSVD(self.dimensions, random_state=_SEED)
        found = normalize(svd.fit_transform(_measure_company(cut, vocabulary)) / np.sqrt(svd.singular_values_))
        idf = np.log(len(texts) / np.array([messages_with[word] for word in kept]))
        return WordVectors(vocabulary, (found * idf[:, None]).astype(np.float32), self.share)


def _measure_company(cut: Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> csr_matrix:
    """Positive pointwise mutual information of words that stand at most four apart."""
    pairs: Counter[tuple[int, int]] = Counter()
    for words in cut:
        known = [vocabulary[word] for word in words if word in vocabulary]
        for place, word in enumerate(known):
            for other in known[place + 1 : place + 1 + _WINDOW]:
                pairs[word, other] += 1
                pairs[other, word] += 1
    where = np.array(list(pairs), dtype=np.int64)
    counts = np.array(list(pairs.values()), dtype=np.float64)
    alone = np.bincount(where[:, 0], weights=counts, minlength=len(vocabulary))
    information = np.log(counts * counts.sum() / (alone[where[:, 0]] * alone[where[:, 1]]))
    size = len(vocabulary)
    return csr_matrix((np.maximum(information, 0), (where[:, 0], where[:, 1])), shape=(size, size))
