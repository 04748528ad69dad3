"""Answer a question about a product from its spec sheet, and from nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.product import Product
from bot.domain.spec_concepts import CONCEPTS, SpecConcept

COLOUR, PACKAGE, WARRANTY, BRAND, NAME = "颜色", "包装清单", "保修期", "品牌", "商品名称"
_SHEET_WORDS = {
    COLOUR: ("什么颜色", "几种颜色", "哪些颜色", "哪几种颜色", "颜色有", "几个颜色", "颜色"),
    PACKAGE: (
        "包含什么",
        "都包含",
        "里面有什么",
        "有哪些东西",
        "包装清单",
        "清单",
        "配件有",
        "带什么配件",
        "送什么配件",
    ),
    WARRANTY: ("保修", "质保", "三包", "保几年"),
    BRAND: ("什么牌子", "哪个牌子", "品牌", "哪个品牌"),
}
_YES_NO = re.compile(
    r"(?:吗|嘛|么|麼|不|没|吧)[?？!！。~～ ]*$|有没有|有木有|是不是|能不能|可不可以|支不支持|带不带|含不含"
    r"|会不会|行不行|要不要|(.)不\1"
)
_ASKED = re.compile(
    r"(?:支不支持|支持|带不带|有没有|有木有|含不含|含有|能不能|可不可以|可以|会不会|是不是|带有|自带|具备|能|会|有|带|含|是)"
    r"([\u4e00-\u9fffA-Za-z0-9+.\-]{1,10}?)(?:功能|的)?(?:吗|嘛|么|不|没|吧|的吗)?[?？!！。~～ ]*$"
)
_NOT_ASKED = re.compile(
    r"什么|怎么|多少|多久|哪|几|啥|咋|货|便宜|优惠|活动|券|发票|包邮|退|换|发货|正品|快递|到|人|在|现货|质量|问题|区别"
)
_NEGATIVE = re.compile(
    r"^(?:不(?!锈|限|粘|易|伤)|无(?![线绳叶尘级酒香糖菌]|添加|骨|刷)|否|没有|未|非|暂不|不可|不支持|不含|不带)"
)
_COLOUR_ASKED = re.compile(
    r"(?:有没有|有木有|有|出)([深浅]?[红橙黄绿青蓝紫黑白灰粉金银棕米咖卡])(?:色)?的?(?:吗|嘛|么|没|不)?[?？]*$"
)
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
    ]
)
_GIVEN = re.compile(r"送|赠|附带|配送")
_RESERVATION = re.compile(r"不含|不附|不带|不支持|不能|不可|不建议|慎用|另购")
_POSITIVE = re.compile(r"^(?:支持|是|有|含|可|能|带|自带|标配|具备)")
_NOISE = re.compile(
    r"[\s，,。.！!？?、~～…]+|请问|你好|您好|亲亲|亲|麻烦|一下|这款|这个|那个|那款|这件|这双|你们家|你家|我想问|想问问|想问|问下|的话"
)


class AnswerKind(StrEnum):
    """How the sheet answers."""

    YES = "yes"
    NO = "no"
    VALUE = "value"
    """The line is quoted without yes or no: the question was open, or the value does not decide it."""
    UNKNOWN = "unknown"
    """The question is clear but the sheet does not tell: say so, never guess."""


@dataclass(frozen=True, slots=True)
class AttributeAnswer:
    """``key`` and ``value`` are quoted from the sheet (empty for ``UNKNOWN``); ``asked`` is what was asked about."""

    kind: AnswerKind
    asked: str
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    key: str
    word: str
    weight: float


def answer_attribute(product: Product, question: str) -> AttributeAnswer | None:
    """The sheet's answer to 支持蓝牙吗 / 多重 / 保质期多久 / 什么材质; None if no attribute is asked about.

    The question is matched to a key by the key's own words, by synonyms (``spec_concepts``) and by values
    (是纯棉的吗); the words that come last and are longest win, because Chinese puts the topic first.
    """
    text = _clean(question, product)
    if not text:
        return None
    sheet = full_sheet(product)
    colour = _colour_answer(sheet, text)
    if colour is not None:
        return colour
    match = _best_match(sheet, text, _NOISE.sub("", question.lower()))
    is_yes_no = any(_YES_NO.search(clause) for clause in _clauses(question))
    if match is None:
        asked = _asked_thing(text) if is_yes_no else None
        if asked and asked in product.name.lower():
            return AttributeAnswer(AnswerKind.YES, asked, NAME, product.name)
        return AttributeAnswer(AnswerKind.UNKNOWN, asked) if asked else None
    if not match.key:
        return AttributeAnswer(AnswerKind.UNKNOWN, match.word)
    value = sheet[match.key]
    asks_it = is_yes_no and _is_asked_in_a_clause(match.word, question)
    kind = _polarity(match, text, value) if asks_it else AnswerKind.VALUE
    return AttributeAnswer(kind, match.word, match.key, value)


def full_sheet(product: Product) -> dict[str, str]:
    """The spec sheet with what follows from the rest of the product page: colours, variants, package, warranty."""
    sheet = dict(product.specs)
    options: dict[str, list[str]] = {}
    for sku in product.skus:
        for name, value in sku.attributes.items():
            if value not in options.setdefault(name, []):
                options[name].append(value)
    for name, values in options.items():
        sheet.setdefault(name, "、".join(values))
    if product.package_list:
        sheet.setdefault(PACKAGE, "、".join(product.package_list))
    if product.warranty_months:
        sheet.setdefault(WARRANTY, f"{product.warranty_months} 个月")
    if product.brand:
        sheet.setdefault(BRAND, product.brand)
    return sheet


def _clean(question: str, product: Product) -> str:
    text = _NOISE.sub("", question.lower()).replace("多长时间", "多久")
    for name in sorted((product.name, *product.aliases), key=len, reverse=True):
        if len(name) < 2:
            continue
        rest = text.replace(name.lower().replace(" ", ""), "")
        text = rest if rest and rest not in {"吗", "嘛", "么"} else text
    return text


def _best_match(sheet: dict[str, str], text: str, whole: str) -> _Match | None:
    """``whole`` still holds the product's name: a long key inside it (贴膜工具) is meant as the key."""
    keys = [
        _Match(key, key, _weight(key.lower(), whole) + 1.0) for key in sheet if len(key) > 2 and key.lower() in whole
    ]
    matches = [*keys, *_key_matches(sheet, text), *_concept_matches(sheet, text), *_value_matches(sheet, text)]
    if not matches:
        return None
    return max(matches, key=lambda match: match.weight)


