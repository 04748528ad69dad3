"""Reads customers, products, orders and parcels from the shop's database."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Engine, RowMapping, Select, case, select
from sqlalchemy.exc import SQLAlchemyError

from bot.backends.shop_tables import (
    aftersales,
    coupons,
    customers,
    make_shop_engine,
    order_lines,
    orders,
    products,
    promotions,
    shipments,
)
from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.customer import Customer
from bot.domain.errors import Unavailable
from bot.domain.order import Order, OrderLine, OrderState
from bot.domain.product import Coupon, Product, Promotion
from bot.domain.shipment import Shipment, ShipmentState, TrackEvent

PRODUCT_CACHE_SECONDS = 30.0
"""Stock and prices are at most this old."""


class SqlShopBackend:
    """Implements ``bot.services.ports.ShopBackend``; safe to share between threads.

    Every method raises ``bot.domain.errors.Unavailable`` when the database does not answer.
    """

    def __init__(self, url: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._engine: Engine = make_shop_engine(url)
        self._monotonic = monotonic
        self._products: dict[str, Product] = {}
        self._products_until = float("-inf")

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def find_customer(self, customer_id: str) -> Customer | None:
        """The customer, or None."""
        row = self._first(select(customers).where(customers.c.id == customer_id))
        if row is None:
            return None
        values = dict(row) | {"tags": tuple(row["tags"]), "is_vip": row["level"] == "VIP"}
        return Customer(**values)

    def find_order(self, number: str, customer_id: str) -> Order | None:
        """The order if it exists and belongs to the customer."""
        found = self._orders(orders.c.number == number, orders.c.customer_id == customer_id, limit=1)
        return found[0] if found else None

    def find_order_by_phone_tail(self, number: str, phone_tail: str) -> Order | None:
        """The order if the receiver's phone ends with these four digits."""
        if len(phone_tail) != 4 or not phone_tail.isdecimal():
            return None
        found = self._orders(
            orders.c.number == number, orders.c.receiver_phone.endswith(phone_tail, autoescape=True), limit=1
        )
        return found[0] if found else None

    def list_orders(self, customer_id: str, *, limit: int = 10) -> Sequence[Order]:
        """The customer's orders, newest first."""
        return self._orders(orders.c.customer_id == customer_id, limit=limit)

    def list_shipments(self, order_number: str, customer_id: str) -> Sequence[Shipment]:
        """Parcels of the customer's order, newest first."""
        query = (
            select(shipments)
            .where(shipments.c.order_number == order_number, shipments.c.customer_id == customer_id)
            .order_by(shipments.c.shipped_at.desc())
        )
        return [_shipment(row) for row in self._all(query)]

    def find_shipment(self, tracking_number: str, customer_id: str) -> Shipment | None:
        """The parcel if it belongs to an order of the customer; letters in any case."""
        row = self._first(
            select(shipments).where(
                shipments.c.tracking_number == tracking_number.upper(), shipments.c.customer_id == customer_id
            )
        )
        return None if row is None else _shipment(row)

    def list_aftersales(self, customer_id: str, *, order_number: str | None = None) -> Sequence[Aftersale]:
        """The customer's applications, newest first."""
        query = select(aftersales).where(aftersales.c.customer_id == customer_id)
        if order_number is not None:
            query = query.where(aftersales.c.order_number == order_number)
        return [_aftersale(row) for row in self._all(query.order_by(aftersales.c.created_at.desc()))]

    def list_coupons(self, customer_id: str) -> Sequence[Coupon]:
        """The customer's coupons: usable ones first, soonest to expire first."""
        usable_first = case((coupons.c.state == "unused", 0), else_=1)
        query = (
            select(coupons)
            .where(coupons.c.customer_id == customer_id)
            .order_by(usable_first, coupons.c.expires_at, coupons.c.id)
        )
        rows = [{key: value for key, value in row.items() if key != "customer_id"} for row in self._all(query)]
        return [Coupon(**row) for row in rows]

    def find_product(self, product_id: str) -> Product | None:
        """The product, or None."""
        return self._product_pages().get(product_id)

    def list_products(self, *, category: str | None = None) -> Sequence[Product]:
        """All products, or those of a category, in the shop's order."""
        pages = self._product_pages().values()
        return [page for page in pages if category is None or page.category == category]

    def list_promotions(self, at: datetime, product: Product | None = None) -> Sequence[Promotion]:
        """Activities that run at that time (and apply to the product), soonest to end first."""
        query = (
            select(promotions)
            .where(promotions.c.starts_at <= at, promotions.c.ends_at > at)
            .order_by(promotions.c.ends_at, promotions.c.id)
        )
        running = [_promotion(row) for row in self._all(query)]
        return [entry for entry in running if product is None or _applies(entry, product)]

    def _product_pages(self) -> dict[str, Product]:
        if self._monotonic() >= self._products_until:
            rows = self._all(select(products.c.page).order_by(products.c.position))
            pages = [msgspec.convert(row["page"], Product) for row in rows]
            self._products = {page.id: page for page in pages}
            self._products_until = self._monotonic() + PRODUCT_CACHE_SECONDS
        return self._products

    def _orders(self, *conditions: ColumnElement[bool], limit: int) -> list[Order]:
        query = select(orders).where(*conditions).order_by(orders.c.created_at.desc(), orders.c.number).limit(limit)
        rows = self._all(query)
        numbers = [row["number"] for row in rows]
        if not numbers:
            return []
        lines: dict[str, list[OrderLine]] = {number: [] for number in numbers}
        line_query = select(order_lines).where(order_lines.c.order_number.in_(numbers)).order_by(order_lines.c.position)
        for row in self._all(line_query):
            values = {key: value for key, value in row.items() if key not in {"order_number", "position"}}
            lines[row["order_number"]].append(OrderLine(**values))
        return [_order(row, tuple(lines[row["number"]])) for row in rows]

    def _all(self, query: Select[Any]) -> Sequence[RowMapping]:
        try:
            with self._engine.connect() as connection:
                return connection.execute(query).mappings().all()
        except SQLAlchemyError as error:
            raise Unavailable("店铺系统暂时没有响应，请稍后再试") from error

    def _first(self, query: Select[Any]) -> RowMapping | None:
        rows = self._all(query.limit(1))
        return rows[0] if rows else None


def _order(row: RowMapping, lines: tuple[OrderLine, ...]) -> Order:
    return Order(**dict(row) | {"state": OrderState(row["state"]), "lines": lines})


def _shipment(row: RowMapping) -> Shipment:
    values = {key: value for key, value in row.items() if key != "customer_id"}
    events = tuple(msgspec.convert(row["events"], list[TrackEvent]))
    return Shipment(**values | {"state": ShipmentState(row["state"]), "events": events})


def _aftersale(row: RowMapping) -> Aftersale:
    return Aftersale(**dict(row) | {"kind": AftersaleKind(row["kind"]), "state": AftersaleState(row["state"])})


def _promotion(row: RowMapping) -> Promotion:
    return Promotion(**dict(row) | {"product_ids": tuple(row["product_ids"]), "categories": tuple(row["categories"])})


def _applies(promotion: Promotion, product: Product) -> bool:
    if not promotion.product_ids and not promotion.categories:
        return True
    return product.id in promotion.product_ids or product.category in promotion.categories
