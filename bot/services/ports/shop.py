"""Where customers, products, orders and parcels come from, and how products and FAQs are found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.aftersale import Aftersale
from bot.domain.customer import Customer
from bot.domain.faq import Faq, FaqHit
from bot.domain.order import Order
from bot.domain.product import Coupon, Product, Promotion
from bot.domain.shipment import Shipment


class Clock(Protocol):
    """Tells the time; replaced in tests."""

    def now(self) -> datetime:
        """The current time, timezone-aware UTC."""
        ...


class ShopBackend(Protocol):
    """Where customers, products, orders and parcels come from. Read-only.

    An order is fetched by (order number, verified customer) only: unknown and somebody else's look the same (None).
    """

    def find_customer(self, customer_id: str) -> Customer | None:
        """The customer, or None."""
        ...

    def find_order(self, number: str, customer_id: str) -> Order | None:
        """The order if it exists and belongs to the customer."""
        ...

    def find_order_by_phone_tail(self, number: str, phone_tail: str) -> Order | None:
        """For anonymous shoppers: the order if the receiver's phone ends with these four digits."""
        ...

    def list_orders(self, customer_id: str, *, limit: int = 10) -> Sequence[Order]:
        """The customer's orders, newest first."""
        ...

    def list_shipments(self, order_number: str, customer_id: str) -> Sequence[Shipment]:
        """Parcels of the customer's order, newest first."""
        ...

    def find_shipment(self, tracking_number: str, customer_id: str) -> Shipment | None:
        """The parcel if it belongs to an order of the customer."""
        ...

    def list_aftersales(self, customer_id: str, *, order_number: str | None = None) -> Sequence[Aftersale]:
        """The customer's applications, newest first."""
        ...

    def list_coupons(self, customer_id: str) -> Sequence[Coupon]:
        """The customer's coupons: usable ones first."""
        ...

    def find_product(self, product_id: str) -> Product | None:
        """The product, or None."""
        ...

    def list_products(self, *, category: str | None = None) -> Sequence[Product]:
        """All products, or those of a category, in the shop's order."""
        ...

    def list_promotions(self, at: datetime, product: Product | None = None) -> Sequence[Promotion]:
        """Activities that run at that time (and apply to the product)."""
        ...


class ProductSearch(Protocol):
    """Finds products by what shoppers call them."""

    def search_products(self, text: str, *, limit: int = 5) -> Sequence[tuple[Product, float]]:
        """Best first with a score in 0…1; empty if nothing fits."""
        ...


class FaqSearch(Protocol):
    """Finds published FAQs."""

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        """Best first; ``intent`` favours FAQs of that intent."""
        ...


class FaqSource(Protocol):
    """Where the search index reads the FAQs; ``faq_revision`` changes whenever a published FAQ changes."""

    def faq_revision(self) -> int:
        """A number that grows with every change."""
        ...

    def published_faqs(self) -> Sequence[Faq]:
        """All FAQs that shoppers may see now."""
        ...
