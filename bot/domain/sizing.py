"""Body measures in shoppers' words, and size advice from a size chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.chinese_numbers import NUMBER, read_digits, read_number
from bot.domain.product import SizeRow

_METRE = re.compile(
    rf"({NUMBER})\s*(?:米|[mM](?![a-zA-Z]))"
    r"(\d{1,2}(?!\d)|[零〇一二两三四五六七八九]{1,2}(?![十百]))?(?!\s*(?:公斤|千克|kg|KG|斤))"
)
_CENTIMETRE = re.compile(r"(\d{2,3})(?:\.\d+)?\s*(?:厘米|公分|cm|CM)")
_HEIGHT_WORD = re.compile(r"(?:身高|高|个子)\D{0,3}(\d{2,3})(?!\d)")
_KILOGRAM = re.compile(rf"({NUMBER})\s*(?:公斤|千克|kg|KG|Kg)")
_JIN = re.compile(rf"({NUMBER})\s*斤(半)?")
_WEIGHT_WORD = re.compile(r"(?:体重|重)\D{0,3}(\d{1,3}(?:\.\d+)?)(?!\d)")
_BARE_PAIR = re.compile(r"(?<!\d)(1[3-9]\d|20\d)(?!\s*(?:斤|公斤|千克|kg|KG))\D{1,4}(\d{2,3})(?!\d)")
_BARE_HEIGHT = re.compile(r"(?<![\d.])(1[3-9]\d|20\d)(?!\d|\s*(?:斤|公斤|千克|kg|KG|块|元))")
_FOOT = re.compile(r"(?:脚长|脚|内长)\D{0,3}(\d{2,3}(?:\.\d)?)|(\d{2}(?:\.\d)?)\s*(?:厘米|公分|cm|CM)?的?(?:脚|长的脚)")
_NORMAL_BMI = 22.0


class SizeFit(StrEnum):
    """How sure the advice is."""

    EXACT = "exact"
    """All measures lie in one line of the chart; ``alternative`` is the next larger line that holds them too."""
    BETWEEN = "between"
    """The chart's lines disagree: ``size`` follows the weight, ``alternative`` the height."""
    OUTSIDE = "outside"
    """Beyond the chart: ``size`` is only the nearest."""
    NEEDS_MEASURES = "needs_measures"
    """Nothing to go by: ask for height and weight."""
    NO_CHART = "no_chart"
    """The product has no sizes."""