def _key_matches(sheet: dict[str, str], text: str) -> list[_Match]:
    found = []
    for key in sheet:
        lowered = key.lower()
        if lowered in text:
            found.append(_Match(key, key, _weight(lowered, text) + 1.0))
        else:
            for word in _SHEET_WORDS.get(key, ()):
                if word in text:
                    found.append(_Match(key, word, _weight(word, text)))
    return found


def _concept_matches(sheet: dict[str, str], text: str) -> list[_Match]:
    found = []
    for concept in CONCEPTS:
        word = max((word for word in concept.words if word in text), key=len, default=None)
        if word is None:
            continue
        shown = concept.name if word == concept.name.lower() else word
        found.append(_Match(_key_for(concept, word, sheet), shown, _weight(word, text)))
    return [match for match in found if match.key] or found


def _key_for(concept: SpecConcept, word: str, sheet: dict[str, str]) -> str:
    """The key that answers; prefers one whose value or name holds the very word (含糖 before 甜度)."""
    holding = [
        key
        for part in concept.keys
        for key, value in sheet.items()
        if part.lower() in key.lower() and (word in key.lower() or word in value.lower())
    ]
    candidates = holding or [key for part in concept.keys for key in sheet if part.lower() in key.lower()]
    return candidates[0] if candidates else ""


def _value_matches(sheet: dict[str, str], text: str) -> list[_Match]:
    """``IPX5`` or ``聚酯纤维`` in the question points to the line that says so."""
    found = []
    for key, value in sheet.items():
        for token in re.findall(r"[A-Za-z][A-Za-z0-9.+\-]{2,}|[\u4e00-\u9fff]{2,6}", value):
            lowered = token.lower()
            if lowered in text and lowered not in _EMPTY_WORDS:
                found.append(_Match(key, token, _weight(lowered, text) - 0.5))
    return found


def _weight(word: str, text: str) -> float:
    end = text.rfind(word) + len(word)
    return len(word) + 1.5 * end / max(len(text), 1)


def _clauses(question: str) -> list[str]:
    return [clause for clause in re.split(r"[\s，,。；;！!？?]+", question.lower()) if clause]


def _is_asked_in_a_clause(word: str, question: str) -> bool:
    """Yes or no only for what the asking clause names: the rest of a long message is its story."""
    return any(word.lower() in clause and _YES_NO.search(clause) for clause in _clauses(question))


def _polarity(match: _Match, text: str, value: str) -> AnswerKind:
    """Yes and no only where the line itself decides; otherwise the value is quoted."""
    lowered, word, key = value.lower(), match.word.lower(), match.key.lower()
    if "过敏" in key or re.match(r"[不免]|无(?!线)", word):
        return AnswerKind.VALUE
    if re.search(r"(?:不含|不带|不用|不是|无|免|(?<!有)没有?)" + re.escape(word), text):
        return AnswerKind.VALUE
    if re.search(rf"(?<!不)(?:可|可以|支持){re.escape(word)}", lowered):
        return AnswerKind.YES
    if word in {"纯棉", "全棉"}:
        return AnswerKind.YES if re.match(r"100% ?棉", value) else AnswerKind.VALUE
    if _GIVEN.search(text) and key not in {PACKAGE, "赠品"}:
        return AnswerKind.VALUE
    names_thing = word in key or word in lowered or key in text
    if _NEGATIVE.match(value) or re.search(rf"(?:不支持|不含|不带|不可|不能|无|没有|不){re.escape(word)}", lowered):
        return AnswerKind.NO if names_thing else AnswerKind.VALUE
    if key == f"{word}版本" or (_POSITIVE.match(value) and (word in key or key in text)):
        return AnswerKind.VALUE if _RESERVATION.search(value) and word not in key else AnswerKind.YES
    if word in lowered and word != key:
        return AnswerKind.VALUE if _RESERVATION.search(value) else AnswerKind.YES
    return AnswerKind.VALUE


def _colour_answer(sheet: dict[str, str], text: str) -> AttributeAnswer | None:
    """有红色吗: the variants are all there are, so that a colour not among them is a plain no."""
    asked = _COLOUR_ASKED.search(text)
    if asked is None or COLOUR not in sheet:
        return None
    kind = AnswerKind.YES if asked.group(1) in sheet[COLOUR] else AnswerKind.NO
    return AttributeAnswer(kind, f"{asked.group(1)}色", COLOUR, sheet[COLOUR])


def _asked_thing(text: str) -> str | None:
    match = _ASKED.search(text)
    if match is None or _NOT_ASKED.search(match.group(1)):
        return None
    thing = match.group(1).strip("的了过")
    return thing if len(thing) >= 2 else None
