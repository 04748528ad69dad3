"""Which line of a product page answers a question: by keys, by concepts, by values, at last by shared characters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.spec_concepts import AskedConcept, asked_concepts

COLOUR, PACKAGE, WARRANTY, BRAND, NAME, STORY = "颜色", "包装清单", "保修期", "品牌", "商品名称", "商品介绍"
_SHEET_WORDS = {
    COLOUR: ("什么颜色", "几种颜色", "哪些颜色", "哪几种颜色", "颜色有", "几个颜色", "颜色"),
    PACKAGE: (
        *("包含什么", "都包含", "里面有什么", "有哪些东西", "包装清单", "清单", "配件有"),
        *("带什么配件", "送什么配件", "送啥", "送什么", "配什么", "里面都有"),
    ),
    WARRANTY: ("保修", "质保", "三包", "保几年"),
    BRAND: ("什么牌子", "哪个牌子", "品牌", "哪个品牌"),
}
_EMPTY_WORDS = frozenset(
    [
        "支持",
        "不支持",
        "可以",
        "没有",
        "使用",
        "需要",
        "适合",
        "建议",
        "个月",
        "厘米",
        "毫米",
        "分钟",
        "小时",
        "公斤",
        "毫升",
        "左右",
        "每天",
        "以上",
        "以下",
        "附带",
        "商品",
        "收到",
        "放心",
        "一次",
        "都能",
        "都好",
        "好看",
        "日常",
        "方便",
    ]
)
_EMPTY_CHARS = frozenset("的了吗嘛么呢吧啊呀不没有是能会可以要得个一这那我你您它在和也都就还用好多少大小上下人来去到给")
_PREDICATE_BONUS, _STORY_MALUS = 0.8, 1.0
"""吵 and 透 are all of a question; a sentence of the description is less than a line of the sheet."""
_RARE_WEIGHT, _PAIR_WEIGHT, _LIKE_FROM = 1.0, 1.5, 2.2


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` of the line (empty: the thing is known, but no line tells); ``word``: what in the question led there."""

    key: str
    word: str
    weight: float
    value: str = ""
    is_sure: bool = True
    """False: the line is only near what was asked."""


def find_line(sheet: Mapping[str, str], story: str, text: str, whole: str) -> Match | None:
    """The line of the sheet, or the sentence of the description (``story``), that answers ``text``.

    ``whole`` still holds the product's name: a long key inside it (贴膜工具) is meant as the key. Of several, the words
    that come last and are longest win, because Chinese puts the topic first.
    """
    matches = [
        *(Match(key, key, _weight(key.lower(), whole) + 1.0) for key in sheet if len(key) > 2 and key.lower() in whole),
        *_key_matches(sheet, text),
        *_concept_matches(sheet, story, text),
        *_value_matches(sheet, text),
    ]
    told = [match for match in matches if match.key]
    if told:
        best = max(told, key=lambda match: match.weight)
        best = next((match for match in told if match.key == best.key and _decides(match, sheet)), best)
        return best if best.value else replace(best, value=sheet[best.key])
    return (
        _duration(sheet, text)
        or _likest(sheet, story, text)
        or max(matches, key=lambda match: match.weight, default=None)
    )


def _decides(match: Match, sheet: Mapping[str, str]) -> bool:
    """5g, of a 5G network on 2.4GHz: the value speaks of just that."""
    value = sheet.get(match.key, "").lower()
    return match.word.isascii() and match.word.lower() in value and match.word.lower() not in match.key.lower()


def _key_matches(sheet: Mapping[str, str], text: str) -> list[Match]:
    found = []
    for key in sheet:
        lowered = key.lower()
        if lowered in text:
            found.append(Match(key, key, _weight(lowered, text) + 1.0))
        else:
            found += [Match(key, word, _weight(word, text)) for word in _SHEET_WORDS.get(key, ()) if word in text]
    return found


