"""A bare number, measure, name or link: what it belongs to."""

from __future__ import annotations

import re

from actions.asides import answer_aside
from actions.bare_goods import ask_about_goods
from actions.cards import product_card
from actions.changing_mind import choose_other_order
from actions.contact import ask_about_contact, is_contact
from actions.invoice import note_invoice
from actions.order_access import answer_status, ask_login, chosen_order
from actions.order_pointing import ask_rest_of_number, given_number
from actions.product_facts import tell_fact
from actions.product_in_view import OWN_PAGE, match_product, picked_from_list
from actions.routing import ACTION_OF_INTENT
from actions.shop_action import ShopAction
from actions.social import HELP_BUTTONS
from actions.talk import HUMAN_BUTTON, Talk, make_payload, shorten
from actions.told_facts import continue_with_fact
from bot.domain.asides import Aside, read_aside
from bot.domain.intents import INTENTS, intent_phrase
from bot.domain.product import Product
from bot.domain.remarks import is_not_this_order
from bot.domain.spec_sheet import answer_attribute
from bot.services.look_up_stock import match_skus

_PHONE_TAIL = re.compile(r"(?<!\d)(\d{4}|1\d{10})(?!\d)")
_LINK = re.compile(r"https?://\S+|\b(?:m|www|item)\.[a-z0-9.-]+\.[a-z]{2,}\S*")
_PLACE_TALK = frozenset({"ask_delivery_time", "ask_carrier", "ask_shipping_fee"})
_ERRANDS = ("request_", "report_", "price_protection", "account_problem", "payment_problem")
"""What an address or a telephone may be a detail of."""
_SHOWS_PRODUCT = frozenset({"ask_product_detail", "ask_price_promotion", "ask_stock", "ask_size", "ask_recommendation"})

_QUOTED = 20
NOTED_IN_QUEUE = (
    "收到，您补充的信息已经记录，人工客服接入后会一并看到。",
    "好的，这条也记下了，请您稍候。",
    "收到，人工客服会根据您提供的信息为您处理。",
)
NOTED = (
    "“{said}”，这一点我记下了。关于{topic}，请问您接下来想查进度、想知道怎么办理，还是有别的疑问？",
    "好的，“{said}”也记下了，转人工时我会一并告诉客服。需要现在为您转接吗？",
)
WHAT_NEXT = (
    "请您告诉我现在最想解决的是哪一件：查进度、办理售后，还是其他问题？我接着为您处理。",
    "为了不耽误您，请您用一句话告诉我想办的事情，或者由人工客服直接为您处理。",
)
WHICH_ERRAND = (
    "请问您提供的信息是想办理哪一项？您可以点选，也可以直接说出您的问题。",
    "收到您发来的信息。请问您希望我查询、办理，还是解答什么问题呢？",
    "这条信息我收到了，但还不知道您想办什么。您可以用一句话告诉我，或者由人工客服为您处理。",
)


class UseInformation(ShopAction):
    """Continues the open question, or answers what the information most likely asks."""

    keeps_memory = True

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_use_information"

    def answer(self, talk: Talk) -> None:
        """Go on with what was open."""
        awaiting = str(talk.tracker.get_slot("awaiting") or "")
        number = given_number(talk)
        goods = str(talk.metadata.get("goods") or "")
        if is_not_this_order(talk.text) and not number:
            choose_other_order(talk)
        elif read_aside(talk.text) is Aside.GUEST and talk.customer_id is None:
            talk.set_slot("awaiting", awaiting or None)
            answer_aside(talk)
        elif ask_rest_of_number(talk, awaiting):
            return
        elif talk.customer_id is None and _gives_order(talk, number):
            if not answer_status(talk):
                ask_login(talk)
        elif awaiting in ACTION_OF_INTENT and not number and continue_with_fact(talk, awaiting):
            return
        elif awaiting in ACTION_OF_INTENT and (number or awaiting != "query_order" or chosen_order(talk) is not None):
            talk.set_slot("last_intent", awaiting)
            talk.follow_with(ACTION_OF_INTENT[awaiting])
        elif number and talk.customer_id:
            talk.follow_with("action_show_order")
        elif talk.entity("tracking_number"):
            talk.follow_with("action_track_parcel")
        elif _LINK.search(talk.text) or OWN_PAGE.search(talk.text):
            _use_link(talk)
        elif (talk.entity("height") or talk.entity("weight")) and not talk.is_waiting:
            talk.set_slot("last_intent", "ask_size")
            talk.follow_with("action_advise_size")
        elif talk.has_image:
            _use_image(talk)
        elif goods and not talk.is_waiting:
            ask_about_goods(talk, goods)
        elif answer_aside(talk):
            return
        elif talk.is_waiting:
            talk.say(talk.pick(*NOTED_IN_QUEUE))
        elif choice := talk.entity("choice"):
            talk.say(f"好的，您选择的是「{choice}」。请问具体是哪个订单或商品呢？", buttons=HELP_BUTTONS)
        else:
            _use_context(talk)


