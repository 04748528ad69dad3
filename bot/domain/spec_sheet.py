"""Answer a question about a product from its page — sheet, description, package list — and from nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.product import Product
from bot.domain.spec_limits import LimitAnswer, compare_with_limits
from bot.domain.spec_match import BRAND, COLOUR, NAME, PACKAGE, WARRANTY, Match, find_line

_YES_NO = re.compile(
    r"(?:吗|嘛|么|麼|不|没|吧)[啊呀呢]?[?？!！。~～ ]*$|有没有|有木有|是不是|能不能|可不可以|支不支持|带不带|含不含"
    r"|会不会|行不行|要不要|(.)不\1"
)
_ASKED = re.compile(
    r"(?:支不支持|支持|带不带|有没有|有木有|含不含|含有|能不能|可不可以|可以|会不会|是不是|带有|自带|具备|能|会|有|带|含|是)"
    r"([\u4e00-\u9fffA-Za-z0-9+.\-]{1,10}?)(?:功能|的)?(?:吗|嘛|么|不|没|吧|的吗)?[啊呀呢]?[?？!！。~～ ]*$"
)
_NOT_ASKED = re.compile(
    r"什么|怎么|多少|多久|哪|几|啥|咋|货|便宜|优惠|活动|券|发票|包邮|退|换|发货|正品|快递|到|人|在|现货|质量|问题|区别"
)
_NEGATIVE = re.compile(
    r"^(?:不(?!锈|限|粘|易|伤|低于)|无(?![线绳叶尘级酒香糖菌]|添加|骨|刷)|否|没有|未|非|暂不|不可|不支持|不含|不带)"
)
_COLOUR_ASKED = re.compile(
    r"(?:有没有|有木有|有|出)([深浅]?[红橙黄绿青蓝紫黑白灰粉金银棕米咖卡])(?:色)?的?(?:吗|嘛|么|没|不)?[?？]*$"
)
_COLOUR_FIRST = re.compile(
    r"(?:那|还|要|想要)?([深浅]?[红橙黄绿青蓝紫黑白灰粉金银棕咖])(?:色)?的?(?:有没有|有吗|有不|还有)"
)
_GIVEN = re.compile(r"送|赠|附带|配送")
_GIFT_ASKED = re.compile(
    r"(?:送不送|附送|附赠|送|配不配|配|赠)(?!人|礼|赠|品|东西|货|到|上)([\u4e00-\u9fff]{1,5}?)(?:吗|嘛|么|不|没|吧)"
)
_RESERVATION = re.compile(r"不含|不附|不带|不支持|不能|不可|不建议|慎用|谨慎|另购|遵医嘱")
_POSITIVE = re.compile(r"^(?:支持|是|有|含|可|能|带|自带|标配|具备)")
_NOISE = re.compile(
    r"[\s，,。.！!？?、~～…]+|请问|你好|您好|亲亲|亲|麻烦|一下|这款|这个|那个|那款|这件|这双|你们家|你家|我想问|想问问|想问|问下|的话"
)
_GENERAL = re.compile(
    r"介绍|参数|配置|详情|说说|讲讲|了解|怎么样|咋样|如何|好不好|好用|好看|特点|卖点|优点|规格|功能|信息|质量|值得|推荐"
)
_ASKING = re.compile(r"[吗么嘛不没呢吧?？]|什么|怎么|多少|多久|几|哪|啥|咋")


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
    """``key`` and ``value`` are quoted from the page (empty for ``UNKNOWN``); ``asked`` is what was asked about.

    ``lead`` and ``remark`` judge a number that was told against the line; ``more`` the further
    numbers. ``is_sure``: more than a lucky character.
    """

    kind: AnswerKind
    asked: str
    key: str = ""
    value: str = ""
    lead: str = ""
    remark: str = ""
    more: str = ""
    is_sure: bool = False


def answer_attribute(product: Product, question: str) -> AttributeAnswer | None:
    """The page's answer to 支持蓝牙吗 / 多重 / 保质期多久 / 11个月能坐吗; None if no attribute is asked about.

    A number that the sheet limits is judged first. Else the question is matched to a line by the key's own words, by
    concepts (``spec_concepts``), by values (是纯棉的吗), and at last by what it shares with a line.
    """
    text = _clean(question, product)
    if not text:
        return None
    sheet = full_sheet(product)
    limits = compare_with_limits(sheet, _without_names(question.lower(), product))
    if limits:
        return _judge_measures(limits)
    colour = _colour_answer(sheet, text)
    if colour is not None:
        return colour
    match = find_line(sheet, product.description, text, _NOISE.sub("", question.lower()))
    is_yes_no = any(_YES_NO.search(clause) for clause in _clauses(question))
    if match is None:
        return _answer_without_line(product, sheet, text, is_yes_no)
    gift = _GIFT_ASKED.search(text)
    if gift and PACKAGE in sheet and gift.group(1) not in (match.key + match.value).lower():
        return AttributeAnswer(AnswerKind.VALUE, gift.group(1), PACKAGE, sheet[PACKAGE], is_sure=True)
    if not match.key:
        return AttributeAnswer(AnswerKind.UNKNOWN, match.word)
    asks_it = is_yes_no and match.is_sure and _is_asked_in_a_clause(match.word, question)
    kind = _polarity(match, text, match.value) if asks_it else AnswerKind.VALUE
    return AttributeAnswer(kind, match.word, match.key, match.value, is_sure=match.is_sure)


def _judge_measures(limits: tuple[LimitAnswer, ...]) -> AttributeAnswer:
    """One answer for all numbers that were told: what does not fit decides."""
    first, *others = limits
    kind = AnswerKind.YES if first.fits else AnswerKind.NO
    more = "".join(f"；{other.key}是{other.value}，{other.remark}" for other in others)
    return AttributeAnswer(kind, first.key, first.key, first.value, first.lead, first.remark, more, is_sure=True)


def asks_something_particular(product: Product, question: str) -> bool:
    """Whether a text asks for one thing, and not for the product as a whole (怎么样, 介绍一下, its bare name)."""
    text = _clean(question, product)
    return len(text) >= 2 and _ASKING.search(question) is not None and not _GENERAL.search(text)


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


def _answer_without_line(product: Product, sheet: dict[str, str], text: str, is_yes_no: bool) -> AttributeAnswer | None:
    """What comes with it is listed whole; the name itself may say it; else it is unknown."""
    gift = _GIFT_ASKED.search(text)
    if gift and PACKAGE in sheet and not _NOT_ASKED.search(gift.group(1)):
        return AttributeAnswer(AnswerKind.VALUE, gift.group(1), PACKAGE, sheet[PACKAGE])
    asked = _asked_thing(text) if is_yes_no else None
    if asked and asked in product.name.lower():
        return AttributeAnswer(AnswerKind.YES, asked, NAME, product.name)
    return AttributeAnswer(AnswerKind.UNKNOWN, asked) if asked else None


def _clean(question: str, product: Product) -> str:
    return _without_names(_NOISE.sub("", question.lower()).replace("多长时间", "多久"), product)


def _without_names(text: str, product: Product) -> str:
    for name in sorted((product.name, *product.aliases), key=len, reverse=True):
        if len(name) < 2:
            continue
        rest = text.replace(name.lower().replace(" ", ""), "")
        text = rest if rest and rest not in {"吗", "嘛", "么"} else text
    return text


def _clauses(question: str) -> list[str]:
    return [clause for clause in re.split(r"[\s，,。；;！!？?]+", question.lower()) if clause]


def _is_asked_in_a_clause(word: str, question: str) -> bool:
    """Yes or no only for what the asking clause names: the rest of a long message is its story."""
    return any(word.lower() in clause and _YES_NO.search(clause) for clause in _clauses(question))


def _polarity(match: Match, text: str, value: str) -> AnswerKind:
    """Yes and no only where the line itself decides; otherwise the value is quoted."""
    lowered, word, key = re.sub(r"\s", "", value.lower()), match.word.lower(), match.key.lower()
    if "过敏" in key or re.match(r"[不免]|无(?!线)", word):
        return AnswerKind.VALUE
    if key == PACKAGE.lower() and not re.search(r"[有送带附配赠]", text):
        return AnswerKind.VALUE
    if re.search(r"(?:不含|不带|不用|不是|无|免|(?<!有)没有?)" + re.escape(word), text):
        return AnswerKind.VALUE
    if (key.startswith(("防", "免")) and word not in {key, key[1:]}) or re.search(rf"[防免]{re.escape(word)}", key):
        return AnswerKind.VALUE if not re.search(rf"[防免]{re.escape(word)}", text) else _plain(value)
    clause = next((part for part in re.split(r"[，。；]", lowered) if word in part), "")
    if re.match(r"非|不(?:适合|可|能|建议|含|支持)|没有", clause) and word not in key:
        return AnswerKind.NO
    if re.search(rf"(?<!不)(?:可|可以|支持){re.escape(word)}", lowered):
        return AnswerKind.YES
    if word in {"纯棉", "全棉"}:
        return AnswerKind.YES if re.match(r"100% ?棉", value) else AnswerKind.VALUE
    if _GIVEN.search(text) and key not in {PACKAGE, "赠品"}:
        return AnswerKind.VALUE
    names_thing = word in key or word in lowered or key in text
    if re.search(rf"(?:不支持|不含|不带|不可|不能|无|没有|不){re.escape(word)}", lowered) or _NEGATIVE.match(value):
        return AnswerKind.NO if names_thing else AnswerKind.VALUE
    if key == f"{word}版本" or (_POSITIVE.match(value) and (word in key or key in text)):
        return AnswerKind.VALUE if _RESERVATION.search(value) and word not in key else AnswerKind.YES
    if len(word) > 1 and word in lowered and word != key and not re.search(rf"防[^，]?{re.escape(word)}", lowered):
        return AnswerKind.VALUE if _RESERVATION.search(value) else AnswerKind.YES
    return AnswerKind.VALUE


def _plain(value: str) -> AnswerKind:
    if _NEGATIVE.match(value):
        return AnswerKind.NO
    return AnswerKind.YES if _POSITIVE.match(value) else AnswerKind.VALUE


def _colour_answer(sheet: dict[str, str], text: str) -> AttributeAnswer | None:
    """有红色吗: the variants are all there are, so that a colour not among them is a plain no."""
    asked = _COLOUR_ASKED.search(text) or _COLOUR_FIRST.match(text)
    if asked is None or COLOUR not in sheet:
        return None
    kind = AnswerKind.YES if asked.group(1) in sheet[COLOUR] else AnswerKind.NO
    return AttributeAnswer(kind, f"{asked.group(1)}色", COLOUR, sheet[COLOUR], is_sure=True)


def _asked_thing(text: str) -> str | None:
    match = _ASKED.search(text)
    if match is None or _NOT_ASKED.search(match.group(1)):
        return None
    thing = match.group(1).strip("的了过")
    return thing if len(thing) >= 2 else None
