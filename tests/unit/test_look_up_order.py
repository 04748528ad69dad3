from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.domain.errors import TooManyRequests
from bot.domain.order import OrderState
from bot.domain.policy import Policy
from bot.services.look_up_order import (
    MatchKind,
    OrderQuery,
    OrderStatus,
    StatusLookup,
    find_orders,
    read_order_query,
)
from tests.fakes import NOON, FakeShop
from tests.unit.shop_samples import LINE, make_order

EARPHONES = make_order()
RICE = make_order(
    number="202611050000000002",
    state=OrderState.PAID,
    lines=(replace(LINE, product_id="P2", name="稻香田 五常大米 5 公斤"),),
    created_at=NOON - timedelta(days=2),
)
SHOES = make_order(
    number="202611090000000003",
    state=OrderState.SHIPPED,
    lines=(replace(LINE, product_id="P3", name="步野 轻量缓震跑步鞋"),),
    created_at=NOON - timedelta(days=1),
    receiver_phone="19900009999",
)
FOREIGN = make_order(number="202611090000000004", customer_id="C2")
SHOP = FakeShop(orders=[EARPHONES, RICE, SHOES, FOREIGN])


def numbers(query: OrderQuery) -> list[str]:
    return [order.number for order in find_orders(SHOP, "C1", query).orders]


def test_a_number_decides_alone() -> None:
    match = find_orders(SHOP, "C1", read_order_query(f"帮我看看{RICE.number}到哪了"))
    assert (match.kind, match.order) == (MatchKind.ONE, RICE)


def test_foreign_and_unknown_look_the_same() -> None:
    foreign = find_orders(SHOP, "C1", OrderQuery(number=FOREIGN.number))
    unknown = find_orders(SHOP, "C1", OrderQuery(number="209901010000000000"))
    assert foreign == unknown
    assert foreign.kind is MatchKind.UNKNOWN_NUMBER


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("我的耳机到了没", EARPHONES.number),
        ("买的大米呢", RICE.number),
        ("跑步鞋什么时候到", SHOES.number),
        ("待发货的那个", RICE.number),
        ("还没发货的单子", RICE.number),
        ("最近一单", SHOES.number),
        ("刚刚买的", SHOES.number),
        ("已经签收的", EARPHONES.number),
    ],
)
def test_orders_in_shoppers_words(text: str, number: str) -> None:
    match = find_orders(SHOP, "C1", read_order_query(text))
    assert (match.kind, [order.number for order in match.orders]) == (MatchKind.ONE, [number])


def test_a_product_search_can_name_the_goods() -> None:
    match = find_orders(SHOP, "C1", OrderQuery(words="我买的稻米", product_ids=frozenset({"P2"})))
    assert match.order == RICE


def test_many_newest_first() -> None:
    match = find_orders(SHOP, "C1", read_order_query("查一下我的订单"))
    assert match.kind is MatchKind.MANY
    assert match.order is None
    assert [order.number for order in match.orders] == [SHOES.number, RICE.number, EARPHONES.number]
    assert len(find_orders(SHOP, "C1", OrderQuery(), limit=2).orders) == 2


def test_time_tail_and_state_narrow() -> None:
    assert numbers(OrderQuery(phone_tail="9999")) == [SHOES.number]
    assert numbers(OrderQuery(since=NOON - timedelta(days=3), until=NOON - timedelta(days=1, hours=12))) == [
        RICE.number
    ]
    assert find_orders(SHOP, "C1", OrderQuery(states=frozenset({OrderState.UNPAID}))).kind is MatchKind.NONE


def test_a_customer_without_orders() -> None:
    assert find_orders(SHOP, "C9", OrderQuery()).kind is MatchKind.NO_ORDERS


def test_an_anonymous_shopper_learns_the_state_and_nothing_else() -> None:
    status = StatusLookup(SHOP, Policy()).find_status("v1", RICE.number, "1234")
    assert status is not None
    assert status.state is OrderState.PAID
    allowed = {"number", "state", "created_at", "updated_at", "parcel"}
    assert {field.name for field in fields(OrderStatus)} == allowed


def test_a_wrong_tail_is_an_unknown_order() -> None:
    lookup = StatusLookup(SHOP, Policy(status_lookups_per_hour=50))
    for tail in ("0000", "", "12345", "%", "九九九九", "123"):
        assert lookup.find_status("v1", RICE.number, tail) is None
    assert lookup.find_status("v1", "209901010000000000", "1234") is None


def test_guessing_is_limited_per_visitor() -> None:
    lookup = StatusLookup(SHOP, Policy(status_lookups_per_hour=3))
    for _ in range(3):
        lookup.find_status("v1", RICE.number, "0000")
    with pytest.raises(TooManyRequests):
        lookup.find_status("v1", RICE.number, "1234")
    assert lookup.find_status("v2", EARPHONES.number, "1234") is not None


def test_guessing_together_is_limited_per_order() -> None:
    lookup = StatusLookup(SHOP, Policy(status_lookups_per_hour=3))
    for visitor in range(6):
        lookup.find_status(f"v{visitor}", RICE.number, "0000")
    with pytest.raises(TooManyRequests):
        lookup.find_status("another", RICE.number, "1234")
