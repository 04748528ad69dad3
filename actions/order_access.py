"""Which order is meant; logged-in customers only. Anonymous shoppers log in, or learn the bare state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.cards import LOGIN_CARD, order_list_card
from actions.talk import HUMAN_BUTTON, Talk
from actions.wording import moment
from bot.domain.errors import TooManyRequests
from bot.domain.intents import intent_phrase
from bot.domain.order import Order, OrderState
from bot.domain.remarks import is_not_this_order, means_other_one
from bot.services.answer_faq import answer_faq
from bot.services.look_up_order import MatchKind, OrderMatch, OrderQuery, find_orders, mentions_goods, read_order_query

_TAIL = re.compile(r"(?<![\d.:：])(\d{4})(?![\d.年元块])")
_TAIL_NAMED = re.compile(r"(?:后四位|尾号|末四位|后4位)\D{0,4}(\d{4})(?!\d)")
_BESIDE_A_TAIL = 14
"""Longer texts hold other four-digit numbers: years, prices, models."""
_OTHER_ORDERS = re.compile(r"别的订单|其他订单|其它订单|另外[一那]?[单个]|另一[单个]|所有订单|全部订单|我的订单有哪")
_ORDINAL = re.compile(r"第([一二三四五12345])[个单条笔]")
_NUMBERS = {char: index % 5 for index, char in enumerate("一二三四五12345")}
MAX_CHOICES, _SURE_GOODS = 5, 0.5
LOGIN_INVITATION = (
    "为了保护您的隐私，请先登录，我马上为您查看。不方便登录的话，请提供订单号和收货手机号后四位，可以查询订单状态。"
)


ASK_TAIL = (
    "为了保护您的隐私，查看订单详情需要先登录。如果只查订单状态，请再提供收货手机号的后四位。",
    "订单号（尾号 {tail}）已经收到。再告诉我收货手机号的后四位，我就可以为您查询状态。",
    "好的，尾号 {tail} 的订单我记下了，还差收货手机号的后四位用来核对；登录后可以直接查看全部订单。",
)
NEEDS_TAIL = (
    "您刚才提供的订单（尾号 {tail}）还差收货手机号的后四位，发给我就可以为您查询状态。",
    "没有核对手机号后四位，我暂时看不到尾号 {tail} 的订单。需要请人工客服为您查询吗？",
    "这个订单的情况需要核对身份后才能告诉您，请您理解。登录、提供手机号后四位，或者由人工客服核实，都可以。",
)
NEEDS_NUMBER = (
    "请您把订单号和收货手机号的后四位发给我，我马上为您查询订单状态。",
    "我这边还没有您的订单信息，暂时查不到具体进度。需要请人工客服为您查询吗？",
    "具体到您这一单，需要核对身份后才能查看，请您理解。您可以登录，也可以提供订单号和手机号后四位。",
    "您的情况我了解了。如果登录不方便，由人工客服核对订单会更快，需要为您转接吗？",
)
NEEDS_IDENTITY = (
    "「{phrase}」的要求我记下了，不过需要核对身份才能办理。您登录后我马上处理，也可以由人工客服核对后为您办理。",
    "因为还没有核对身份，我不能直接处理您的订单，请您理解。需要现在为您转接人工客服办理「{phrase}」吗？",
    "这一项也需要核对身份。您可以把订单号和要求写在这里，由人工客服核对后一次办好，需要为您转接吗？",
)
UNKNOWN_NUMBER = (
    "抱歉，在您的账号下没有找到这个订单号。请您核对一下订单号，或者确认是否使用了其他账号下单。",
    "还是没有找到这个订单号。您可以在“我的订单”里复制订单号发给我，或者直接点选订单。",
    "很抱歉，您的账号下确实没有找到这个订单号。如果是用其他账号买的，请切换账号后再查。",
)
NO_MATCH = (
    "抱歉，订单号和手机号后四位没有对上，请您核对后再发给我，或者登录后查看。",
    "很抱歉，这次也没有对上。手机号请用下单时填写的收货手机号，您也可以登录后直接查看。",
    "抱歉，还是没有对上。建议您登录后查看，或者由人工客服为您核实。",
)
WAITING_FOR_DETAILS = (
    "这一项由人工客服核对身份后为您办理。请您先把订单号和收货手机号后四位发在这里，客服接入后就能直接处理。",
    "好的，您的要求已经一并记录，人工客服接入后会为您处理，请您稍候。",
    "收到，您说的情况人工客服都能看到，接入后会马上为您核实。",
    "明白，这一点也记下了。人工客服会尽快接入，请您稍候。",
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
    chosen = chosen_order(talk)
    if chosen is not None:
        return OrderMatch(MatchKind.ONE, (chosen,))
    orders = list(shop.list_orders(customer_id, limit=50))
    if not orders:
        return OrderMatch(MatchKind.NO_ORDERS)
    named = [order for order in orders if mentions_goods(order, talk.text)] or _find_by_goods(talk, orders)
    known = talk.page_order_number or talk.slot("order_number")
    if _wants_other(talk.text):
        orders = [order for order in orders if order.number != known] or orders
    elif known and (talk.page_order_number or not query.latest):
        order = shop.find_order(str(known), customer_id)
        if order is not None and (not named or order in named):
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
            talk.pick(*UNKNOWN_NUMBER),
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

    ``purpose`` says why; it is for requests that the bare state does not help. The invitation is made once; after that
    the shopper is told what else helps.
    """
    if not purpose and answer_status(talk):
        return
    if talk.is_waiting:
        if not set(WAITING_FOR_DETAILS) & set(_said_in_this_turn(talk)):
            talk.say(talk.pick(*WAITING_FOR_DETAILS))
        return
    if _asked_in_this_turn(talk):
        talk.say(f"您提到的「{intent_phrase(talk.goal)}」，核实身份后我也会一并为您处理。")
        return
    number = talk.entity("order_number") or read_order_query(talk.text).number
    if number and not purpose:
        talk.set_slot("order_number", number)
        talk.set_slot("awaiting", "query_order")
        talk.say(talk.pick(*(text.format(tail=str(number)[-4:]) for text in ASK_TAIL)), card=LOGIN_CARD)
        return
    if _was_asked_to_login(talk):
        _ask_again(talk, has_purpose=bool(purpose))
        return
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
    text = purpose or LOGIN_INVITATION
    if found is not None and (not purpose or not found.is_default):
        text = f"{found.faq.answer}{purpose}"
    talk.offer("/request_human")
    talk.say(text, card=LOGIN_CARD, buttons=[HUMAN_BUTTON])


