"""Orders: where they stand."""

from __future__ import annotations

from actions.cards import order_card
from actions.order_access import require_order
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import goods, moment, money, tail
from bot.domain.order import Order, OrderState
from bot.services.track_shipment import Situation, track_order


class ShowOrder(ShopAction):
    """Answers “我的订单什么状态”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_show_order"

    def answer(self, talk: Talk) -> None:
        """Look the order up and tell where it stands."""
        order = require_order(talk, intent="query_order")
        if order is not None:
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
    match order.state:
        case OrderState.UNPAID:
            return f"{head}还没有付款，应付 {money(order.total_fen)}。付款后我们会尽快为您安排发货。", [
                ("付款遇到问题", "/payment_problem"),
                cancel,
            ]
        case OrderState.PAID:
            address = ("修改收货地址", make_payload("modify_address", **ask))
            if track_order(talk.tools.shop, talk.tools.clock, order).situation is Situation.SHIPPING_OVERDUE:
                return f"{head}已经付款，但超过了承诺的发货时间，非常抱歉。我可以请人工客服马上为您催促仓库。", [
                    ("催促发货", make_payload("urge_shipment", **ask)),
                    cancel,
                ]
            due = f"，预计{moment(order.promised_ship_at, policy, now)}前发出" if order.promised_ship_at else ""
            return f"{head}已经付款，仓库正在备货{due}。", [address, cancel]
        case OrderState.SHIPPED:
            return f"{head}已经发货，正在运输途中。您可以查看物流详情，签收前请留意快递电话。", [
                ("查看物流", make_payload("query_logistics", **ask)),
                ("催促配送", make_payload("urge_delivery", **ask)),
            ]
        case OrderState.CANCELLED:
            refund = "，款项已经原路退回，到账时间以支付渠道为准" if order.paid_at else ""
            return f"{head}已经取消{refund}。", [("查询退款进度", make_payload("query_refund", **ask)), HUMAN_BUTTON]
    signed = f"，签收时间是{moment(order.signed_at, policy, now)}" if order.signed_at else ""
    return f"{head}{order.state.label}{signed}。如果商品有任何问题，我可以马上为您办理售后。", [
        ("申请退货", make_payload("request_return", **ask)),
        ("申请换货", make_payload("request_exchange", **ask)),
        ("没有收到包裹", make_payload("report_delivery_problem", **ask)),
    ]
