"""Numbers as shoppers write them: 75, 七十五, 一百三."""

from __future__ import annotations

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
CHINESE_NUMBER = r"[零〇一二两三四五六七八九十百]+"
NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE_NUMBER})"
"""A regular expression for what ``read_number`` reads."""


def read_digits(text: str) -> float:
    """七五 → 75, 七 → 7, 75 → 75."""
    if text[0].isdigit():
        return float(text)
    value = 0
    for char in text:
        value = value * 10 + DIGITS[char]
    return float(value)


def read_number(text: str) -> float:
    """A number in digits or in Chinese up to 999; 一百三 is 130."""
    if text[0].isdigit():
        return float(text)
    total, current, unit = 0, 0, 1
    for char in text:
        if char in "十百":
            unit = 10 if char == "十" else 100
            total += (current or 1) * unit
            current = 0
        else:
            if char in "零〇":
                unit = 10
            current = DIGITS[char]
    is_short = text[-1] in DIGITS and len(text) > 1 and text[-2] == "百"
    return float(total + (current * 10 if is_short else current))
