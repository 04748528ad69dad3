"""Recommend products by what was asked for: kind, people, use and budget (S3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.budgets import Budget as Budget
from bot.domain.budgets import parse_budget as parse_budget
from bot.domain.product import Product
from bot.domain.spec_concepts import CONCEPTS
from bot.domain.spec_sheet import AnswerKind, answer_attribute
from bot.domain.wishes import Person, Wish, read_excluded, read_wish, suits, tells_household, without_excluded
from bot.services.goods_kinds import Kind, asks_for_goods, distinct, find_kind, find_unsold_word, find_use, same_kind
from bot.services.ports import ProductSearch, ShopBackend

_SURE_SCORE = 0.6
_GIFT_TAGS = {
    Person.CHILD: ("灯具", "箱包", "牛奶"),
    Person.ELDER: ("茶", "坚果", "面膜", "床品", "水具"),
    Person.WOMAN: ("护肤", "面膜", "彩妆", "裙子", "茶"),
    Person.MAN: ("茶", "耳机", "手表", "水具", "音箱"),
}
_ANY_GIFT = ("茶", "坚果", "水具", "耳机", "面膜")
_NOT_FEATURES = frozenset({"适用年龄", "适用人群", "孕妇", "糖", "尺寸", "重量", "容量", "净含量", "适用面积"})
_NOT_FOR_CHILDREN = ("上衣", "裤子", "裙子", "外套", "鞋", "内衣", "袜子")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``products``: best first, in stock. ``over_budget``: nothing in the budget fitted, these are the nearest.

    ``category``: the category of the kind asked for (None: the whole shop; ask what is wanted). ``kind``: the word that
    named the kind. ``unsold``: goods that were asked for and that the shop does not have. ``missing``: features that no
    sheet of the kind confirms. ``is_near``: the shop has not just this, but goods like it.
    """

    products: tuple[Product, ...]
    category: str | None = None
    budget: Budget | None = None
    over_budget: bool = False
    kind: str = ""
    wish: Wish = field(default_factory=Wish)
    unsold: str | None = None
    missing: tuple[str, ...] = ()
    is_near: bool = False


def recommend_products(
    shop: ShopBackend,
    search: ProductSearch,
    text: str,
    *,
    page_product_id: str | None = None,
    exclude: frozenset[str] = frozenset(),
    limit: int = 3,
    earlier: str = "",
) -> Recommendation:
    """Products in stock for what the shopper says (送女朋友 / 500以内的耳机 / 有没有别的奶粉).

    ``earlier``: what was said before about the same wish; the newest words win.
    """
    unwanted = {item.id for word in read_excluded(f"{earlier} {text}") for item in _of_kind(shop, word)}
    text, earlier = without_excluded(text), without_excluded(earlier)
    own = find_kind(shop, text) or find_use(shop, text)
    before = find_kind(shop, earlier) or find_use(shop, earlier)
    if own is not None and own != before:
        earlier = ""
    kind = own or before
    wish = read_wish(text).joined(read_wish(earlier))
    budget = parse_budget(text) or parse_budget(earlier)
    unsold = find_unsold_word(shop, text) if own is None and asks_for_goods(text) else None
    page = shop.find_product(page_product_id) if page_product_id else None
    if kind is None and wish.is_empty and budget is None and page is not None and unsold is None:
        kind, exclude = Kind("", same_kind(shop, page)), exclude | {page.id}
        if len(kind.products) == 1:
            kind = Kind("", tuple(shop.list_products(category=page.category)))
    candidates = _candidates(shop, search, text, kind, wish)
    fitting = [
        item for item in candidates if suits(item, wish) and item.id not in exclude | unwanted and _in_stock(item)
    ]
    if wish.household and any(tells_household(item) for item in fitting):
        fitting = [item for item in fitting if tells_household(item)]
    fitting, missing = _with_features(fitting, f"{earlier} {text}", kind)
    found = _within(fitting, budget, limit)
    category = _category(kind, unsold, found)
    return Recommendation(
        tuple(found), category, budget, bool(budget and found and not budget.fits(found[0])),
        kind.word if kind else "", wish, unsold, missing, bool(kind and kind.is_near),
    )  # fmt: skip


def _of_kind(shop: ShopBackend, word: str) -> tuple[Product, ...]:
    kind = find_kind(shop, word)
    return kind.products if kind else ()


