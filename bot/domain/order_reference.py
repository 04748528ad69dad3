"""How shoppers point at an order: by its place, age, price or day, by saying which it is not, or by digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_NO_ORDER = r"(?!月|星期|小时|问题|疑问|事|半价|打?[0-9一二三四五六七八九]?折|免费?)"
_ORDINAL = re.compile(rf"第({_NUMBER})(?:[个单条笔件样款份]{_NO_ORDER}|(?=$|[，,。!！?？ ]))")
_LAST = re.compile(rf"(?<!前)(?:最后|最末|最下面?|末尾)的?(?:那|这)?一?[个单条笔件]{_NO_ORDER}")
_THAT = r"(?:的|(?:的)?(?:那|这)(?:一|两|三|几)?[个单笔件份次]|(?:的)?订?单)"
_BOUGHT = r"(?:晚上?|早上?|上午|下午|中午)?(?:我|在)?(?:买|下|拍|订|付)"
_POINTS = rf"(?={_BOUGHT}|{_THAT})"
_MONTH_DAY = re.compile(rf"(?<!\d)({_NUMBER})月(?:份)?({_NUMBER})[号日]?{_POINTS}")
_DOTTED = re.compile(rf"(?<![\d.])(1[0-2]|[1-9])[./](3[01]|[12]\d|[1-9])(?:[号日])?{_POINTS}")
_DAY = re.compile(rf"(?<![\d月一二三四五六七八九十])({_NUMBER})[号日]{_POINTS}")
_MONTH = re.compile(rf"(?<!\d)({_NUMBER})月(?:份|初|底|中旬)?{_POINTS}")
_NEAR_DAY = re.compile(
    rf"(昨[天日晚]|大前[天日]|(?<!大)前[天日]){_BOUGHT}(?!.{{0,6}}(?:[今明后]天|什么时候))|(今天|昨天|前天){_THAT}(?=$|[^的])"
)
_DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2, "前日": 2, "大前天": 3, "大前日": 3}
_LAST_MONTH = re.compile(rf"上个?月{_POINTS}")
_PRICE = re.compile(
    r"(?<![\d.第尾号])(\d{1,6}(?:\.\d{1,2})?)\s*"
    r"(?:(?:块钱?|元)?的?(?:那|这)一?[个单笔件款]|(?:块钱?|元)的(?:订单|单子?|$|[，,。!！?？ ]))"
)
_NOT = re.compile(
    r"(?<!是)(?:不是|没说|没问|不要看|别看)(?:(?:说|问|买|指)的)?(?!说|问|都|已经|应该|显示|可以|[今明昨]天)"
    r"(.{1,14}?)(?=[，,。!！?？;；~ ]|而?是|我[要问说]|$)"
)
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)[ \-—_](?=\d)")
_LABEL = re.compile(r"(?:我的?)?(?:订单|快递|物流|运)?(?:编|单)?号?(?:是|为|就是|[:：])*|[，,。.!！~ \-—_]")
_TAIL = re.compile(
    r"(?:尾号|后[四4]位|末[四4]位|结尾)\D{0,3}(\d{4})(?!\d)|(?<!\d)(\d{4})(?:的?那[个单笔]|结尾|的?订单)"
)
ORDER_DIGITS = range(15, 19)
_LEAST_PIECE = 4
_ANY_DAY = date(2000, 12, 31)
_DATED = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])\d{0,12}")


class Edge(StrEnum):
    """The outermost of several orders."""

    OLDEST = "oldest"
    DEAREST = "dearest"
    CHEAPEST = "cheapest"


_ONE = r"(?:的?那|的?一|的订?单|的$|的[，,。!！?？ ])"
_EDGES = (
    (re.compile(rf"最(?:早|先|老|开始)(?:{_ONE}|的?(?:买|下单|拍))|头一[个单]{_NO_ORDER}"), Edge.OLDEST),
    (re.compile(rf"(?:最贵|金额最[大高]){_ONE}"), Edge.DEAREST),
    (re.compile(rf"(?:最便宜|金额最[小低少]){_ONE}"), Edge.CHEAPEST),
)


@dataclass(frozen=True, slots=True)
class OrderReference:
    """What the words point at; empty fields do not narrow.

    ``place``: 1 is the first, -1 the last. ``since``/``until``: days of the purchase, both included. ``denied``: the
    words that are said not to be meant; ``meant``: the rest.
    """

    meant: str
    denied: str = ""
    place: int | None = None
    edge: Edge | None = None
    price_fen: int | None = None
    since: date | None = None
    until: date | None = None
    tail: str | None = None

    @property
    def points(self) -> bool:
        """Whether anything but goods and denials tells the order."""
        return any(value is not None for value in (self.place, self.edge, self.price_fen, self.since, self.tail))


def read_reference(text: str, today: date) -> OrderReference:
    """Read the pointing words; days without a year or month are the last ones before ``today``."""
    denied = [match.group(1) for match in _NOT.finditer(text)]
    since, until = _read_days(text, today) or (None, None)
    price = _PRICE.search(text)
    tail = _TAIL.search(text)
    return OrderReference(
        meant=_NOT.sub(" ", text),
        denied=" ".join(denied),
        place=_read_place(text),
        edge=next((edge for pattern, edge in _EDGES if pattern.search(text)), None),
        price_fen=round(float(price.group(1)) * 100) if price else None,
        since=since,
        until=until,
        tail=(tail.group(1) or tail.group(2)) if tail else None,
    )


def points_at_order(text: str) -> bool:
    """Whether the words point at one of several orders by more than their goods."""
    return read_reference(text, _ANY_DAY).points


def denies_something(text: str) -> bool:
    """Whether the words say what is not meant: 不是枕头，是鼠标."""
    return bool(_NOT.search(text))


def join_number(texts: Sequence[str]) -> str:
    """The digits of an order number that was typed in pieces; ``texts`` oldest first, only the last ones may be pieces.

    As many pieces as give the length of an order number; fewer digits are returned as they are, nothing if the last
    text is no piece of a number.
    """
    joined = ""
    for text in reversed(texts):
        piece = _LABEL.sub("", text)
        if not piece.isascii() or not piece.isdigit() or len(piece + joined) > max(ORDER_DIGITS):
            break
        joined = piece + joined
        if len(joined) in ORDER_DIGITS and _DATED.fullmatch(joined):
            return joined
    return joined if len(joined) >= _LEAST_PIECE else ""


def begins_number(digits: str) -> bool:
    """Whether they are the beginning of an order number: a day and not yet all of it."""
    return len(digits) in range(6, min(ORDER_DIGITS)) and bool(_DATED.fullmatch(digits))


def has_order_number(text: str) -> bool:
    """Whether a number as long as an order's stands in the words, typed at once or in groups."""
    return bool(re.search(rf"(?<!\d)20\d{{{min(ORDER_DIGITS) - 2},{max(ORDER_DIGITS) - 2}}}(?!\d)", close_gaps(text)))


