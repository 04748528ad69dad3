"""The one fact of an order that was asked for, said first: when it was paid, what it cost, where it goes."""

from __future__ import annotations

import re
from datetime import timedelta

from actions.cards import order_card, parcel_card
from actions.parcel_words import tell_parcel_fact
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import goods, moment, money, tail
from bot.domain.order import Order, OrderState
from bot.domain.order_question import OrderFact, read_fact
from bot.services.answer_faq import answer_faq
from bot.services.track_shipment import Situation, Tracking, track_order

SIGNED = frozenset({OrderState.SIGNED, OrderState.COMPLETED})
STATES_OF_FACT = {
    OrderFact.PAY_DEADLINE: frozenset({OrderState.UNPAID}),
    OrderFact.CANCELLED: frozenset({OrderState.CANCELLED}),
    OrderFact.SIGNED_BY: SIGNED,
    OrderFact.SHIPS_AT: frozenset({OrderState.PAID}),
    OrderFact.ARRIVED: frozenset({OrderState.PAID, OrderState.SHIPPED}),
    OrderFact.ARRIVES_AT: frozenset({OrderState.PAID, OrderState.SHIPPED}),
    OrderFact.COURIER_PHONE: frozenset({OrderState.SHIPPED}),
    OrderFact.RETURNED: frozenset({OrderState.SHIPPED}),
}
"""Which of several orders the question is more likely about."""
_OF_PARCEL = frozenset(
    {OrderFact.COURIER_PHONE, OrderFact.SIGNED_BY, OrderFact.ARRIVED, OrderFact.ARRIVES_AT}
    | {OrderFact.TRACKING_NUMBER, OrderFact.CARRIER, OrderFact.SHIPS_AT}
)
_DEADLINE_QUESTION = "下单后多久内要付款"
_HOURS = re.compile(r"(\d+)\s*小时内")


def asked_fact(talk: Talk, intent: str) -> OrderFact | None:
    """The fact asked for; where this turn only chooses the order, the one asked for before."""
    fact = None if talk.is_button else read_fact(talk.words_of(intent))
    if fact is not None or talk.tracker.get_slot("awaiting") != intent:
        return fact
    users = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    return read_fact(users[-2]) if len(users) >= 2 else None


def tell_fact(talk: Talk, order: Order, fact: OrderFact) -> bool:
    """Say the fact; False where the state of the order or parcel is the better answer."""
    tracking = track_order(talk.tools.shop, talk.tools.clock, order)
    if fact in _OF_PARCEL:
        return _tell_of_parcel(talk, tracking, fact)
    text = _describe(talk, order, fact)
    if text:
        talk.say(text, card=order_card(order), buttons=_buttons(order, fact))
    return bool(text)


def published_deadline(talk: Talk) -> str:
    """Until when an order is to be paid, as published; empty if nothing is."""
    found = answer_faq(talk.tools.faqs, _DEADLINE_QUESTION, talk.tools.policy, intent="payment_problem")
    return "" if found is None or found.is_default else found.faq.answer.removeprefix("您好，")


def describe_cancelled(talk: Talk, order: Order) -> str:
    """That it was cancelled, and what became of the money."""
    when = f"已于{_moment(talk, order)} 取消" if order.cancelled_at else "已经取消"
    head = f"您的订单（{tail(order.number)}，{goods(order)}）{when}"
    if order.paid_at is None:
        return f"{head}。这个订单没有付款记录，没有产生扣款，所以没有需要退的款项。还想要的话，您可以重新下单。"
    return (
        f"{head}，实付的 {money(order.total_fen)} 会按原支付方式退回，一般 1–7 个工作日到账，具体以支付渠道为准。"
        "如果超时还没有到账，我可以请人工客服为您核实。"
    )


def _tell_of_parcel(talk: Talk, tracking: Tracking, fact: OrderFact) -> bool:
    text, parcel, number = tell_parcel_fact(talk, tracking, fact), tracking.parcel, tracking.order.number
    if not text or parcel is None:
        return False
    problem = make_payload("report_delivery_problem", order_number=number)
    buttons: list[Button] = [("包裹有问题", problem), HUMAN_BUTTON]
    if tracking.situation is Situation.SIGNED:
        buttons = [("我没有收到", problem), HUMAN_BUTTON]
        if fact in (OrderFact.SIGNED_BY, OrderFact.ARRIVED):
            text += "如果您本人没有收到，请告诉我，我们马上核实。"
    talk.say(text, card=parcel_card(parcel.shipment), buttons=buttons)
    return True


