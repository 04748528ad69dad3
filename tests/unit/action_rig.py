"""One action on a shop of the test's own making, without Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shop_action import ShopAction
from bot.domain.customer import Customer
from bot.domain.faq import FaqHit
from bot.domain.order import Order, OrderLine, OrderState
from bot.domain.policy import Policy
from bot.domain.product import Product
from bot.domain.shipment import Shipment, ShipmentState, TrackEvent
from bot.services.assistant_tools import AssistantTools
from bot.services.look_up_order import StatusLookup
from tests.fakes import NOON, FakeClock, FakeShop

MINE, THEIRS = "202611010000000001", "202611010000000002"


class NoSearch:
    def search_products(self, text: str, *, limit: int = 5) -> Sequence[tuple[Product, float]]:
        return []

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        return []


def make_order(number: str = MINE, owner: str = "me", state: OrderState = OrderState.PAID, **parts: Any) -> Order:
    goods = "手冲咖啡壶" if owner == "me" else "秘密礼物"
    line = OrderLine("P1", "P1-A", goods, {"颜色": "黑色"}, 1, 9900)
    order = Order(
        number, owner, state, (line,), 9900, 0, 0, NOON - timedelta(days=3), "某某", "13800001234", "某地",
        paid_at=NOON - timedelta(days=3),
        signed_at=NOON - timedelta(days=1) if state in (OrderState.SIGNED, OrderState.COMPLETED) else None,
    )  # fmt: skip
    return replace(order, **parts)


def make_shipment(state: ShipmentState, hours: float = 5) -> Shipment:
    event = TrackEvent(NOON - timedelta(hours=hours), "杭州", "快件到达杭州转运中心")
    return Shipment("SF1", MINE, "顺丰速运", state, NOON - timedelta(days=2), (event,), NOON + timedelta(days=1))


class Desk:
    """Runs one action for a shopper and keeps what came out."""

    def __init__(self, *orders: Order, shipments: Sequence[Shipment] = (), is_vip: bool = False) -> None:
        people = [Customer(name, name, "13800001234", "普通", 0, NOON, is_vip=is_vip) for name in ("me", "other")]
        shop = FakeShop(customers=people, orders=orders or (make_order(),), shipments=shipments)
        policy = Policy()
        self.tools = AssistantTools(shop, NoSearch(), NoSearch(), policy, FakeClock(), StatusLookup(shop, policy))
        self.said = ""
        self.slots: dict[str, Any] = {}
        self.handoff: dict[str, Any] = {}
        self.follow = ""
        self.raw: list[dict[str, Any]] = []

    async def run(
        self,
        kind: type[ShopAction],
        text: str,
        *,
        intent: str = "query_order",
        customer: str | None = "me",
        slots: dict[str, Any] | None = None,
        entities: Sequence[dict[str, Any]] = (),
        loop: str | None = None,
        confidence: float = 0.9,
        **metadata: Any,
    ) -> Desk:
        message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": list(entities)}
        event = {"event": "user", "text": text, "metadata": {"customer_id": customer, **metadata}}
        tracker = Tracker("case", dict(slots or {}), message, [event], False, None, {"name": loop} if loop else {}, "")
        dispatcher = CollectingDispatcher()
        events = await kind(self.tools).run(dispatcher, tracker, {})
        self.raw = dispatcher.messages
        self.said = "\n".join(message["text"] or "" for message in dispatcher.messages)
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.follow = next((event["name"] for event in events if event["event"] == "followup"), "")
        customs = [message["custom"] or {} for message in dispatcher.messages]
        self.handoff = next((custom["handoff"] for custom in customs if "handoff" in custom), {})
        return self
