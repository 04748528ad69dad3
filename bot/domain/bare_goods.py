"""Messages that name goods and say no more: 坚果呢, 那枕头那个呢, T恤, 有没有机械键盘."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HOLE = "\x00"
_PARTICLES = re.compile(
    rf"(?:那么|那|还有|就是|就|请问|亲|额|嗯|哦|对了|然后|看看|看|说|问|要|想要|想看|我|你们|你家|的|了|买|个|款|件|双|条|台|箱|盒|瓶|包|袋|支|一|两|单"
    rf"|这|那|种|牌|呢|啊|呀|吧|嘛|吗|哈|哒|啦|喔|噢|{_HOLE}|[\s，,。.！!？?~～…、])*"
)
_GOES_ON = re.compile(r"^(?:那|还有|换成)|呢[\s？?。~]*$|也(?:是|一样)?吗?[？?]*$")
_SHOP = r"(?:请问|那|亲|你们|你家|这里|店里|咱们?家?|还|都)*"
_HAS = r"(?:有没有|有木有|有无|有卖|有|卖不卖|卖|出)(?:卖)?"
_END = r"(?:吗|嘛|么|没有?|不|呢|啊|呀|[？?。~ ])*"
_ASKS_FOR = re.compile(
    rf"{_SHOP}{_HAS}(?:那种|这种|款|个)?(?:{_HOLE})+(?:的|卖|款)?{_END}"
    rf"|{_SHOP}(?:{_HOLE})+{_SHOP}{_HAS}(?:的)?{_END}"
)


@dataclass(frozen=True, slots=True)
class BareGoods:
    """``name``: as the shopper calls it. ``is_asked_for``: asks whether the shop has it. ``goes_on``: 那…, …呢."""

    name: str
    is_asked_for: bool = False
    goes_on: bool = False


def read_bare_goods(text: str, spans: Sequence[tuple[int, int]], nouns: Iterable[str] = ()) -> BareGoods | None:
    """The goods, if the message names nothing else.

    ``spans``: where names of products stand; ``nouns``: other kinds of goods.
    """
    found = sorted(spans) or _find_noun(text, nouns)
    if not found:
        return None
    rest = _leave_out(text, found)
    name = "".join(text[start:end] for start, end in found[:1])
    if _PARTICLES.fullmatch(rest):
        return BareGoods(name, goes_on=bool(_GOES_ON.search(text)))
    return BareGoods(name, is_asked_for=True) if _ASKS_FOR.fullmatch(rest.strip()) else None


def is_only(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the message holds nothing but what stands at ``spans``, and particles: 黑色的呢."""
    return bool(spans) and bool(_PARTICLES.fullmatch(_leave_out(text, sorted(spans))))


def _leave_out(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with a hole for each span."""
    rest, done = "", 0
    for start, end in spans:
        rest += text[done:start] + _HOLE
        done = max(done, end)
    return rest + text[done:]


def _find_noun(text: str, nouns: Iterable[str]) -> list[tuple[int, int]]:
    """The longest kind of goods in the text."""
    hits = [(text.find(noun), noun) for noun in nouns if noun in text]
    if not hits:
        return []
    start, noun = max(hits, key=lambda hit: (len(hit[1]), -hit[0]))
    return [(start, start + len(noun))]
