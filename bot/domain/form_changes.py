"""Changes of an order's content, told one after the other: a later 奶粉不换了 takes an earlier 奶粉换成2罐 back."""

from __future__ import annotations

import re

_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_WITHDRAWN = re.compile(
    r"(?P<what>.{0,12}?)(?:还是|就|先|那个|的)*(?:(?:不|别|甭)(?:用|要|想)?(?:再)?(?:换|改|加|减|备注)|保持不变|照旧|不变|维持原样)"
    r"[了吧啊呀的哈]*"
)
_COUNTED = re.compile(r"那个|那|这个|的|[我把就]")


def take_back(parts: list[str], told: str) -> tuple[list[str], str]:
    """The earlier parts that still stand, and what ``told`` newly asks for (may be empty)."""
    kept, new = list(parts), []
    for clause in (entry for entry in _CLAUSES.split(told) if entry):
        withdrawn = _WITHDRAWN.fullmatch(clause)
        if withdrawn is None:
            new.append(clause)
            continue
        what = _COUNTED.sub("", withdrawn.group("what"))
        kept = [part for part in kept if what and what not in part]
        new = [part for part in new if what and what not in part]
    return kept, told if len(new) == len([entry for entry in _CLAUSES.split(told) if entry]) else " ".join(new)
