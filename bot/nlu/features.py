"""What the classifier sees of a message: named features with counts, in families.

Characters: 1- to 4-grams within each clause, numbers and links replaced by their shape. Sounds: 1- to 3-grams of
pinyin syllables over the whole message, so that 退宽 and 发飘 sound like what they mean. With a lexicon also: the
message with each of its words replaced by the concept, as 1- to 3-grams; the concepts alone, in sequence and in pairs;
and pairs of characters with others between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from pypinyin import lazy_pinyin

from bot.nlu.concepts import ConceptReader

SHARES = (1.0, 1.0, 1.0, 0.5, 0.7)
"""How much each family weighs, in the order of :func:`count_features`; without a lexicon only the first two exist.

The first letter of a feature's name tells its family (the concepts have two letters), so that names never collide.
"""
PLAIN = ("c", "p")
"""The letters of the families that need no lexicon."""

_LONGEST_CHARACTER_GRAM = 4
_LONGEST_SOUND_GRAM = 3
_LONGEST_MIXED_GRAM = 3
_GAPS = (2, 3, 4)
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


def count_features(text: str, reader: ConceptReader | None = None) -> tuple[Counter[str], ...]:
    """The features of a normalized text, a counter per family; two families without a ``reader``, five with one."""
    shaped = replace_numbers(text)
    plain = (_count_character_grams(shaped), _count_grams("p", lazy_pinyin(shaped), range(1, _LONGEST_SOUND_GRAM + 1)))
    if reader is None:
        return plain
    concepts, sequence = reader.read(shaped)
    mixed = _count_grams("m", sequence, range(1, _LONGEST_MIXED_GRAM + 1))
    return (*plain, mixed, _count_concepts(concepts), _count_skips(shaped))


def _count_character_grams(shaped: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for clause in _CLAUSE.findall(shaped):
        padded = f" {clause} "
        for length in range(1, _LONGEST_CHARACTER_GRAM + 1):
            counts.update("c" + padded[i : i + length] for i in range(len(padded) - length + 1))
    return counts


def _count_concepts(concepts: Sequence[str]) -> Counter[str]:
    counts = Counter("k" + concept for concept in concepts)
    counts.update(_count_grams("k", concepts, range(2, 4)))
    counts.update(f"j{first}&{second}" for first, second in combinations(sorted(set(concepts)), 2))
    return counts


def _count_skips(shaped: str) -> Counter[str]:
    return Counter("s" + one + other for gap in _GAPS for one, other in zip(shaped, shaped[gap:], strict=False))


def _count_grams(letter: str, sequence: Sequence[str], lengths: range) -> Counter[str]:
    return Counter(_cut_grams(letter, ["^", *sequence, "$"], lengths))


def _cut_grams(letter: str, padded: Sequence[str], lengths: range) -> Iterator[str]:
    for length in lengths:
        for start in range(len(padded) - length + 1):
            yield letter + " ".join(padded[start : start + length])
