"""Words that can only be about an order of the shopper's own, whatever the classifier makes of their goods and numbers.

面膜是哪天买的 names a mask and asks for no product; 999那个 after a list of orders is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bot.domain.order_question import OrderFact, read_fact
from bot.domain.order_reference import denies_something, has_order_number, points_at_order
from bot.domain.order_scope import (
    asks_for_coming,
    asks_for_several,
    asks_which_first,
    names_own_order,
)
from bot.domain.order_urging import only_presses, presses
from bot.domain.parcel_count import read_missing
from bot.domain.parcel_trouble import Remedy, asks_what_happened, claims_loss, read_remedy
from bot.domain.payment_claim import asks_pay_again, insists_on_payment
from bot.domain.remarks import asks_return_parcel, is_stuck
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
_OF_KNOWN_PARCEL = frozenset({OrderFact.CARRIER, OrderFact.COURIER_PHONE, OrderFact.TRACKING_NUMBER})
_OF_COMING_PARCEL = frozenset({OrderFact.ARRIVED, OrderFact.ARRIVES_AT, OrderFact.SHIPS_AT})
_BEFORE_BUYING = _GOODS_TALK | {"ask_delivery_time", "ask_carrier"}
_MINE = re.compile(r"我们?.{0,3}(?:买|拍|订)的|我那|我的|那[单个]")
_AND_MINE = re.compile(r"(?:那|还有)?我(?:的|那个?|买的).{1,6}呢[?？]*")
_AND_GOODS = re.compile(r"(?:那|还有)?.{1,8}呢[?？]*")
_LONGEST_POINTER, _BARE_POINTER, _SURE_GOODS = 16, 6, 0.6


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
    before_buying: bool = False,
) -> str | None:
    """The intent of such words, or None. For verified customers: nobody else has orders that could be meant."""
    names_goods = any(entity["entity"] == "product" for entity in entities)
    if before_buying:
        return None
    is_open = is_weak or intent in _GOODS_TALK or intent in ("inform", "deny")
    can_point = topic in _POINTED_TALK and (is_open or len(text.strip()) <= _BARE_POINTER)
    if can_point and _points(text, names_goods=names_goods, shows_orders=shows_orders):
        return topic
    and_that = _AND_GOODS if names_goods else _AND_MINE
    if topic in ORDER_TALK and is_weak and and_that.fullmatch(text.strip()):
        return "query_logistics"
    if intent in _ESCALATIONS and not (intent == "complain" and is_weak):
        return None
    bought = _bought(text, intent, entities, is_weak=is_weak, topic=topic)
    if bought is not None:
        return bought
    if claims_loss(text):
        return "report_delivery_problem"
    is_doubtful = is_weak or confidence < _SURE_GOODS
    asked = _asked(text, intent, is_doubtful=is_doubtful, has_order=has_order, names_goods=names_goods)
    if asked is None and is_open:
        asked = _mentioned(text, names_goods=names_goods)
    return asked


def _bought(text: str, intent: str, entities: Collection[dict[str, Any]], *, is_weak: bool, topic: str) -> str | None:
    """Words about several orders, about goods on their way, or that press, wherever the classifier puts them."""
    names_goods = any(entity["entity"] == "product" for entity in entities)
    goes_somewhere = any(entity["entity"] == "region" for entity in entities)
    in_orders = topic in ORDER_TALK or intent in ORDER_TALK
    is_open = is_weak or intent in _BEFORE_BUYING or intent == "compare_products"
    if asks_pay_again(text) or (insists_on_payment(text) and (is_open or in_orders or topic == "payment_problem")):
        return "payment_problem"
    missing = read_missing(text)
    if missing is not None and intent not in _OTHER_ERRANDS - {"schedule_delivery", "modify_order"}:
        return missing
    is_urging = only_presses(text) or (names_goods and presses(text) and len(text.strip()) <= _LONGEST_POINTER)
    if is_urging and (in_orders or names_goods) and (is_open or intent == "urge_reply"):
        return "urge_delivery"
    if asks_which_first(text) and (names_goods or names_own_order(text) or in_orders):
        return "query_logistics"
    if asks_for_several(text) and (in_orders or (is_open and (names_own_order(text) or "发" in text))):
        return "query_logistics" if intent not in ("query_order", "query_logistics") else intent
    if not names_goods:
        return None
    if is_open and asks_for_coming(text) and not goes_somewhere:
        return "query_logistics"
    return "query_logistics" if is_weak and asks_what_happened(text) else None


def _points(text: str, *, names_goods: bool, shows_orders: bool) -> bool:
    """Whether little more is said than which order it is."""
    is_short = len(text.strip()) <= _LONGEST_POINTER
    return is_short and (points_at_order(text) or (names_goods and (denies_something(text) or shows_orders)))


def _mentioned(text: str, *, names_goods: bool) -> str | None:
    """An order or parcel of one's own in a message that the classifier does not understand."""
    if len(text.strip()) <= _LONGEST_POINTER and read_remedy(text) in (Remedy.RESEND, Remedy.COMPENSATION):
        return "report_delivery_problem"
    if names_goods and is_stuck(text):
        return "report_delivery_problem"
    is_number = has_order_number(text) and not text.replace(" ", "").isdigit()
    return "query_order" if is_number or ("单" in text and points_at_order(text)) else None


def _asked(text: str, intent: str, *, is_doubtful: bool, has_order: bool, names_goods: bool) -> str | None:
    """The intent of a question for a fact of an order."""
    fact = read_fact(text)
    if fact is None or asks_return_parcel(text):
        return None
    if fact.is_settled_by_words:
        is_other = intent in _OTHER_ERRANDS and intent not in _MISTAKEN_FOR.get(fact, ())
        return None if is_other else "query_logistics" if fact in _OF_PARCEL else "query_order"
    is_errand = intent in _OTHER_ERRANDS
    if fact is OrderFact.ARRIVED and is_doubtful and not is_errand and "到货" not in text:
        return "query_logistics" if intent in ORDER_TALK or names_goods or has_order else None
    if fact in _OF_COMING_PARCEL and intent in _BEFORE_BUYING and _MINE.search(text):
        return "query_logistics"
    if fact in _OF_KNOWN_PARCEL and has_order and not is_errand and len(text.strip()) <= _LONGEST_POINTER:
        return "query_logistics"
    return None
