"""Which order is meant; logged-in customers only. Who is not logged in: ``guest_access``."""

from __future__ import annotations

from collections.abc import Sequence

from actions.cards import order_list_card
from actions.guest_access import answer_status as answer_status
from actions.guest_access import ask_login as ask_login
from actions.order_pointing import chosen_order as chosen_order
from actions.order_pointing import find_customer_order as find_customer_order
from actions.order_pointing import names_unbought
from actions.order_pointing import read_choice as read_choice
from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.order import Order, OrderState
from bot.services.look_up_order import MatchKind, OrderMatch
from bot.services.point_at_order import fits_none

UNKNOWN_NUMBER = (
    "抱歉，在您的账号下没有找到这个订单号。请您核对一下订单号，或者确认是否使用了其他账号下单。",
    "还是没有找到这个订单号。您可以在“我的订单”里复制订单号发给我，或者直接点选订单。",
    "很抱歉，您的账号下确实没有找到这个订单号。如果是用其他账号买的，请切换账号后再查。",
)

NOT_BOUGHT = (
    "您的订单里没有找到您说的商品。下面是您最近的订单，请问您问的是哪一个？如果是用其他账号买的，请您切换账号后再查。"
)


def require_order(
    talk: Talk,
    *,
    intent: str,
    states: frozenset[OrderState] = frozenset(),
    question: str = "请问是下面哪一个订单？您可以直接点选，也可以发订单号给我。",
    none_text: str = "",
) -> Order | None:
    """The order, or None after the shopper was asked to log in or to choose. Remembers the order."""
    if talk.customer_id is None:
        ask_login(talk)
        return None
    match = find_customer_order(talk, states)
    order = match.order
    if order is not None:
        talk.set_slot("order_number", order.number)
        return order
    explain_no_order(talk, match, intent=intent, question=question, none_text=none_text)
    return None


def explain_no_order(talk: Talk, match: OrderMatch, *, intent: str, question: str, none_text: str = "") -> None:
    """Ask which order, or say honestly that there is none."""
    if match.kind is MatchKind.MANY and names_unbought(talk):
        choose_order(talk, match.orders, intent=intent, question=NOT_BOUGHT)
    elif match.kind is MatchKind.UNKNOWN_NUMBER:
        talk.say(
            talk.pick(*UNKNOWN_NUMBER),
            buttons=[("查看我的订单", "/query_order"), HUMAN_BUTTON],
        )
    elif match.kind is MatchKind.NO_ORDERS:
        talk.say(
            "您的账号下暂时没有订单记录。如果是用其他账号下单的，请您切换账号登录后再来查询。", buttons=[HUMAN_BUTTON]
        )
    elif match.kind is MatchKind.NONE and none_text:
        choose_order(talk, match.orders, intent=intent, question=none_text)
    else:
        choose_order(talk, match.orders, intent=intent, question=question)


def choose_order(talk: Talk, orders: Sequence[Order], *, intent: str, question: str) -> None:
    """Let the shopper choose; an order number typed next belongs to this question."""
    tools = talk.tools
    if talk.customer_id is not None and not talk.is_button:
        own = talk.own_orders
        if fits_none(own, talk.text, now=tools.clock.now(), zone=tools.policy.hours.zone):
            question = f"抱歉，您的订单里没有找到和您说的日期、金额或尾号一致的。{question}"
    talk.say(question, card=order_list_card(orders, intent))
    talk.set_slot("awaiting", intent)
