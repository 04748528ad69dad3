"""A published FAQ for just these words comes before the action's own answer, whatever the topic of knowledge."""

from __future__ import annotations

import re

from actions.talk import Talk
from bot.domain.faq import Faq
from bot.domain.product import Product
from bot.services.answer_faq import answer_faq, fits_product

WORD_FOR_WORD = 1.0
"""The search's score for the very same question; the likest other question stays below."""
KNOWLEDGE = frozenset(
    {"ask_product_detail", "ask_recommendation", "compare_products", "ask_size", "ask_stock", "ask_authenticity"}
    | {"ask_usage", "ask_installation", "ask_warranty", "ask_price_promotion", "ask_coupon", "review", "invoice"}
    | {"ask_payment_method", "payment_problem", "how_to_order", "account_problem", "ask_service_hours"}
    | {"ask_shipping_fee", "ask_delivery_time", "ask_carrier", "ask_return_policy", "ask_return_shipping"}
    | {"ask_return_shipping_fee", "ask_clarification", "chitchat", "out_of_scope", "nlu_fallback"}
)
"""What is answered from knowledge. Not here: facts about a shopper's own orders, requests, emergencies."""


ERRANDS = frozenset(
    {"schedule_delivery", "report_delivery_problem", "modify_order", "urge_shipment", "query_logistics"}
)
"""Somebody who is not logged in asks whether it can be done: 台湾可以送吗 is no parcel that is to be delivered."""
_CAN_IT = re.compile(r"(?:吗|么|不|没有?)[?？]*$|能不能|可不可以|行不行|可以.{0,8}[?？]|能.{0,8}[?？]")
_SURE = 0.6


def find_word_for_word(talk: Talk) -> Faq | None:
    """The FAQ that asks the very same; not the intent's default, which is what the action itself falls back on."""
    if talk.is_button:
        return None
    if talk.intent in ERRANDS:
        return _find_rule(talk)
    if talk.intent not in KNOWLEDGE:
        return None
    hits = talk.tools.faqs.search_faqs(talk.text, intent=talk.intent, limit=3)
    page = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    for hit in hits:
        is_meant = fits_product(hit.faq, page) or _names_its_product(talk, hit.faq)
        if hit.score >= WORD_FOR_WORD and hit.faq.intent != talk.intent and is_meant:
            return hit.faq
    return None


def _find_rule(talk: Talk) -> Faq | None:
    """The rule of delivery that a question before any order is about."""
    is_before = talk.customer_id is None and not talk.entity("order_number") and not talk.entity("tracking_number")
    if not is_before or talk.slot("order_number") or talk.is_waiting or not _CAN_IT.search(talk.text):
        return None
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent="ask_delivery_time")
    is_rule = found is not None and not found.is_default and found.score >= _SURE and found.faq.topic == "delivery"
    return found.faq if found is not None and is_rule else None


def _names_its_product(talk: Talk, faq: Faq) -> bool:
    """Air3 怎么配对 on the page of a shirt is about the Air3."""
    products = (talk.tools.shop.find_product(product_id) for product_id in faq.products)
    return any(_is_named(product, talk.text) for product in products if product is not None)


def _is_named(product: Product, text: str) -> bool:
    return any(name in text for name in (product.name, *product.aliases) if len(name) >= 2)
