"""A question told together with a request's detail (啥时候送？我只有周六在家): answered, and the rest noted."""

from __future__ import annotations

from actions.order_facts import tell_fact
from actions.service_questions import current_order
from actions.talk import Talk
from bot.domain.form_answers import split_question
from bot.domain.form_fit import names_expected
from bot.domain.order import Order
from bot.domain.order_question import read_fact
from bot.domain.service_request import ServiceSpec

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
    return fact is not None and tell_fact(talk, order, fact)
