from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.order import Order
from bot.domain.policy import Policy
from bot.services.point_at_order import point_at_orders
from tests.fakes import NOON, FakeShop
from tests.unit.shop_samples import LINE, make_order, make_product

EARPHONES = make_order(created_at=NOON - timedelta(days=40))
RICE = make_order(
    number="202611050000000002",
    lines=(replace(LINE, product_id="P2", name="稻香田 五常大米 5 公斤", price_fen=6990),),
    total_fen=6990,
    created_at=NOON - timedelta(days=6),
)
SHOES = make_order(
    number="202611090000001234",
    lines=(replace(LINE, product_id="P3", name="步野 轻量缓震跑步鞋", price_fen=46800),),
    total_fen=46800,
    created_at=NOON - timedelta(days=2),
)
ORDERS = (SHOES, RICE, EARPHONES)
SHOP = FakeShop(orders=ORDERS, products=[make_product()])


def point(text: str, shown: tuple[Order, ...] = ()) -> tuple[Order, ...] | None:
    return point_at_orders(SHOP, ORDERS, text, now=NOON, zone=Policy().hours.zone, shown=shown)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("耳机那单", EARPHONES),
        ("大米到哪了", RICE),
        ("我那鞋呢", SHOES),
        ("最贵的那个", SHOES),
        ("最早的一单", EARPHONES),
        ("69块的那个", RICE),
        ("5号买的", RICE),
        ("尾号1234的", SHOES),
        ("第二个", RICE),
    ],
)
def test_one_order_is_pointed_at(text: str, order: Order) -> None:
    assert point(text) == (order,)


def test_nothing_is_pointed_at() -> None:
    assert point("我的快递到哪了") is None


def test_what_is_denied_is_out() -> None:
    assert point("不是大米") == (SHOES, EARPHONES)
    assert point("不是大米，是鞋子") == (SHOES,)


def test_places_count_in_the_list_that_was_shown() -> None:
    assert point("第一个", shown=(EARPHONES, RICE)) == (EARPHONES,)
    assert point("最后一个", shown=(EARPHONES, RICE)) == (RICE,)


def test_words_that_fit_no_order_leave_all_to_choose_from() -> None:
    assert point("1月3号买的那个") == ORDERS
