"""Before the order: freight, times, carrier."""

from __future__ import annotations

from actions.cards import product_card
from actions.knowledge import tell_faq
from actions.product_in_view import match_product
from actions.shop_action import ShopAction
from actions.talk import GREETING, Button, Talk, make_payload
from bot.domain.order import OrderState
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


class AnswerShippingFee(ShopAction):
    """Answers freight; in the middle of a return “那运费呢” means the return freight."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_shipping_fee"

    def answer(self, talk: Talk) -> None:
        """The FAQ of the intent that the context points to."""
        earlier = talk.tracker.get_slot("last_intent")
        is_return = earlier in RETURN_TALK and len(talk.text) <= 10 and "包邮" not in talk.text
        tell_faq(talk, intent="ask_return_shipping_fee" if is_return else None)


class TellDeliveryTime(ShopAction):
    """Answers how soon it ships and arrives."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_delivery_time"

    def answer(self, talk: Talk) -> None:
        """The product's time of shipping and warehouse; with an order on the way also its own times."""
        tools = talk.tools
        product = match_product(talk).product
        has_product = product is not None and bool(talk.metadata.get("page_product_id") or talk.entity("product"))
        if product is not None and has_product:
            talk.remember_product(product)
            place = f"从{product.warehouse}发货，" if product.warehouse else ""
            carrier = f"默认由{product.carrier}配送，" if product.carrier else ""
            found = answer_faq(tools.faqs, talk.text, tools.policy, intent=talk.goal, product=product)
            rest = "到货时间以下单时页面显示的预计送达为准。" if found is None else found.faq.answer
            talk.say(
                f"「{product.name}」付款后 {product.ships_within_hours} 小时内发出，{place}{carrier}".rstrip("，")
                + f"。\n{rest.removeprefix(GREETING)}",
                card=product_card(product),
            )
            return
        moving = list_moving(tools.shop, tools.clock, talk.customer_id) if talk.customer_id else ()
        buttons: tuple[Button, ...] = ()
        if moving:
            intent = "urge_shipment" if moving[0].order.state is OrderState.PAID else "query_logistics"
            buttons = (("查看我的订单进度", make_payload(intent, order_number=moving[0].order.number)),)
        tell_faq(talk, buttons=buttons)


class TellCarrier(ShopAction):
    """Answers which carrier and from where."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_carrier"

    def answer(self, talk: Talk) -> None:
        """The product's carrier and warehouse, else the rule."""
        product = match_product(talk).product
        if product is None or not (talk.metadata.get("page_product_id") or talk.entity("product")):
            tell_faq(talk)
            return
        talk.remember_product(product)
        wanted = talk.entity("carrier")
        carrier = product.carrier or "系统按地址分配的快递"
        text = f"「{product.name}」默认由{carrier}配送" + (
            f"，从{product.warehouse}发货。" if product.warehouse else "。"
        )
        if wanted and wanted not in carrier:
            text += f"如果您希望发{wanted}，可以在下单时备注，能否安排以仓库确认为准，可能需要补运费差价。"
        talk.say(text, card=product_card(product))
