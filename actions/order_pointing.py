"""Which of the customer's orders the words mean: by number, goods, place, price or day, else the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.talk import Talk
from bot.domain.order import Order, OrderState
from bot.domain.order_reference import ORDER_DIGITS, begins_number, close_gaps, join_number
from bot.domain.remarks import is_not_this_order, means_other_one
from bot.services.look_up_order import MatchKind, OrderMatch, OrderQuery, find_orders, read_order_query
from bot.services.point_at_order import point_at_orders

_OTHER_ORDERS = re.compile(r"别的订单|其他订单|其它订单|另外[一那]?[单个]|另一[单个]|所有订单|全部订单|我的订单有哪")
_THAT_ONE = re.compile(r"[的那][个单笔件]|的订?单|那一?[个单笔件]")
_BARE_PLACE = re.compile(r"[1-9一二三四五六七八九]")
_PIECES, _TELLING, _SHORT = 4, 6, 12
WHICH_REMEDY = "请问您希望哪一种？"
"""Ends an offer of two remedies: 第二个 is then the second of them and no order."""
PLACE_OF_REMEDY = re.compile(r"(?:就|选|要)?(?:(?P<first>第一|前面?那?|前者|1)|第二|后面?那?|后者|2)[个种]?[吧呗。]?")
MAX_CHOICES, _SURE_GOODS = 5, 0.5


def find_customer_order(talk: Talk, states: frozenset[OrderState] = frozenset()) -> OrderMatch:
    """The order the verified customer means.

    In this order: a number in the words, what the words point at (goods, 第三个, 9月买的), the page's order, the order
    talked about last, the only candidate (in ``states``, if given), else a choice. Where several fit the words, those
    in ``states`` come first, and among them the order talked about.
    """
    customer_id = talk.customer_id
    assert customer_id is not None, "anonymous shoppers are asked to log in first"
    shop = talk.tools.shop
    number = given_number(talk)
    if number:
        return _find_numbered(talk, number)
    orders = list(talk.own_orders)
    if not orders:
        return OrderMatch(MatchKind.NO_ORDERS)
    query = read_order_query(talk.text)
    wanted = query.states or states
    known = str(talk.page_order_number or talk.slot("order_number") or "")
    pointed = pointed_orders(talk, orders)
    if pointed is not None:
        return _match([order for order in pointed if order.state in wanted] or pointed, known, latest=query.latest)
    if names_unbought(talk):
        return OrderMatch(MatchKind.MANY, tuple(orders[:MAX_CHOICES]))
    if _wants_other(talk.text):
        orders = [order for order in orders if order.number != known] or orders
    elif known and (talk.page_order_number or not query.latest):
        order = shop.find_order(known, customer_id)
        if order is not None and not _names_other_state(talk.text, query, order):
            return OrderMatch(MatchKind.ONE, (order,))
    pool = [order for order in orders if not wanted or order.state in wanted] or ([] if states else orders)
    if not pool:
        return OrderMatch(MatchKind.NONE, tuple(orders[:MAX_CHOICES]))
    return _match(pool, "", latest=query.latest)


def pointed_orders(talk: Talk, orders: Sequence[Order]) -> list[Order] | None:
    """The orders that the words point at; None if they point at none in particular."""
    tools, shown = talk.tools, listed_orders(talk)
    if PLACE_OF_REMEDY.fullmatch(talk.text.strip()) and any(
        text.endswith(WHICH_REMEDY) for text in talk.recent_replies
    ):
        return None
    if shown and _BARE_PLACE.fullmatch(talk.text):
        return list(
            point_at_orders(
                tools.shop, orders, f"第{talk.text}个", now=tools.clock.now(), zone=tools.policy.hours.zone, shown=shown
            )
            or ()
        )
    pointed = point_at_orders(
        tools.shop, orders, talk.text, now=tools.clock.now(), zone=tools.policy.hours.zone, shown=shown
    )
    return list(pointed) if pointed is not None else (_find_by_goods(talk, orders) or None)


def names_unbought(talk: Talk) -> bool:
    """Short words about goods that none of the orders contains: no order is to be told as if it did."""
    named = set(talk.entities("product"))
    if not named or talk.customer_id is None or talk.page_order_number or len(talk.text) > _SHORT:
        return False
    orders = talk.own_orders
    has_them = any(line.product_id in named for order in orders for line in order.lines)
    return not has_them and pointed_orders(talk, orders) is None


def chosen_order(talk: Talk) -> Order | None:
    """The one order that is clearly pointed at: 第二个, 裙子那单, 9月买的那个."""
    if talk.customer_id is None:
        return None
    orders = talk.own_orders
    pointed = pointed_orders(talk, orders) if orders else None
    return pointed[0] if pointed and len(pointed) == 1 else None


def read_choice(talk: Talk, orders: Sequence[Order]) -> Order | None:
    """第二个, 最近的, or what only one of the orders fits."""
    pointed = pointed_orders(talk, orders)
    if pointed is not None:
        return pointed[0] if len(pointed) == 1 else None
    return orders[0] if orders and read_order_query(talk.text).latest else None


def given_number(talk: Talk) -> str | None:
    """An order number, typed at once, in groups, or in pieces over several messages."""
    told = talk.entity("order_number")
    if told and (talk.is_button or len(told) in ORDER_DIGITS):
        return told
    whole = read_order_query(talk.text).number or read_order_query(close_gaps(talk.text)).number
    joined = typed_piece(talk)
    if whole is None and (len(joined) in ORDER_DIGITS or (len(joined) >= _TELLING and _is_own(talk, joined))):
        return joined
    return whole or told


def ask_rest_of_number(talk: Talk, awaiting: str) -> bool:
    """Ask for the rest where only the beginning of an order number was typed; False: it is no such beginning."""
    piece = typed_piece(talk)
    if not begins_number(piece) or _is_own(talk, piece):
        return False
    talk.set_slot("awaiting", awaiting or "query_order")
    talk.say(
        talk.pick(
            f"收到 {piece}，这是订单号的前 {len(piece)} 位。订单号一共有 15–18 位，请您把后面的数字接着发给我。",
            f"前 {len(piece)} 位我记下了，还差后面几位，请您继续发，也可以在“我的订单”里复制完整的订单号。",
        )
    )
    return True


def typed_piece(talk: Talk) -> str:
    """The digits that may be a part of an order number; empty if there are none."""
    return join_number([*_earlier_texts(talk), *re.split(r"\s+", talk.text)])


def _find_numbered(talk: Talk, number: str) -> OrderMatch:
    """The order with this number, with a parcel of this number, or the only one whose number contains the digits."""
    assert talk.customer_id is not None
    shop, customer_id = talk.tools.shop, talk.customer_id
    match = find_orders(shop, customer_id, OrderQuery(number=number))
    if match.order is not None:
        return match
    shipment = shop.find_shipment(number, customer_id)
    if shipment is not None:
        return find_orders(shop, customer_id, OrderQuery(number=shipment.order_number))
    orders = talk.own_orders
    fitting = [order for order in orders if number in order.number]
    return OrderMatch(MatchKind.ONE, (fitting[0],)) if len(fitting) == 1 else match


def _is_own(talk: Talk, piece: str) -> bool:
    """Whether the digits tell one of the verified customer's orders already."""
    return talk.customer_id is not None and _find_numbered(talk, piece).order is not None


