"""A shopper points back at a question that was not answered: 游泳呢 你没答我, 我问的是尺码, 不是热水器 是热水壶."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST, _LONGEST_THING = 24, 12
_MARKS = r"[\s，,。！!？?~～…]"
_ASKED_FOR = re.compile(
    rf"(?:不是|不对|拜托|喂|{_MARKS})*我?(?:刚刚?|刚才|前面|上面|明明|一直|本来|其实|就|只)*(?P<verb>问|说)的"
    rf"(?:不是(?P<other>[^，,。！!？? ]{{1,12}}){_MARKS}*)?(?:明明|就|而)*是{_MARKS}*(?P<thing>.+)"
)
_INSTEAD = re.compile(
    rf"(?:不对|错了|{_MARKS})*不是(?P<other>[^，,。！!？? ]{{1,10}}){_MARKS}+"
    r"(?:而?是|我?要的?是?|我?说的是|换成)"
    rf"(?P<thing>[^，,。！!？? ]{{2,12}}){_MARKS}*"
)
_UNANSWERED = re.compile(
    r"(?:你们?|您)?(?:刚刚?|刚才|上面|前面|还是?|都|又|一直|根本|压根|怎么|为啥|咋)*(?:没有?|不|未)(?:正面)?"
    r"(?:回答|解答|答复|答|说清楚?|讲)(?:我|到|上|过|呢|啊|呀|吗|你|的|问题|这个|那个|这一?点)*"
)
_TRAILING = re.compile(rf"(?:的?问题|这个|那个|这件?事|呢|啊|呀|哦|的事|{_MARKS})+$")
_LEADING = re.compile(rf"^(?:那|关于|我的|还有|可是|但是|所以|{_MARKS})+")
_QUESTION = re.compile(
    r"[吗么嘛不没吧]$|什么|怎么|多少|多久|[几哪啥咋]|能不能|有没有|可不可以|会不会|是不是|行不行|([\u4e00-\u9fff])不\1"
)
_CLAUSES = re.compile(rf"{_MARKS}+|[；;]")


def recall_question(text: str, earlier: Sequence[str], *, was_asked: bool = False) -> str | None:
    """The question that is meant, as words that can be answered; None: nothing is pointed back at.

    ``earlier``: the shopper's messages before, oldest first. ``was_asked``: the bot's last words were a question, so
    that 我说的是… is the answer to it.
    """
    text = text.strip()
    instead = _INSTEAD.fullmatch(text)
    if instead is not None:
        return f"那{instead.group('thing')}呢"
    asked = _ASKED_FOR.fullmatch(text)
    if asked is not None and not (was_asked and asked.group("verb") == "说"):
        thing = _bare(asked.group("thing"))
        return _find_clause(thing, earlier) or _as_question(thing)
    missed = _UNANSWERED.search(text)
    if missed is None:
        return None
    thing = _bare(f"{text[: missed.start()]} {text[missed.end() :]}")
    found = _find_clause(thing, earlier)
    return found or (thing if _QUESTION.search(thing) and len(thing) > 2 else None)


def name_bare(recalled: str) -> str:
    """The thing of 那…呢; empty: a question of its own."""
    return recalled[1:-1] if recalled.startswith("那") and recalled.endswith("呢") else ""


def _bare(words: str) -> str:
    return _LEADING.sub("", _TRAILING.sub("", words.strip())).strip()


def _find_clause(thing: str, earlier: Sequence[str]) -> str | None:
    """The clause of an earlier message that asked about the thing."""
    if not 1 < len(thing) <= _LONGEST:
        return None
    clauses = [part for message in reversed(earlier) for part in _CLAUSES.split(message) if part]
    fitting = (part for part in clauses if thing in part and part != thing and not _UNANSWERED.search(part))
    return next((part for part in fitting if _QUESTION.search(part) and not _ASKED_FOR.fullmatch(part)), None)


def _as_question(thing: str) -> str | None:
    if len(thing) < 2:
        return None
    return thing if _QUESTION.search(thing) or len(thing) > _LONGEST_THING else f"那{thing}呢"
