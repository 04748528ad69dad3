"""What shoppers call the lines of a spec sheet: words of questions, and where the answer stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain import spec_words_devices, spec_words_goods


@dataclass(frozen=True, slots=True)
class SpecConcept:
    """One thing that can be asked.

    ``keys``: a line whose key contains one of these answers it, best first. ``says``: where no key does, so does a
    line, a sentence of the description or the package list that contains one of these words.
    """

    name: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedConcept:
    """A concept in a question: ``word`` is what named it, at ``start`` … ``end``."""

    concept: SpecConcept
    word: str
    start: int
    end: int


def _concept(name: str, words: str, keys: str, says: str = "") -> SpecConcept:
    return SpecConcept(name, tuple(words.split()), tuple(keys.split()), tuple(says.split()))


_HIDING = (
    "透露 漏发 漏了 漏寄 硬盘 软件 硬件 重新 核实 核对 审核 核销 冷静 制冷 冷藏 冷冻 热卖 品味 厚道 紧急 赶紧 要紧 "
    "抓紧 声明 声称 天气 勒索 扎堆 滑动 一卡通 卡顿 卡住 卡其 盖章 烧烤 红烧 发烧 雨伞"
)
"""These hide a shorter word and ask for nothing themselves (硬盘 is not 硬)."""
CONCEPTS: tuple[SpecConcept, ...] = tuple(_concept(*row) for row in (*spec_words_devices.ROWS, *spec_words_goods.ROWS))


def asked_concepts(text: str) -> list[AskedConcept]:
    """What a question asks for; a word inside a longer one (透 in 透气) does not count."""
    found = [
        AskedConcept(concept, word, start, start + len(word))
        for concept in CONCEPTS
        for word in concept.words
        for start in _places(word, text)
    ]
    hidden = [(start, start + len(word)) for word in _HIDING.split() for start in _places(word, text)]
    spans = [*hidden, *((hit.start, hit.end) for hit in found)]
    return [hit for hit in found if not any(_lies_inside(hit, span) for span in spans)]


def _places(word: str, text: str) -> list[int]:
    return [index for index in range(len(text) - len(word) + 1) if text.startswith(word, index)]


def _lies_inside(hit: AskedConcept, span: tuple[int, int]) -> bool:
    start, end = span
    return start <= hit.start and hit.end <= end and end - start > hit.end - hit.start
