"""A question told together with a request's detail (啥时候送？我只有周六在家): answered, and the rest noted."""

from __future__ import annotations

from actions.order_facts import tell_fact
from actions.service_questions import current_order
from actions.talk import Talk
from actions.wording import moment, tail
from bot.domain.form_answers import split_question
from bot.domain.form_fit import names_expected
from bot.domain.order import Order, OrderState
from bot.domain.order_question import OrderFact, read_fact
from bot.domain.service_request import ServiceSpec

_OF_TIME = frozenset({OrderFact.ARRIVES_AT, OrderFact.ARRIVED, OrderFact.SHIPS_AT})
_KINDS = frozenset({"schedule_delivery", "modify_address", "modify_order"})


def told_beside(talk: Talk, service: ServiceSpec) -> str:
    """The detail that stands beside a question about the order; the question is answered. Empty: no such message."""
    order = current_order(talk)
    if order is None or service.kind not in _KINDS:
        return ""
    statement, _ = split_question(talk.text)
    return statement if names_expected(service, statement) and answer_beside(talk, order) else ""


def answer_beside(talk: Talk, order: Order) -> bool:
    """Answer the question that came with the request; False: none, or not one about the order."""
    statement, question = split_question(talk.text)
    fact = read_fact(question) if statement and question else None
    if fact in _OF_TIME and order.state is OrderState.PAID and order.promised_ship_at is not None:
        due = moment(order.promised_ship_at, talk.tools.policy, talk.tools.clock.now())
        talk.say(f"您的订单（{tail(order.number)}）仓库正在备货，最晚{due} 前发出，发出后就能查到预计送达的时间。")
        return True
    return fact is not None and tell_fact(talk, order, fact)
