"""Shoppers who are not logged in: log in, or order number and phone tail for the bare state."""

from __future__ import annotations

import re
from typing import Any

from actions.cards import LOGIN_CARD
from actions.order_pointing import given_number
from actions.talk import HUMAN_BUTTON, Talk
from actions.wording import moment
from bot.domain.errors import TooManyRequests
from bot.domain.intents import intent_phrase
from bot.domain.order_reference import close_gaps
from bot.domain.shipment import ShipmentState
from bot.services.answer_faq import answer_faq
from bot.services.look_up_order import OrderStatus

_TAIL = re.compile(r"(?<![\d.:：])(\d{4})(?![\d.年元块])")
_TAIL_NAMED = re.compile(r"(?:后四位|尾号|末四位|后4位)\D{0,4}(\d{4})(?!\d)")
_BESIDE_A_TAIL = 14
"""Longer texts hold other four-digit numbers: years, prices, models."""
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
    number = given_number(talk)
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
    given = given_number(talk)
    number = given or talk.slot("order_number")
    rest = _beside_number(talk.text, given)
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
    talk.set_slot("order_number", status.number)
    _tell_status(talk, status)
    return True


def _tell_status(talk: Talk, status: OrderStatus) -> None:
    """Where the parcel is now, else where the order stands, and since when."""
    now, policy = talk.tools.clock.now(), talk.tools.policy
    when = f"，最近一次更新是{moment(status.updated_at, policy, now)}" if status.updated_at else ""
    if status.parcel in (ShipmentState.LOST, ShipmentState.RETURNED):
        talk.offer("/request_human")
        talk.say(
            f"非常抱歉，您查询的订单，包裹目前是「{status.parcel.label}」{when}。您登录后可以选择重新发货或者退款，"
            "也可以现在由人工客服核对身份后为您处理，需要转接吗？",
            card=LOGIN_CARD,
            buttons=[HUMAN_BUTTON],
        )
        return
    label = status.parcel.label if status.parcel else status.state.label
    subject = "您查询的订单，包裹目前是" if status.parcel else "您查询的订单当前状态是"
    talk.say(f"{subject}「{label}」{when}。登录后可以查看物流轨迹，并办理售后。", card=LOGIN_CARD)


def _beside_number(text: str, number: str | None) -> str:
    """What was said besides the order number; nothing where the number was typed in groups or pieces."""
    if not number or number in text:
        return text.replace(number, "") if number else text
    closed = close_gaps(text)
    return closed.replace(number, "") if number in closed else ""


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