def _describe(talk: Talk, order: Order, fact: OrderFact) -> str:
    now, policy, head = talk.tools.clock.now(), talk.tools.policy, f"您的订单（{tail(order.number)}，{goods(order)}）"
    match fact:
        case OrderFact.BOUGHT_AT:
            return f"{head}是{moment(order.created_at, policy, now)} 下的单，目前{order.state.label}。"
        case OrderFact.PAID_AT if order.paid_at:
            return f"{head}是{moment(order.paid_at, policy, now)} 付的款，实付 {money(order.total_fen)}。"
        case OrderFact.PAID_AT:
            return f"{head}还没有付款，应付 {money(order.total_fen)}。" if order.state is OrderState.UNPAID else ""
        case OrderFact.TOTAL:
            return f"{head}{_sum(order)}。"
        case OrderFact.PAY_CHANNEL:
            return _channel(talk, order, head)
        case OrderFact.ADDRESS:
            return (
                f"{head}的收货信息是：{order.receiver_address}，{order.receiver_name}，"
                f"{order.receiver_phone[:3]}****{order.receiver_phone[-4:]}。"
            )
        case OrderFact.PAY_DEADLINE if order.state is OrderState.UNPAID:
            return f"{head}还在，目前待付款，应付 {money(order.total_fen)}。{pay_until(talk, order)}"
        case OrderFact.CANCELLED | OrderFact.PAY_DEADLINE if order.state is OrderState.CANCELLED:
            return describe_cancelled(talk, order)
    return ""


def _sum(order: Order) -> str:
    paid = "实付" if order.paid_at else "应付"
    parts = []
    if order.discount_fen:
        parts.append(f"已优惠 {money(order.discount_fen)}")
    parts.append(f"含运费 {money(order.freight_fen)}" if order.freight_fen else "包邮")
    return f"一共{paid} {money(order.total_fen)}（{'，'.join(parts)}）"


def _channel(talk: Talk, order: Order, head: str) -> str:
    if order.paid_at is None:
        return f"{head}还没有付款，应付 {money(order.total_fen)}。"
    when = moment(order.paid_at, talk.tools.policy, talk.tools.clock.now())
    return (
        f"{head}是{when} 付的款，实付 {money(order.total_fen)}。付款用的是哪种方式我这里看不到，"
        "您可以在订单详情页，或者微信、支付宝的账单里按这个时间和金额核对。"
    )


def pay_until(talk: Talk, order: Order) -> str:
    """The published number of hours counted from this order; the published words where there is no number."""
    published = published_deadline(talk)
    hours = _HOURS.search(published)
    if hours is None:
        return published
    due, now = order.created_at + timedelta(hours=int(hours.group(1))), talk.tools.clock.now()
    if due <= now:
        return published
    return f"请您在{moment(due, talk.tools.policy, now)} 前完成付款，超时未付会自动取消；优惠和库存以付款时为准。"


def _moment(talk: Talk, order: Order) -> str:
    assert order.cancelled_at is not None
    return moment(order.cancelled_at, talk.tools.policy, talk.tools.clock.now())


def _buttons(order: Order, fact: OrderFact) -> list[Button]:
    ask = {"order_number": order.number}
    if order.state is OrderState.UNPAID:
        return [("付款遇到问题", "/payment_problem"), ("取消订单", make_payload("cancel_order", **ask))]
    if order.state is OrderState.CANCELLED:
        return (
            [("查询退款进度", make_payload("query_refund", **ask)), HUMAN_BUTTON] if order.paid_at else [HUMAN_BUTTON]
        )
    if fact is OrderFact.ADDRESS and order.state is OrderState.PAID:
        return [("修改收货地址", make_payload("modify_address", **ask)), HUMAN_BUTTON]
    return [("查看订单", make_payload("query_order", **ask)), HUMAN_BUTTON]
