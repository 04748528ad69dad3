"""Dates relative to the day of the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.nlu.entities.candidate import Candidate
from bot.nlu.entities.numerals import NUMBER, parse_number

_DAYS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "明天": 1,
    "明日": 1,
    "明儿": 1,
    "后天": 2,
    "大后天": 3,
}
_DAY_WORD = re.compile(
    r"大前天|(?<!大)前天|昨[天日]|今[天日儿]|明[天日儿]|(?<!大)后天|大后天|[今明昨](?=[晚早]|下午|上午|中午|夜)"
)
_WEEKDAY = re.compile(r"(上上|上|下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])(?![年\d])")
_WEEKDAYS = (
    {char: index for index, char in enumerate("一二三四五六日")}
    | {"天": 6, "末": 5}
    | {str(index + 1): index for index in range(6)}
)
_WEEK_SHIFTS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTH_DAY = re.compile(
    r"(?<![\d.\-年个])(?:(\d{4})\s?年\s?)?(\d{1,2}|[一二三四五六七八九]|十[一二]?)\s?月(?:份)?\s?(\d{1,2}|"
    r"[一二三四五六七八九]?十?[一二三四五六七八九十])(?:[号日](?![楼线门口])|(?![\d个.多年天一二三四五六七八九十"
    r"]))"
)
_FULL = re.compile(r"(?<![\d.])((?:19|20)\d{2})([-/.年])(\d{1,2})[-/.月](\d{1,2})(?:[日号])?(?![\d.])")
_COMPACT = re.compile(r"(?<![\dA-Za-z])((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\dA-Za-z])")
_AFTER_NUMERIC = (
    r"(?=$|[，。？！]|\s?(?:[号日](?![楼线])|前|后|到|那天|买|拍|下|付|发货?|送|收|签|之|的?(?:单|"
    r"订单|快递|时候)|早|晚|上午|下午|中午|就|已|还没|活动|生日|我|退|寄|申请|左右))"
)
_NUMERIC = re.compile(
    r"(?<![\d.$¥/\-A-Za-z版牙径长宽高重约共第价])(?<![A-Za-z] )([1-9]|1[0-2])([./])([1-9]|[12]\d|"
    rf"3[01])(?![\d.%/]){_AFTER_NUMERIC}"
)
_DAY_OF_MONTH = re.compile(
    r"(?:(上个?月|下个?月|这个?月|本月)|(?<![\d.路街道巷弄村院区栋单座月第字编线大小]))(\d{1,2}|"
    r"[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|日)"
    r"(?![楼线门口柜仓院机色链位店码厅井弄桌台球电池针房铺室]|子|常|用|本|期|公寓|站|馆|库|地铁|农|系|墨|字|充)"
)
_AGO = re.compile(rf"(?<![第每])({NUMBER})天(之?前|以前|之?后|以后)(?!内)")
_FESTIVALS = {
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "双12": (12, 12),
    "618": (6, 18),
    "元旦": (1, 1),
    "五一": (5, 1),
    "六一": (6, 1),
    "十一": (10, 1),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "平安夜": (12, 24),
    "圣诞节": (12, 25),
    "圣诞": (12, 25),
    "情人节": (2, 14),
    "三八节": (3, 8),
    "教师节": (9, 10),
    "520": (5, 20),
}
_FESTIVAL = re.compile(
    r"双十[一二](?!月)|双1[12](?!\d)|(?<![\d.])(?:618|520)(?![\d.]|[元块号楼张个])|元旦|(?<![一二三四五六七八九"
    r"十月第星期周百])(?:五一|六一|十一)(?=假|期间|放|那天|当天|活动|节|前|后|$|能|发|会|长假)"
    r"|国庆节?|平安夜|圣诞节?|情人节|三八节|教师节"
)


def find_dates(text: str, today: date) -> Iterator[Candidate]:
    """Days as ISO dates. A date without year or month means the nearest one, before or after ``today``."""
    for match in _DAY_WORD.finditer(text):
        shift = _DAYS.get(match[0], _DAYS.get(f"{match[0]}天", 0))
        yield _date(today + timedelta(days=shift), match)
    for match in _WEEKDAY.finditer(text):
        if text[match.start() - 1 : match.start()] != "每":
            yield _date(_weekday(match[1], match[2], today), match)
    yield from _find_written(text, today)
    for match in _AGO.finditer(text):
        count = parse_number(match[1])
        if count is not None and count == int(count) and count <= 400:
            yield _date(today + timedelta(days=int(count) * (-1 if "前" in match[2] else 1)), match)
    for match in _FESTIVAL.finditer(text):
        yield from _optional(_nearest(today, *_FESTIVALS[match[0]]), match)


def _find_written(text: str, today: date) -> Iterator[Candidate]:
    for match in _MONTH_DAY.finditer(text):
        month, day = parse_number(match[2]), parse_number(match[3])
        if month is None or day is None:
            continue
        found = _make(int(match[1]), int(month), int(day)) if match[1] else _nearest(today, int(month), int(day))
        yield from _optional(found, match)
    for match in _FULL.finditer(text):
        yield from _optional(_make(int(match[1]), int(match[3]), int(match[4])), match)
    for match in _COMPACT.finditer(text):
        yield from _optional(_make(int(match[1]), int(match[2]), int(match[3])), match)
    for match in _NUMERIC.finditer(text):
        if not (match[2] == "/" and _reads_as_fraction(text, match)):
            yield from _optional(_nearest(today, int(match[1]), int(match[3])), match)
    for match in _DAY_OF_MONTH.finditer(text):
        day = parse_number(match[2])
        if day is not None:
            yield from _optional(_day_of_month(match[1], int(day), today), match)


def _date(day: date, match: re.Match[str]) -> Candidate:
    return Candidate("date", day.isoformat(), match.start(), match.end())


def _optional(day: date | None, match: re.Match[str]) -> Iterator[Candidate]:
    if day is not None:
        yield _date(day, match)


def _reads_as_fraction(text: str, match: re.Match[str]) -> bool:
    """1/2 is more often a part of something than the second of January, unless 号 or the end follows."""
    return int(match[1]) < int(match[3]) <= 4 and text[match.end() : match.end() + 1] not in {"号", "日"}


def _weekday(prefix: str | None, name: str, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if prefix:
        return monday + timedelta(weeks=_WEEK_SHIFTS[prefix], days=_WEEKDAYS[name])
    return today + timedelta(days=(_WEEKDAYS[name] - today.weekday()) % 7)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(today: date, month: int, day: int) -> date | None:
    """The occurrence of this day nearest to today; coming ones win a tie."""
    days = [found for year in (today.year + 1, today.year, today.year - 1) if (found := _make(year, month, day))]
    return min(days, key=lambda found: abs(found - today), default=None)


def _day_of_month(word: str | None, day: int, today: date) -> date | None:
    months = (1, 0, -1) if word is None else (-1,) if "上" in word else (1,) if "下" in word else (0,)
    days = []
    for shift in months:
        index = today.year * 12 + today.month - 1 + shift
        found = _make(index // 12, index % 12 + 1, day)
        if found:
            days.append(found)
    return min(days, key=lambda found: abs(found - today), default=None)
