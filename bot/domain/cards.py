"""Orders and parcels in the wire format of docs/architecture.md, “Cards”: the same for shoppers and agents."""

from __future__ import annotations

from typing import Any

from bot.domain.order import Order
from bot.domain.shipment import Shipment


def order_card(order: Order) -> dict[str, Any]:
    """One order."""
    return {"type": "order", **order_fields(order)}


def order_fields(order: Order) -> dict[str, Any]:
    """An order as a row of a list."""
    return {
        "number": order.number,
        "state": order.state.value,
        "state_label": order.state.label,
        "created_at": order.created_at.isoformat(),
        "total_fen": order.total_fen,
        "lines": [
            {
                "name": line.name,
                "attributes": line.attributes,
                "quantity": line.quantity,
                "price_fen": line.price_fen,
                "product_id": line.product_id,
            }
            for line in order.lines
        ],
    }


def parcel_card(shipment: Shipment, *, max_events: int | None = None) -> dict[str, Any]:
    """One parcel with its track."""
    events = shipment.events[:max_events]
    return {
        "type": "parcel",
        "tracking_number": shipment.tracking_number,
        "carrier": shipment.carrier,
        "state": shipment.state.value,
        "state_label": shipment.state.label,
        "order_number": shipment.order_number,
        "promised_at": shipment.promised_at.isoformat() if shipment.promised_at else None,
        "events": [{"at": event.at.isoformat(), "place": event.place, "text": event.text} for event in events],
    }
