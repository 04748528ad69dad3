"""Products: attributes, stock, sizes, comparison, recommendation. Everything is quoted from the shop's data."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.knowledge import admit_ignorance
from actions.product_facts import tell_fact
from actions.shop_action import ShopAction
from actions.talk import AGAIN, HUMAN_BUTTON, Talk, make_payload
from actions.wording import money
from bot.domain.intents import INTENTS
from bot.domain.product import Product
from bot.domain.spec_sheet import AnswerKind, answer_attribute, asks_something_particular
from bot.services.answer_faq import answer_faq, is_about_the_same
from bot.services.look_up_product import (
    ProductMatch,
    ProductMatchKind,
    find_product,
)
from bot.services.look_up_stock import match_skus

ABOUT_ATTRIBUTES = frozenset({"ask_product_detail", "ask_usage"})
_NAMED_VARIANTS = 4
OWN_PAGE = re.compile(r"/shop/products/([A-Za-z0-9_-]+)")
_ORDINAL = re.compile(r"第([一二三四五12345])[个款种]")
_ELLIPTIC, _SURE = 10, 0.7
_SUITABILITY = re.compile(r"够|适合|合适|能|可以|行不行")

_UNTOLD = (
    "您问的「{name}」的这一点，",
    "「{name}」的商品页面没有写到这一点，",
    "关于「{name}」的这个问题，",
)


def match_product(talk: Talk) -> ProductMatch:
    """The product that is meant: a button, the words, the page, or the one talked about last."""
    own = OWN_PAGE.search(talk.text)
    chosen = talk.entity("product_id") or (own.group(1) if own else None) or _picked_from_list(talk)
    product = talk.tools.shop.find_product(chosen) if chosen else None
    if product is None and talk.goal in ABOUT_ATTRIBUTES:
        product = _product_in_view(talk)
    if product is not None:
        return ProductMatch(ProductMatchKind.ONE, (product,))
    return find_product(talk.tools.shop, talk.tools.products, talk.text, page_product_id=talk.page_product_id)


def _picked_from_list(talk: Talk) -> str | None:
    """第二个, said to the goods that were shown just now."""
    ordinal = _ORDINAL.search(talk.text)
    if ordinal is None:
        return None
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            card = (((event.get("data") or {}).get("custom") or {}).get("card")) or {}
            shown = [str(product["id"]) for product in card.get("products") or ()]
            index = "一二三四五12345".index(ordinal.group(1)) % 5
            return shown[index] if index < len(shown) else None
    return None


def _product_in_view(talk: Talk) -> Product | None:
    """The product that is looked at or talked about, if its sheet answers and the words name no other product.

    支持无线充电吗 on the page of an earphone is about the earphone, although a 无线充电宝 would match the words.
    """
    product = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    if product is None:
        return None
    value = answer_attribute(product, talk.text)
    if value is None or value.kind is AnswerKind.UNKNOWN:
        return None
    hits = talk.tools.products.search_products(talk.text, limit=3)
    names = [name for hit, _ in hits if hit.id != product.id for name in (hit.name, *hit.aliases) if len(name) >= 2]
    return None if any(name in talk.text for name in names) else product


def require_product(talk: Talk) -> Product | None:
    """The product, or None after the shopper was asked which one."""
    match = match_product(talk)
    if match.product is not None:
        talk.remember_product(match.product)
        return match.product
    if match.kind is ProductMatchKind.MANY:
        ask_which_product(talk, match.products)
    else:
        talk.set_slot("awaiting", talk.goal)
        talk.say("请问您想了解哪一款商品？您可以发商品名称，或者从商品页面直接咨询我。")
    return None


def ask_which_product(talk: Talk, products: tuple[Product, ...]) -> None:
    """Let the shopper choose among similar products."""
    buttons = [
        (product.name[:18], make_payload(talk.goal, product_id=product.id, said=talk.text[:120]))
        for product in products[:_NAMED_VARIANTS]
    ]
    talk.say("请问您想了解的是哪一款商品？", buttons=buttons)


def admit_about(talk: Talk, product: Product) -> None:
    """The page does not tell; put differently each time, for each is another question."""
    told = sum("暂时没有准确的资料" in said for said in talk.replies)
    what = _UNTOLD[told % len(_UNTOLD)]
    admit_ignorance(talk, what.format(name=product.name))


class AnswerProduct(ShopAction):
    """Answers questions about attributes from the product's page."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_product"

    def answer(self, talk: Talk) -> None:
        """Quote the page, else an FAQ, else admit."""
        product = match_product(talk).product
        if product is None:
            found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
            if found is not None and not found.is_default:
                talk.say(found.faq.answer)
            elif _goes_on_elsewhere(talk):
                talk.say(talk.pick(*AGAIN), buttons=[HUMAN_BUTTON])
            else:
                require_product(talk)
            return
        talk.remember_product(product)
        fact = answer_attribute(product, talk.text)
        if (fact is not None and fact.is_sure and tell_fact(talk, product, fact)) or say_faq_about(talk, product):
            return
        if fact is not None and tell_fact(talk, product, fact):
            return
        if match_skus(product, talk.text) and not _SUITABILITY.search(talk.text):
            talk.follow_with("action_check_stock")
        elif fact is not None or asks_something_particular(product, talk.text):
            admit_about(talk, product)
        else:
            talk.say(f"「{product.name}」\n{_summary(product)}\n请问您还想了解哪方面？", card=product_card(product))


def _goes_on_elsewhere(talk: Talk) -> bool:
    """A short, half-understood question (那不是半年吗) goes on with what was talked about, not with some product."""
    earlier = INTENTS.get(str(talk.tracker.get_slot("last_intent") or ""))
    if earlier is None or earlier.topic in ("product", "promotion", "social", "escalation"):
        return False
    return len(talk.text) <= _ELLIPTIC and talk.confidence < _SURE


def say_faq_about(talk: Talk, product: Product, *, is_usage: bool = False) -> bool:
    """An FAQ that fits the words (not a default); to a question about use the product's own FAQ is near enough."""
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal, product=product)
    if found is None or found.is_default or found.faq.intent == talk.goal:
        return False
    is_own = is_usage and product.id in found.faq.products
    if not is_own and not is_about_the_same(found.faq, talk.text, product):
        return False
    talk.say(found.faq.answer)
    return True


def _summary(product: Product) -> str:
    points = [product.description, *(f"{key}：{value}" for key, value in list(product.specs.items())[:4])]
    prices = [sku.price_fen for sku in product.skus]
    return "\n".join([*points, *([f"售价：{money(min(prices))} 起"] if prices else [])])
