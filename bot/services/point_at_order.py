"""Narrow a customer's orders to those that the words point at: goods, place, age, price, day, or what it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.domain.goods_names import GoodsName, naming_strength
from bot.domain.order import Order, OrderLine
from bot.domain.order_reference import Edge, OrderReference, read_reference
from bot.services.ports import ShopBackend

_NOUN = 2
"""Characters of a name that is no mere kind of goods."""


def point_at_orders(
    shop: ShopBackend,
    orders: Sequence[Order],
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    shown: Sequence[Order] = (),
) -> tuple[Order, ...] | None:
    """The orders that ``text`` points at, in the given order; None if it points at none in particular.

    ``shown``: the list that the shopper has before them; places (第三个) count there. Words that fit no order leave the
    others to choose from: the shopper did point, so the order talked about last is not meant without asking.
    """
    reference = read_reference(text, now.astimezone(zone).date())
    pool = list(orders)
    denied = name_orders(shop, pool, reference.denied) if reference.denied else ()
    pool = [order for order in pool if order not in denied]
    named = name_orders(shop, pool, reference.meant)
    pool = list(named) or pool
    if not (denied or named or reference.points):
        return None
    if reference.place is not None:
        return _at_place(reference.place, shown or pool)
    for narrowed in (
        [order for order in pool if _is_of_days(order, reference, zone)],
        _that_cost(pool, reference.price_fen),
        [order for order in pool if reference.tail is not None and order.number.endswith(reference.tail)],
    ):
        pool = narrowed or pool
    return tuple(_at_edge(reference.edge, pool))


def fits_none(orders: Sequence[Order], text: str, *, now: datetime, zone: tzinfo) -> bool:
    """Whether the words name a day, a sum or a tail that none of the orders has."""
    reference = read_reference(text, now.astimezone(zone).date())
    told = [
        (reference.since, any(_is_of_days(order, reference, zone) for order in orders)),
        (reference.price_fen, bool(_that_cost(orders, reference.price_fen))),
        (reference.tail, any(order.number.endswith(reference.tail or "-") for order in orders)),
    ]
    return any(value is not None and not is_found for value, is_found in told)


def name_orders(shop: ShopBackend, orders: Sequence[Order], text: str) -> tuple[Order, ...]:
    """The orders with goods that the text names; where several are named, those named by the longest word."""
    names: dict[str, GoodsName] = {}
    strengths = [
        max((naming_strength(text, _goods_name(shop, line, names)) for line in order.lines), default=0)
        for order in orders
    ]
    best = max(strengths, default=0)
    return tuple(order for order, found in zip(orders, strengths, strict=True) if best and found == best)


def list_named(shop: ShopBackend, orders: Sequence[Order], text: str) -> list[Order]:
    """Every order with goods that the text names by two characters and more: both, where two goods are named."""
    names: dict[str, GoodsName] = {}
    return [
        order
        for order in orders
        if any(naming_strength(text, _goods_name(shop, line, names)) >= _NOUN for line in order.lines)
    ]


def _goods_name(shop: ShopBackend, line: OrderLine, names: dict[str, GoodsName]) -> GoodsName:
    """What the line is called; an article that is no longer sold has only its name."""
    if line.product_id not in names:
        product = shop.find_product(line.product_id)
        names[line.product_id] = (
            GoodsName(line.name, product.aliases, product.tags, product.category) if product else GoodsName(line.name)
        )
    return names[line.product_id]


def _at_place(place: int, orders: Sequence[Order]) -> tuple[Order, ...]:
    index = place - 1 if place > 0 else len(orders) - 1
    return (orders[index],) if 0 <= index < len(orders) else tuple(orders)


def _is_of_days(order: Order, reference: OrderReference, zone: tzinfo) -> bool:
    if reference.since is None or reference.until is None:
        return False
    bought: date = order.created_at.astimezone(zone).date()
    return reference.since <= bought <= reference.until


def _that_cost(orders: Sequence[Order], price_fen: int | None) -> list[Order]:
    """By the total, else by the price of an article; shoppers leave out the cents."""
    by_total = [order for order in orders if order.total_fen // 100 * 100 == price_fen or order.total_fen == price_fen]
    return by_total or [order for order in orders if any(line.price_fen == price_fen for line in order.lines)]


def _at_edge(edge: Edge | None, orders: list[Order]) -> list[Order]:
    if not orders or edge is None:
        return orders
    match edge:
        case Edge.OLDEST:
            return [min(orders, key=lambda order: order.created_at)]
        case Edge.DEAREST:
            return [max(orders, key=lambda order: order.total_fen)]
        case Edge.CHEAPEST:
            return [min(orders, key=lambda order: order.total_fen)]
