"""Products: attributes, stock, sizes, comparison, recommendation. Everything is quoted from the shop's data."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.knowledge import admit_ignorance
from actions.product_facts import asks_for_variant, tell_fact, tell_several
from actions.product_in_view import match_product
from actions.repetition import AGAIN
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import money
from bot.domain.faq import Faq
from bot.domain.intents import INTENTS
from bot.domain.product import Product
from bot.domain.spec_questions import answer_each
from bot.domain.spec_sheet import answer_attribute, asks_something_particular
from bot.services.answer_faq import answer_faq, is_about_the_same
from bot.services.look_up_product import ProductMatchKind
from bot.services.look_up_stock import match_skus

_NAMED_VARIANTS = 4
_ELLIPTIC, _SURE = 10, 0.7
_SUITABILITY = re.compile(r"够|适合|合适|能|可以|行不行")

_UNTOLD = (
    "您问的「{name}」的这一点，",
    "「{name}」的商品页面没有写到这一点，",
    "关于「{name}」的这个问题，",
)


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
    talk.set_slot("awaiting", talk.goal)
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
        match = match_product(talk)
        product = match.product
        if product is None:
            found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
            is_other = (
                bool(match.products) and found is not None and not _fits_any(found.faq, talk.text, match.products)
            )
            if found is not None and not found.is_default and not is_other:
                talk.say(found.faq.answer)
            elif _goes_on_elsewhere(talk):
                talk.say(talk.pick(*AGAIN), buttons=[HUMAN_BUTTON])
            else:
                require_product(talk)
            return
        talk.remember_product(product)
        several = answer_each(product, talk.text)
        if several:
            tell_several(talk, product, several)
            return
        fact = answer_attribute(product, talk.text)
        if fact is not None and asks_for_variant(product, fact, talk.text):
            talk.follow_with("action_check_stock")
            return
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


def _fits_any(faq: Faq, text: str, products: tuple[Product, ...]) -> bool:
    """Whether the FAQ is about what was asked of one of several products that may be meant."""
    return any(is_about_the_same(faq, text, product) for product in products)


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