def _concept_matches(sheet: Mapping[str, str], story: str, text: str) -> list[Match]:
    found = []
    for hit in asked_concepts(text):
        key, value = _line_for(hit, sheet, story)
        shown = hit.concept.name if hit.word == hit.concept.name.lower() else hit.word
        weight = _weight(hit.word, text) + (_PREDICATE_BONUS if len(hit.word) == 1 else 0.0)
        is_named = any(part.lower() in key.lower() for part in hit.concept.keys) or hit.word in value.lower()
        found.append(Match(key, shown, weight - (_STORY_MALUS if key == STORY else 0.0), value, is_sure=is_named))
    return found


def _line_for(hit: AskedConcept, sheet: Mapping[str, str], story: str) -> tuple[str, str]:
    """The key that answers; prefers one whose value or name holds the very word (含糖 before 甜度)."""
    named = [(key, value) for part in hit.concept.keys for key, value in sheet.items() if part.lower() in key.lower()]
    for words in ((hit.word,), tuple(word for word in hit.concept.words if len(word) > 1)):
        for key, value in named:
            if any(word in key.lower() or word in value.lower() for word in words):
                return key, value
    says = (*hit.concept.says, *((hit.word,) if len(hit.word) > 1 else ()))
    telling = [(key, value) for key, value in sheet.items() if any(word in value.lower() for word in says)]
    sentences = [(STORY, part) for part in _sentences(story) if any(word in part.lower() for word in says)]
    if hit.concept.says and telling:
        return telling[0]
    return (*named, *telling, *sentences, ("", ""))[0]


def _value_matches(sheet: Mapping[str, str], text: str) -> list[Match]:
    """``IPX5`` or ``聚酯纤维`` in the question points to the line that says so."""
    found = []
    for key, value in sheet.items():
        for token in re.findall(r"[A-Za-z][A-Za-z0-9.+\-]{2,}|[\u4e00-\u9fff]{2,6}", value):
            lowered = token.lower()
            if lowered in text and lowered not in _EMPTY_WORDS:
                found.append(Match(key, token, _weight(lowered, text) - 0.5))
    return found


def _duration(sheet: Mapping[str, str], text: str) -> Match | None:
    """多久 and 几分钟, where the page tells one time only."""
    asked = re.search(r"多久|几分钟|几个小时|几小时", text)
    times = [key for key in sheet if key.endswith("时间")]
    if asked is None or len(times) != 1:
        return None
    return Match(times[0], asked.group(0), 1.0, sheet[times[0]], is_sure=False)


def _likest(sheet: Mapping[str, str], story: str, text: str) -> Match | None:
    """The line that shares most with the question; pieces that stand in many lines of this page count little."""
    lines = [*((key, value) for key, value in sheet.items()), *((STORY, part) for part in _sentences(story))]
    pieces = [_pieces(f"{'' if key == STORY else key} {value}") for key, value in lines]
    seen = Counter(piece for found in pieces for piece in found)
    asked = _pieces(text)
    best, best_score, best_shared = -1, 0.0, set[str]()
    for number, found in enumerate(pieces):
        shared = asked & found
        score = sum((_PAIR_WEIGHT if len(piece) > 1 else _RARE_WEIGHT) / math.sqrt(seen[piece]) for piece in shared)
        if score > best_score:
            best, best_score, best_shared = number, score, shared
    if best_score < _LIKE_FROM or not any(len(piece) > 1 for piece in best_shared):
        return None
    key, value = lines[best]
    return Match(key, max(best_shared, key=len), best_score, value, is_sure=False)


def _pieces(text: str) -> set[str]:
    """Characters that carry meaning, and pairs of which at least one does."""
    compact = re.sub(r"[^\u4e00-\u9fffa-z0-9]+", " ", text.lower())
    single = {char for char in compact if "\u4e00" <= char <= "\u9fff" and char not in _EMPTY_CHARS}
    pairs = {compact[index : index + 2] for index in range(len(compact) - 1)}
    return single | {pair for pair in pairs if " " not in pair and pair not in _EMPTY_WORDS and set(pair) & single}


def _sentences(story: str) -> list[str]:
    return [part for part in re.split(r"[，。；]", story) if part]


def _weight(word: str, text: str) -> float:
    end = text.rfind(word) + len(word)
    return len(word) + 1.5 * end / max(len(text), 1)
