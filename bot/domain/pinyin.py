"""Sentences typed in pinyin (chuifengji huaile): too unsafe to read, so characters are asked for."""

from __future__ import annotations

import re

_SYLLABLE = (
    r"(?:zh|ch|sh)(?:ang|eng|ong|uang|uai|uan|un|ui|uo|ua|ai|an|ao|ei|en|ou|a|e|i|u)"
    r"|[jqx](?:iong|iang|ing|ian|iao|uan|ue|un|iu|ie|in|ia|i|u)"
    r"|[bpm](?:iao|ian|ing|ang|eng|ai|an|ao|ei|en|ie|in|iu|ou|a|i|o|u)|f(?:ang|eng|an|ei|en|ou|a|o|u)"
    r"|[dt](?:iao|ian|ing|ang|eng|ong|uan|ai|an|ao|ei|en|ie|iu|ou|ui|un|uo|a|e|i|u)"
    r"|[nl](?:iang|iao|ian|ing|ang|eng|ong|uan|ai|an|ao|ei|en|ie|in|iu|ou|uo|un|ue|a|e|i|u|v|ia)"
    r"|[gkh](?:uang|uai|uan|ang|eng|ong|ai|an|ao|ei|en|ou|ua|ui|un|uo|a|e|u)"
    r"|[zcs](?:uan|ang|eng|ong|ai|an|ao|ei|en|ou|ui|un|uo|a|e|i|u)|r(?:uan|ang|eng|ong|an|ao|en|ou|ui|un|uo|e|i|u)"
    r"|y(?:uan|ang|ing|ong|ao|an|in|ou|ue|un|a|e|i|o|u)|w(?:ang|eng|ai|an|ei|en|a|o|u)|er|ai|an|ao|ang|ou|en|a|o|e"
)
_SYLLABLES = re.compile(_SYLLABLE)
_WORD = re.compile(rf"(?:{_SYLLABLE})+")
_LETTERS_ONLY = re.compile(r"[A-Za-z\s'’,.?!，。？！~]+")
_FEWEST = 4
"""Syllables: fewer of them may be English or a brand (can you, nike)."""
_ENGLISH = frozenset(
    [
        "can",
        "you",
        "are",
        "the",
        "is",
        "me",
        "he",
        "she",
        "we",
        "to",
        "in",
        "on",
        "an",
        "a",
        "of",
        "no",
        "hi",
        "man",
        "men",
        "wine",
        "size",
        "shoe",
        "phone",
        "sale",
        "same",
        "more",
        "made",
        "change",
        "china",
        "open",
        "pen",
    ]
)


def is_pinyin(text: str) -> bool:
    """Whether the message is a sentence of pinyin and nothing else."""
    text = text.strip().lower()
    if not _LETTERS_ONLY.fullmatch(text):
        return False
    words = re.findall(r"[a-z]+", text)
    if not all(_WORD.fullmatch(word) for word in words) or sum(word in _ENGLISH for word in words) > len(words) / 3:
        return False
    return sum(len(_SYLLABLES.findall(word)) for word in words) >= _FEWEST
