"""Parcels and their track events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ShipmentState(StrEnum):
    """Where a parcel stands."""

    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    DELAYED = "delayed"
    OUT_FOR_DELIVERY = "out_for_delivery"
    SIGNED = "signed"
    LOST = "lost"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The Chinese word that shoppers and agents read."""
        return _SHIPMENT_LABELS[self]


_SHIPMENT_LABELS = {
    ShipmentState.PICKED_UP: "已揽收",
    ShipmentState.IN_TRANSIT: "运输中",
    ShipmentState.DELAYED: "运输延误",
    ShipmentState.OUT_FOR_DELIVERY: "派送中",
    ShipmentState.SIGNED: "已签收",
    ShipmentState.LOST: "疑似丢件",
    ShipmentState.RETURNED: "已退回",
}


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """One line of the carrier's track."""

    at: datetime
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel of an order; ``events`` newest first."""

    tracking_number: str
    order_number: str
    carrier: str
    state: ShipmentState
    shipped_at: datetime
    events: tuple[TrackEvent, ...]
    promised_at: datetime | None = None
    signed_at: datetime | None = None
    courier_phone: str | None = None
