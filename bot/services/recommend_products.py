"""Recommend products by words, category and budget (S3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.product import Product
from bot.services.ports import ProductSearch, ShopBackend

_NUMBER = r"(\d+(?:\.\d+)?)\s*(千|百|k|K|w|万)?"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:元|块)?\s*(?:[-~～—–到至])\s*{_NUMBER}\s*(?:元|块|左右|以内|之间|的)?")
_BELOW = re.compile(
    rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:以内|以下|之内|内|封顶)|(?:不超过|不高于|低于|最多)\s*{_NUMBER}"
)
_ABOVE = re.compile(rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:以上|起)|(?:不低于|高于|至少)\s*{_NUMBER}")
_ABOUT = re.compile(rf"{_NUMBER}\s*(?:元|块钱|块)?\s*(?:左右|上下|多一点|出头)|(?:预算|价位|大概)\D{{0,3}}{_NUMBER}")
_CHINESE_AMOUNT = re.compile(r"([一二两三四五六七八九])([千百])([一二三四五六七八九])?")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"千": 1000, "k": 1000, "K": 1000, "百": 100, "万": 10000, "w": 10000}


@dataclass(frozen=True, slots=True)
class Budget:
    """A price range in fen, both ends included; None: open."""

    min_fen: int | None = None
    max_fen: int | None = None

    def fits(self, product: Product) -> bool:
        """Whether a variant that is on the shelf costs that much."""
        return any(self.holds(sku.price_fen) for sku in product.skus if sku.stock > 0)

    def holds(self, fen: int) -> bool:
        """Whether an amount lies in the range."""
        return (self.min_fen is None or fen >= self.min_fen) and (self.max_fen is None or fen <= self.max_fen)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """``products``: best first, in stock. ``over_budget``: nothing in the budget fitted, these are the nearest.

    ``category``: the category that the words pointed to (None: the whole shop; ask what is wanted).
    """

    products: tuple[Product, ...]
    category: str | None = None
    budget: Budget | None = None
    over_budget: bool = False


def recommend_products(
    shop: ShopBackend,
    search: ProductSearch,
    text: str,
    *,
    page_product_id: str | None = None,
    exclude: frozenset[str] = frozenset(),
    limit: int = 3,
) -> Recommendation:
    """Products in stock for what the shopper says (送女朋友 / 500以内的耳机 / 有没有别的奶粉)."""
    budget = parse_budget(text)
    category = find_category(shop, text)
    candidates = [product for product, score in search.search_products(text, limit=20) if score >= 0.3]
    if not candidates and category is None and page_product_id:
        page = shop.find_product(page_product_id)
        category = page.category if page else None
        exclude = exclude | {page_product_id}
    if not candidates:
        candidates = _by_popularity(shop, category)
    in_stock = [
        product for product in candidates if product.id not in exclude and any(sku.stock > 0 for sku in product.skus)
    ]
    if budget is None:
        return Recommendation(tuple(in_stock[:limit]), category)
    fitting = [product for product in in_stock if budget.fits(product)]
    if fitting:
        return Recommendation(tuple(fitting[:limit]), category, budget)
    nearest = sorted(in_stock, key=lambda product: _distance(product, budget))
    return Recommendation(tuple(nearest[:limit]), category, budget, over_budget=True)


def find_category(shop: ShopBackend, text: str) -> str | None:
    """A category of the shop that is named in the text."""
    categories = {product.category: None for product in shop.list_products()}
    return next((category for category in categories if category in text), None)


def parse_budget(text: str) -> Budget | None:
    """Read 500以内 / 200-300 / 一千左右 / 两百多 / 不超过1千 as a price range; None if no budget is told."""
    plain = _CHINESE_AMOUNT.sub(_to_digits, text)
    for pattern, build in ((_RANGE, _range), (_BELOW, _below), (_ABOVE, _above), (_ABOUT, _about)):
        match = pattern.search(plain)
        if match:
            return build(list(match.groups()))
    return None


def _amounts(groups: list[str | None]) -> list[int]:
    found = []
    for number, unit in zip(groups[::2], groups[1::2], strict=True):
        if number is not None:
            found.append(round(float(number) * _UNITS.get(unit or "", 1) * 100))
    return found


def _range(groups: list[str | None]) -> Budget:
    low, high = _amounts(groups)
    return Budget(min(low, high), max(low, high))


def _below(groups: list[str | None]) -> Budget:
    return Budget(None, _amounts(groups)[0])


def _above(groups: list[str | None]) -> Budget:
    return Budget(_amounts(groups)[0], None)


def _about(groups: list[str | None]) -> Budget:
    amount = _amounts(groups)[0]
    return Budget(round(amount * 0.75), round(amount * 1.25))


def _to_digits(match: re.Match[str]) -> str:
    unit = _UNITS[match.group(2)]
    value = _VALUES[match.group(1)] * unit
    if match.group(3):
        value += _VALUES[match.group(3)] * unit // 10
    return str(value)


def _by_popularity(shop: ShopBackend, category: str | None) -> list[Product]:
    """What the shop itself puts forward: products tagged 热卖 first, else the shop's order."""
    products = list(shop.list_products(category=category))
    return sorted(products, key=lambda product: "热卖" not in product.tags)


def _distance(product: Product, budget: Budget) -> int:
    prices = [sku.price_fen for sku in product.skus if sku.stock > 0]
    low, high = budget.min_fen or 0, budget.max_fen
    return min((low - price) if price < low else (price - high if high is not None else 0) for price in prices)
