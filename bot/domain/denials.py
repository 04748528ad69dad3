"""不是漏电, 没冒烟: a word that is named in order to say that it is not so."""

from __future__ import annotations

import re

_DENIED = re.compile(
    r"(?:(?<!是)(?<!说)(?:并|又|也|都|真|倒)*(?:不是|不算|并非|谈不上|没说)[^，,。！!？?；;\s就是而说讲告我你他]{0,3}"
    r"|(?<!有)(?<!差点)(?<!差一点)(?<!差点儿)(?:并|也|都|又)*(?:没有?|未曾?|从未)(?:被|人|再|真的?|什么|任何|发生|出现|有|着|起|冒)*)$"
)
_ASKED = re.compile(r"[吗么嘛?？]|吧$")
_CLAUSE_START = re.compile(r"[，,。！!？?；;…~～\s][^，,。！!？?；;…~～\s]*$")
_CLAUSE_END = re.compile(r"[，,。！!；;…~～\s]")
_TAIL = re.compile(r"[了的啊呀啦哦，,。！!\s]*")


def denied_span(text: str, word: re.Match[str]) -> tuple[int, int] | None:
    """Where the denial of ``word``, a match in ``text``, stands; None if it is not denied, or only asked about."""
    before = _CLAUSE_START.search(text, 0, word.start())
    start = before.start() + 1 if before else 0
    denial = _DENIED.search(text[start : word.start()])
    rest = _CLAUSE_END.split(text[word.end() :], maxsplit=1)[0]
    if denial is None or _ASKED.search(rest):
        return None
    tail = _TAIL.match(text, word.end())
    return start + denial.start(), tail.end() if tail else word.end()
