"""Two wishes for one order at a time: 退 1 袋的钱，另外两袋补发; one form cannot tell them, so they stay together."""

from __future__ import annotations

import re

_VERBS = re.compile(r"(?P<verb>退|换|补|修|赔)")
_PORTION = re.compile(
    r"[\d一二两三四五六七八九十半]+\s?[个件双条只台盒瓶袋罐套把支箱包斤本张块]|另外|另[一两]|其[他它余中]|剩下|[这那][个件双条只台盒瓶袋]|坏的|好的|没拆的|拆了的"
)
_CLAUSES = re.compile(
    r"[，,。；;、！!？?\s]+|(?<=.)(?=其[他余]|剩下)"
    r"|(?:(?<=[\d码色新货款])|(?<=一.[退换补修赔]))(?=一[件双条只台盒瓶袋个])"
)


def is_split_wish(text: str) -> bool:
    """Whether different things are to be done with different parts of the order."""
    verbs = set()
    portions = 0
    for clause in _CLAUSES.split(text):
        found = _VERBS.search(clause or "")
        if found is not None and _PORTION.search(clause):
            portions += 1
            verbs.add(found.group("verb"))
        elif found is not None:
            verbs.add(found.group("verb"))
    return len(verbs) >= 2 and portions >= 2
