from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.product import Coupon, Promotion, SizeRow, Sku
from bot.domain.sizing import SizeFit
from bot.services.look_up_coupons import best_coupon, look_up_coupons
from bot.services.look_up_product import (
    advise_product_size,
    answer_price,
    compare_products,
    format_yuan,
)
from bot.services.look_up_stock import answer_stock, match_skus
from tests.fakes import NOON, FakeClock, FakeShop
from tests.unit.shop_samples import make_product

SHIRT = make_product(
    skus=(
        Sku("S-BL", {"颜色": "黑色", "尺码": "L"}, 7900, 3),
        Sku("S-BXL", {"颜色": "黑色", "尺码": "XL"}, 7900, 0, NOON + timedelta(days=2)),
        Sku("S-WL", {"颜色": "白色", "尺码": "L"}, 8900, 9),
    ),
    size_chart=(SizeRow("L", (165, 175), (55.0, 68.0)), SizeRow("XL", (173, 182), (67.0, 80.0))),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("黑色L码有货吗", ["S-BL"]),
        ("黑的", ["S-BL", "S-BXL"]),
        ("xl还有没", ["S-BXL"]),
        ("L", ["S-BL", "S-WL"]),
        ("白色的XL", ["S-BXL", "S-WL"]),
        ("有货吗", []),
    ],
)
def test_variants_are_matched_by_what_is_named(text: str, ids: list[str]) -> None:
    assert [sku.id for sku in match_skus(SHIRT, text)] == ids


def test_shoe_sizes_are_whole_numbers() -> None:
    shoes = make_product(
        name="晨风 跑鞋", skus=tuple(Sku(f"K{size}", {"尺码": f"{size}码"}, 100, 1) for size in (41, 42))
    )
    assert [sku.id for sku in match_skus(shoes, "42码")] == ["K42"]
    assert match_skus(shoes, "订单号4200") == ()
    assert advise_product_size(shoes, "脚长25.5").size == "41码"
    assert advise_product_size(shoes, "脚长28").fit is SizeFit.OUTSIDE
    assert advise_product_size(shoes, "穿多大").fit is SizeFit.NEEDS_MEASURES


def test_stock_of_the_named_variant() -> None:
    answer = answer_stock(SHIRT, "黑色XL有货吗")
    assert answer.is_named
    assert (answer.available, [sku.id for sku in answer.empty]) == ((), ["S-BXL"])
    assert answer.restock_at == NOON + timedelta(days=2)
    whole = answer_stock(SHIRT)
    assert (len(whole.available), len(whole.empty), whole.is_named) == (2, 1, False)


def test_what_is_not_made_is_told_as_such() -> None:
    assert answer_stock(SHIRT, "有没有绿色的").missing == ("绿色",)
    assert answer_stock(SHIRT, "3XL还有不").missing == ("3XL 码",)
    together = answer_stock(SHIRT, "白的xl有吗")
    assert (together.missing, together.together) == ((), ("白色", "XL 码"))
    assert [sku.id for sku in (*together.available, *together.empty)] == ["S-WL", "S-BXL"]
    assert answer_stock(SHIRT, "白色L码").missing == ()


def test_price_range_and_promotions() -> None:
    promotion = Promotion("A1", "满减", "", NOON - timedelta(days=1), NOON + timedelta(days=1))
    shop = FakeShop(products=[SHIRT], promotions=[promotion])
    answer = answer_price(shop, FakeClock(), SHIRT)
    assert (answer.min_fen, answer.max_fen) == (7900, 8900)
    assert answer.promotions == (promotion,)
    assert answer_price(shop, FakeClock(), SHIRT, "白色多少钱").min_fen == 8900
    assert answer_price(shop, FakeClock(NOON + timedelta(days=2)), SHIRT).promotions == ()


def test_size_advice_remembers_measures() -> None:
    assert advise_product_size(SHIRT, "身高170体重120斤").size == "L"
    assert advise_product_size(SHIRT, "体重150斤呢", height_cm=178).size == "XL"
    assert advise_product_size(make_product(), "身高170").fit is SizeFit.NO_CHART


def test_comparison_shows_differences_first() -> None:
    first = make_product(specs={"防水": "IPX5", "接口": "Type-C", "重量": "4 克"})
    second = make_product(id="P2", brand="晨风", specs={"防水": "不防水", "接口": "Type-C", "降噪": "支持"})
    comparison = compare_products(first, second)
    rows = {row[0]: row[1:] for row in comparison.rows}
    assert rows["防水"] == ("IPX5", "不防水")
    assert rows["降噪"] == ("—", "支持")
    keys = [row[0] for row in comparison.rows]
    assert keys.index("防水") < keys.index("降噪") < keys.index("接口")
    assert comparison.differing == 3


@pytest.mark.parametrize(("fen", "text"), [(19900, "199"), (1990, "19.9"), (1995, "19.95"), (5, "0.05"), (0, "0")])
def test_yuan(fen: int, text: str) -> None:
    assert format_yuan(fen) == text


def coupon(name: str, state: str = "unused", days: int = 3, value: int = 1000, scope: str = "全店通用") -> Coupon:
    return Coupon(name, name, 5000, value, NOON + timedelta(days=days), state, scope)


def test_coupons_are_sorted_by_what_can_be_done_with_them() -> None:
    coupons = [coupon("late", days=9), coupon("soon", days=1), coupon("old", days=-1), coupon("gone", "used")]
    shop = FakeShop(coupons=[("C1", entry) for entry in coupons])
    wallet = look_up_coupons(shop, FakeClock(), "C1")
    assert [entry.id for entry in wallet.usable] == ["soon", "late"]
    assert [entry.id for entry in wallet.expired] == ["old"]
    assert [entry.id for entry in wallet.used] == ["gone"]
    assert look_up_coupons(shop, FakeClock(), "C2").usable == ()


def test_the_best_coupon_fits_amount_and_goods() -> None:
    food = coupon("food", value=2000, scope="限食品类商品使用")
    shop = FakeShop(coupons=[("C1", food), ("C1", coupon("all"))])
    wallet = look_up_coupons(shop, FakeClock(), "C1")
    assert best_coupon(wallet, 6000, category="食品") == food
    for category in ("数码", None):
        plain = best_coupon(wallet, 6000, category=category)
        assert plain is not None
        assert plain.id == "all"
    assert best_coupon(wallet, 4999) is None
