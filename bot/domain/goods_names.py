"""What shoppers call the goods that they bought: the name, a part, another word, or only the kind (锅, 鞋子)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = re.compile(r"[\s（）()×]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_HEAD = r"(?:^|(?<=[我你那这个件条口双只台把张盒瓶箱袋支的买套款，,。！!？? ]))"
_AFTER_HEAD = r"(?=$|[呢到在啊吗呀嘛的怎什啥还没丢坏发退是不去走和跟咋都也就哪几送寄收签运能会今明现给被，,。！!？?~ ])"
"""A single character names goods only where it stands as a noun: 我那锅到哪了, but not 锅炉 or 不锈钢."""
_COMMON = frozenset({"热卖"})
_WHOLE_KINDS = {
    "服饰": ("衣服", "衣裳"),
    "食品": ("吃的", "零食"),
    "美妆": ("护肤品", "化妆品"),
    "家电": ("家电", "电器"),
    "数码": ("数码产品", "电子产品"),
}
_KIND, _HEAD, _NOUN, _GRAM = 1, 1, 2, 3


@dataclass(frozen=True, slots=True)
class GoodsName:
    """One product as it can be called. Without a product page only ``name`` is known."""

    name: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""


def naming_strength(text: str, goods: GoodsName) -> int:
    """How much of the text names the goods: the characters of the longest name in it, 0 if none is."""
    told = re.sub(r"\s+", " ", text.lower()).strip()
    compact = told.replace(" ", "")
    found = [len(phrase) for phrase in _phrases(goods) if _stands_in(phrase, compact)]
    found += [_GRAM for gram in _grams(goods.name) if gram in compact]
    for head in _heads(goods):
        if f"{head}子" in compact:
            found.append(_NOUN)
        elif re.search(f"{_BEFORE_HEAD}{head}{_AFTER_HEAD}", told):
            found.append(_HEAD)
    if any(kind in compact for kind in _WHOLE_KINDS.get(goods.category, ())):
        found.append(_KIND)
    return max(found, default=0)


def _phrases(goods: GoodsName) -> Iterator[str]:
    """Names of two characters and more, and the end of each word of the name (大米 of 五常大米)."""
    for phrase in (goods.name, *goods.aliases, *(tag for tag in goods.tags if tag not in _COMMON)):
        compact = "".join(phrase.lower().split())
        if len(compact) >= 2:
            yield compact
    for word in _WORDS.split(goods.name.lower()):
        if re.search(r"[\u4e00-\u9fff]{2}$", word) and not word[0].isdigit():
            yield word[-2:]


def _grams(name: str) -> Iterator[str]:
    whole = "".join(word for word in _WORDS.split(name.lower()) if word and not word[0].isdigit())
    grams = (whole[index : index + 3] for index in range(len(whole) - 2))
    return (gram for gram in grams if _CHINESE.search(gram))


def _heads(goods: GoodsName) -> set[str]:
    """The last character of what it is called: 锅 of 炒锅, 鞋 of 鞋子."""
    nouns = (alias.removesuffix("子") for alias in goods.aliases or _WORDS.split(goods.name))
    return {noun[-1] for noun in nouns if noun and _CHINESE.fullmatch(noun[-1])}


def _stands_in(phrase: str, compact: str) -> bool:
    if not phrase.isascii():
        return phrase in compact
    return re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", compact) is not None
