"""Several orders at once: 两个都查, 我买的都到哪了, 手表和耳机哪个先到. One short line for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.cards import order_list_card
from actions.order_pointing import MAX_CHOICES, listed_orders
from actions.talk import HUMAN_BUTTON, Talk
from actions.wording import day, goods, moment, tail
from bot.domain.order import Order, OrderState
from bot.domain.order_scope import asks_for_several, asks_which_first
from bot.services.look_up_order import read_order_query
from bot.services.point_at_order import list_named
from bot.services.track_shipment import Situation, Tracking, track_order

_RUNNING = frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED})
_COMING = frozenset({OrderState.PAID, OrderState.SHIPPED})
_UNSENT = re.compile(r"(?:没|未|待)有?发")
_UNARRIVED = re.compile(r"(?:没|未)有?(?:到|收)|到哪|先到|在路")


def tell_several(talk: Talk) -> bool:
    """A line for each order that is meant; False where one order is asked about, or fewer than two are running."""
    if talk.customer_id is None or talk.is_button:
        return False
    orders = list(talk.own_orders)
    running = [order for order in orders if order.state in _RUNNING]
    named = list_named(talk.tools.shop, running, talk.text)
    if not asks_for_several(talk.text):
        return False
    meant = named if len(named) > 1 else _meant(talk, running)
    if not meant:
        return _UNSENT.search(talk.text) is not None and _tell_none_unsent(talk, running)
    _tell(talk, meant[:MAX_CHOICES], others=len(meant) - MAX_CHOICES)
    return True


def _meant(talk: Talk, running: Sequence[Order]) -> list[Order]:
    """Those of the list just shown, else those in the state that the words tell."""
    if _UNSENT.search(talk.text):
        return [order for order in running if order.state is OrderState.PAID]
    states = read_order_query(talk.text).states
    if OrderState.UNPAID in states:
        return [order for order in running if order.state is OrderState.UNPAID]
    if _UNARRIVED.search(talk.text) or asks_which_first(talk.text):
        return [order for order in running if order.state in _COMING]
    shown = listed_orders(talk)
    return [order for order in shown if order.state in _RUNNING] or list(running)


def _tell_none_unsent(talk: Talk, running: Sequence[Order]) -> bool:
    shipped = sum(order.state is OrderState.SHIPPED for order in running)
    rest = f"，已经发出、还在路上的有 {shipped} 个" if shipped else ""
    talk.say(f"我查了一下，您没有待发货的订单了{rest}。", buttons=[("查询物流", "/query_logistics"), HUMAN_BUTTON])
    return True


def _tell(talk: Talk, orders: Sequence[Order], *, others: int) -> None:
    found = [track_order(talk.tools.shop, talk.tools.clock, order) for order in orders]
    lines = [
        f"{index}. {goods(one.order)}（{tail(one.order.number)}）：{_state(talk, one)}"
        for index, one in enumerate(found, 1)
    ]
    head = f"好的，为您查到 {len(orders)} 个订单：" if len(orders) > 1 else "我查了一下，符合的订单有 1 个："
    rest = f"\n另外还有 {others} 个订单，您可以在“我的订单”里查看。" if others > 0 else ""
    if asks_which_first(talk.text):
        head = _first(talk, found) + head.removeprefix("好的，")
    troubled = any(one.is_failed or one.situation.needs_attention for one in found)
    close = "\n有异常的订单您告诉我是第几个，我马上为您处理。" if troubled else ""
    talk.set_slot("awaiting", "query_logistics")
    talk.say(head + "\n" + "\n".join(lines) + rest + close, card=order_list_card(orders, "query_logistics"))


def _first(talk: Talk, found: Sequence[Tracking]) -> str:
    """Which comes first, as far as the expected days tell; empty if they do not."""
    now = talk.tools.clock.now()
    dated = [
        (now if one.situation is Situation.OUT_FOR_DELIVERY else one.parcel.shipment.promised_at, one)
        for one in found
        if one.parcel and not one.is_failed
    ]
    known = sorted(((at, one) for at, one in dated if at is not None), key=lambda pair: pair[0])
    if not known or len(found) < 2 or any(one.situation is Situation.DELAYED for _, one in known[:1]):
        return ""
    at, one = known[0]
    days = [day(other, talk.tools.policy, now) for other, _ in known]
    if len(days) > 1 and days[0] == days[1]:
        return f"预计都是{days[0]}送达。"
    when = day(at, talk.tools.policy, now)
    return f"预计{goods(one.order)}先到（{when}）。"


def _state(talk: Talk, tracking: Tracking) -> str:
    """How it stands and until when, in a few words."""
    now, policy, order = talk.tools.clock.now(), talk.tools.policy, tracking.order
    shipment = tracking.parcel.shipment if tracking.parcel else None
    expected = day(shipment.promised_at, policy, now) if shipment and shipment.promised_at else ""
    due = moment(order.promised_ship_at, policy, now) if order.promised_ship_at else ""
    match tracking.situation:
        case Situation.UNPAID:
            return "还没有付款"
        case Situation.NOT_SHIPPED:
            return f"仓库正在备货{f'，最晚{due} 前发出' if due else ''}"
        case Situation.SHIPPING_OVERDUE:
            return f"还没有发货，已超过承诺的时间{f'（{due}）' if due else ''}，非常抱歉"
        case Situation.IN_TRANSIT:
            return f"正在运输途中{f'，预计{expected}送达' if expected else ''}"
        case Situation.OUT_FOR_DELIVERY:
            return "正在派送中，预计今天送达"
        case Situation.DELAYED:
            return f"运输有延误{f'，原定{expected}送达' if expected else ''}，非常抱歉"
        case Situation.STALLED:
            return "物流有一段时间没有更新，非常抱歉"
        case Situation.LOST:
            return "包裹疑似丢失，非常抱歉，可以重新发货或者全额退款"
        case Situation.RETURNED:
            return "包裹已被退回，非常抱歉，可以重新发货或者全额退款"
        case Situation.SIGNED:
            return "已经签收"
    return order.state.label
