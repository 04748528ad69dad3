"""Character n-grams of Chinese text and a small in-memory TF-IDF index over them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_NOISE = re.compile(
    r"请问一下|请问|你好|您好|亲亲|亲爱的|麻烦|想问一下|想问问|想问下|问一下|问下|咨询一下|咨询|帮我看下|帮我看看|在吗|在么"
    r"|谢谢|[^\w\u4e00-\u9fff]|_"
)
_TAIL = re.compile(r"(?:吗|呢|啊|呀|哦|嘛|么|吧|哈|的啊)+$")
_LONGEST = 2


def normalize(text: str) -> str:
    """Half width, lower case, no punctuation, no polite words, no final particle."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
    return _TAIL.sub("", plain) or plain


def ngrams(text: str) -> Counter[str]:
    """Single characters and pairs of normalised text."""
    counts: Counter[str] = Counter()
    for size in range(1, _LONGEST + 1):
        counts.update(text[index : index + size] for index in range(len(text) - size + 1))
    return counts


class GramWeights:
    """How much each n-gram tells: rare ones more (smoothed inverse document frequency)."""

    def __init__(self, documents: Iterable[Counter[str]]) -> None:
        seen: Counter[str] = Counter()
        size = 0
        for document in documents:
            seen.update(document.keys())
            size += 1
        self._idf = {gram: math.log((1 + size) / (1 + count)) + 1.0 for gram, count in seen.items()}
        self._unseen = math.log(1 + size) + 1.0

    def weigh(self, counts: Counter[str]) -> dict[str, float]:
        """The vector of a text, of length one; empty for an empty text."""
        vector = {gram: count * self._idf.get(gram, self._unseen) for gram, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in vector.values()))
        return {gram: value / norm for gram, value in vector.items()} if norm else {}


class NgramIndex:
    """Cosine similarity between a query and documents; immutable once built."""

    def __init__(self, documents: Sequence[Counter[str]], weights: GramWeights) -> None:
        self._size = len(documents)
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, document in enumerate(documents):
            for gram, value in weights.weigh(document).items():
                postings.setdefault(gram, []).append((number, value))
        self._postings: dict[str, tuple[NDArray[np.int32], NDArray[np.float64]]] = {
            gram: (
                np.array([number for number, _ in pairs], dtype=np.int32),
                np.array([value for _, value in pairs], dtype=np.float64),
            )
            for gram, pairs in postings.items()
        }

    def similarities(self, query: dict[str, float]) -> NDArray[np.float64]:
        """One cosine in 0…1 per document; ``query`` comes from ``GramWeights.weigh``."""
        found = [(self._postings[gram], value) for gram, value in query.items() if gram in self._postings]
        if not found:
            return np.zeros(self._size)
        numbers = np.concatenate([posting[0] for posting, _ in found])
        values = np.concatenate([posting[1] * value for posting, value in found])
        return np.minimum(np.bincount(numbers, weights=values, minlength=self._size), 1.0)


def best_per_group(scores: NDArray[np.float64], groups: NDArray[np.int32], size: int) -> NDArray[np.float64]:
    """The greatest score of each group; ``groups[i]`` is the group of document ``i``."""
    best = np.zeros(size)
    np.maximum.at(best, groups, scores)
    return best


def group_numbers(lengths: Iterable[int]) -> NDArray[np.int32]:
    """[2, 3] → [0, 0, 1, 1, 1]."""
    sizes = np.fromiter(lengths, dtype=np.int32)
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
