"""One spelling for what shoppers type, with a way back to the characters that they typed.

Full width becomes half width (Chinese punctuation stays Chinese), traditional becomes simplified, elongations are
squeezed, emoji become words, invisible characters vanish and white space collapses. Idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from opencc import OpenCC

from bot.nlu.emoji import EMOJI_WORDS, EMOTICON_WORDS, IS_EMOJI

_MAX_ROUNDS = 8
_TO_CHINESE_PUNCTUATION = str.maketrans({"!": "！", "?": "？", ";": "；"})
_KEPT_FULL_WIDTH = frozenset("！？；，")
_COMPATIBILITY = re.compile(r"[\uff00-\uffef\u3000\u3300-\u33ff\u2460-\u2473\u2e80-\u2fdf\uf900-\ufaff]")
_RUN = re.compile(r"([^\sA-Za-z0-9零〇一二三四五六七八九*])\1{2,}|([A-WYZa-wyz])\2{3,}")
_REPEATED_WORD = re.compile(r"((?:(?![零一二三四五六七八九])[\u4e00-\u9fff]){2,6}?)\1{2,}")
_EMOTICON = re.compile(r"\[([\u4e00-\u9fff]{1,3}|OK|NO)\]")
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9，。、]*")


class _Cell(NamedTuple):
    """One character of the result and the half-open span of the original that it stands for."""

    char: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """The normalized text; ``starts`` and ``ends`` hold the original span of each of its characters."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets of the normalized text → half-open offsets of the original.

        An empty span gives the place before its character. Raises IndexError beyond the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} outside a text of {len(self.text)} characters")
        if start == end:
            place = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]


def normalize_text(text: str) -> NormalizedText:
    """Normalize a shopper's message."""
    cells = [_Cell(char, index, index + 1) for index, char in enumerate(text)]
    for _ in range(_MAX_ROUNDS):
        before = _text_of(cells)
        cells = _normalize_once(cells)
        if _text_of(cells) == before:
            break
    return NormalizedText(_text_of(cells), tuple(cell.start for cell in cells), tuple(cell.end for cell in cells))


def _normalize_once(cells: list[_Cell]) -> list[_Cell]:
    if not _PLAIN.fullmatch(_text_of(cells)):
        cells = _fold_width(_drop_invisible(cells))
        cells = _replace_emoji(_replace_emoticons(cells))
        cells = _collapse_space(_unify_punctuation(cells))
    return _squeeze(_simplify(cells))


def _text_of(cells: list[_Cell]) -> str:
    return "".join(cell.char for cell in cells)


def _drop_invisible(cells: list[_Cell]) -> list[_Cell]:
    """Leave out control, format, private-use and lone surrogate characters, variation selectors and skin tones."""
    return [cell for cell in cells if cell.char.isspace() or not _is_invisible(cell.char)]


def _is_invisible(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    if "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff" or char == "\u20e3":
        return True
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Cn"}


def _fold_width(cells: list[_Cell]) -> list[_Cell]:
    folded: list[_Cell] = []
    for cell in cells:
        if cell.char in _KEPT_FULL_WIDTH or not _COMPATIBILITY.match(cell.char):
            folded.append(cell)
        else:
            folded.extend(cell._replace(char=char) for char in unicodedata.normalize("NFKC", cell.char))
    return folded


def _unify_punctuation(cells: list[_Cell]) -> list[_Cell]:
    """Write ``! ? ;`` and any comma that stands not between digits the Chinese way."""
    text = _text_of(cells)
    unified = []
    for index, cell in enumerate(cells):
        char = cell.char.translate(_TO_CHINESE_PUNCTUATION)
        if char == "," and not (text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()):
            char = "，"
        unified.append(cell._replace(char=char))
    return unified


def _replace_emoticons(cells: list[_Cell]) -> list[_Cell]:
    """Replace the bracketed names that chat programs send instead of pictures: ``[发怒]``."""
    text = _text_of(cells)
    if "[" not in text:
        return cells
    result, done = [], 0
    for match in _EMOTICON.finditer(text):
        word = EMOTICON_WORDS.get(match.group(1))
        if word is None:
            continue
        result += cells[done : match.start()]
        result += _spell(f" {word} " if word else " ", cells[match.start()].start, cells[match.end() - 1].end)
        done = match.end()
    return result + cells[done:]


def _replace_emoji(cells: list[_Cell]) -> list[_Cell]:
    """Replace each emoji by its word, once for a row of the same; emoji without a word leave a space."""
    result: list[_Cell] = []
    last_word: str | None = None
    for cell in cells:
        if not IS_EMOJI.match(cell.char):
            result.append(cell)
            last_word = last_word if cell.char.isspace() else None
            continue
        word = EMOJI_WORDS.get(cell.char, "")
        if word != last_word:
            result += _spell(f" {word} " if word else " ", cell.start, cell.end)
            last_word = word
    return result


def _spell(word: str, start: int, end: int) -> list[_Cell]:
    return [_Cell(char, start, end) for char in word]


def _collapse_space(cells: list[_Cell]) -> list[_Cell]:
    result: list[_Cell] = []
    for cell in cells:
        if not cell.char.isspace():
            result.append(cell)
        elif result and result[-1].char != " ":
            result.append(cell._replace(char=" "))
    return result[:-1] if result and result[-1].char == " " else result


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplify(cells: list[_Cell]) -> list[_Cell]:
    """Convert phrases when they keep their length, else character by character."""
    text = _text_of(cells)
    if text.isascii():
        return cells
    converted = _converter().convert(text)
    if converted == text:
        return cells
    if len(converted) != len(text):
        characters = [_converter().convert(char) for char in text]
        converted = "".join(new if len(new) == 1 else old for new, old in zip(characters, text, strict=True))
    return [cell._replace(char=char) for cell, char in zip(cells, converted, strict=True)]


def _squeeze(cells: list[_Cell]) -> list[_Cell]:
    """Leave two of a row of the same sign or word and three of the same letter; digits, 数字 and XXXL stay.

    What is left out belongs to the last sign that stays, so that spans still cover everything.
    """
    return _squeeze_pattern(_squeeze_pattern(cells, _RUN), _REPEATED_WORD)


def _squeeze_pattern(cells: list[_Cell], pattern: re.Pattern[str]) -> list[_Cell]:
    matches = list(pattern.finditer(_text_of(cells)))
    if not matches:
        return cells
    result: list[_Cell] = []
    done = 0
    for match in matches:
        is_letter = match.re is _RUN and match.group(2) is not None
        kept = match.start() + (3 if is_letter else 2 * len(match.group(1)))
        result += cells[done:kept]
        result[-1] = result[-1]._replace(end=cells[match.end() - 1].end)
        done = match.end()
    return result + cells[done:]
