"""Which kind of goods a text is about, and which of those the shop does not sell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.goods_words import ACCESSORY_ENDS, COMMON_GOODS, HEAD_NOUNS, USES, WIDE_KINDS
from bot.domain.product import Product
from bot.services.ports import ShopBackend

NO_KIND = frozenset({"热卖", "贴身衣物"})
"""Tags that do not say what a thing is."""
_BEFORE_NOUN = "的个口双款种点些买有用啥样么好想要张把条盏只台套卖求来送配新男女大小看求荐"
_PERSON_KIND = re.compile(r"[男女](?=[鞋装裤士式款生])")
_WORN_OR_EATEN = ("穿的", "吃的", "喝的", "好吃的")
"""老人穿的鞋: the noun after it says more."""
_AFTER_NAME = "[\u4e00-\u9fff]{0,2}装|[\u4e00-\u9fff]{1,3}款|[男女]|原味"
_NEED = re.compile(r"有没有|有木有|有卖|卖|[有要]吗|有$|有.{0,8}[吗么没]|买|想要|要个|要一|推荐|来[个一]|求")


@dataclass(frozen=True, slots=True)
class Kind:
    """``word`` named ``products``. ``is_near``: the shop has not just this (高压锅) but goods like it (锅)."""

    word: str
    products: tuple[Product, ...]
    is_near: bool = False


def find_kind(shop: ShopBackend, text: str) -> Kind | None:
    """The kind of goods that the text names; the longest name wins, the later one among equals."""
    compact = re.sub(r"\s", "", text.lower())
    products = list(shop.list_products())
    named = max(_named(products, compact), key=lambda kind: len(kind.word), default=None)
    wide = max((word for word in WIDE_KINDS if word in compact), key=len, default=None)
    if named is not None and (wide is None or len(named.word) >= len(wide)):
        return named
    if wide is not None and wide in _WORN_OR_EATEN and find_unsold_word(shop, compact) is None:
        named = _by_head_noun(products, compact)
        if named is not None:
            return named
    if wide is not None:
        labels = set(WIDE_KINDS[wide])
        covered = tuple(product for product in products if labels & {product.category, *product.tags})
        return Kind(wide, covered) if covered else None
    return None if find_unsold_word(shop, compact) else _by_head_noun(products, compact)


def find_use(shop: ShopBackend, text: str) -> Kind | None:
    """Goods for what somebody likes to do (她爱做饭), where no goods are named."""
    for words, tags in USES.items():
        if match := re.search(words, text):
            fitting = [item for tag in tags for item in shop.list_products() if tag in item.tags]
            if fitting:
                return Kind(f"{match.group()}用得上的商品", tuple(distinct(fitting)))
    return None


def find_unsold_word(shop: ShopBackend, text: str) -> str | None:
    """Common goods that are named in the text and that no product of the shop is called by; None if there are none."""
    compact = re.sub(r"\s", "", text.lower())
    products = list(shop.list_products())
    if any(True for _ in _named(products, compact)):
        return None
    called = [
        alias.lower() for product in products for alias in product.aliases if len(alias) >= 2 and not alias.isascii()
    ]
    for alias in sorted(called, key=len, reverse=True):
        part = next((end for end in ACCESSORY_ENDS if f"{alias}{end}" in compact), None)
        if part is not None:
            return f"{alias}{part}"
    names = [name.lower() for product in products for name in (product.name, *product.aliases, *product.tags)]
    return next((word for word in COMMON_GOODS if word.lower() in compact and not _is_sold(word.lower(), names)), None)


def _is_sold(word: str, names: list[str]) -> bool:
    """A phone film makes the shop no seller of phones: the word must end a name, if it is more than one character."""
    if len(word) == 1:
        return any(word in name for name in names)
    return any(re.search(rf"{re.escape(word)}(?:$|[^\u4e00-\u9fff]|(?:{_AFTER_NAME}))", name) for name in names)


def asks_for_goods(text: str) -> bool:
    """Whether the text asks to have or to buy something."""
    return bool(_NEED.search(text))


def same_kind(shop: ShopBackend, product: Product) -> tuple[Product, ...]:
    """The products of the same kind, itself included: a chair and a desk are both 家具, and no choice between them."""
    called = (product.name, *product.aliases)
    tags = {
        tag for tag in product.tags if tag not in NO_KIND and any(tag in name or name.endswith(tag) for name in called)
    }
    others = (item for item in shop.list_products(category=product.category) if tags & set(item.tags))
    return tuple(others) if tags else (product,)


def describe_assortment(shop: ShopBackend, *, examples: int = 4) -> dict[str, tuple[str, ...]]:
    """Category → what it holds, in the shop's order."""
    found: dict[str, list[str]] = {}
    for product in shop.list_products():
        words = found.setdefault(product.category, [])
        word = product.aliases[0] if product.aliases else product.name
        if word.isascii():
            word = next(
                (alias for alias in product.aliases if not alias.isascii() and product.brand not in alias), word
            )
        if word not in words and not any(word.endswith(old) or old.endswith(word) for old in words):
            words.append(word)
    return {category: tuple(words[:examples]) for category, words in found.items()}


def distinct(products: Iterable[Product]) -> list[Product]:
    """Each product once, in order."""
    return list({product.id: product for product in products}.values())


def _named(products: list[Product], compact: str) -> Iterator[Kind]:
    called: dict[str, list[Product]] = {}
    for product in products:
        for word in (product.name, *product.aliases, *product.tags, product.category, product.brand):
            plain = re.sub(r"\s", "", word.lower())
            if len(plain) >= 2 and word not in NO_KIND and product not in called.setdefault(plain, []):
                called[plain].append(product)
    for word, owners in called.items():
        at = compact.rfind(word)
        if at >= 0 and not _is_inside_other(compact, word, at):
            yield Kind(word, tuple(_with_longer_names(called, word, owners)))


def _with_longer_names(called: dict[str, list[Product]], word: str, owners: list[Product]) -> list[Product]:
    """耳机 is also what is called 头戴式耳机."""
    longer = [product for other, found in called.items() if other.endswith(word) for product in found]
    return distinct([*owners, *longer])


def _is_inside_other(compact: str, word: str, at: int) -> bool:
    """Whether the word is only a part of a longer name for other goods: 耳机套, 手机支架."""
    rest = compact[at + len(word) :]
    if not word.isascii() and rest.startswith(ACCESSORY_ENDS) and not rest.startswith("套装"):
        return True
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", compact) is None
    around = (goods for goods in COMMON_GOODS if word in goods and goods != word and goods in compact)
    return next(around, None) is not None


def _by_head_noun(products: list[Product], compact: str) -> Kind | None:
    for noun in HEAD_NOUNS:
        at = compact.rfind(noun)
        if at < 0 or compact[at + 1 :].startswith(("邮", "装", "裹", "退", "换", "赔")):
            continue
        owners = tuple(
            product
            for product in products
            if any(name.endswith((noun, f"{noun}子")) for name in (*product.aliases, *product.tags))
        )
        if owners:
            is_bare = at == 0 or compact[at - 1] in _BEFORE_NOUN
            return Kind(noun, owners, is_near=not is_bare)
    return None
