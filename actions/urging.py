"""Shoppers who press: what was promised for the shipment, and a human who urges the warehouse or the carrier."""

from __future__ import annotations

from actions.cards import order_card
from actions.talk import Talk, make_payload, shorten
from actions.wording import goods, moment, span, tail
from bot.domain.order import Order
from bot.domain.order_urging import presses

_TOLD = frozenset({"query_order", "query_logistics", "report_delivery_problem"})
_URGING, _REGISTERED = "催促", "的加急要求已经为您登记"


def press_shipment(talk: Talk, order: Order) -> None:
    """Tell whether shipping is late, and offer urgent handling."""
    now, policy = talk.tools.clock.now(), talk.tools.policy
    due = order.promised_ship_at
    urge = make_payload("request_human", order_number=order.number, note="催促发货，请联系仓库加急")
    cancel = ("取消订单", make_payload("cancel_order", order_number=order.number))
    if insists(talk):
        hand_on_urging(talk, "催促仓库加急发货", order)
        return
    talk.offer(urge)
    if due is not None and now > due:
        late = span((now - due).total_seconds() / 3600)
        text = (
            f"非常抱歉，您的订单（{tail(order.number)}，{goods(order)}）应在{moment(due, policy, now)} 前发出，"
            f"现在已经晚了约 {late}，让您久等了。我可以请人工客服马上催促仓库，请问需要吗？"
        )
    elif due is not None:
        text = (
            f"您的订单（{tail(order.number)}，{goods(order)}）仓库正在备货，最晚{moment(due, policy, now)} 前发出，"
            "目前还在承诺时间内。如果您着急，可以请人工客服为您加急，请问需要吗？"
        )
    else:
        text = f"您的订单（{tail(order.number)}，{goods(order)}）仓库正在备货。需要我请人工客服为您加急吗？"
    talk.say(text, card=order_card(order), buttons=[("请帮我加急", urge), cancel])


def insists(talk: Talk) -> bool:
    """帮我催一下, 要加急, after being told where it stands: nothing more is to be explained."""
    if talk.is_button or not presses(talk.text):
        return False
    last, offered = str(talk.tracker.get_slot("last_intent") or ""), str(talk.tracker.get_slot("offer") or "")
    return last.startswith("urge_") or last in _TOLD or _URGING in offered


def hand_on_urging(talk: Talk, what: str, order: Order) -> None:
    """Let a human press the warehouse or the carrier; ``what`` they do. Once: who waits already is told so."""
    which = f"订单（{tail(order.number)}，{goods(order)}）"
    if talk.is_waiting and any(_REGISTERED in said and which in said for said in talk.replies):
        talk.say(
            talk.pick(
                f"您催促的要求（{which}）已经登记在人工客服那里，接入后会马上为您跟进，请您稍等。",
                f"明白您着急。{which}的加急要求还在处理中，人工客服接入后第一时间为您{what}。",
            )
        )
        return
    talk.hand_over(
        f"好的，{which}{_REGISTERED}，马上请人工客服{what}。能提前多少要看仓库和快递的安排，有消息会在这里告诉您。",
        note=f"顾客催促：{shorten(talk.text, 80)}",
        order_number=order.number,
    )
