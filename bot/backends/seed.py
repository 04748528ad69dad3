"""Fill the shop's database with the demo shop: always the same for the same content and reference time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.engine import make_url

from bot.backends import shop_tables as tables
from bot.backends.seed_orders import ShopRecords, make_records
from bot.backends.seed_people import DemoCustomer, demo_customers, make_coupons, make_customers
from bot.domain.product import Product, Promotion

__all__ = ["DemoCustomer", "SeedReport", "demo_customers", "seed_shop"]
_SEED_NAME = "demo"
_RANDOM_SEED = 20240618
_TABLES = (
    tables.customers,
    tables.products,
    tables.promotions,
    tables.orders,
    tables.order_lines,
    tables.shipments,
    tables.aftersales,
    tables.coupons,
)


@dataclass(frozen=True, slots=True)
class SeedReport:
    """``is_new``: False if the shop was seeded before and nothing was changed. ``rows``: rows per table."""

    is_new: bool
    reference_time: datetime
    rows: dict[str, int]


def seed_shop(
    engine_url: str,
    products: Sequence[Product],
    promotions: Sequence[Promotion],
    reference_time: datetime,
    *,
    refresh: bool = False,
) -> SeedReport:
    """Create the tables and fill them in one transaction; a shop that was seeded before stays as it is.

    ``refresh`` empties it first, so that "in transit" is current again and edited products arrive. Takes a second.
    """
    url = make_url(engine_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = tables.make_shop_engine(engine_url)
    try:
        tables.metadata.create_all(engine)
        with engine.begin() as connection:
            query = select(tables.seeds.c.reference_time).where(tables.seeds.c.name == _SEED_NAME)
            seeded_at = connection.execute(query).scalar_one_or_none()
            if seeded_at is not None and not refresh:
                return SeedReport(False, seeded_at, _count(connection))
            for table in (*_TABLES, tables.seeds):
                connection.execute(delete(table))
            _fill(connection, products, promotions, reference_time)
            return SeedReport(True, reference_time, _count(connection))
    finally:
        engine.dispose()


def _fill(connection: Connection, products: Sequence[Product], promotions: Sequence[Promotion], now: datetime) -> None:
    random = Random(_RANDOM_SEED)  # noqa: S311 (believable, not secret)
    people = make_customers(random, now)
    records = make_records(random, products, people, now)
    customers = [_without(asdict(customer), "is_vip") for customer, _ in people.values()]
    _write(connection, tables.customers, customers)
    pages = [
        {"id": page.id, "position": number, "category": page.category, "page": msgspec.to_builtins(page)}
        for number, page in enumerate(products)
    ]
    _write(connection, tables.products, pages)
    _write(connection, tables.promotions, [asdict(promotion) for promotion in promotions])
    _write_orders(connection, records)
    coupons = make_coupons(random, now, list(people))
    _write(connection, tables.coupons, [{"customer_id": owner, **asdict(coupon)} for owner, coupon in coupons])
    connection.execute(insert(tables.seeds).values(name=_SEED_NAME, reference_time=now))


def _write_orders(connection: Connection, records: ShopRecords) -> None:
    orders = [_without(asdict(order), "lines") | {"state": order.state.value} for order in records.orders]
    lines = [
        {"order_number": order.number, "position": position, **asdict(line)}
        for order in records.orders
        for position, line in enumerate(order.lines)
    ]
    shipments = [
        {
            "customer_id": owner,
            **asdict(parcel),
            "state": parcel.state.value,
            "events": msgspec.to_builtins(parcel.events),
        }
        for owner, parcel in records.shipments
    ]
    aftersales = [
        asdict(entry) | {"kind": entry.kind.value, "state": entry.state.value} for entry in records.aftersales
    ]
    _write(connection, tables.orders, orders)
    _write(connection, tables.order_lines, lines)
    _write(connection, tables.shipments, shipments)
    _write(connection, tables.aftersales, aftersales)


def _write(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def _count(connection: Connection) -> dict[str, int]:
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in _TABLES}
