"""Before the order: freight, times, carrier."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.knowledge import admit_ignorance, tell_faq
from actions.pricing import read_amount, tell_total
from actions.product_in_view import match_product
from actions.region import far_freight, is_abroad, is_far, near_freight, region_of
from actions.shop_action import ShopAction
from actions.talk import Button, Talk, make_payload
from actions.wording import money
from bot.domain.order import OrderState
from bot.domain.product import Product
from bot.services.answer_faq import answer_faq
from bot.services.track_shipment import list_moving

RETURN_TALK = frozenset(
    {
        "ask_return_policy",
        "request_return",
        "request_exchange",
        "ask_return_shipping",
        "query_aftersale",
        "request_repair",
    }
)


_SURE_FAQ = 0.7
_THIS_ONE = re.compile(
    r"这|它|就买|只买|单买|一[件个份袋盒瓶双条包]|\d+ ?(?:克|公斤|斤|片|袋|盒|颗)"
    r"|再买|还差|凑|到手|买[一两二三四五\d]|邮费多少|运费多少"
)
_ASKS_DAYS = re.compile(r"几天|多久|多长时间|几号|什么时候|啥时候|哪天|多快")
_UNWANTED = re.compile(r"不要|别(?:发|用|走|给)|不想|不用|除了|换[一个掉]|不发|不走")


_ABROAD_QUESTION = "香港、澳门、台湾和国外可以寄吗？"


class AnswerShippingFee(ShopAction):
    """Answers freight; in the middle of a return “那运费呢” means the return freight."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_shipping_fee"

    def answer(self, talk: Talk) -> None:
        """Worked out where an amount or a product is known; else the rule."""
        earlier = talk.tracker.get_slot("last_intent")
        if earlier in RETURN_TALK and len(talk.text) <= 10 and "包邮" not in talk.text:
            tell_faq(talk, intent="ask_return_shipping_fee")
            return
        region = region_of(talk)
        if is_abroad(region or talk.text):
            _tell_abroad(talk)
        elif region and is_far(region):
            talk.say(far_freight(talk, region))
        elif not _tell_freight_of(talk):
            found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent="ask_shipping_fee")
            is_general = found is None or found.is_default or found.faq.intent == "ask_shipping_fee"
            if region and is_general:
                talk.say(near_freight(talk, region))
            else:
                tell_faq(talk, intent="ask_shipping_fee")


def _tell_freight_of(talk: Talk) -> bool:
    """The freight of the amount that is told, or of the product in view; False if neither is known."""
    freight, amount, product = talk.tools.policy.freight, read_amount(talk.text), match_product(talk).product
    if amount is None and product is not None and _THIS_ONE.search(talk.text):
        talk.remember_product(product)
        tell_total(talk, product)
        return True
    if amount is None or "退" in talk.text:
        return False
    missing = freight.free_from_fen - amount
    if amount == freight.free_from_fen and "满" in talk.text:
        return False
    if missing <= 0:
        talk.say(
            f"实付 {money(amount)} 已经满 {money(freight.free_from_fen)}，包邮。"
            "新疆、西藏等偏远地区和大件商品以结算页显示为准。"
        )
    else:
        talk.say(
            f"实付 {money(amount)} 不满 {money(freight.free_from_fen)}，需要另付运费 {money(freight.fee_fen)}，共 "
            f"{money(amount + freight.fee_fen)}；"
            f"再买 {money(freight.free_from_fen)} − {money(amount)} ＝ {money(missing)} 就可以包邮。"
        )
    return True


class TellDeliveryTime(ShopAction):
    """Answers how soon it ships and arrives."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_delivery_time"

    def answer(self, talk: Talk) -> None:
        """The product's time of shipping and warehouse, for the place that was told; else the rule."""
        tools = talk.tools
        product, region = _product_meant(talk), region_of(talk)
        found = answer_faq(tools.faqs, talk.text, tools.policy, intent=talk.goal, product=product)
        is_other_question = found is not None and not found.is_default and found.score >= _SURE_FAQ and not region
        if is_other_question and found is not None and not _ASKS_DAYS.search(talk.text):
            talk.say(found.faq.answer)
        elif is_abroad(region or talk.text):
            _tell_abroad(talk)
        elif product is not None:
            talk.remember_product(product)
            where = f"发到{region}，" if region else ""
            talk.say(f"{_ships(product)}\n{where}{_travels(region)}", card=product_card(product))
        elif region:
            talk.say(
                f"发到{region}的话，多数现货付款后 24–48 小时内发出，{_travels(region)}"
                "告诉我商品名称，我可以查它的发货时限。"
            )
        else:
            _tell_rule(talk)


def _tell_abroad(talk: Talk) -> None:
    found = answer_faq(talk.tools.faqs, _ABROAD_QUESTION, talk.tools.policy)
    if found is None:
        admit_ignorance(talk, "能否配送到港澳台和海外，")
    else:
        talk.say(found.faq.answer)


def _ships(product: Product) -> str:
    place = f"从{product.warehouse}发货，" if product.warehouse else ""
    carrier = f"默认由{product.carrier}配送，" if product.carrier else ""
    return f"「{product.name}」付款后 {product.ships_within_hours} 小时内发出，{place}{carrier}".rstrip("，") + "。"


def _travels(region: str | None) -> str:
    days = "5–7 天" if region and is_far(region) else "2–4 天" if region else "2–4 天（偏远地区 5–7 天）"
    return f"发出后一般 {days}送达，具体以下单时页面显示的预计送达为准。"


def _tell_rule(talk: Talk) -> None:
    moving = list_moving(talk.tools.shop, talk.tools.clock, talk.customer_id) if talk.customer_id else ()
    buttons: tuple[Button, ...] = ()
    if moving:
        intent = "urge_shipment" if moving[0].order.state is OrderState.PAID else "query_logistics"
        buttons = (("查看我的订单进度", make_payload(intent, order_number=moving[0].order.number)),)
    tell_faq(talk, buttons=buttons)


def _product_meant(talk: Talk) -> Product | None:
    """The product that is named, looked at or was talked about last."""
    product = match_product(talk).product
    is_meant = bool(talk.page_product_id or talk.entity("product"))
    return product if is_meant else None


class TellCarrier(ShopAction):
    """Answers which carrier and from where."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_carrier"

    def answer(self, talk: Talk) -> None:
        """The product's carrier and warehouse, else the rule."""
        product, wanted = _product_meant(talk), talk.entity("carrier")
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
        if product is None or (
            wanted is None and found is not None and not found.is_default and found.score >= _SURE_FAQ
        ):
            tell_faq(talk)
            return
        talk.remember_product(product)
        carrier = product.carrier or "系统按地址分配的快递"
        text = f"「{product.name}」默认由{carrier}配送" + (
            f"，从{product.warehouse}发货。" if product.warehouse else "。"
        )
        if wanted and _UNWANTED.search(talk.text):
            text += (
                f"不想用{wanted}的话，请在下单时备注，或者付款后、发货前告诉人工客服，仓库会尽量安排；快递由系统分配，不能保证。"
                if wanted in carrier
                else f"一般不会用{wanted}，不过快递由系统分配，您可以在下单时备注。"
            )
        elif wanted and wanted not in carrier:
            text += f"如果您希望发{wanted}，可以在下单时备注，能否安排以仓库确认为准，可能需要补运费差价。"
        talk.say(text, card=product_card(product))
