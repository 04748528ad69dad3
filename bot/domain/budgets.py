"""What a shopper wants to spend: 500以内, 两三百, 一千左右."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.product import Product

_NUMBER = r"(\d+(?:\.\d+)?)\s*(千|百|k|K|w|万)?"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:元|块)?\s*(?:[-~～—–到至])\s*{_NUMBER}\s*(?:元|块|左右|以内|之间|的)?")
_BELOW = re.compile(
    rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:以内|以下|之内|内|封顶)|(?:不超过|不高于|低于|最多)\s*{_NUMBER}"
)
_ABOVE = re.compile(rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:以上|起)|(?:不低于|高于|至少)\s*{_NUMBER}")
_ABOUT = re.compile(rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:左右|上下|多一点|出头)|(?:预算|价位|大概)\D{{0,3}}{_NUMBER}")
_CHINESE_AMOUNT = re.compile(r"([一二两三四五六七八九])([千百])([一二三四五六七八九])?")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"千": 1000, "k": 1000, "K": 1000, "百": 100, "万": 10000, "w": 10000}


@dataclass(frozen=True, slots=True)
class Budget:
    """A price range in fen, both ends included; None: open."""

    min_fen: int | None = None
    max_fen: int | None = None

    def fits(self, product: Product) -> bool:
        """Whether a variant that is on the shelf costs that much."""
        return any(self.holds(sku.price_fen) for sku in product.skus if sku.stock > 0)

    def holds(self, fen: int) -> bool:
        """Whether an amount lies in the range."""
        return (self.min_fen is None or fen >= self.min_fen) and (self.max_fen is None or fen <= self.max_fen)


def parse_budget(text: str) -> Budget | None:
    """Read 500以内 / 200-300 / 一千左右 / 两百多 / 不超过1千 as a price range; None if no budget is told."""
    plain = _CHINESE_AMOUNT.sub(_to_digits, text)
    for pattern, build in ((_RANGE, _range), (_BELOW, _below), (_ABOVE, _above), (_ABOUT, _about)):
        match = pattern.search(plain)
        if match:
            return build(list(match.groups()))
    return None


def _amounts(groups: list[str | None]) -> list[int]:
    found = []
    for number, unit in zip(groups[::2], groups[1::2], strict=True):
        if number is not None:
            found.append(round(float(number) * _UNITS.get(unit or "", 1) * 100))
    return found


def _range(groups: list[str | None]) -> Budget:
    low, high = _amounts(groups)
    return Budget(min(low, high), max(low, high))


def _below(groups: list[str | None]) -> Budget:
    return Budget(None, _amounts(groups)[0])


def _above(groups: list[str | None]) -> Budget:
    return Budget(_amounts(groups)[0], None)


def _about(groups: list[str | None]) -> Budget:
    amount = _amounts(groups)[0]
    return Budget(round(amount * 0.75), round(amount * 1.25))


def _to_digits(match: re.Match[str]) -> str:
    unit = _UNITS[match.group(2)]
    value = _VALUES[match.group(1)] * unit
    if match.group(3):
        value += _VALUES[match.group(3)] * unit // 10
    return str(value)
