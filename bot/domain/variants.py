"""Variants, numbers of pieces and amounts as shoppers name them: 28的, 灰色, 7袋的, 两份, 多少钱一斤."""

from __future__ import annotations

import re

from bot.domain.product import Product, Sku

_NUMERALS = {char: str(value) for value, char in enumerate("零一二三四五六七八九十")} | {
    "两": "2",
    "俩": "2",
    "仨": "3",
}
_UNIT = (
    r"(?:毫安|公斤|千克|kg|斤|毫升|ml|厘米|cm|英寸|寸|克|g|升|l|米|匹|片|袋|盒|颗|抽|包|支|罐|双"
    r"|条|粒|瓶|箱|个|只|件|份|套|提|对|把|台|床)"
)
_SAME_UNIT = {"kg": "公斤", "千克": "公斤", "ml": "毫升", "g": "克", "l": "升", "cm": "厘米", "寸": "英寸"}
_MEASURE = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNIT})")
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)?) ?({_UNIT})(?:装|码|尝鲜装)?(?: ?[×x*] ?(\d+) ?({_UNIT}))?")
_PIECES = re.compile(
    r"(\d{1,2})\s*(?:件|个|盒|份|箱|包|袋|瓶|双|条|套|台|只|支|罐|提|对|把|斤|桶|床|张|块(?!钱|左右|以))(?!装|钱)"
)
_BARE_NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?=的|和|跟|与|还是|$)")
_PER = rf"({_UNIT})"
_UNIT_PRICE = re.compile(
    rf"(?:多少?钱|多少|几块钱?|几毛钱?|合计?多少钱?)(?:一|1|每){_PER}|(?:一|1|每|平均){_PER}(?:是|合|要|才|下来|大概)*(?:多少|多钱|几块|几毛)"
)
_GRAMS = {"克": 1.0, "公斤": 1000.0, "斤": 500.0}
_COLOURS = "红橙黄绿青蓝紫黑白灰粉金银棕米咖杏"


def spell_numbers(text: str) -> str:
    """两盒 → 2盒, 三十袋 → 30袋: Chinese numbers before a unit as digits, without spaces."""
    compact = re.sub(r"\s", "", text.lower())
    compact = re.sub(rf"([二三四五六七八九])十(?={_UNIT})", lambda found: f"{_NUMERALS[found[1]]}0", compact)
    compact = re.sub(rf"十([一二三四五六七八九])(?={_UNIT})", lambda found: f"1{_NUMERALS[found[1]]}", compact)
    return re.sub(rf"(?<!第)([一二两俩三四五六七八九十仨])(?={_UNIT})", lambda found: _to_digits(found[1]), compact)


def named_variants(product: Product, text: str) -> tuple[Sku, ...]:
    """The variants that the text names, in the order of the page; empty: none, or all alike."""
    plain = _UNIT_PRICE.sub(" ", spell_numbers(text))
    scored = [(max((_fits(value, plain) for value in sku.attributes.values()), default=0), sku) for sku in product.skus]
    best = max((score for score, _ in scored), default=0)
    named = tuple(sku for score, sku in scored if score and score >= min(best, 2))
    return named if len(named) < len(product.skus) or len(named) == 2 else ()


def read_pieces(text: str, product: Product | None = None) -> int:
    """How many are bought: 2 for 两份; the number of a variant (2 箱) or an activity (买2送1) is none."""
    plain = re.sub(r"买\d+送\d+|第\d+件|满\d+件|\d+折", " ", spell_numbers(text))
    taken = (
        {value for sku in product.skus for value in _measures(" ".join(sku.attributes.values()))} if product else set()
    )
    for match in _PIECES.finditer(plain):
        number, unit = match.group(1), match.group(0)[len(match.group(1)) :]
        if (number, unit) not in taken and 0 < int(number) < 100 and unit != "斤":
            return int(number)
    return 1


def read_unit(text: str) -> str | None:
    """The unit that a price is asked for: 斤 of 多少钱一斤."""
    match = _UNIT_PRICE.search(re.sub(r"\s", "", text.lower()))
    unit = next((group for group in match.groups() if group), None) if match else None
    return _SAME_UNIT.get(unit, unit) if unit else None


def units_in(product: Product, sku: Sku, unit: str) -> float | None:
    """How many units a variant holds (20 斤 in 10 公斤); None where the page does not tell."""
    texts = [*sku.attributes.values()]
    if len(product.skus) == 1 or not any(_AMOUNT.search(text) for text in texts):
        texts += [product.specs.get("净含量", ""), product.specs.get("规格", ""), product.name]
    for text in texts:
        amounts = _amounts(text)
        if unit in _GRAMS and "克" in amounts:
            return amounts["克"] / _GRAMS[unit]
        if unit in amounts:
            return amounts[unit]
    return None


def size_of(text: str) -> tuple[float, str] | None:
    """The first measure of a variant or a line of the sheet, for larger and smaller: (28.0, 厘米)."""
    match = _MEASURE.search(text.lower().replace(" ", ""))
    if match is None:
        return None
    unit = _SAME_UNIT.get(match.group(2), match.group(2))
    value = float(match.group(1))
    return (value * _GRAMS[unit], "克") if unit in _GRAMS else (value, unit)


def _amounts(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for match in _AMOUNT.finditer(text.lower()):
        first, unit = float(match.group(1)), _SAME_UNIT.get(match.group(2), match.group(2))
        times = float(match.group(3) or 1)
        if unit in _GRAMS:
            first, unit = first * _GRAMS[unit], "克"
        found.setdefault(unit, first * times)
        if match.group(4):
            found.setdefault(match.group(4), times)
    return found


def _fits(value: str, plain: str) -> int:
    """2: named for sure; 1: a colour that is only hinted at; 0: not named."""
    compact = spell_numbers(value)
    size = re.match(r"(?:\d+|[\dx]*[sml])(?=码|$)", compact)
    if size is not None:
        core = re.escape(size.group())
        return 2 if re.search(rf"(?<![a-z0-9.]){core}(?![a-z0-9.])", plain) else 0
    if compact in plain:
        return 2
    measures = _measures(compact)
    if measures & _measures(plain):
        return 2
    numbers = {number for number, _ in measures} | set(re.findall(r"(?<![\d.])\d{2,}(?![\d.])", compact))
    if numbers & {match.group(1) for match in _BARE_NUMBER.finditer(plain)}:
        return 2
    names = re.findall(r"[\u4e00-\u9fff]{2,}", _MEASURE.sub(" ", compact))
    if any(name in plain for name in names):
        return 2
    colour = next((char for char in reversed(compact) if char in _COLOURS), None)
    return 1 if colour and re.search(rf"{colour}(?:色|的)", plain) else 0


def _measures(text: str) -> set[tuple[str, str]]:
    pairs = _MEASURE.findall(text.lower().replace(" ", ""))
    return {(number, _SAME_UNIT.get(unit, unit)) for number, unit in pairs}


def _to_digits(char: str) -> str:
    return _NUMERALS[char] if char != "十" else "10"