def close_gaps(text: str) -> str:
    """A number typed in groups as one: 2026 1108 8838 → 202611088838."""
    return _SPACE_IN_NUMBER.sub("", text)


def _read_place(text: str) -> int | None:
    ordinal = _ORDINAL.search(text)
    if ordinal:
        return _number(ordinal.group(1)) or None
    return -1 if _LAST.search(text) else None


def _read_days(text: str, today: date) -> tuple[date, date] | None:
    for pattern in (_MONTH_DAY, _DOTTED):
        match = pattern.search(text)
        if match:
            return _one_day(_past(today, _number(match.group(1)), _number(match.group(2))))
    match = _DAY.search(text)
    if match:
        return _one_day(_day_before(today, _number(match.group(1))))
    match = _MONTH.search(text)
    if match:
        first = _past(today, _number(match.group(1)), 1)
        return (first, _month_end(first)) if first else None
    if _LAST_MONTH.search(text):
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    match = _NEAR_DAY.search(text)
    if match:
        return _one_day(today - timedelta(days=_DAYS_BACK[match.group(1) or match.group(2)]))
    return None


def _one_day(day: date | None) -> tuple[date, date] | None:
    return (day, day) if day else None


def _past(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if found <= today:
            return found
    return None


def _day_before(today: date, day: int) -> date | None:
    """The last day with this number."""
    if today.day >= day >= 1:
        return today.replace(day=day)
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=day) if 1 <= day <= end.day else None


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.partition("十")
    if not ten:
        return _DIGITS[word]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
