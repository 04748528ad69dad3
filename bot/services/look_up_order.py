"""Find the order that a shopper means.

Only a verified customer sees orders. An anonymous shopper who knows the order number and the receiver's last four
digits learns the state and nothing else, a few times per hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.domain.errors import TooManyRequests
from bot.domain.order import Order, OrderState
from bot.domain.policy import Policy
from bot.domain.shipment import Shipment, ShipmentState
from bot.services.ports import ShopBackend

_ALL_ORDERS = 200
_STATE_WORDS: tuple[tuple[str, frozenset[OrderState]], ...] = (
    (r"签收.{0,10}没有?[收拿见]到|没有?[收拿见]到.{0,10}签收", frozenset({OrderState.SIGNED, OrderState.COMPLETED})),
    (r"待付款|未付款|没付款|没有付款|还没付|待支付|未支付|没支付", frozenset({OrderState.UNPAID})),
    (r"待发货|未发货|没发货|没有发货|还没发", frozenset({OrderState.PAID})),
    (r"(?:已经?付款?|付过款|付了(?:款|钱)?)的?(?:那|这)?一?[个单笔]", frozenset({OrderState.PAID})),
    (r"运输中|在路上|待收货|未收货|没收到|没到|已发货|发货了|在途", frozenset({OrderState.SHIPPED})),
    (r"签收|收到了|收货了|已收货", frozenset({OrderState.SIGNED, OrderState.COMPLETED})),
    (r"已完成|完成的", frozenset({OrderState.COMPLETED})),
    (r"已取消|取消了|取消的|被取消", frozenset({OrderState.CANCELLED})),
)
_LATEST = re.compile(r"最近|最新|刚[才刚]?(?:买|下|拍|订|付)|上一[单个笔]|最后一[单个笔]|今天[下买拍]")
_ORDER_NUMBER = re.compile(r"(?<!\d)\d{15,18}(?!\d)")


class MatchKind(StrEnum):
    """What the search for an order came to."""

    ONE = "one"
    MANY = "many"
    """Let the shopper choose."""
    NONE = "none"
    """The customer has orders, but none fits."""
    UNKNOWN_NUMBER = "unknown_number"
    """No such order, or not this customer's: the two look the same."""
    NO_ORDERS = "no_orders"


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What the shopper told; empty fields do not filter.

    ``since``/``until``: time of the purchase. ``product_ids``: what a product search made of the words (橙子 → 脐橙).
    """

    number: str | None = None
    phone_tail: str | None = None
    words: str = ""
    states: frozenset[OrderState] = frozenset()
    latest: bool = False
    since: datetime | None = None
    until: datetime | None = None
    product_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OrderMatch:
    """``orders``: newest first; exactly one for ``ONE``, none for the three ``N…``/``UNKNOWN`` kinds."""

    kind: MatchKind
    orders: tuple[Order, ...] = ()

    @property
    def order(self) -> Order | None:
        """The one order, if it is clear which."""
        return self.orders[0] if self.kind is MatchKind.ONE else None


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """All that an anonymous shopper learns: no name, place, goods or amount.

    ``parcel``: the state of the parcel that was heard of last. ``updated_at``: when the state last changed, if known.
    """

    number: str
    state: OrderState
    created_at: datetime
    updated_at: datetime | None
    parcel: ShipmentState | None = None


def read_order_query(text: str) -> OrderQuery:
    """Read number, state words (待发货的) and 最近 from free text; the rest stays in ``words``."""
    number = _ORDER_NUMBER.search(text)
    states = next((states for pattern, states in _STATE_WORDS if re.search(pattern, text)), frozenset[OrderState]())
    return OrderQuery(
        number=number.group(0) if number else None,
        words=text,
        states=states,
        latest=bool(_LATEST.search(text)),
    )


def find_orders(shop: ShopBackend, customer_id: str, query: OrderQuery, *, limit: int = 5) -> OrderMatch:
    """The verified customer's orders that fit ``query``.

    A number decides alone. Product words narrow the list when at least one order contains them and are ignored
    otherwise, because most messages also hold other words. A phone tail is the receiver's.
    """
    if query.number is not None:
        order = shop.find_order(query.number, customer_id)
        return OrderMatch(MatchKind.UNKNOWN_NUMBER) if order is None else OrderMatch(MatchKind.ONE, (order,))
    orders = list(shop.list_orders(customer_id, limit=_ALL_ORDERS))
    if not orders:
        return OrderMatch(MatchKind.NO_ORDERS)
    kept = [order for order in orders if _fits(order, query)]
    if query.words or query.product_ids:
        named = [order for order in kept if _is_named(order, query)]
        kept = named or kept
    if not kept:
        return OrderMatch(MatchKind.NONE)
    if query.latest or len(kept) == 1:
        return OrderMatch(MatchKind.ONE, (kept[0],))
    return OrderMatch(MatchKind.MANY, tuple(kept[:limit]))


def mentions_goods(order: Order, words: str) -> bool:
    """Whether the words name something in the order."""
    text = re.sub(r"\s", "", words.lower())
    return any(_names(line.name, text) for line in order.lines)


class StatusLookup:
    """Order status for anonymous shoppers, limited per visitor and per order number (moving window of one hour).

    The limit per number keeps many visitors from guessing the four digits together. Counters live in this process.
    """

    def __init__(self, shop: ShopBackend, policy: Policy) -> None:
        self._shop = shop
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_visitor = RateLimitItemPerHour(policy.status_lookups_per_hour)
        self._per_number = RateLimitItemPerHour(policy.status_lookups_per_hour * 2)

    def find_status(self, visitor_id: str, number: str, phone_tail: str) -> OrderStatus | None:
        """The state of the order, or None if number and tail do not belong together.

        Raises:
            TooManyRequests: the visitor, or all visitors for this number, asked too often within the hour.
        """
        is_allowed = self._limiter.hit(self._per_visitor, "visitor", visitor_id)
        if not (is_allowed and self._limiter.hit(self._per_number, "number", number)):
            raise TooManyRequests("您查询得太频繁了，请稍后再试，或者登录后查看全部订单")
        if not re.fullmatch(r"\d{4}", phone_tail):
            return None
        order = self._shop.find_order_by_phone_tail(number, phone_tail)
        if order is None:
            return None
        return _status_of(order, self._shop.list_shipments(order.number, order.customer_id))


def _status_of(order: Order, shipments: Sequence[Shipment]) -> OrderStatus:
    """An order under way is as new as its parcel's last event."""
    changed = order.signed_at or order.cancelled_at or order.shipped_at or order.paid_at
    if order.state is not OrderState.SHIPPED or not shipments:
        return OrderStatus(order.number, order.state, order.created_at, changed)
    newest = max(shipments, key=_last_event)
    return OrderStatus(order.number, order.state, order.created_at, _last_event(newest), newest.state)


