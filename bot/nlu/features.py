"""What the classifier sees of a message: named features with counts, in two families.

Characters: 1- to 4-grams within each clause, numbers and links replaced by their shape. Sounds: 1- to 3-grams of
pinyin syllables over the whole message, so that 退宽 and 发飘 sound like what they mean.
"""

from __future__ import annotations

import re
from collections import Counter

from pypinyin import lazy_pinyin

FAMILIES = ("c", "p")
"""First letter of a feature's name: its family."""

_LONGEST_CHARACTER_GRAM = 4
_LONGEST_SOUND_GRAM = 3
_CLAUSE = re.compile(r"\w+|[^\w\s]+")
# Lower case is taken by the text itself, so upper-case letters can stand for shapes.
_SHAPES = (
    (re.compile(r"https?://[!-~]+"), "U"),
    (re.compile(r"(?<!\d)1\d{10}(?!\d)"), "P"),
    (re.compile(r"[a-z]{0,4}\d{9,}"), "N"),
    (re.compile(r"\d+(?:\.\d+)?"), "0"),
)


def replace_numbers(text: str) -> str:
    """Lower case, with links, phone numbers, long numbers and other numbers replaced by one sign each."""
    shaped = text.lower()
    for pattern, sign in _SHAPES:
        shaped = pattern.sub(sign, shaped)
    return shaped


def count_features(text: str) -> tuple[Counter[str], ...]:
    """The features of a normalized text, a counter per family in the order of :data:`FAMILIES`."""
    shaped = replace_numbers(text)
    return _count_character_grams(shaped), _count_sound_grams(shaped)


def _count_character_grams(shaped: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for clause in _CLAUSE.findall(shaped):
        padded = f" {clause} "
        for length in range(1, _LONGEST_CHARACTER_GRAM + 1):
            counts.update("c" + padded[i : i + length] for i in range(len(padded) - length + 1))
    return counts


def _count_sound_grams(shaped: str) -> Counter[str]:
    syllables = ["^", *lazy_pinyin(shaped), "$"]
    counts: Counter[str] = Counter()
    for length in range(1, _LONGEST_SOUND_GRAM + 1):
        counts.update("p" + " ".join(syllables[i : i + length]) for i in range(len(syllables) - length + 1))
    return counts
