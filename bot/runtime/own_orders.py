"""Words that can only be about an order of the shopper's own, whatever the classifier makes of their goods and numbers.

面膜是哪天买的 names a mask and asks for no product; 999那个 after a list of orders is one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.domain.order_question import OrderFact, read_fact
from bot.domain.order_reference import denies_something, points_at_order
from bot.domain.parcel_trouble import Remedy, claims_loss, read_remedy
from bot.domain.payment_claim import is_sure_charge
from bot.domain.remarks import is_stuck
from bot.domain.service_request import SERVICES

ORDER_TALK = frozenset({"query_order", "query_logistics", "urge_shipment", "urge_delivery", "report_delivery_problem"})
_POINTED_TALK = ORDER_TALK | {"query_refund", "query_aftersale"}
_ESCALATIONS = frozenset({"complain", "legal_threat", "safety_incident", "report_counterfeit", "request_human"})
_OTHER_ERRANDS = (frozenset(SERVICES) - {"modify_address", "report_missing_item"}) | _ESCALATIONS | {"invoice"}
"""A fact beside one of these is not what the message is for."""
_GOODS_TALK = frozenset({"ask_product_detail", "ask_stock", "ask_price_promotion", "ask_usage", "ask_recommendation"})
_OF_PARCEL = frozenset({OrderFact.SIGNED_BY, OrderFact.RETURNED})
_MISTAKEN_FOR = {
    OrderFact.CANCELLED: ("cancel_order",),
    OrderFact.RETURNED: ("request_refund", "request_return", "cancel_order"),
}
"""Why was it sent back? is no wish to send something back."""
_LONGEST_POINTER, _SURE_GOODS = 16, 0.6


def read_own_order(
    text: str,
    intent: str,
    confidence: float,
    entities: Collection[dict[str, Any]],
    *,
    is_weak: bool,
    topic: str,
    has_order: bool,
    shows_orders: bool,
) -> str | None:
    """The intent of such words, or None. For verified customers: nobody else has orders that could be meant."""
    if intent in _ESCALATIONS:
        return None
    names_goods = any(entity["entity"] == "product" for entity in entities)
    if is_sure_charge(text):
        return "payment_problem"
    if claims_loss(text):
        return "report_delivery_problem"
    asked = _asked(text, intent, is_weak=is_weak or confidence < _SURE_GOODS, knows_order=names_goods or has_order)
    if asked is not None:
        return asked
    if is_weak and names_goods and is_stuck(text):
        return "report_delivery_problem"
    if topic in ORDER_TALK and is_weak and read_remedy(text) in (Remedy.RESEND, Remedy.COMPENSATION):
        return "report_delivery_problem"
    if topic not in _POINTED_TALK or len(text.strip()) > _LONGEST_POINTER:
        return None
    points = points_at_order(text) or (names_goods and (denies_something(text) or shows_orders))
    is_open = is_weak or intent in _GOODS_TALK or intent in ("inform", "deny")
    return topic if points and is_open else None


def _asked(text: str, intent: str, *, is_weak: bool, knows_order: bool) -> str | None:
    fact = read_fact(text)
    if fact is None:
        return None
    if fact.is_settled_by_words:
        is_other = intent in _OTHER_ERRANDS and intent not in _MISTAKEN_FOR.get(fact, ())
        return None if is_other else "query_logistics" if fact in _OF_PARCEL else "query_order"
    is_open = is_weak and (intent in _GOODS_TALK or intent not in ORDER_TALK | _OTHER_ERRANDS)
    if fact is OrderFact.ARRIVED and is_open and knows_order and "到货" not in text:
        return "query_logistics"
    return None
