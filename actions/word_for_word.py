"""A published FAQ for just these words comes before the action's own answer, whatever the topic of knowledge."""

from __future__ import annotations

from actions.talk import Talk
from bot.domain.faq import Faq
from bot.domain.product import Product
from bot.services.answer_faq import fits_product

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


def find_word_for_word(talk: Talk) -> Faq | None:
    """The FAQ that asks the very same; not the intent's default, which is what the action itself falls back on."""
    if talk.intent not in KNOWLEDGE or talk.is_button:
        return None
    hits = talk.tools.faqs.search_faqs(talk.text, intent=talk.intent, limit=3)
    page = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    for hit in hits:
        is_meant = fits_product(hit.faq, page) or _names_its_product(talk, hit.faq)
        if hit.score >= WORD_FOR_WORD and hit.faq.intent != talk.intent and is_meant:
            return hit.faq
    return None


def _names_its_product(talk: Talk, faq: Faq) -> bool:
    """Air3 怎么配对 on the page of a shirt is about the Air3."""
    products = (talk.tools.shop.find_product(product_id) for product_id in faq.products)
    return any(_is_named(product, talk.text) for product in products if product is not None)


def _is_named(product: Product, text: str) -> bool:
    return any(name in text for name in (product.name, *product.aliases) if len(name) >= 2)
