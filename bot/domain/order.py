"""Orders and what is in them. Money in integer fen, times in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands. After-sales have their own state (``aftersale.py``)."""

    UNPAID = "unpaid"
    PAID = "paid"
    SHIPPED = "shipped"
    SIGNED = "signed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The Chinese word that shoppers and agents read."""
        return _ORDER_LABELS[self]


_MEASURE = re.compile(r"(\d+(?:\.\d+)?)\s*(厘米|毫升|升|公斤|克|斤|米|寸|毫安|GB|TB|颗)")
_ORDER_LABELS = {
    OrderState.UNPAID: "待付款",
    OrderState.PAID: "待发货",
    OrderState.SHIPPED: "运输中",
    OrderState.SIGNED: "已签收",
    OrderState.COMPLETED: "已完成",
    OrderState.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One SKU of an order."""

    product_id: str
    sku_id: str
    name: str
    attributes: dict[str, str]
    quantity: int
    price_fen: int

    @property
    def title(self) -> str:
        """The name with the measure of the variant that was bought: 炒锅 28 厘米, though the page is called 32 厘米."""
        for value in self.attributes.values():
            bought = _MEASURE.match(value)
            named = list(_MEASURE.finditer(self.name))
            if bought is None or "×" in value or len(named) != 1 or named[0].group(2) != bought.group(2):
                continue
            return self.name[: named[0].start()] + bought.group(0) + self.name[named[0].end() :]
        return self.name


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the shop knows it; only ever fetched for its verified owner."""

    number: str
    customer_id: str
    state: OrderState
    lines: tuple[OrderLine, ...]
    total_fen: int
    freight_fen: int
    discount_fen: int
    created_at: datetime
    receiver_name: str
    receiver_phone: str
    receiver_address: str
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    signed_at: datetime | None = None
    cancelled_at: datetime | None = None
    promised_ship_at: datetime | None = None
    note: str = ""
