from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.product import Product
from bot.search.content import load_products
from bot.search.product_index import REFRESH_SECONDS, ProductIndex
from bot.services.look_up_product import ProductMatchKind, find_product
from bot.services.look_up_stock import find_substitutes
from bot.services.recommend_products import (
    Budget,
    find_category,
    parse_budget,
    recommend_products,
)
from tests.fakes import FakeShop
from tests.unit.shop_samples import make_product

SHOP = FakeShop(products=load_products(Path(__file__).parents[2] / "knowledge_base" / "products"))
INDEX = ProductIndex(SHOP)


def names(text: str) -> list[str]:
    return [product.id for product, _ in INDEX.search_products(text)]


@pytest.mark.parametrize(
    ("text", "product_id"),
    [
        ("P1003", "P1003"),
        ("声悦 Air3 真无线蓝牙耳机", "P1001"),
        ("air3还有货吗", "P1001"),
        ("有没有奶粉", "P6003"),
        ("1.5匹的空调多少钱", "P4005"),
        ("那个牛排几片", "P3004"),
        ("声悦的音箱", "P1011"),
        ("跑鞋43码有吗", "P2007"),
        ("电饭锅", "P4001"),
    ],
)
def test_the_best_product_comes_first(text: str, product_id: str) -> None:
    assert names(text)[0] == product_id
    found = find_product(SHOP, INDEX, text)
    assert found.product is not None
    assert found.product.id == product_id


def test_a_kind_of_goods_brings_all_of_it() -> None:
    assert set(names("蓝牙耳机")) >= {"P1001", "P1002"}
    found = find_product(SHOP, INDEX, "耳机有哪些")
    assert found.kind is ProductMatchKind.MANY
    assert {product.id for product in found.products} >= {"P1001", "P1002"}


@pytest.mark.parametrize("text", ["怎么退货", "发票抬头", "到哪了", "有冰箱卖吗", "包邮吗", "", "？", "在吗"])
def test_nothing_fits(text: str) -> None:
    assert names(text) == []
    assert find_product(SHOP, INDEX, text).kind is ProductMatchKind.NONE


def test_scores_lie_between_zero_and_one_and_fall() -> None:
    for product in SHOP.products:
        scores = [score for _, score in INDEX.search_products(f"{product.brand}{product.name}{product.category}")]
        assert scores[0] == 1.0
        assert scores == sorted(scores, reverse=True)
        assert INDEX.search_products(product.name)[0][0] == product


def test_the_page_decides_this_and_silence() -> None:
    for text in ("这个防水吗", "支持蓝牙吗", "多重"):
        found = find_product(SHOP, INDEX, text, page_product_id="P1011")
        assert found.product is not None
        assert (found.product.id, found.from_page) == ("P1011", True)
    other = find_product(SHOP, INDEX, "电饭煲有预约吗", page_product_id="P1011")
    assert other.product is not None
    assert (other.product.id, other.from_page) == ("P4001", False)


def test_the_index_follows_the_shop() -> None:
    shop = FakeShop(products=[make_product()])
    time = 0.0
    index = ProductIndex(shop, monotonic=lambda: time)
    assert index.search_products("风筝") == []
    shop.products.append(make_product(id="P2", name="燕尾风筝", aliases=("风筝",)))
    time = REFRESH_SECONDS + 1
    assert index.search_products("风筝")[0][0].id == "P2"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("五百以内的耳机", None, 50000),
        ("200-300的", 20000, 30000),
        ("一百到两百之间", 10000, 20000),
        ("不超过1千", None, 100000),
        ("预算1000", 75000, 125000),
        ("三百左右", 22500, 37500),
        ("两千以上的", 200000, None),
        ("1500元以下", None, 150000),
        ("一千五以内", None, 150000),
    ],
)
def test_budgets_in_shoppers_words(text: str, low: int | None, high: int | None) -> None:
    assert parse_budget(text) == Budget(low, high)


@pytest.mark.parametrize("text", ["推荐个耳机", "送女朋友", "身高175", ""])
def test_no_budget(text: str) -> None:
    assert parse_budget(text) is None


def cheapest(product: Product) -> int:
    return min(sku.price_fen for sku in product.skus if sku.stock)


def test_recommendations_are_in_stock_and_in_the_budget() -> None:
    found = recommend_products(SHOP, INDEX, "三百以内的蓝牙耳机")
    assert [product.id for product in found.products] == ["P1001"]
    assert not found.over_budget
    general = recommend_products(SHOP, INDEX, "有什么好东西推荐")
    assert general.category is None
    assert all("热卖" in product.tags for product in general.products)


def test_a_budget_that_nothing_meets_is_said_so() -> None:
    found = recommend_products(SHOP, INDEX, "50块以内的空调")
    assert found.over_budget
    assert found.products[0].id == "P4005"


def test_the_page_gives_the_category_of_something_else() -> None:
    found = recommend_products(SHOP, INDEX, "还有别的推荐吗", page_product_id="P6001")
    assert {product.category for product in found.products} == {"母婴"}
    assert "P6001" not in {product.id for product in found.products}
    assert find_category(SHOP, "家电有哪些") == "家电"


def test_substitutes_are_of_the_same_kind() -> None:
    empty = SHOP.find_product("P1004")
    assert empty is not None
    substitutes = find_substitutes(SHOP, empty)
    assert substitutes[0].id == "P1003"
    assert all(any(sku.stock for sku in product.skus) for product in substitutes)


def test_substitutes_are_for_the_same_person() -> None:
    for product_id in ("P2001", "P2007"):
        empty = SHOP.find_product(product_id)
        assert empty is not None
        assert not any("女" in other.name for other in find_substitutes(SHOP, empty))
