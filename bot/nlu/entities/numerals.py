"""Numbers as shoppers write them: 12, 3.5, 一百二, 两千五, 1.2万."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import cn2an

CHINESE = "[零〇一二两三四五六七八九十百千]"
NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE}{{1,12}}(?:点{CHINESE}{{1,12}})?)"
"""Pattern of a number that :func:`parse_number` reads (not every match is one)."""

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2", "幺": "1"}


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal | None:
    """The number, or None if it is none (百, 十两)."""
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).isdigit() and plain.isascii():
        return Decimal(plain)
    try:
        return Decimal(str(cn2an.cn2an(plain, "smart")))
    except (ValueError, KeyError):
        return None


def read_digits(text: str) -> str:
    """Spell digit by digit: 七五 → 75, 幺三八 → 138; other characters stay."""
    return "".join(_DIGITS.get(char, char) for char in text)


def format_number(value: Decimal) -> str:
    """Plain notation without trailing zeros: 75, 52.5."""
    return format(value.normalize(), "f") if value else "0"
