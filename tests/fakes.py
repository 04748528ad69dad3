"""Hand-written fakes, shared by all tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.aftersale import Aftersale
from bot.domain.conversation import MessageBody
from bot.domain.customer import Customer
from bot.domain.errors import Unavailable
from bot.domain.order import Order
from bot.domain.product import Coupon, Product, Promotion
from bot.domain.shipment import Shipment
from bot.domain.turn import HandoffRequest, Outcome, TurnRequest, TurnResult, Understanding

NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is told to move."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def advance(self, **parts: float) -> None:
        self.time += timedelta(**parts)


class FakeEngine:
    """Echoes what it was asked; can be made slow, dead or failing."""

    def __init__(self) -> None:
        self.requests: list[TurnRequest] = []
        self.is_down = False
        self.error_code = "unavailable"
        self.delay_seconds = 0.0
        self.handoff: HandoffRequest | None = None
        self.before_answer: Callable[[], None] | None = None

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        self.requests.append(request)
        if self.is_down:
            raise Unavailable("down", code=self.error_code)
        if self.delay_seconds > deadline_seconds:
            await asyncio.sleep(deadline_seconds)
            raise Unavailable("slow")
        await asyncio.sleep(self.delay_seconds)
        if self.before_answer is not None:
            self.before_answer()
        text = " ".join(bubble.text for bubble in request.bubbles)
        return TurnResult(
            replies=(MessageBody(text=f"答：{text}"),),
            understanding=Understanding(text=text, intent="greet", confidence=0.9),
            outcome=Outcome.HANDOFF if self.handoff else Outcome.ANSWER,
            events=({"event": "user", "text": text},),
            handoff=self.handoff,
        )


class FakeShop:
    """A shop of whatever the test puts into its lists."""

    def __init__(
        self,
        customers: Sequence[Customer] = (),
        orders: Sequence[Order] = (),
        shipments: Sequence[Shipment] = (),
        aftersales: Sequence[Aftersale] = (),
        products: Sequence[Product] = (),
        promotions: Sequence[Promotion] = (),
        coupons: Sequence[tuple[str, Coupon]] = (),
    ) -> None:
        self.customers = list(customers)
        self.orders = list(orders)
        self.shipments = list(shipments)
        self.aftersales = list(aftersales)
        self.products = list(products)
        self.promotions = list(promotions)
        self.coupons = list(coupons)

    def find_customer(self, customer_id: str) -> Customer | None:
        return next((item for item in self.customers if item.id == customer_id), None)

    def find_order(self, number: str, customer_id: str) -> Order | None:
        return next((item for item in self.orders if (item.number, item.customer_id) == (number, customer_id)), None)

    def find_order_by_phone_tail(self, number: str, phone_tail: str) -> Order | None:
        for item in self.orders:
            if item.number == number and len(phone_tail) == 4 and item.receiver_phone.endswith(phone_tail):
                return item
        return None

    def list_orders(self, customer_id: str, *, limit: int = 10) -> Sequence[Order]:
        own = [item for item in self.orders if item.customer_id == customer_id]
        return sorted(own, key=lambda item: item.created_at, reverse=True)[:limit]

    def list_shipments(self, order_number: str, customer_id: str) -> Sequence[Shipment]:
        if self.find_order(order_number, customer_id) is None:
            return []
        return [item for item in self.shipments if item.order_number == order_number]

    def find_shipment(self, tracking_number: str, customer_id: str) -> Shipment | None:
        for item in self.shipments:
            if item.tracking_number == tracking_number and self.find_order(item.order_number, customer_id):
                return item
        return None

    def list_aftersales(self, customer_id: str, *, order_number: str | None = None) -> Sequence[Aftersale]:
        return [
            item
            for item in self.aftersales
            if item.customer_id == customer_id and order_number in (None, item.order_number)
        ]

    def list_coupons(self, customer_id: str) -> Sequence[Coupon]:
        return [coupon for owner, coupon in self.coupons if owner == customer_id]

    def find_product(self, product_id: str) -> Product | None:
        return next((item for item in self.products if item.id == product_id), None)

    def list_products(self, *, category: str | None = None) -> Sequence[Product]:
        return [item for item in self.products if category in (None, item.category)]

    def list_promotions(self, at: datetime, product: Product | None = None) -> Sequence[Promotion]:
        return [item for item in self.promotions if item.starts_at <= at < item.ends_at]