def _ask_again(talk: Talk, *, has_purpose: bool) -> None:
    """Not logged in and not the first time: first what the shopper can give, then who else can help."""
    phrase = intent_phrase(talk.goal)
    if has_purpose:
        variants = [text.format(phrase=phrase) for text in NEEDS_IDENTITY]
    elif talk.slot("order_number"):
        tail = str(talk.slot("order_number"))[-4:]
        variants = [text.format(tail=tail) for text in NEEDS_TAIL]
        talk.set_slot("awaiting", "query_order")
    else:
        variants = list(NEEDS_NUMBER)
        talk.set_slot("awaiting", "query_order")
    talk.offer("/request_human")
    talk.say(talk.pick(*variants), card=LOGIN_CARD, buttons=[HUMAN_BUTTON])


def answer_status(talk: Talk) -> bool:
    """Tell the state to an anonymous shopper who gave order number and phone tail; False if one is missing."""
    query = read_order_query(talk.text)
    number = talk.entity("order_number") or query.number or talk.slot("order_number")
    rest = talk.text.replace(str(number), "") if number else talk.text
    phone = talk.entity("phone")
    tail = _TAIL_NAMED.search(rest) or (_TAIL.search(rest) if len(rest.strip()) <= _BESIDE_A_TAIL else None)
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
        talk.say(talk.pick(*NO_MATCH), card=LOGIN_CARD)
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


def _find_by_goods(talk: Talk, orders: Sequence[Order]) -> list[Order]:
    """Orders with the goods that the words mean by another name (洗面奶 → 洁面乳)."""
    meant = {product.id for product, score in talk.tools.products.search_products(talk.text) if score >= _SURE_GOODS}
    return [order for order in orders if any(line.product_id in meant for line in order.lines)]


def chosen_order(talk: Talk) -> Order | None:
    """第二个, said to the list that was shown just now."""
    if talk.customer_id is None or not _ORDINAL.search(talk.text):
        return None
    orders = [talk.tools.shop.find_order(number, talk.customer_id) for number in _listed_numbers(talk)]
    return read_choice(talk.text, [order for order in orders if order is not None])


def _listed_numbers(talk: Talk) -> list[str]:
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            card = (((event.get("data") or {}).get("custom") or {}).get("card")) or {}
            return [str(order["number"]) for order in card.get("orders") or ()]
    return []


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
    """Whether this case already heard the invitation."""
    return any(_asks_login(event) for event in talk.tracker.events)


def _asked_in_this_turn(talk: Talk) -> bool:
    """Whether the turn's other thought was answered with the invitation just now."""
    return any(_asks_login(event) for event in _events_of_this_turn(talk))


def _said_in_this_turn(talk: Talk) -> list[str]:
    return [str(event.get("text") or "") for event in _events_of_this_turn(talk)]


def _events_of_this_turn(talk: Talk) -> list[dict[str, Any]]:
    """What the bot said to the turn's other thought, if this is the second."""
    said: list[dict[str, Any]] = []
    if not talk.metadata.get("thought"):
        return said
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot":
            said.append(event)
        elif event.get("event") == "user" and (event.get("metadata") or {}).get("turn_id") != talk.metadata.get(
            "turn_id"
        ):
            break
    return said


def _asks_login(event: dict[str, Any]) -> bool:
    card = (((event.get("data") or {}).get("custom") or {}).get("card")) or {}
    return event.get("event") == "bot" and card.get("type") == "login"


def _wants_other(text: str) -> bool:
    return is_not_this_order(text) or means_other_one(text) or bool(_OTHER_ORDERS.search(text))
