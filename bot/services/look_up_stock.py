"""Which variants of a product are meant, which of them are on the shelf, and what does not exist at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.chinese_numbers import read_digits, read_number
from bot.domain.product import Product, Sku
from bot.services.ports import ShopBackend

SIZE_KEYS = ("尺码", "尺寸", "码数", "鞋码")
COLOUR_KEYS = ("颜色", "色号")
_COLOUR = re.compile(
    r"((?:深|浅|酒|枣|藏|墨|军|天|米|奶|玫|灰|银|雾|藕)?[红橙黄绿青蓝紫黑白灰粉金银棕咖杏驼]|卡其|藏青|米)(?:色|的|款|(?=[0-9a-z])|(?=有|还|没))"
)
_LETTER_SIZE = re.compile(r"(?<![a-z0-9])(\dx*l|x*[sl]|m|nb)(?![a-z0-9])")
_NUMBER_SIZE = re.compile(r"(?<!\d)(\d{2,3})(?:码|号(?!线|楼|院|之|前|发|到))")
_WORN_SIZE = re.compile(r"穿(?:的是)?(3[4-9]|4[0-8])(?!\d|斤|公斤|kg|岁)")
_METRES = re.compile(r"(?<![\d.])([12](?:\.\d)?|[一两二])(?:米(?!色|白)|m(?=\d))([2-9二三四五六七八九])?(?!\d)")
_LENGTH = re.compile(r"\d(?:\.\d)?米")
_GENERIC_TAGS = frozenset(
    {"热卖", "男装", "女装", "女鞋", "男鞋", "贴身衣物", "厨房电器", "大家电", "电脑配件", "新品"}
)


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """``available`` and ``empty`` variants among those asked for; ``is_named``: the shopper named a variant.

    ``missing``: what was asked for and is not made (红色, 37 码); ``together``: each of these is made, but not in one
    variant. ``available`` and ``empty`` are then what comes nearest: all variants, or those with one of the two.
    """

    product: Product
    available: tuple[Sku, ...]
    empty: tuple[Sku, ...]
    is_named: bool = False
    missing: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    @property
    def restock_at(self) -> datetime | None:
        """When the first empty variant comes back, if known."""
        return min((sku.restock_at for sku in self.empty if sku.restock_at is not None), default=None)


def match_skus(product: Product, text: str) -> tuple[Sku, ...]:
    """Variants whose attribute values are all or partly named (黑色 / 黑的 / XL / 500g); empty: none named."""
    compact = _compact(text)
    scored = [(sum(_names_value(value, compact) for value in sku.attributes.values()), sku) for sku in product.skus]
    best = max((score for score, _ in scored), default=0)
    return tuple(sku for score, sku in scored if score == best) if best else ()


def answer_stock(product: Product, text: str = "") -> StockAnswer:
    """Stock of the named variants, or of all; what is not made is told as such."""
    asked = _asked_options(product, _compact(text))
    missing = tuple(words for words, skus in asked if not skus)
    if missing:
        return _answer(product, product.skus, missing=missing)
    in_one = [sku for sku in product.skus if all(sku in skus for _, skus in asked)]
    if asked and not in_one:
        near = tuple(sku for sku in product.skus if any(sku in skus for _, skus in asked))
        return _answer(product, near, together=tuple(words for words, _ in asked))
    named = tuple(in_one) if asked else ()
    matched = match_skus(product, text)
    both = tuple(sku for sku in matched if sku in named)
    return _answer(product, both or named or matched or product.skus, is_named=bool(named or matched))


def find_substitutes(shop: ShopBackend, product: Product, *, limit: int = 3) -> tuple[Product, ...]:
    """Goods of the same kind and for the same person, in stock, instead of one sold out; nearest price first."""
    kind, price = set(product.tags) - _GENERIC_TAGS, min(sku.price_fen for sku in product.skus)
    others = [
        other
        for other in shop.list_products(category=product.category)
        if other.id != product.id and any(sku.stock > 0 for sku in other.skus)
        if kind & set(other.tags) and _person(other) == _person(product)
    ]
    others.sort(key=lambda other: abs(other.skus[0].price_fen - price))
    return tuple(others[:limit])


def _answer(
    product: Product,
    skus: tuple[Sku, ...],
    *,
    is_named: bool = False,
    missing: tuple[str, ...] = (),
    together: tuple[str, ...] = (),
) -> StockAnswer:
    available = tuple(sku for sku in skus if sku.stock > 0)
    return StockAnswer(product, available, tuple(sku for sku in skus if sku.stock <= 0), is_named, missing, together)


def _asked_options(product: Product, compact: str) -> list[tuple[str, tuple[Sku, ...]]]:
    """Colours and sizes of the question with the variants that have them, for what the product comes in."""
    found = []
    colours = {
        match.group(1): f"{match.group(1)}{'' if match.group(1) in ('卡其', '藏青') else '色'}"
        for match in _COLOUR.finditer(_LENGTH.sub(" ", compact))
    }
    if any(key in sku.attributes for sku in product.skus for key in COLOUR_KEYS):
        for colour, words in colours.items():
            found.append((words, _having(product, COLOUR_KEYS, lambda value, colour=colour: colour in value)))
    if any(key in sku.attributes for sku in product.skus for key in SIZE_KEYS):
        letters = {match.group(1).upper() for match in _LETTER_SIZE.finditer(compact)}
        numbers = {match.group(1) for match in _NUMBER_SIZE.finditer(compact)}
        numbers |= {match.group(1) for match in _WORN_SIZE.finditer(compact)}
        for size in sorted(letters | numbers):
            words = f"{size} 码"
            found.append((words, _having(product, SIZE_KEYS, lambda value, size=size: _size_of(value) == size)))
    return found


def _having(product: Product, keys: tuple[str, ...], fits: object) -> tuple[Sku, ...]:
    assert callable(fits)
    return tuple(sku for sku in product.skus if any(fits(sku.attributes[key]) for key in keys if key in sku.attributes))


def _size_of(value: str) -> str:
    """``L 码 46 片`` → ``L``, ``38码`` → ``38``."""
    match = re.match(r"\s*([a-z0-9]+)", value.lower())
    return match.group(1).upper() if match else value


def _compact(text: str) -> str:
    """Without blanks; XXL as the shop writes it."""
    lowered = re.sub(r"\s", "", text.lower())
    lowered = re.sub(r"(?<![a-z0-9])(x{2,})l", lambda match: f"{len(match.group(1))}xl", lowered)
    return _METRES.sub(_in_metres, lowered)


def _in_metres(match: re.Match[str]) -> str:
    """``1米4``, ``一米四`` and ``1m4`` as ``1.4米``."""
    tenths = read_digits(match.group(2)) if match.group(2) else 0
    return f"{read_number(match.group(1)) + tenths / 10:g}米"


def _names_value(value: str, compact: str) -> bool:
    lowered = re.sub(r"\s", "", value.lower())
    if re.fullmatch(r"(?:\d*x*[sml]|x+l|\d*xl)码?", lowered):
        size = lowered.rstrip("码")
        return re.search(rf"(?<![a-z0-9]){re.escape(size)}(?![a-z])", compact) is not None
    if metres := re.match(r"\d+(?:\.\d+)?米", lowered):
        return re.search(rf"(?<![\d.]){re.escape(metres.group(0))}", compact) is not None
    if re.fullmatch(r"\d+码?", lowered):
        return re.search(rf"(?<!\d){lowered.rstrip('码')}(?!\d)", compact) is not None
    if lowered in compact:
        return True
    short = lowered.removesuffix("色")
    return lowered.endswith("色") and len(short) == 1 and f"{short}的" in compact


def _person(product: Product) -> str:
    words = " ".join((product.name, *product.tags))
    return "".join(person for person in "男女" if person in words)
