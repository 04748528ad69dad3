"""Cards in the wire format of docs/architecture.md, “Cards”."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.talk import make_payload
from bot.domain import cards
from bot.domain.cards import order_card as order_card
from bot.domain.cards import order_fields
from bot.domain.order import Order
from bot.domain.product import Coupon, Product
from bot.domain.shipment import Shipment

MAX_EVENTS = 12
LOGIN_CARD: dict[str, Any] = {"type": "login"}


def order_list_card(orders: Sequence[Order], intent: str) -> dict[str, Any]:
    """Orders to choose from; choosing one asks ``intent`` about it."""
    rows = [{**order_fields(order), "payload": make_payload(intent, order_number=order.number)} for order in orders]
    return {"type": "order_list", "orders": rows}


def parcel_card(shipment: Shipment) -> dict[str, Any]:
    """One parcel with the newest part of its track."""
    return cards.parcel_card(shipment, max_events=MAX_EVENTS)


def product_card(product: Product) -> dict[str, Any]:
    """One product."""
    return {"type": "product", **_product_fields(product)}


def product_list_card(products: Sequence[Product]) -> dict[str, Any]:
    """Several products."""
    return {"type": "product_list", "products": [_product_fields(product) for product in products]}


def coupons_card(coupons: Sequence[Coupon]) -> dict[str, Any]:
    """The customer's coupons."""
    rows = [
        {
            "title": coupon.title,
            "threshold_fen": coupon.threshold_fen,
            "value_fen": coupon.value_fen,
            "expires_at": coupon.expires_at.isoformat(),
            "state": coupon.state,
            "scope": coupon.scope,
        }
        for coupon in coupons
    ]
    return {"type": "coupons", "coupons": rows}


def _product_fields(product: Product) -> dict[str, Any]:
    prices = [sku.price_fen for sku in product.skus] or [0]
    return {
        "id": product.id,
        "name": product.name,
        "price_fen": min(prices),
        "max_price_fen": max(prices),
        "stock": sum(sku.stock for sku in product.skus),
        "url": f"/shop/products/{product.id}",
        "image": f"/shop/images/{product.id}.svg",
    }