@dataclass(frozen=True, slots=True)
class SizeAdvice:
    """Advice for one person. ``height_cm`` and ``weight_kg`` are what was understood (None: not told)."""

    fit: SizeFit
    size: str | None = None
    alternative: str | None = None
    height_cm: int | None = None
    weight_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What a shopper told about the body; None: not told."""

    height_cm: int | None = None
    weight_kg: float | None = None
    foot_cm: float | None = None


def parse_measures(text: str) -> Measures:
    """Read 身高175体重140 / 一米六 100斤 / 1.75m 65kg / 160/55 / 脚长24.5.

    A weight without unit is read as kg or 斤, whichever is nearer to a usual build for that height.
    """
    height = parse_height_cm(text)
    weight = parse_weight_kg(text)
    foot = _FOOT.search(text)
    foot_cm = float(foot.group(1) or foot.group(2)) if foot else None
    if foot_cm is not None and foot_cm > 100:
        foot_cm /= 10
    if height is None and weight is not None and foot is None:
        beside = _BARE_HEIGHT.search(text)
        height = int(beside.group(1)) if beside else None
    if height is None or weight is None:
        pair = _BARE_PAIR.search(text)
        if pair and foot is None:
            height = height if height is not None else int(pair.group(1))
            weight = weight if weight is not None else float(_resolve_unit(float(pair.group(2)), height))
    if weight is None:
        bare = _WEIGHT_WORD.search(text)
        if bare:
            weight = _resolve_unit(float(bare.group(1)), height)
    return Measures(height, weight, foot_cm)


def parse_height_cm(text: str) -> int | None:
    """Read 175cm / 1米75 / 一米七五 / 1.75m / 身高175 as centimetres (50…230), else None."""
    metre = _METRE.search(text)
    if metre:
        value = read_number(metre.group(1)) * 100
        rest = metre.group(2)
        if rest and "." not in metre.group(1):
            extra = read_digits(rest)
            value += extra * 10 if extra < 10 else extra
        return _plausible_height(value)
    for pattern in (_CENTIMETRE, _HEIGHT_WORD):
        match = pattern.search(text)
        if match:
            return _plausible_height(float(match.group(1)))
    bare = re.fullmatch(r"\s*(\d{3})\s*", text)
    return _plausible_height(float(bare.group(1))) if bare else None


def parse_weight_kg(text: str) -> float | None:
    """Read 65kg / 130斤 / 一百三十斤 / 六十公斤 as kilograms (2…200), else None."""
    kilogram = _KILOGRAM.search(text)
    if kilogram:
        return _plausible_weight(read_number(kilogram.group(1)))
    jin = _JIN.search(text)
    if jin:
        return _plausible_weight((read_number(jin.group(1)) + (0.5 if jin.group(2) else 0)) / 2)
    return None


def advise_size(chart: Sequence[SizeRow], height_cm: int | None, weight_kg: float | None) -> SizeAdvice:
    """The size for these measures; ``chart`` goes from small to large.

    Lines overlap: a line that holds both measures is the answer, and a larger one that does too is the alternative.
    """
    if not chart:
        return SizeAdvice(SizeFit.NO_CHART, height_cm=height_cm, weight_kg=weight_kg)
    by_weight = None if weight_kg is None else _row_for(chart, weight_kg, lambda row: row.weight_kg)
    uses_height = any(row.height_cm[1] < 250 for row in chart)
    by_height = None if height_cm is None or not uses_height else _row_for(chart, height_cm, lambda row: row.height_cm)
    if by_weight is None and by_height is None:
        return SizeAdvice(SizeFit.NEEDS_MEASURES, height_cm=height_cm, weight_kg=weight_kg)
    fitting = [row.size for row in chart if _covers(row, height_cm if uses_height else None, weight_kg)]
    if fitting:
        larger = fitting[1] if len(fitting) > 1 else None
        return SizeAdvice(SizeFit.EXACT, fitting[0], larger, height_cm, weight_kg)
    main = by_weight if by_weight is not None else by_height
    other = by_height if by_height is not None else by_weight
    assert main is not None
    assert other is not None
    is_inside = main[1] and other[1]
    alternative = chart[other[0]].size if other[0] != main[0] else None
    fit = SizeFit.BETWEEN if is_inside else SizeFit.OUTSIDE
    return SizeAdvice(fit, chart[main[0]].size, alternative, height_cm, weight_kg)


def shoe_size(foot_cm: float) -> int:
    """The Chinese (EU style) shoe size: twice the foot's length in cm minus ten, rounded up (GB/T 3293.1)."""
    return int(-(-(foot_cm * 2 - 10) // 1))


def _covers(row: SizeRow, height_cm: int | None, weight_kg: float | None) -> bool:
    tall = height_cm is None or row.height_cm[0] <= height_cm <= row.height_cm[1]
    return tall and (weight_kg is None or row.weight_kg[0] <= weight_kg <= row.weight_kg[1])


def _row_for(chart: Sequence[SizeRow], value: float, bounds: object) -> tuple[int, bool]:
    """Index of the first line that holds the value, or of the nearest one with False."""
    assert callable(bounds)
    best, best_distance = 0, float("inf")
    for index, row in enumerate(chart):
        low, high = bounds(row)
        if low <= value <= high:
            return index, True
        distance = low - value if value < low else value - high
        if distance < best_distance:
            best, best_distance = index, distance
    return best, False


def _resolve_unit(value: float, height_cm: int | None) -> float:
    if height_cm is None:
        return value / 2 if value > 90 else value
    metre = height_cm / 100
    kilogram_bmi, jin_bmi = value / metre**2, value / 2 / metre**2
    return value if abs(kilogram_bmi - _NORMAL_BMI) <= abs(jin_bmi - _NORMAL_BMI) else value / 2


def _plausible_height(value: float) -> int | None:
    return round(value) if 50 <= value <= 230 else None


def _plausible_weight(value: float) -> float | None:
    return value if 2 <= value <= 200 else None