def _gives_order(talk: Talk, number: str | None) -> bool:
    return bool(number or (talk.tracker.get_slot("order_number") and _PHONE_TAIL.search(talk.text)))


def _use_image(talk: Talk) -> None:
    if talk.is_waiting:
        talk.say("图片已经收到，人工客服接入后就能看到。您也可以用文字补充说明。")
        return
    talk.offer("/request_human")
    talk.say(
        "图片已经收到，不过我还不能识别图片内容。请您用文字描述一下问题，或者转人工客服查看图片。",
        buttons=[HUMAN_BUTTON],
    )


def _use_link(talk: Talk) -> None:
    """A link to one of our product pages is the product; another page cannot be opened."""
    own = OWN_PAGE.search(talk.text)
    product = talk.tools.shop.find_product(own.group(1)) if own else None
    if product is not None:
        _ask_about(talk, product)
        return
    talk.say("链接收到了，不过我没办法打开它。请您告诉我商品名称和想了解的内容，例如价格、库存、规格，我马上为您查。")


def _ask_about(talk: Talk, product: Product) -> None:
    talk.remember_product(product)
    talk.say(
        f"您说的是「{product.name}」对吗？请问您想了解价格、库存还是商品参数？",
        card=product_card(product),
        buttons=[
            ("价格和活动", make_payload("ask_price_promotion", product_id=product.id)),
            ("查询库存", make_payload("ask_stock", product_id=product.id)),
            ("商品参数", make_payload("ask_product_detail", product_id=product.id)),
        ],
    )


def _use_context(talk: Talk) -> None:
    """What was talked about says what the information is for."""
    topic = str(talk.slot("last_intent") or "")
    place = talk.entity("address") or talk.entity("region")
    product = match_product(talk).product if len(talk.text) >= 2 else None
    if place and topic in _PLACE_TALK:
        talk.say(
            f"收到，您的收货地区是{shorten(place, 30)}。"
            "下单填写这个地址后，页面会显示能否送达和预计送达日期，以页面显示为准。"
        )
    elif topic == "invoice":
        note_invoice(talk)
    elif product is not None and picked_from_list(talk) == product.id:
        talk.set_slot(
            "last_intent", topic if topic in _SHOWS_PRODUCT - {"ask_recommendation"} else "ask_product_detail"
        )
        talk.follow_with(ACTION_OF_INTENT[str(talk.slot("last_intent"))])
    elif is_contact(talk) and not topic.startswith(_ERRANDS):
        ask_about_contact(talk)
    elif topic == "ask_recommendation" or _names_variant(product, topic, talk.text):
        talk.follow_with(ACTION_OF_INTENT[topic])
    elif product is not None and not talk.page_product_id:
        if topic in _SHOWS_PRODUCT:
            talk.remember_product(product)
            talk.follow_with(ACTION_OF_INTENT[topic])
        else:
            _ask_about(talk, product)
    elif continue_with_fact(talk, topic) or _tell_page(talk, product):
        return
    elif topic in INTENTS and INTENTS[topic].topic not in ("social", "escalation"):
        _note_for(talk, topic)
    else:
        talk.say(talk.pick(*WHICH_ERRAND), buttons=HELP_BUTTONS)


def _names_variant(product: Product | None, topic: str, text: str) -> bool:
    """白色, after a question about stock or price: the same question for that variant."""
    return product is not None and topic in _SHOWS_PRODUCT and bool(match_skus(product, text))


def _tell_page(talk: Talk, product: Product | None) -> bool:
    """脚比较宽: a circumstance of the shopper's to which the page of the product in view says something."""
    fact = answer_attribute(product, talk.text) if product is not None and not talk.entity("order_number") else None
    if product is None or fact is None or not fact.is_sure:
        return False
    talk.set_slot("last_intent", "ask_product_detail")
    return tell_fact(talk, product, fact)


def _note_for(talk: Talk, topic: str) -> None:
    """Kept for the agent, and never noted twice in succession: then what is wanted has to be asked."""
    talk.offer(make_payload("request_human", note=f"{intent_phrase(topic)}：{shorten(talk.text, 80)}"))
    said = shorten(talk.text, _QUOTED)
    noted = [text.format(said=said, topic=intent_phrase(topic)) for text in NOTED]
    was_noted = any(mark in reply for reply in talk.recent_replies for mark in ("我记下了", "也记下了"))
    if was_noted:
        talk.say(talk.pick(*WHAT_NEXT), buttons=HELP_BUTTONS)
    else:
        talk.say(talk.pick(*noted), buttons=[HUMAN_BUTTON])
