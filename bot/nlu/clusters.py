"""Groups of messages that mean the same, found without labels.

Leader clustering as R. Taylor and D. Butina do it (J. Chem. Inf. Comput. Sci. 1995, 35, 59; 1999, 39, 747): the message
with the most neighbours becomes the leader of a group, its neighbours leave with it, and so on with what remains.
Two messages are neighbours when the cosine of their n-gram vectors (:mod:`bot.nlu.features`) reaches a threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.nlu.normalize import normalize_text
from bot.nlu.vectorizer import Vectorizer

SIMILARITY = 0.35
MOST_MESSAGES = 6000
_BLOCK = 500


def cluster_texts(texts: Sequence[str], background: Sequence[str] = (), threshold: float = SIMILARITY) -> list[int]:
    """The number of each text's group; groups count from 0, the largest first. The same input gives the same groups.

    Args:
        texts: at most :data:`MOST_MESSAGES`; memory grows with the square.
        background: further messages that tell which n-grams are common and say little.
        threshold: the least cosine between a leader and its group, 0…1.

    Raises:
        ValueError: too many texts.
    """
    if len(texts) > MOST_MESSAGES:
        raise ValueError(f"at most {MOST_MESSAGES} texts")
    if not texts:
        return []
    normalized = [normalize_text(text).text for text in texts]
    rows = Vectorizer.fit([*normalized, *(normalize_text(text).text for text in background)]).transform(normalized)
    near = np.zeros((len(texts), len(texts)), dtype=bool)
    for start in range(0, len(texts), _BLOCK):
        near[start : start + _BLOCK] = (rows[start : start + _BLOCK] @ rows.T).toarray() >= threshold
    np.fill_diagonal(near, val=True)
    return _number_by_size(_lead(near))


def _lead(near: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> list[int]:
    """For each message the index of its leader."""
    leaders = np.full(len(near), -1)
    neighbours = near.sum(axis=1)
    while (leaders < 0).any():
        leader = int(np.argmax(np.where(leaders < 0, neighbours, -1)))
        members = near[leader] & (leaders < 0)
        leaders[members] = leader
        neighbours -= near[:, members].sum(axis=1)
    return [int(leader) for leader in leaders]


def _number_by_size(leaders: Sequence[int]) -> list[int]:
    sizes = Counter(leaders)
    first = {leader: index for index, leader in reversed(list(enumerate(leaders)))}
    order = sorted(sizes, key=lambda leader: (-sizes[leader], first[leader]))
    number = {leader: index for index, leader in enumerate(order)}
    return [number[leader] for leader in leaders]
