"""Which goods of an order a request is about and which stay: 键盘留着，鼠标不要. Read clause by clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """What is to become of the goods in a clause."""

    KEEP = "keep"
    DROP = "drop"
    """They are to be cancelled, returned …."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Indexes of an order's lines; a line in neither was not spoken of."""

    kept: frozenset[int]
    dropped: frozenset[int]


_CLAUSES = re.compile(
    r"[，,。；;！!？?\s]+|(?<=.)(?=但是?|不过|而是|只[取退换要不留]|就[^是要这那行好]{1,8}(?:不要|取消|退))"
)
_STANCE = re.compile(
    r"(?P<keep>(?:不|别|甭|没)(?:用|要|想|是|必|让你?|说|能)*(?:取消|撤[销掉]?|退|换|去掉|删|动)(?!的)"
    r"|不是(?=[^，,]{2,})|不变|保留|留下?着?|还是?要(?!取消|退|换|去|删)|照[常样旧发]|正常发|继续(?:发|要)"
    r"|(?<![不只需想])要(?:的|$|着|了?$)|(?<![不还])(?:只|就|我)要(?!取消|退|换|求))"
    r"|(?P<drop>不(?:想|再|需)?要(?!了?的话)|不买|取消|去掉|删[掉除]?|撤[掉销]|退[货款掉了]?|换[货掉]?)"
)
_FILLER = re.compile(r"^(?:我|就|只|先|把|帮我|给我|请|麻烦|那|是|想|要|说了?|的|你们?|您)*")
_OTHERS = re.compile(r"其[他它余]|别的|剩下|另外")


def read_parts(text: str, names: Callable[[str], Collection[int]], count: int) -> Parts:
    """What the words say about the ``count`` lines of an order; ``names``: the lines that a clause names.

    Where only what stays is named (键盘留着), the rest is meant to go.
    """
    fates: dict[int, Stance] = {}
    waiting: set[int] = set()
    last: Stance | None = None
    others: Stance | None = None
    for clause, stance in split_stances(text):
        named = set(names(clause))
        if stance is None:
            if last is not None and named:
                fates |= dict.fromkeys(named, last)
            else:
                waiting |= named
            continue
        others = stance if _OTHERS.search(clause) and not named else others
        named |= waiting
        waiting = set()
        fates |= dict.fromkeys(named, stance)
        last = None if named else stance
    if not any(fate is Stance.DROP for fate in fates.values()):
        fates |= dict.fromkeys(waiting - fates.keys(), Stance.DROP)
    kept = {index for index, fate in fates.items() if fate is Stance.KEEP}
    dropped = {index for index, fate in fates.items() if fate is Stance.DROP}
    rest = set(range(count)) - kept - dropped
    if kept and (others is Stance.DROP or not dropped):
        dropped |= rest
    return Parts(frozenset(kept), frozenset(dropped))


def dropped_words(text: str) -> str:
    """Only the clauses that ask for the request (取消牛奶), without those about what stays; empty: none asks."""
    parts: list[str] = []
    waiting = ""
    for clause, stance in split_stances(text):
        if stance is None:
            waiting = f"{waiting} {clause}"
        else:
            if stance is Stance.DROP:
                parts.append(f"{waiting} {clause}".strip())
            waiting = ""
    return " ".join(parts)


def split_stances(text: str) -> list[tuple[str, Stance | None]]:
    """The clauses with what each says; a clause that says both (取消牛奶留键盘) is taken apart."""
    found: list[tuple[str, Stance | None]] = []
    for clause in _CLAUSES.split(text):
        if clause:
            found += _take_apart(clause)
    return found


def _take_apart(clause: str) -> list[tuple[str, Stance | None]]:
    marks = list(_STANCE.finditer(clause))
    stances = [Stance.KEEP if match.group("keep") is not None else Stance.DROP for match in marks]
    if len(set(stances)) < 2:
        return [(clause, stances[0] if stances else None)]
    start = _FILLER.match(clause)
    is_verb_first = start is not None and any(match.start() <= start.end() < match.end() for match in marks)
    if is_verb_first:
        borders = [0, *(match.start() for match in marks[1:]), len(clause)]
    else:
        borders = [0, *(match.end() for match in marks[:-1]), len(clause)]
    return [(clause[borders[index] : borders[index + 1]], stance) for index, stance in enumerate(stances)]
