"""Customers of the shop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """A registered customer. ``level`` is one of 普通、银卡、金卡、VIP."""

    id: str
    name: str
    phone: str
    level: str
    points: int
    created_at: datetime
    tags: tuple[str, ...] = ()
    address: str = ""
    is_vip: bool = field(default=False)
