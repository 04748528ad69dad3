"""Tables of the shop's database (the demo shop). Money in integer fen, times in UTC."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Engine, Integer, MetaData, String, Table, create_engine
from sqlalchemy.engine import make_url

from bot.sql_types import UtcDateTime

metadata = MetaData()

customers = Table(
    "customers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("level", String(16), nullable=False),
    Column("points", Integer, nullable=False),
    Column("address", String(255), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("category", String(32), nullable=False),
    Column("page", JSON, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("total_fen", Integer, nullable=False),
    Column("freight_fen", Integer, nullable=False),
    Column("discount_fen", Integer, nullable=False),
    Column("receiver_name", String(64), nullable=False),
    Column("receiver_phone", String(20), nullable=False),
    Column("receiver_address", String(255), nullable=False),
    Column("note", String(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("paid_at", UtcDateTime),
    Column("shipped_at", UtcDateTime),
    Column("signed_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("promised_ship_at", UtcDateTime),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_number", String(32), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("product_id", String(32), nullable=False),
    Column("sku_id", String(48), nullable=False),
    Column("name", String(128), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
)

shipments = Table(
    "shipments",
    metadata,
    Column("tracking_number", String(32), primary_key=True),
    Column("order_number", String(32), nullable=False, index=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("carrier", String(32), nullable=False),
    Column("state", String(24), nullable=False),
    Column("shipped_at", UtcDateTime, nullable=False),
    Column("promised_at", UtcDateTime),
    Column("signed_at", UtcDateTime),
    Column("courier_phone", String(20)),
    Column("events", JSON, nullable=False),
)

aftersales = Table(
    "aftersales",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("order_number", String(32), nullable=False, index=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(255), nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("refund_channel", String(32)),
    Column("return_tracking_number", String(32)),
    Column("note", String(255), nullable=False),
)

coupons = Table(
    "coupons",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("title", String(64), nullable=False),
    Column("threshold_fen", Integer, nullable=False),
    Column("value_fen", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("scope", String(64), nullable=False),
)

promotions = Table(
    "promotions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", String(64), nullable=False),
    Column("description", String(512), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("product_ids", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
)

seeds = Table(
    "seeds",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("reference_time", UtcDateTime, nullable=False),
)


def make_shop_engine(url: str) -> Engine:
    """An engine for the shop's database; opens no connection yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return create_engine(parsed, connect_args={"check_same_thread": False, "timeout": 15})
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True)


def create_shop_tables(url: str) -> None:
    """Create the tables that are missing, empty; a shop fills them from its own systems."""
    engine = make_shop_engine(url)
    try:
        metadata.create_all(engine)
    finally:
        engine.dispose()
