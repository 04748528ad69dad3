"""Questions of somebody who has not bought yet, taken for questions about an order of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.domain.order_question import OrderFact, read_fact
from bot.domain.order_scope import asks_for_coming, asks_for_several, means_to_buy, names_own_order

_ORDER_TALK = frozenset({"query_order", "query_logistics", "urge_shipment", "urge_delivery", "inform", "ask_usage"})
_SALES_TALK = frozenset(
    {"ask_product_detail", "ask_stock", "ask_price_promotion", "ask_coupon", "ask_usage", "ask_recommendation"}
    | {"compare_products", "ask_size", "ask_delivery_time", "ask_carrier", "ask_shipping_fee", "ask_authenticity"}
)
_PRICE_WORDS = ("多少", "几块", "几钱", "便宜", "优惠", "满减", "券", "减", "价", "少")


def is_before_buying(text: str, *, topic: str, shows_goods: bool, has_product: bool, has_order: bool) -> bool:
    """Whether no order of the shopper's can be meant: they say that they will buy, or goods are being looked at."""
    if means_to_buy(text):
        return True
    if names_own_order(text) or asks_for_several(text):
        return False
    looks_at_goods = shows_goods or topic in _SALES_TALK or (has_product and not has_order and not topic)
    return looks_at_goods and read_fact(text) is OrderFact.TOTAL


def read_sale(
    text: str,
    intent: str,
    entities: Collection[dict[str, Any]],
    *,
    topic: str,
    is_weak: bool,
    shows_goods: bool,
    has_product: bool,
    has_order: bool,
) -> str | None:
    """The intent of a question before buying that was taken for one about an order; None if it is none."""
    looks_at_goods = shows_goods or topic in _SALES_TALK or (has_product and not has_order)
    is_delivery = asks_for_coming(text) or "能到" in text or "送到" in text
    goes_somewhere = any(entity["entity"] == "region" for entity in entities)
    if intent not in _ORDER_TALK and not (is_weak and means_to_buy(text)):
        return None
    if looks_at_goods and goes_somewhere and is_delivery and not names_own_order(text) and "还没" not in text:
        return "ask_delivery_time"
    if not is_before_buying(text, topic=topic, shows_goods=shows_goods, has_product=has_product, has_order=has_order):
        return None
    if is_delivery:
        return "ask_delivery_time"
    if any(word in text for word in _PRICE_WORDS) or topic not in _SALES_TALK:
        return "ask_price_promotion"
    return topic
