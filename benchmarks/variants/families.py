"""Families of named features. The first letter of a feature's name is its family, as in :mod:`bot.nlu.features`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.variants.concepts import count_all, open_language
from bot.nlu.features import count_features, replace_numbers

Family = Callable[[str], Counter[str]]


def characters(text: str) -> Counter[str]:
    """The shipped character 1- to 4-grams."""
    return count_features(text)[0]


def sounds(text: str) -> Counter[str]:
    """The shipped pinyin 1- to 3-grams."""
    return count_features(text)[1]


def mixed(text: str) -> Counter[str]:
    """1- to 3-grams of the message with each word of the lexicon replaced by its concept."""
    return count_all(text)[2]


def concepts(text: str) -> Counter[str]:
    """Concepts of the lexicon, in sequence and in pairs."""
    return count_all(text)[3]


def skips(text: str) -> Counter[str]:
    """Pairs of characters with one to three others between them."""
    return count_all(text)[4]


def words(text: str) -> Counter[str]:
    """Words and pairs of neighbouring words, as the project's pipeline cuts them."""
    found = cut_words(text)
    counts = Counter("w" + word for word in found)
    counts.update(_grams("w", ["^", *found, "$"], 2))
    return counts


def cut_words(text: str) -> list[str]:
    """The words of a normalized text."""
    return [token.text for token in open_language().make_doc(replace_numbers(text)) if not token.is_space]


def _grams(letter: str, sequence: Sequence[str], length: int) -> list[str]:
    return [letter + " ".join(sequence[i : i + length]) for i in range(len(sequence) - length + 1)]
