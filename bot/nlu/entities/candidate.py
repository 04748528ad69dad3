"""What a rule proposes, and how proposals that overlap are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.turn import FoundEntity

BLOCKED = ""
"""Type of a candidate that only keeps others away: tax numbers, bank cards, part numbers."""

RANK_URL = 5
RANK_BLOCK = 4
RANK_IDENTIFIER = 3
RANK_ADDRESS = 2
RANK_PLAIN = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed entity. Higher ``rank`` wins over lower, then the longer span, then the earlier rule."""

    type: str
    value: str
    start: int
    end: int
    rank: int = RANK_PLAIN


def settle(candidates: Iterable[Candidate]) -> list[FoundEntity]:
    """Keep candidates that do not overlap, in the order of the text."""
    taken: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (-one.rank, one.start - one.end)):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in taken):
            taken.append(candidate)
    return [
        FoundEntity(one.type, one.value, one.start, one.end)
        for one in sorted(taken, key=lambda one: one.start)
        if one.type != BLOCKED
    ]
