"""Orders: where they stand."""

from __future__ import annotations

from actions.cards import order_card
from actions.order_access import require_order
from actions.order_facts import STATES_OF_FACT, asked_fact, describe_cancelled, pay_until, published_deadline, tell_fact
from actions.order_several import tell_several
from actions.parcel_trouble import settle_trouble
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import goods, moment, money, tail
from bot.domain.order import Order, OrderState
from bot.domain.order_question import OrderFact
from bot.services.track_shipment import Situation, track_order

WHICH_ORDER = "请问是下面哪一个订单？您可以直接点选，也可以发订单号给我。"
NONE_SUCH = "我查了一下，没有找到符合您说的情况的订单。下面是您最近的订单，请问您问的是哪一个？"
NONE_OF_FACT = {
    OrderFact.PAY_DEADLINE: "我查了一下，您目前没有待付款的订单。下面是您最近的订单，请问您问的是哪一个？",
    OrderFact.CANCELLED: "我查了一下，您最近没有被取消的订单。下面是您最近的订单，请问您问的是哪一个？",
}
_ON_THE_WAY = {
    Situation.OUT_FOR_DELIVERY: "包裹正在派送中，预计今天送达",
    Situation.DELAYED: "包裹在路上有些延误，非常抱歉",
    Situation.STALLED: "包裹的物流有一段时间没有更新，非常抱歉",
}


class ShowOrder(ShopAction):
    """Answers “我的订单什么状态”, “几号付的款”, “收货地址是哪”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_show_order"

    def answer(self, talk: Talk) -> None:
        """Look the order up and tell what was asked of it, else where it stands."""
        if tell_several(talk):
            return
        fact = asked_fact(talk, "query_order")
        if fact is OrderFact.PAY_DEADLINE and talk.customer_id is None and (published := published_deadline(talk)):
            talk.say(published)
            return
        if (fact is None or fact is OrderFact.RETURNED) and settle_trouble(talk):
            return
        states = STATES_OF_FACT.get(fact, frozenset()) if fact else frozenset[OrderState]()
        none_text = NONE_OF_FACT.get(fact, NONE_SUCH) if fact else ""
        rule = published_deadline(talk) if fact is OrderFact.PAY_DEADLINE else ""
        order = require_order(
            talk, intent="query_order", states=states, question=rule + WHICH_ORDER, none_text=none_text
        )
        if order is not None and not (fact and tell_fact(talk, order, fact)):
            show_order(talk, order)


def show_order(talk: Talk, order: Order) -> None:
    """State, what happens next, and the next step as a button."""
    text, buttons = _describe(talk, order)
    talk.say(text, card=order_card(order), buttons=buttons)


def _describe(talk: Talk, order: Order) -> tuple[str, list[Button]]:
    now, policy, number = talk.tools.clock.now(), talk.tools.policy, order.number
    head = f"您的订单（{tail(number)}，{goods(order)}）"
    ask = {"order_number": number}
    cancel = ("取消订单", make_payload("cancel_order", **ask))
    situation = track_order(talk.tools.shop, talk.tools.clock, order).situation
    match order.state:
        case OrderState.UNPAID:
            return (
                f"{head}还没有付款，应付 {money(order.total_fen)}。"
                f"{pay_until(talk, order)}付款后我们会尽快为您安排发货。",
                [
                    ("付款遇到问题", "/payment_problem"),
                    cancel,
                ],
            )
        case OrderState.PAID:
            address = ("修改收货地址", make_payload("modify_address", **ask))
            if situation is Situation.SHIPPING_OVERDUE:
                return f"{head}已经付款，但超过了承诺的发货时间，非常抱歉。我可以请人工客服马上为您催促仓库。", [
                    ("催促发货", make_payload("urge_shipment", **ask)),
                    cancel,
                ]
            due = f"，预计{moment(order.promised_ship_at, policy, now)} 前发出" if order.promised_ship_at else ""
            return f"{head}已经付款，仓库正在备货{due}。", [address, cancel]
        case OrderState.SHIPPED:
            stage = _ON_THE_WAY.get(situation, "正在运输途中")
            return f"{head}已经发货，{stage}。您可以查看物流详情，签收前请留意快递电话。", [
                ("查看物流", make_payload("query_logistics", **ask)),
                ("催促配送", make_payload("urge_delivery", **ask)),
            ]
        case OrderState.CANCELLED:
            refund = [("查询退款进度", make_payload("query_refund", **ask))] if order.paid_at else []
            return describe_cancelled(talk, order), [*refund, HUMAN_BUTTON]
    signed = f"，签收时间是{moment(order.signed_at, policy, now)}" if order.signed_at else ""
    return f"{head}{order.state.label}{signed}。如果商品有任何问题，我可以马上为您办理售后。", [
        ("申请退货", make_payload("request_return", **ask)),
        ("申请换货", make_payload("request_exchange", **ask)),
        ("没有收到包裹", make_payload("report_delivery_problem", **ask)),
    ]
