"""Tell what a product's page says; also when the question was taken for one about something else."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.product import Product
from bot.domain.spec_match import COLOUR
from bot.domain.spec_questions import answer_each, tell_each
from bot.domain.spec_sheet import AnswerKind, AttributeAnswer, answer_attribute
from bot.domain.spec_wording import tell_line, tell_line_again, tell_nearest_line
from bot.services.look_up_stock import match_skus

_MISREAD_BELOW = {
    "nlu_fallback": 1.01,
    "out_of_scope": 0.75,
    "chitchat": 0.75,
    "ask_payment_method": 0.85,
    "ask_authenticity": 1.01,
    "ask_price_promotion": 0.6,
    "ask_recommendation": 0.7,
    "ask_delivery_time": 0.6,
    "report_missing_item": 0.6,
    "report_quality_issue": 0.6,
    "how_to_order": 0.6,
}
"""Intents for which questions about a product are mistaken, and up to which confidence that is likely."""
_QUESTION = re.compile(r"[吗么嘛不没吧?？]|什么|怎么|多少|多久|几|哪|啥|咋")
_HAS = re.compile(r"有(?:没有|木有|货)?|没货|还剩")
_ASKS_PRICE = re.compile(r"多少钱|什么价|价格|价钱|便宜|优惠|活动|打折|券")
_OF_WHAT_IT_IS_MADE = re.compile(r"材质|面料|填充|鞋面|合成|产地|新米|原料|含量|配料")


def tell_fact(talk: Talk, product: Product, fact: AttributeAnswer) -> bool:
    """Say the line; False if the page does not tell. A question for a colour is one for the variants."""
    if fact.kind is AnswerKind.UNKNOWN:
        return False
    if fact.key == COLOUR and fact.kind is not AnswerKind.VALUE:
        talk.follow_with("action_check_stock")
        return True
    if not fact.is_sure:
        talk.offer("/request_human")
        talk.say(tell_nearest_line(fact), card=product_card(product), buttons=[HUMAN_BUTTON])
        return True
    text = tell_line(product.name, fact, talk.text)
    if text in talk.recent_replies:
        text = tell_line_again(fact)
    talk.say(text, card=product_card(product))
    return True


def tell_several(talk: Talk, product: Product, answers: tuple[tuple[str, AttributeAnswer], ...]) -> None:
    """Two questions in one message, a line for each."""
    if any(answer.kind is AnswerKind.UNKNOWN for _, answer in answers):
        talk.offer("/request_human")
    talk.say(tell_each(product, answers), card=product_card(product))


def asks_for_variant(product: Product, fact: AttributeAnswer, text: str) -> bool:
    """有 1 米 4 的吗 胡桃色 asks for that variant, and not what variants there are."""
    is_option = any(fact.key in sku.attributes for sku in product.skus)
    return is_option and bool(_HAS.search(text)) and bool(match_skus(product, text))


def tell_misread_fact(talk: Talk) -> bool:
    """The page's answer to a question that was hardly understood, or taken for another topic, while it is looked at."""
    if talk.is_button or talk.confidence >= _MISREAD_BELOW.get(talk.intent, 0.0) or not _QUESTION.search(talk.text):
        return False
    if talk.entity("said") or (talk.intent == "ask_price_promotion" and _ASKS_PRICE.search(talk.text)):
        return False
    product = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    fact = answer_attribute(product, talk.text) if product is not None else None
    if product is None or fact is None or not fact.is_sure:
        return False
    if talk.intent == "ask_authenticity" and not _OF_WHAT_IT_IS_MADE.search(fact.key):
        return False
    talk.remember_product(product)
    talk.set_slot("last_intent", "ask_product_detail")
    talk.set_slot("miss_count", 0.0)
    several = answer_each(product, talk.text)
    if several:
        tell_several(talk, product, several)
        return True
    return tell_fact(talk, product, fact)
