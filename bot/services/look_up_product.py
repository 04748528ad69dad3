"""Which product a shopper means, and its price, size and differences.

Attributes (支持蓝牙吗) are answered by ``bot.domain.spec_sheet.answer_attribute``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.product import Product, Promotion, Sku
from bot.domain.sizing import SizeAdvice, SizeFit, advise_size, parse_measures, shoe_size
from bot.domain.spec_sheet import full_sheet
from bot.services.look_up_stock import SIZE_KEYS, match_skus
from bot.services.ports import Clock, ProductSearch, ShopBackend

_SURE_SCORE = 0.5
_POINTS_AT_PAGE = re.compile(r"这[个款件双台条瓶盒袋箱种套]|该商品|此商品|^它|本品|这(?![边里儿样么])")


class ProductMatchKind(StrEnum):
    """What the search for a product came to."""

    ONE = "one"
    MANY = "many"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ProductMatch:
    """``products``: best first. ``from_page``: the product page, not the words, decided."""

    kind: ProductMatchKind
    products: tuple[Product, ...] = ()
    from_page: bool = False

    @property
    def product(self) -> Product | None:
        """The one product, if it is clear which."""
        return self.products[0] if self.kind is ProductMatchKind.ONE else None


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """Prices of the variants asked for (all, unless named) and the activities that apply now, in fen."""

    product: Product
    skus: tuple[Sku, ...]
    min_fen: int
    max_fen: int
    promotions: tuple[Promotion, ...]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows ``(attribute, a, b)``; differing ones first. ``—`` where a sheet does not tell."""

    first: Product
    second: Product
    rows: tuple[tuple[str, str, str], ...]
    differing: int


def find_product(
    shop: ShopBackend, search: ProductSearch, text: str, *, page_product_id: str | None = None, limit: int = 4
) -> ProductMatch:
    """The product that ``text`` means; the page that is looked at decides 这个 and texts that name nothing."""
    page = shop.find_product(page_product_id) if page_product_id else None
    if page is not None and _POINTS_AT_PAGE.search(text):
        return ProductMatch(ProductMatchKind.ONE, (page,), from_page=True)
    hits = [(product, score) for product, score in search.search_products(text, limit=limit) if score >= _SURE_SCORE]
    if page is not None and (not hits or any(product.id == page.id for product, _ in hits)):
        return ProductMatch(ProductMatchKind.ONE, (page,), from_page=True)
    if not hits:
        return ProductMatch(ProductMatchKind.NONE)
    products = tuple(product for product, _ in hits)
    is_clear = len(hits) == 1 or hits[0][1] - hits[1][1] >= 0.15
    return (
        ProductMatch(ProductMatchKind.ONE, products[:1]) if is_clear else ProductMatch(ProductMatchKind.MANY, products)
    )


def answer_price(shop: ShopBackend, clock: Clock, product: Product, text: str = "") -> PriceAnswer:
    """Price of the named variants, or the range of all, with running activities."""
    named = match_skus(product, text)
    skus = named or product.skus
    prices = [sku.price_fen for sku in skus]
    promotions = tuple(shop.list_promotions(clock.now(), product))
    return PriceAnswer(product, skus, min(prices), max(prices), promotions, bool(named))


def advise_product_size(
    product: Product, text: str, *, height_cm: int | None = None, weight_kg: float | None = None
) -> SizeAdvice:
    """The size by the product's chart, from the measures in ``text`` or those remembered.

    Shoes have no chart: the size follows from the foot's length, if that size is made.
    """
    told = parse_measures(text)
    height = told.height_cm if told.height_cm is not None else height_cm
    weight = told.weight_kg if told.weight_kg is not None else weight_kg
    if product.size_chart:
        return advise_size(product.size_chart, height, weight)
    sizes = [sku.attributes[key] for sku in product.skus for key in SIZE_KEYS if key in sku.attributes]
    if "鞋" not in product.name or not sizes:
        return SizeAdvice(SizeFit.NO_CHART, height_cm=height, weight_kg=weight)
    if told.foot_cm is None:
        return SizeAdvice(SizeFit.NEEDS_MEASURES)
    wanted = shoe_size(told.foot_cm)
    made = sorted({int(number) for size in sizes for number in re.findall(r"\d{2}", size)[:1]})
    nearest = min(made, key=lambda size: abs(size - wanted))
    return SizeAdvice(SizeFit.EXACT if nearest == wanted else SizeFit.OUTSIDE, f"{nearest}码")


def compare_products(first: Product, second: Product, *, max_rows: int = 14) -> Comparison:
    """The two spec sheets side by side, with price and warranty, differing rows first."""
    left, right = _comparable(first), _comparable(second)
    keys = [*left, *(key for key in right if key not in left)]
    rows = [(key, left.get(key, "—"), right.get(key, "—")) for key in keys]
    different = [row for row in rows if row[1] != row[2]]
    both_tell = sorted(different, key=lambda row: "—" in row[1:])
    same = [row for row in rows if row[1] == row[2]]
    return Comparison(first, second, tuple([*both_tell, *same][:max_rows]), len(different))


def format_yuan(fen: int) -> str:
    """``19900`` → ``199``, ``1990`` → ``19.9``, ``1995`` → ``19.95``."""
    yuan, cents = divmod(fen, 100)
    return f"{yuan}" if not cents else f"{yuan}.{cents:02d}".rstrip("0")


def _comparable(product: Product) -> dict[str, str]:
    prices = [sku.price_fen for sku in product.skus]
    low, high = format_yuan(min(prices)), format_yuan(max(prices))
    return {"价格": f"{low} 元" if low == high else f"{low}–{high} 元", **full_sheet(product)}