def _last_event(shipment: Shipment) -> datetime:
    return shipment.events[0].at if shipment.events else shipment.shipped_at


def _is_named(order: Order, query: OrderQuery) -> bool:
    if any(line.product_id in query.product_ids for line in order.lines):
        return True
    return bool(query.words) and mentions_goods(order, query.words)


def _fits(order: Order, query: OrderQuery) -> bool:
    checks: Sequence[Callable[[], bool]] = (
        lambda: not query.states or order.state in query.states,
        lambda: query.phone_tail is None or order.receiver_phone.endswith(query.phone_tail),
        lambda: query.since is None or order.created_at >= query.since,
        lambda: query.until is None or order.created_at < query.until,
    )
    return all(check() for check in checks)


def _names(name: str, text: str) -> bool:
    """A word of the goods' name in the text: the end of a word (大米 of 五常大米) or three characters in a row."""
    words = [word for word in re.split(r"[\s（）()×]+", name.lower()) if word and not word[0].isdigit()]
    ends = {word[-2:] for word in words if re.search(r"[\u4e00-\u9fff]{2}$", word)}
    whole = "".join(words)
    grams = {whole[index : index + 3] for index in range(len(whole) - 2)}
    return any(part in text for part in ends | {gram for gram in grams if re.search(r"[\u4e00-\u9fff]", gram)})
