"""The shop's products by name and alias."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.nlu.entities.candidate import RANK_ADDRESS, RANK_PLAIN, Candidate
from bot.nlu.normalize import normalize_text


class ProductNames:
    """Finds product names in a text, the longest first; case and spaces make no difference."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for name, product_id in names.items():
            surface = normalize_text(name).text.lower().replace(" ", "")
            if surface:
                self._by_start.setdefault(surface[0], []).append((surface, product_id))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[Candidate]:
        """Products; the value is the product's id."""
        places = [index for index, char in enumerate(text) if char != " "]
        compact = "".join(text[index] for index in places).lower()
        position = 0
        while position < len(compact):
            hit = self._match_at(compact, position)
            if hit is None:
                position += 1
                continue
            surface, product_id = hit
            start, end = places[position], places[position + len(surface) - 1] + 1
            if not _splits_word(text, start, end):
                yield Candidate("product", product_id, start, end, RANK_ADDRESS if len(surface) > 2 else RANK_PLAIN)
            position += len(surface)

    def _match_at(self, compact: str, position: int) -> tuple[str, str] | None:
        for entry in self._by_start.get(compact[position], ()):
            if compact.startswith(entry[0], position):
                return entry
        return None


def _splits_word(text: str, start: int, end: int) -> bool:
    """Whether the span cuts a Latin word or number in two: Air3 in Air30."""
    return _joins(text[start - 1 : start], text[start]) or _joins(text[end - 1], text[end : end + 1])


def _joins(left: str, right: str) -> bool:
    both = left + right
    return len(both) == 2 and both.isascii() and both.isalnum()
