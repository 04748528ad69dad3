"""Products, their variants, promotions and coupons. Money in integer fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sku:
    """One variant that can be bought. ``restock_at`` tells when an empty one comes back, if known."""

    id: str
    attributes: dict[str, str]
    price_fen: int
    stock: int
    restock_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SizeRow:
    """One line of a size chart; inclusive ranges, cm and kg."""

    size: str
    height_cm: tuple[int, int]
    weight_kg: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Product:
    """One product page. ``specs`` is the spec sheet: 名称 → 值, exactly as the shop publishes it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    category: str
    brand: str
    description: str
    specs: dict[str, str]
    skus: tuple[Sku, ...]
    size_chart: tuple[SizeRow, ...] = ()
    size_note: str = ""
    package_list: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    carrier: str = ""
    ships_within_hours: int = 48
    warehouse: str = ""
    warranty_months: int = 0
    return_days: int = 7
    not_returnable_reason: str = ""
    needs_installation: bool = False


@dataclass(frozen=True, slots=True)
class Promotion:
    """A running activity; empty ``product_ids`` and ``categories`` mean the whole shop."""

    id: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    product_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon of one customer. ``state``: ``unused``, ``used`` or ``expired``."""

    id: str
    title: str
    threshold_fen: int
    value_fen: int
    expires_at: datetime
    state: str
    scope: str = "全店通用"
