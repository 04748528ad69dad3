"""Times of day: a clock time as HH:MM, or a part of the day as its word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.candidate import Candidate
from bot.nlu.entities.numerals import parse_number

_PART_VALUES = {
    "凌晨": "凌晨",
    "半夜": "半夜",
    "早上": "早上",
    "清早": "早上",
    "一早": "早上",
    "早晨": "早上",
    "清晨": "早上",
    "早": "早上",
    "上午": "上午",
    "中午": "中午",
    "下午": "下午",
    "午后": "下午",
    "傍晚": "傍晚",
    "晚上": "晚上",
    "晚间": "晚上",
    "夜里": "晚上",
    "夜间": "晚上",
    "晚": "晚上",
    "夜": "晚上",
}
_LONG_PARTS = "|".join(part for part in _PART_VALUES if len(part) > 1)
_PART = rf"(?:{_LONG_PARTS}|(?<=[今明昨当])[早晚夜])"
_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九]|十[一二]?|二十[一二三四]?)"
_MINUTE = r"(?:[0-5]\d|[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])"
_CLOCK = re.compile(rf"(?:({_PART})的?\s?)?(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:])")
_SPOKEN = re.compile(
    rf"(?:({_PART})的?\s?)?(?<![\d.第百有说这那差几百大零一二两三四五六七八九十])({_HOUR})点"
    rf"(?:({_MINUTE})分?|(半)|([一三])刻|(钟|整|多|左右|之?前|之?后|以[前后]))?"
)
_AFTER_HOUR = re.compile(
    r"[\d一二三四五六七八九十几]|点|儿|建议|意见|问题|要求|不|疑问|原因|小|击|心|个|滴|头|水|赞|"
    r"希望|想法|错|毛病|瑕疵|区别|用没|没有|破|划|都|也|难|多余"
)
_PART_ALONE = re.compile(rf"(?<!一){_PART}(?!好|安|班|饭|[八九]点|餐)")
_ONE_DAY_PARTS = frozenset({"下午", "傍晚", "晚上"})
_MORNING_STARTS = 8


def find_times(text: str) -> Iterator[Candidate]:
    """Clock times and parts of the day. 3点 without part of the day is 15:00: parcels come by day; 8点 is 08:00."""
    for match in _CLOCK.finditer(text):
        yield _clock(match, match[1], int(match[2]), int(match[3]))
    for match in _SPOKEN.finditer(text):
        if _is_time(text, match):
            hour = parse_number(match[2])
            if hour is not None and hour <= 24:
                yield _clock(match, match[1], int(hour), _minutes(match))
    for match in _PART_ALONE.finditer(text):
        yield Candidate("time", _PART_VALUES[match[0]], match.start(), match.end())


def _is_time(text: str, match: re.Match[str]) -> bool:
    """一点 is a little and 两点 may be two points, unless something says that it is a time."""
    is_marked = bool(match[1] or any(match.groups()[2:]))
    if match[2] in {"一", "1"} and not is_marked:
        return False
    return is_marked or not _AFTER_HOUR.match(text, match.end())


def _minutes(match: re.Match[str]) -> int:
    if match[4]:
        return 30
    if match[5]:
        return 15 if match[5] == "一" else 45
    value = parse_number(match[3].removeprefix("零")) if match[3] else None
    return int(value) if value is not None else 0


def _clock(match: re.Match[str], part: str | None, hour: int, minute: int) -> Candidate:
    period = _PART_VALUES.get(part or "", "")
    if period in _ONE_DAY_PARTS and hour < 12:
        hour += 12
    elif (period in {"晚上", "半夜"} and hour == 12) or hour == 24:
        hour = 0
    elif (period == "中午" and hour < 4) or (not period and 1 <= hour < _MORNING_STARTS and ":" not in match[0]):
        hour += 12
    return Candidate("time", f"{hour:02d}:{minute:02d}", match.start(), match.end())
