"""Where a parcel is, and whether something is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.order import Order, OrderState
from bot.domain.shipment import Shipment, ShipmentState
from bot.services.ports import Clock, ShopBackend

STALLED_AFTER_HOURS = 48
"""S5: a parcel without news for this long is taken up with the carrier."""


class Situation(StrEnum):
    """What the shopper should be told first."""

    UNPAID = "unpaid"
    NOT_SHIPPED = "not_shipped"
    SHIPPING_OVERDUE = "shipping_overdue"
    """Paid, and the promised time of shipping has passed."""
    CANCELLED = "cancelled"
    IN_TRANSIT = "in_transit"
    DELAYED = "delayed"
    """The carrier reports a delay, or the promised day of arrival has passed."""
    STALLED = "stalled"
    """No news for ``STALLED_AFTER_HOURS``."""
    OUT_FOR_DELIVERY = "out_for_delivery"
    SIGNED = "signed"
    LOST = "lost"
    RETURNED = "returned"

    @property
    def needs_attention(self) -> bool:
        """Whether a human (or the carrier) has to act."""
        return self in {Situation.SHIPPING_OVERDUE, Situation.DELAYED, Situation.STALLED, Situation.LOST}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel with its situation. ``silent_hours``: hours since the last track event."""

    shipment: Shipment
    situation: Situation
    silent_hours: int


@dataclass(frozen=True, slots=True)
class Tracking:
    """The answer for an order: ``situation`` is the most urgent of its parcels (or of the order before shipping)."""

    order: Order
    situation: Situation
    parcels: tuple[Parcel, ...] = ()

    @property
    def parcel(self) -> Parcel | None:
        """The parcel that the situation is about; None before shipping, or without news of one."""
        return min(self.parcels, key=lambda parcel: parcel.situation is not self.situation, default=None)

    @property
    def is_failed(self) -> bool:
        """Whether it will not arrive any more: lost, or sent back."""
        return self.situation in {Situation.LOST, Situation.RETURNED}


_URGENCY = [
    Situation.LOST,
    Situation.RETURNED,
    Situation.STALLED,
    Situation.DELAYED,
    Situation.OUT_FOR_DELIVERY,
    Situation.IN_TRANSIT,
    Situation.SIGNED,
]
_BY_STATE = {
    ShipmentState.LOST: Situation.LOST,
    ShipmentState.RETURNED: Situation.RETURNED,
    ShipmentState.SIGNED: Situation.SIGNED,
    ShipmentState.DELAYED: Situation.DELAYED,
    ShipmentState.OUT_FOR_DELIVERY: Situation.OUT_FOR_DELIVERY,
}


def track_order(shop: ShopBackend, clock: Clock, order: Order) -> Tracking:
    """Parcels of an order that was fetched for its verified owner."""
    now = clock.now()
    if order.state is OrderState.UNPAID:
        return Tracking(order, Situation.UNPAID)
    if order.state is OrderState.CANCELLED:
        return Tracking(order, Situation.CANCELLED)
    if order.state is OrderState.PAID:
        is_late = order.promised_ship_at is not None and now > order.promised_ship_at
        return Tracking(order, Situation.SHIPPING_OVERDUE if is_late else Situation.NOT_SHIPPED)
    parcels = tuple(judge_parcel(shipment, now) for shipment in shop.list_shipments(order.number, order.customer_id))
    if not parcels:
        return Tracking(order, Situation.SIGNED if order.signed_at else Situation.IN_TRANSIT)
    return Tracking(order, min((parcel.situation for parcel in parcels), key=_URGENCY.index), parcels)


def track_number(shop: ShopBackend, clock: Clock, tracking_number: str, customer_id: str) -> Tracking | None:
    """The parcel with this tracking number; None if it is unknown or belongs to somebody else's order."""
    shipment = shop.find_shipment(tracking_number, customer_id)
    if shipment is None:
        return None
    order = shop.find_order(shipment.order_number, customer_id)
    if order is None:
        return None
    parcel = judge_parcel(shipment, clock.now())
    return Tracking(order, parcel.situation, (parcel,))


def list_moving(shop: ShopBackend, clock: Clock, customer_id: str, *, limit: int = 5) -> tuple[Tracking, ...]:
    """Orders that are paid or under way, newest first: what 我的快递到哪了 means without a number."""
    moving = {OrderState.PAID, OrderState.SHIPPED}
    orders = [order for order in shop.list_orders(customer_id, limit=50) if order.state in moving]
    return tuple(track_order(shop, clock, order) for order in orders[:limit])


def judge_parcel(shipment: Shipment, now: datetime) -> Parcel:
    """Compare the track with the clock."""
    last_at = shipment.events[0].at if shipment.events else shipment.shipped_at
    silent = max(now - last_at, timedelta(0))
    hours = int(silent.total_seconds() // 3600)
    situation = _BY_STATE.get(shipment.state, Situation.IN_TRANSIT)
    if situation in {Situation.IN_TRANSIT, Situation.DELAYED} and hours >= STALLED_AFTER_HOURS:
        situation = Situation.STALLED
    elif situation is Situation.IN_TRANSIT and shipment.promised_at is not None and now > shipment.promised_at:
        situation = Situation.DELAYED
    return Parcel(shipment, situation, hours)