def cheaper_than(products: Sequence[Product], fen: int, *, limit: int = 3) -> tuple[Product, ...]:
    """Those that can be had for less, the dearest of them first: nearest to what was looked at."""
    below = [item for item in products if _in_stock(item) and lowest_price(item) < fen]
    return tuple(sorted(below, key=lowest_price, reverse=True)[:limit])


def lowest_price(product: Product) -> int:
    """The cheapest variant that is in stock, else of all; in fen."""
    prices = [sku.price_fen for sku in product.skus if sku.stock > 0] or [sku.price_fen for sku in product.skus]
    return min(prices)


def find_category(shop: ShopBackend, text: str) -> str | None:
    """A category of the shop that is named in the text."""
    categories = {product.category: None for product in shop.list_products()}
    return next((category for category in categories if category in text), None)


def _candidates(shop: ShopBackend, search: ProductSearch, text: str, kind: Kind | None, wish: Wish) -> list[Product]:
    if kind is not None:
        is_for_child = Person.CHILD in wish.people
        chosen = [item for item in kind.products if not is_for_child or not set(item.tags) & set(_NOT_FOR_CHILDREN)]
        if not is_for_child and len(kind.products) > 1 and "童" not in kind.word:
            chosen = [item for item in chosen if "童装" not in item.tags] or chosen
        return _hot_first(chosen)
    if wish.is_gift or wish.people & set(_GIFT_TAGS):
        return _for_people(shop, wish)
    everything = _hot_first(shop.list_products())
    if wish.people:
        return everything
    hits = [product for product, score in search.search_products(text, limit=20) if score >= _SURE_SCORE]
    return hits or everything


def _for_people(shop: ShopBackend, wish: Wish) -> list[Product]:
    if Person.CHILD in wish.people and wish.months is not None and wish.months <= 36:
        return list(shop.list_products(category="母婴"))
    told = next((person for person in _GIFT_TAGS if person in wish.people), None)
    wanted = _GIFT_TAGS[told] if told else _ANY_GIFT
    products = shop.list_products()
    ranked = [item for tag in wanted for item in products if tag in item.tags]
    return distinct(ranked) if wish.is_gift or not wish.people & {Person.PREGNANT, Person.DIABETIC} else list(products)


def _with_features(products: list[Product], text: str, kind: Kind | None) -> tuple[list[Product], tuple[str, ...]]:
    """Only those whose sheet confirms what is wished for; ``missing``: wished for, confirmed by none."""
    rest = text.lower().replace(kind.word, " ") if kind else text.lower()
    missing = []
    for concept in CONCEPTS:
        word = max((word for word in concept.words if word in rest), key=len, default=None)
        if word is None or concept.name in _NOT_FEATURES or len(word) < 2:
            continue
        confirmed = [item for item in products if _has_feature(item, word)]
        if confirmed:
            products = confirmed
        elif re.search(rf"(?:带|能|有|支持|要|会|可以?){word}", rest):
            missing.append(word)
    return products, tuple(missing)


def _has_feature(product: Product, word: str) -> bool:
    answer = answer_attribute(product, f"支持{word}吗")
    if answer is not None and answer.kind is AnswerKind.NO:
        return False
    is_called_so = any(word in name for name in (product.name, *product.aliases))
    return is_called_so or (answer is not None and answer.kind is AnswerKind.YES)


def _within(products: list[Product], budget: Budget | None, limit: int) -> list[Product]:
    if budget is None:
        return products[:limit]
    fitting = [product for product in products if budget.fits(product)]
    return (fitting or sorted(products, key=lambda product: _distance(product, budget)))[:limit]


def _category(kind: Kind | None, unsold: str | None, found: Sequence[Product]) -> str | None:
    if kind is None or unsold is not None:
        return None
    return found[0].category if found else kind.products[0].category


def _hot_first(products: Sequence[Product]) -> list[Product]:
    """What the shop itself puts forward: products tagged 热卖 first, else the shop's order."""
    return sorted(products, key=lambda product: "热卖" not in product.tags)


def _in_stock(product: Product) -> bool:
    return any(sku.stock > 0 for sku in product.skus)


def _distance(product: Product, budget: Budget) -> int:
    prices = [sku.price_fen for sku in product.skus if sku.stock > 0]
    low, high = budget.min_fen or 0, budget.max_fen
    return min((low - price) if price < low else (price - high if high is not None else 0) for price in prices)