def _match(orders: Sequence[Order], known: str, *, latest: bool) -> OrderMatch:
    """One order, or a choice; of several the one talked about is meant."""
    talked_about = [order for order in orders if order.number == known]
    if latest or len(orders) == 1 or talked_about:
        return OrderMatch(MatchKind.ONE, ((talked_about or list(orders))[0],))
    return OrderMatch(MatchKind.MANY, tuple(orders[:MAX_CHOICES]))


def _names_other_state(text: str, query: OrderQuery, order: Order) -> bool:
    """取消的那个, while a signed order is talked about."""
    return bool(query.states) and order.state not in query.states and bool(_THAT_ONE.search(text))


def _find_by_goods(talk: Talk, orders: Sequence[Order]) -> list[Order]:
    """Orders with the goods that the words mean by another name (洗面奶 → 洁面乳)."""
    meant = {product.id for product, score in talk.tools.products.search_products(talk.text) if score >= _SURE_GOODS}
    return [order for order in orders if any(line.product_id in meant for line in order.lines)]


def listed_orders(talk: Talk) -> list[Order]:
    """The list of orders that the shopper was shown last."""
    if talk.customer_id is None:
        return []
    for event in reversed(talk.tracker.events):
        card = (((event.get("data") or {}).get("custom") or {}).get("card")) or {}
        if event.get("event") == "bot" and card.get("type") == "order_list":
            found = (
                talk.tools.shop.find_order(str(row["number"]), talk.customer_id) for row in card.get("orders") or ()
            )
            return [order for order in found if order is not None]
    return []


def _earlier_texts(talk: Talk) -> list[str]:
    """The shopper's messages before this one, oldest first."""
    users: list[dict[str, Any]] = [event for event in talk.tracker.events if event.get("event") == "user"]
    return [str(event.get("text") or "") for event in users[:-1]][-_PIECES:]


def _wants_other(text: str) -> bool:
    return is_not_this_order(text) or means_other_one(text) or bool(_OTHER_ORDERS.search(text))
