"""Whether a number that a shopper tells (11 个月, 32 斤) lies within what the sheet says a product is made for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.chinese_numbers import NUMBER, read_number
from bot.domain.sizing import parse_height_cm, parse_weight_kg

_TO = r"\s*[–\-~～至到]\s*"
_DECIMAL = r"(\d+(?:\.\d+)?)"
_AGE = re.compile(
    rf"(没满|没到|不满|不到|未满|还没)?({NUMBER})(半)?(?:个)?(半)?(岁半|周岁|岁|个月|月龄|个多月)(以下|以内)?|(新生儿|刚出生|初生|半岁|满月|百天|周岁)"
)
_AGE_WORDS = {"新生儿": 0.0, "刚出生": 0.0, "初生": 0.0, "半岁": 6.0, "满月": 1.0, "百天": 3.0, "周岁": 12.0}
_NOT_AN_AGE = re.compile(r"保质|保修|质保|过期|开封|开罐|到货|发货|分期|更换|换一|买了|用了")


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the question in the dimension's unit, and as it was said."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class LimitAnswer:
    """The line that limits, and the judgement in words. ``fits``: the number lies within it."""

    key: str
    value: str
    fits: bool
    lead: str
    remark: str


@dataclass(frozen=True, slots=True)
class _Dimension:
    """One kind of number. The words hold ``{said}`` and follow the quoted line."""

    keys: tuple[str, ...]
    read: Callable[[str], Told | None]
    bounds: Callable[[str], tuple[float, float] | None]
    good: tuple[str, str]
    above: tuple[str, str]
    below: tuple[str, str]


def compare_with_limits(sheet: Mapping[str, str], question: str) -> tuple[LimitAnswer, ...]:
    """The judgement for every number that the sheet limits, those that do not fit first."""
    text = question.lower()
    judged: dict[str, LimitAnswer] = {}
    for dimension in _DIMENSIONS:
        told = dimension.read(text)
        found = _limit_of(dimension, told, sheet) if told is not None else None
        if found is not None:
            judged.setdefault(found.key, found)
    return tuple(sorted(judged.values(), key=lambda answer: answer.fits))


def _limit_of(dimension: _Dimension, told: Told, sheet: Mapping[str, str]) -> LimitAnswer | None:
    for part in dimension.keys:
        for key, value in sheet.items():
            bounds = dimension.bounds(value) if part in key else None
            if bounds is not None:
                return _judge(dimension, told, key, value, bounds)
    return None


def _judge(dimension: _Dimension, told: Told, key: str, value: str, bounds: tuple[float, float]) -> LimitAnswer:
    low, high = bounds
    fits = low <= told.value <= high
    lead, remark = dimension.good if fits else dimension.above if told.value > high else dimension.below
    return LimitAnswer(key, value, fits, lead, remark.format(said=told.words))


def _age(text: str) -> Told | None:
    match = _AGE.search(text)
    if match is None or _NOT_AN_AGE.search(text):
        return None
    under, number, half, second_half, unit, below, word = match.groups()
    if word:
        months = _AGE_WORDS[word] - (0.5 if re.search(rf"(?:没|不|未)\D?{word}", text) else 0.0)
        return Told(months, word)
    months = read_number(number) * (12 if "岁" in unit else 1)
    if half or second_half or unit == "岁半":
        months += 6 if "岁" in unit else 0.5
    return Told(months - (0.5 if under or below else 0.0), match.group(0))


def _age_bounds(value: str) -> tuple[float, float] | None:
    plain = re.sub(r"\s", "", value)
    if between := re.search(rf"(\d+){_TO}(\d+)(个月|岁)", plain):
        factor = 12 if between.group(3) == "岁" else 1
        return int(between.group(1)) * factor, int(between.group(2)) * factor
    if least := re.search(r"(\d+)(个月|岁)(?:以上|以下[^，。]*(?:不能|不可|不宜|不建议))", plain):
        return int(least.group(1)) * (12 if least.group(2) == "岁" else 1), math.inf
    if "新生儿可用" in plain:
        return 0, math.inf
    return (18 * 12, math.inf) if plain == "成人" else None


def _number_with(units: str, pattern: str = "") -> Callable[[str], Told | None]:
    found = re.compile(pattern or rf"({NUMBER})\s*(?:多|来)?({units})")

    def read(text: str) -> Told | None:
        match = found.search(text)
        return Told(read_number(match.group(1)), match.group(0)) if match else None

    return read


def _between(units: str) -> Callable[[str], tuple[float, float] | None]:
    found = re.compile(rf"{_DECIMAL}{_TO}{_DECIMAL}\s*(?:{units})")

    def bounds(value: str) -> tuple[float, float] | None:
        match = found.search(value)
        return (float(match.group(1)), float(match.group(2))) if match else None

    return bounds


def _at_most(pattern: str) -> Callable[[str], tuple[float, float] | None]:
    found = re.compile(pattern)

    def bounds(value: str) -> tuple[float, float] | None:
        match = found.search(value)
        return (0.0, float(match.group(1))) if match else None

    return bounds


def _weight(text: str) -> Told | None:
    kilogram = parse_weight_kg(text)
    if kilogram is None:
        return None
    said = re.search(rf"{NUMBER}\s*斤半?", text)
    return Told(kilogram, f"{said.group(0)}（约 {kilogram:g} 公斤）" if said else f"{kilogram:g} 公斤")


def _height(text: str) -> Told | None:
    height = parse_height_cm(text)
    return Told(float(height), f"{height} 厘米") if height is not None else None


def _foot(text: str) -> Told | None:
    size = re.search(r"(?<!\d)(3[4-9]|4[0-8])\s*[码号]", text)
    foot = re.search(r"脚长\D{0,3}(\d{2}(?:\.\d)?)", text)
    if foot:
        return Told(float(foot.group(1)), f"脚长 {foot.group(1)} 厘米")
    return (
        Told((int(size.group(1)) + 10) / 2, f"{size.group(1)} 码（脚长约 {(int(size.group(1)) + 10) / 2:g} 厘米）")
        if size
        else None
    )


def _temperature(text: str) -> Told | None:
    match = re.search(rf"(零下|负)?({NUMBER})\s*(?:多|来)?度", text)
    return Told(read_number(match.group(2)) * (-1 if match.group(1) else 1), match.group(0)) if match else None


def _volts(value: str) -> tuple[float, float] | None:
    single = re.search(r"(\d{3})\s*伏", value)
    return _between("伏")(value) or ((float(single.group(1)), float(single.group(1))) if single else None)


_UNSUITABLE = ("不建议，", "您说的{said}不在这个范围内，不适合使用")
_DIMENSIONS = (
    _Dimension(
        ("适用月龄", "适用年龄", "适用人群", "适用"),
        _age,
        _age_bounds,
        ("可以的，", "您说的{said}在这个范围内"),
        _UNSUITABLE,
        _UNSUITABLE,
    ),
    _Dimension(
        ("承重",),
        _weight,
        _at_most(r"(\d+(?:\.\d+)?)\s*公斤"),
        ("可以的，", "您说的{said}没有超过承重"),
        ("不建议，", "您说的{said}已经超过承重，为了安全请不要使用"),
        _UNSUITABLE,
    ),
    _Dimension(
        ("适用身高",),
        _height,
        _between("厘米"),
        ("适合的，", "您说的身高 {said}在这个范围内"),
        ("不太适合，", "您说的身高 {said}超出了这个范围"),
        ("不太适合，", "您说的身高 {said}不到这个范围"),
    ),
    _Dimension(
        ("适用面积", "面积"),
        _number_with("平米|平方米|平方|平|㎡"),
        _between("平方米|平米|㎡"),
        ("够用的，", "您说的{said}在这个范围内"),
        ("可能不够，", "您说的{said}超出了这个范围，效果可能不理想"),
        ("够用的，", "您说的{said}小于这个范围"),
    ),
    _Dimension(
        ("适用人数", "容量"),
        _number_with("个人|口人|口|人|个大人", rf"({NUMBER})\s*(?:个人|个大人|口人|口之家|口|人(?!工))"),
        _between("人"),
        ("够用的，", "您说的{said}在这个范围内"),
        ("可能不够，", "您说的{said}超出了建议的人数"),
        ("够用的，", "您说的{said}少于建议的人数"),
    ),
    _Dimension(
        ("电压",),
        _number_with("伏|v", r"(\d{3})\s*(伏|v)"),
        _volts,
        ("可以的，", "您说的{said}在这个范围内"),
        _UNSUITABLE,
        _UNSUITABLE,
    ),
    _Dimension(
        ("电脑仓",),
        _number_with("寸|英寸"),
        _at_most(r"(\d+(?:\.\d+)?)\s*英寸及以下"),
        ("可以的，", "您说的{said}在这个范围内"),
        ("放不下，", "您说的{said}超出了这个尺寸"),
        _UNSUITABLE,
    ),
    _Dimension(
        ("存储", "插卡"),
        _number_with("g|gb", r"(\d{2,4})\s*(gb?|个g)"),
        _at_most(r"最大\s*(\d+)\s*GB"),
        ("可以的，", "您说的{said}在这个范围内"),
        ("不支持，", "您说的{said}超出了最大容量"),
        _UNSUITABLE,
    ),
    _Dimension(
        ("适用脚长",),
        _foot,
        _between("厘米"),
        ("可以的，", "您说的{said}在这个范围内"),
        ("可能偏小，", "您说的{said}超出了这个范围"),
        ("可能偏大，", "您说的{said}不到这个范围"),
    ),
    _Dimension(
        ("厚薄",),
        _temperature,
        _between("度"),
        ("可以的，", "您说的{said}在这个范围内"),
        ("可能偏热，", "您说的{said}超出了这个范围"),
        ("可能不够暖，", "您说的{said}低于这个范围，建议叠穿"),
    ),
)
