"""Short remarks of somebody who is choosing: they are read in the light of the goods that were shown."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.comparing import (
    names_foreign_goods,
    names_other_shop,
    tell_attribute_of_both,
    tell_only_own,
    tell_stock_of_both,
)
from actions.recommending import recommend, tell_assortment, tell_other_size
from actions.shown_goods import pick_shown, product_in_view, shown_lists, was_compared
from actions.talk import Talk
from actions.wording import money
from bot.domain.invoice_parts import gives_invoice_parts
from bot.domain.product import Product
from bot.domain.spec_sheet import AnswerKind, answer_attribute
from bot.domain.wishes import Turn, read_turn
from bot.services.answer_faq import answer_faq
from bot.services.goods_kinds import asks_for_goods, find_kind, find_unsold_word
from bot.services.look_up_product import ProductMatchKind, find_product
from bot.services.recommend_products import lowest_price

_UNSETTLED = frozenset({"out_of_scope", "chitchat", "nlu_fallback", "ask_clarification"})
_CHOOSING = _UNSETTLED | {"ask_stock", "ask_product_detail", "ask_recommendation", "compare_products"}
_ASSORTMENT = re.compile(
    r"(?:店|你们|您们|你家|咱家|这里|这儿|这边).{0,4}(?:都|主要|一共|还)?(?:卖|经营|有)(?:的|些|点|了|都|是)*"
    r"(?:什么|啥|哪些|哪几)(?:东西|商品|产品|货|种类|品类|类|卖|呢|呀|啊)*[?？。]*$"
    r"|(?:什么|哪些)(?:东西|商品|产品|品类)(?:可以|能)?(?:买|卖)"
)
_COMPARES = re.compile(r"比|一样|区别|哪个|差别|差多少|不如|强|更")
_ASKS_DIFFERENCE = re.compile(r"区别|比|差|哪|不同|不一样|一样")
_SHORT = 12
_HOTLINE = re.compile(r"1[12]\d{3}(?!\d)|消协|消费者协会|工商|市场监管|监管局")
_DELIVERY = {
    "ask_delivery_time": "action_tell_delivery_time",
    "ask_shipping_fee": "action_answer_shipping_fee",
    "ask_carrier": "action_tell_delivery_time",
}
_BESIDE_PLACE = 6
_ASKS = re.compile(r"改|换|错|退|查|[?？]$")


def answer_shopping_remark(talk: Talk, action: str) -> bool:
    """Answer what only the conversation explains; False: ``action`` answers, the one of the intent."""
    if talk.is_button:
        return False
    other = _belongs_elsewhere(talk)
    if other is not None:
        if other != action:
            talk.follow_with(other)
        return other != action
    if talk.intent == "ask_service_hours":
        return bool(_HOTLINE.search(talk.text)) and _tell_faq_that_fits(talk)
    if talk.intent not in _CHOOSING | {"ask_price_promotion", "ask_usage"}:
        return False
    if _ASSORTMENT.search(talk.text) and talk.intent != "ask_price_promotion":
        tell_assortment(talk)
        return True
    return _about_shown_goods(talk) or _about_other_goods(talk)


def _about_shown_goods(talk: Talk) -> bool:
    compared = was_compared(talk)
    if compared and len(talk.text) <= _SHORT and not _names_product(talk) and pick_shown(talk) is None:
        if talk.intent == "ask_stock":
            tell_stock_of_both(talk, compared)
            return True
        if not _ASKS_DIFFERENCE.search(talk.text) and tell_attribute_of_both(talk, compared):
            return True
    picked = pick_shown(talk)
    if picked is not None:
        talk.remember_product(picked)
        if talk.intent in _UNSETTLED | {"ask_recommendation"}:
            _introduce(talk, picked)
            return True
        return _quote_line(talk, picked) if talk.intent == "ask_product_detail" else False
    turn = read_turn(talk.text) if len(talk.text) <= _SHORT and talk.intent in _CHOOSING else None
    if turn is None or _names_product(talk) or talk.intent in ("ask_recommendation", "compare_products"):
        return False
    if turn in (Turn.BIGGER, Turn.SMALLER):
        return tell_other_size(talk, is_bigger=turn is Turn.BIGGER)
    if turn is Turn.OTHERS and shown_lists(talk):
        recommend(talk, others_only=True)
        return True
    return False


def _about_other_goods(talk: Talk) -> bool:
    """Goods of other shops, goods that the shop does not have, a kind of goods instead of a product."""
    view, shop = product_in_view(talk), talk.tools.shop
    is_foreign = names_other_shop(talk.text) or (talk.intent in _UNSETTLED and names_foreign_goods(talk))
    if is_foreign and _COMPARES.search(talk.text) and talk.intent != "ask_recommendation":
        match = find_product(shop, talk.tools.products, talk.text, page_product_id=talk.page_product_id)
        tell_only_own(talk, match.product or view)
        return True
    if talk.intent not in _UNSETTLED | {"ask_stock", "ask_product_detail"} or not asks_for_goods(talk.text):
        return False
    if view is not None and _sheet_answers(view, talk.text):
        return False
    unsold = find_unsold_word(shop, talk.text)
    if unsold is not None and (view is None or "卖" in talk.text or talk.intent != "ask_product_detail"):
        recommend(talk)
        return True
    match = find_product(shop, talk.tools.products, talk.text, page_product_id=talk.page_product_id)
    is_open = match.kind is ProductMatchKind.NONE or talk.intent in _UNSETTLED
    if view is None and is_open and find_kind(shop, talk.text) is not None:
        recommend(talk)
        return True
    return False


def _introduce(talk: Talk, product: Product) -> None:
    facts = "；".join(f"{key}：{value}" for key, value in list(product.specs.items())[:4])
    talk.say(
        f"「{product.name}」{money(lowest_price(product))} 起。{facts}。您想了解价格活动、库存还是别的参数？",
        card=product_card(product),
    )


def _quote_line(talk: Talk, product: Product) -> bool:
    """第二个续航多久: the line of the sheet that is asked for."""
    answer = answer_attribute(product, talk.text)
    if answer is None or answer.kind is AnswerKind.UNKNOWN:
        _introduce(talk, product)
    else:
        talk.say(f"「{product.name}」的{answer.key}：{answer.value.rstrip('。')}。", card=product_card(product))
    return True


def _sheet_answers(product: Product, text: str) -> bool:
    answer = answer_attribute(product, text)
    return answer is not None and answer.kind is not AnswerKind.UNKNOWN


def _names_product(talk: Talk) -> bool:
    return any(
        name in talk.text
        for product, _ in talk.tools.products.search_products(talk.text, limit=3)
        for name in (product.name, *product.aliases)
        if len(name) >= 2
    )


def _tells_only_place(talk: Talk) -> bool:
    """到成都, 我在湖南长沙: the place that a question about delivery was waiting for."""
    place = talk.entity("region") or talk.entity("address")
    if not place or talk.tracker.get_slot("last_intent") not in _DELIVERY or talk.intent in _DELIVERY:
        return False
    return len(talk.text) - len(place) <= _BESIDE_PLACE and not _ASKS.search(talk.text)


def _belongs_elsewhere(talk: Talk) -> str | None:
    """The action that a bare place or bare data for an invoice belongs to, whatever the words look like."""
    if _tells_only_place(talk):
        earlier = str(talk.tracker.get_slot("last_intent"))
        talk.set_slot("last_intent", earlier)
        return _DELIVERY[earlier]
    if talk.intent in _UNSETTLED and gives_invoice_parts(talk.text):
        talk.set_slot("last_intent", "invoice")
        return "action_help_invoice"
    return None


def _tell_faq_that_fits(talk: Talk) -> bool:
    """12315 is not the shop's telephone."""
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
    if found is None or found.is_default:
        return False
    talk.say(found.faq.answer)
    return True
