"""Height and weight of a person, and weights of goods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu.entities.candidate import RANK_ADDRESS, Candidate
from bot.nlu.entities.numerals import CHINESE, NUMBER, format_number, parse_number, read_digits

_SEPARATED = r"\s*(?:有|是|大概|大约|差不多|约|才|就|只有|快|[:：，,]|\s){0,3}\s*"
_METRES = re.compile(
    rf"(?<![\d.])(?:([12一两])\s?(?:米|[mM](?![A-Za-z]))\s?(\d{{1,2}}(?!\d|\.\d)|\d\d(?=\d{{2,3}}\s?(?:斤|"
    rf"公斤|[kK][gG]))|{CHINESE}{{1,3}})?(?:cm|厘米|公分)?"
    rf"|([12]?\.\d{{1,2}})\s?(?:米|[mM](?![A-Za-z]))(?!\d)"
    rf"|(?<![\u4e00-\u9fff])米([3-9三四五六七八九]\d?[零一二三四五六七八九]?)(?![\d.]))"
)
_CENTIMETRES = re.compile(r"(?<![\d.*xX×/-])(\d{2,3}(?:\.\d)?)\s?(?:cm|CM|Cm|厘米|公分)(?![*xX×²])")
_HEIGHT_WORD = re.compile(
    rf"(?:身高|个子|个头|个儿|(?<![最提增加升较很不多太有好新])高){_SEPARATED}(\d{{2,3}}(?:\.\d)"
    r"?)(?![\d.]|[斤块元件瓦档万级度])"
)
_PAIR = re.compile(
    r"(?<![\d.*/-])(1[3-9]\d|20\d)(?:cm|CM)?\s?([/,，、 \-+.]|(?:的?身高)?[，, ]?(?:体重))\s?(\d{2,3}(?:\.\d)"
    r"?)(?![\d./*:]|[-]\d|[A-CYa-cy])\s?(斤|公斤|kg|KG|Kg|千克)?"
)
_BODY_WORDS = re.compile(
    r"女儿|儿子|孩|宝宝|闺女|个子|个头|大高个|穿|码|身高|体重|身材|尺寸|胖|瘦|合适|推荐|号|斤|kg|KG|公斤|大小|多大"
)
_GOODS_WORDS = re.compile(
    r"长|宽|厚|深|直径|床|桌|柜|线|管|帘|布|架|层|屏|底座|口径|杆|缝|距|孔|箱|袋子|盒子|高度|树|锅|垫|毯|伞"
)
_KILOGRAMS = re.compile(rf"(?<![\d.])({NUMBER})[来多]?\s?(?:公斤|千克|[kK][gG])(?![A-Za-z])(半)?")
_JIN = re.compile(rf"(?<![\d.几])({NUMBER}|半)[来多]?\s?市?斤(半)?(?!克|拉)")
_GRAMS = re.compile(
    r"(?<![\d.A-Za-z])(\d{1,5}(?:\.\d+)?)\s?(?:克(?!拉|隆|罗|服|制)|g(?![A-Za-z0-9]|内存|运存|显存|"
    r"版|网|流|手机|的?硬盘|的?U盘|的?固态))"
)
_WEIGHT_WORD = re.compile(
    rf"(?:体重|(?<![净毛多太很超载承起么贵])重){_SEPARATED}({NUMBER})(?!\d|\.\d|\s?(?:斤|公斤|千克|"
    r"[kK][gG]|g|克|新|复|要|次|件|个|吨|来|多|磅|米|块|元|天|发|做))"
)
_BARE_HEIGHT = re.compile(
    r"(?<![\d./*-])(1[5-9]\d|1[0-4]\d(?=高|身高))(?=\s?(?:的?(?:选|穿|能穿|拍|骑|壮|瘦|胖|偏)|高|身高))"
)
_WHOLE_HEIGHT = re.compile(r"1[4-9]\d")
_BEHIND_HEIGHT = re.compile(r"[ ,，]?(\d{2,3})(?:\s?(斤|公斤|千克|[kK][gG]))?(?![\d.]|[块元件个号码天包cCmM])")
_BINARY_SIZES = frozenset({"2.4", "5.8", "2", "3", "4", "5", "6", "8", "16", "32", "64", "128", "256", "512"})
_HEAVIEST_JIN = 10000
_NORMAL_BMI = Decimal(22)
_HEIGHTS = (50, 230)
_PERSON_KG = (Decimal(2), Decimal(250))


def find_measures(text: str) -> Iterator[Candidate]:
    """Heights in cm (175) and weights in kg (75, 0.5)."""
    heights = list(_find_heights(text))
    yield from heights
    yield from _find_weights(text)
    height = next((Decimal(found.value) for found in heights if found.type == "height"), None)
    for found in heights:
        behind = _BEHIND_HEIGHT.match(text, found.end) if found.type == "height" else None
        if behind:
            bare = _with_unit(Decimal(behind[1]), behind[2]) if behind[2] else _person_weight(behind[1], height)
            if bare is not None:
                yield Candidate("weight", bare, behind.start(1), behind.end())
    for match in _WEIGHT_WORD.finditer(text):
        bare = _person_weight(match[1], height)
        if bare is not None:
            yield Candidate("weight", bare, match.start(1), match.end(1))
    yield from _find_pairs(text)


def _find_heights(text: str) -> Iterator[Candidate]:
    for match in _METRES.finditer(text):
        value = _read_metres(match)
        if value is None or _is_of_goods(text, match):
            continue
        if _HEIGHTS[0] <= value <= _HEIGHTS[1] and (value % 100 or _BODY_WORDS.search(text)):
            yield Candidate("height", format_number(value), match.start(), match.end())
    for match in _CENTIMETRES.finditer(text):
        value = Decimal(match[1])
        is_person = bool(_BODY_WORDS.search(text)) or 140 <= value <= 210 or match[0] == text
        if _is_of_goods(text, match) or not is_person:
            yield Candidate("size", f"{match[1]}厘米", match.start(), match.end())
        elif _HEIGHTS[0] <= value <= _HEIGHTS[1]:
            yield Candidate("height", format_number(value), match.start(), match.end())
    for match in _HEIGHT_WORD.finditer(text):
        value = Decimal(match[1])
        if _HEIGHTS[0] <= value <= _HEIGHTS[1]:
            yield Candidate("height", format_number(value), match.start(1), match.end(1))
    if _BODY_WORDS.search(text):
        for match in _BARE_HEIGHT.finditer(text):
            yield Candidate("height", match[1], match.start(), match.end())
    elif _WHOLE_HEIGHT.fullmatch(text):
        yield Candidate("height", text, 0, len(text))


def _read_metres(match: re.Match[str]) -> Decimal | None:
    if match[4]:
        return Decimal(100) + _fraction(match[4])
    if match[3]:
        return Decimal(match[3]) * 100
    whole = parse_number(match[1])
    if whole is None:
        return None
    return whole * 100 + (_fraction(match[2]) if match[2] else 0)


def _fraction(text: str) -> Decimal:
    """What follows 米: 七 → 70, 75 → 75, 六五 → 65, 七十 → 70."""
    if "十" in text:
        return parse_number(text) or Decimal(0)
    digits = read_digits(text)
    if not digits.isdigit():
        return Decimal(0)
    return Decimal(digits) * 10 if len(digits) == 1 else Decimal(digits[:2])


def _is_of_goods(text: str, match: re.Match[str]) -> bool:
    """Whether the words around speak of goods rather than of a person."""
    around = text[max(0, match.start() - 8) : match.start()] + "|" + text[match.end() : match.end() + 4]
    return bool(_GOODS_WORDS.search(around)) and not re.search(r"身高|个子", around)


def _find_weights(text: str) -> Iterator[Candidate]:
    for match in _KILOGRAMS.finditer(text):
        value = parse_number(match[1])
        if value is not None:
            yield _weight(value + (Decimal("0.5") if match[2] else 0), match)
    for match in _JIN.finditer(text):
        value = Decimal("0.5") if match[1] == "半" else parse_number(match[1])
        if value is not None and value < _HEAVIEST_JIN:
            yield _weight((value + (Decimal("0.5") if match[2] else 0)) / 2, match)
    for match in _GRAMS.finditer(text):
        if not (match[0].endswith("g") and match[1] in _BINARY_SIZES):
            yield _weight(Decimal(match[1]) / 1000, match)


def _weight(kilograms: Decimal, match: re.Match[str]) -> Candidate:
    return Candidate("weight", format_number(kilograms), match.start(), match.end())


def _find_pairs(text: str) -> Iterator[Candidate]:
    """175/130, 168-105, 170 65kg: height and weight without their names."""
    for match in _PAIR.finditer(text):
        separator, unit = match[2], match[4]
        is_clear = separator == "/" or len(separator) > 1 or unit or match[0] == text or _BODY_WORDS.search(text)
        weight = _with_unit(Decimal(match[3]), unit) if unit else _person_weight(match[3], Decimal(match[1]))
        if not is_clear or weight is None or _EXTENT_BEHIND.match(text, match.end()):
            continue
        yield Candidate("height", match[1], match.start(1), match.end(1), RANK_ADDRESS)
        yield Candidate("weight", weight, match.start(3), match.end(), RANK_ADDRESS)


_EXTENT_BEHIND = re.compile(r"\s?(?:cm|CM|厘米|公分|块|元|号|天|包|片|抽|个|件|套)")


def _with_unit(value: Decimal, unit: str) -> str:
    return format_number(value / 2 if unit == "斤" else value)


def _person_weight(text: str, height: Decimal | None) -> str | None:
    """A person's weight without unit: read as kg or 斤, whichever is nearer to a usual build; None if implausible."""
    value = parse_number(text)
    if value is None or not _PERSON_KG[0] <= value <= _PERSON_KG[1]:
        return None
    if height is None:
        return format_number(value / 2 if value > 90 else value)
    square = (height / 100) ** 2
    as_kilograms, as_jin = abs(value / square - _NORMAL_BMI), abs(value / 2 / square - _NORMAL_BMI)
    return format_number(value if as_kilograms <= as_jin else value / 2)
