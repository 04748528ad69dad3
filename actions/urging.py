"""Shoppers who press: what was promised for the shipment, and a human who urges the warehouse or the carrier."""

from __future__ import annotations

import re

from actions.cards import order_card
from actions.talk import Talk, make_payload, shorten
from actions.wording import goods, moment, span, tail
from bot.domain.order import Order

_PRESS = re.compile(r"催|加急|加快")


def press_shipment(talk: Talk, order: Order) -> None:
    """Tell whether shipping is late, and offer urgent handling."""
    now, policy = talk.tools.clock.now(), talk.tools.policy
    due = order.promised_ship_at
    urge = make_payload("request_human", order_number=order.number, note="催促发货，请联系仓库加急")
    cancel = ("取消订单", make_payload("cancel_order", order_number=order.number))
    if insists(talk):
        hand_on_urging(
            talk, f"好的，我已经为您记录加急发货的要求（订单{tail(order.number)}），马上请人工客服催促仓库。", order
        )
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
    """帮我催一下, after being told where it stands: nothing more is to be explained."""
    was_told = str(talk.tracker.get_slot("last_intent") or "").startswith("urge_")
    return was_told and not talk.is_waiting and bool(_PRESS.search(talk.text))


def hand_on_urging(talk: Talk, text: str, order: Order) -> None:
    """Let a human press the warehouse or the carrier."""
    note = f"顾客催促：{shorten(talk.text, 80)}"
    talk.hand_over(text, note=note, order_number=order.number)
