"""Which order is meant; logged-in customers only. Anonymous shoppers log in, or learn the bare state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.cards import LOGIN_CARD, order_list_card
from actions.talk import HUMAN_BUTTON, Talk
from actions.wording import moment
from bot.domain.errors import TooManyRequests
from bot.domain.order import Order, OrderState
from bot.services.answer_faq import answer_faq
from bot.services.look_up_order import MatchKind, OrderMatch, OrderQuery, find_orders, mentions_goods, read_order_query

_TAIL = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ORDINAL = re.compile(r"第([一二三四五12345])[个单条笔]")
_NUMBERS = {char: index % 5 for index, char in enumerate("一二三四五12345")}
MAX_CHOICES = 5
LOGIN_INVITATION = (
    "为了保护您的隐私，请先登录，我马上为您查看。不方便登录的话，请提供订单号和收货手机号后四位，可以查询订单状态。"
)


def find_customer_order(talk: Talk, states: frozenset[OrderState] = frozenset()) -> OrderMatch:
    """The order the verified customer means.

    In this order: a number in the words, goods named in the words, the page's order, the order talked about last, the
    only candidate (in ``states``, if given), else a choice.
    """
    customer_id = talk.customer_id
    assert customer_id is not None, "anonymous shoppers are asked to log in first"
    shop = talk.tools.shop
    query = read_order_query(talk.text)
    number = talk.entity("order_number") or query.number
    if number:
        return find_orders(shop, customer_id, OrderQuery(number=number))
    orders = list(shop.list_orders(customer_id, limit=50))
    if not orders:
        return OrderMatch(MatchKind.NO_ORDERS)
    named = [order for order in orders if mentions_goods(order, talk.text)]
    known = talk.page_order_number or talk.slot("order_number")
    if known and not query.latest:
        order = shop.find_order(str(known), customer_id)
        if order is not None and (not named or order in named) and not _wants_other(talk.text):
            return OrderMatch(MatchKind.ONE, (order,))
    wanted = query.states or states
    pool = [order for order in named or orders if not wanted or order.state in wanted]
    pool = pool or named or (orders if not states else [])
    if query.latest and pool:
        return OrderMatch(MatchKind.ONE, (pool[0],))
    if len(pool) == 1:
        return OrderMatch(MatchKind.ONE, (pool[0],))
    if not pool:
        return OrderMatch(MatchKind.NONE, tuple(orders[:MAX_CHOICES]))
    return OrderMatch(MatchKind.MANY, tuple(pool[:MAX_CHOICES]))


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
    if match.kind is MatchKind.UNKNOWN_NUMBER:
        talk.say(
            "抱歉，在您的账号下没有找到这个订单号。请您核对一下订单号，或者确认是否使用了其他账号下单。",
            buttons=[("查看我的订单", "/query_order"), HUMAN_BUTTON],
        )
    elif match.kind is MatchKind.NO_ORDERS:
        talk.say(
            "您的账号下暂时没有订单记录。如果是用其他账号下单的，请您切换账号登录后再来查询。", buttons=[HUMAN_BUTTON]
        )
    elif match.kind is MatchKind.NONE and none_text:
        talk.say(none_text, buttons=[("查看我的订单", "/query_order"), HUMAN_BUTTON])
    else:
        choose_order(talk, match.orders, intent=intent, question=question)


def choose_order(talk: Talk, orders: Sequence[Order], *, intent: str, question: str) -> None:
    """Let the shopper choose; an order number typed next belongs to this question."""
    talk.say(question, card=order_list_card(orders, intent))
    talk.set_slot("awaiting", intent)


def ask_login(talk: Talk, *, purpose: str = "") -> None:
    """Anonymous: what the knowledge base says in general, then log in, or number and phone tail for the bare state.

    ``purpose`` says why; it is for requests that the bare state does not help.
    """
    if not purpose and answer_status(talk):
        return
    number = talk.entity("order_number") or read_order_query(talk.text).number
    if number and not purpose:
        talk.set_slot("order_number", number)
        talk.set_slot("awaiting", "query_order")
        talk.say(
            "为了保护您的隐私，查看订单详情需要先登录。如果只查订单状态，请再提供收货手机号的后四位。",
            card=LOGIN_CARD,
        )
        return
    text = purpose or "查看您的订单需要先登录。如果不方便登录，我也可以为您转接人工客服。"
    if not _was_asked_to_login(talk):
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
        text = purpose or LOGIN_INVITATION
        if found is not None and (not purpose or not found.is_default):
            text = f"{found.faq.answer}{purpose}"
    talk.offer("/request_human")
    talk.say(text, card=LOGIN_CARD, buttons=[HUMAN_BUTTON])


def answer_status(talk: Talk) -> bool:
    """Tell the state to an anonymous shopper who gave order number and phone tail; False if one is missing."""
    query = read_order_query(talk.text)
    number = talk.entity("order_number") or query.number or talk.slot("order_number")
    rest = talk.text.replace(str(number), "") if number else talk.text
    phone = talk.entity("phone")
    tail = _TAIL.search(rest)
    digits = phone[-4:] if phone else (tail.group(1) if tail else None)
    if not number or digits is None:
        return False
    visitor = str(talk.metadata.get("conversation_id") or talk.tracker.sender_id)
    try:
        status = talk.tools.status_lookup.find_status(visitor, str(number), digits)
    except TooManyRequests as error:
        talk.say(error.message + "。", card=LOGIN_CARD, buttons=[HUMAN_BUTTON])
        return True
    if status is None:
        talk.say("抱歉，订单号和手机号后四位没有对上，请您核对后再发给我，或者登录后查看。", card=LOGIN_CARD)
        talk.set_slot("awaiting", "query_order")
        return True
    now, policy = talk.tools.clock.now(), talk.tools.policy
    when = status.signed_at or status.shipped_at
    detail = f"，更新于{moment(when, policy, now)}" if when else ""
    talk.set_slot("order_number", status.number)
    talk.say(
        f"您查询的订单当前状态是「{status.state.label}」{detail}。登录后可以查看物流轨迹，并办理售后。", card=LOGIN_CARD
    )
    return True


def read_choice(text: str, orders: Sequence[Order]) -> Order | None:
    """第二个, 最近的, or goods that only one of the orders contains."""
    ordinal = _ORDINAL.search(text)
    if ordinal:
        index = _NUMBERS[ordinal.group(1)]
        return orders[index] if index < len(orders) else None
    if read_order_query(text).latest and orders:
        return orders[0]
    named = [order for order in orders if mentions_goods(order, text)]
    return named[0] if len(named) == 1 else None


def _was_asked_to_login(talk: Talk) -> bool:
    """Whether this case already heard the long invitation."""
    for event in talk.tracker.events:
        if event.get("event") == "bot":
            card = ((event.get("data") or {}).get("custom") or {}).get("card") or {}
            if card.get("type") == "login":
                return True
    return False


def _wants_other(text: str) -> bool:
    return bool(
        re.search(r"不是这个|另一?个订单|别的订单|其他订单|其它订单|另外[一那]单|所有订单|全部订单|我的订单有哪", text)
    )
