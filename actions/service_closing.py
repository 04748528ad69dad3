"""The end of a request that nobody wants (算了, 不是取消, 催一下); what is wanted instead is answered at once."""

from __future__ import annotations

from actions.routing import ACTION_OF_INTENT
from actions.service_questions import current_order
from actions.talk import HUMAN_BUTTON, Talk, shorten
from bot.domain.form_answers import is_negated_request, is_question, was_not_asked_for
from bot.domain.form_closing import after_denial, after_stopping, urges
from bot.domain.form_fit import SURE, names_expected
from bot.domain.form_parts import dropped_words
from bot.domain.order import OrderState
from bot.domain.remarks import read_dropped
from bot.domain.service_request import SERVICES, ServiceSpec
from bot.services.answer_faq import answer_faq

_ENDS_AN_ORDER = frozenset({"cancel_order", "withdraw_request"})
_ASK_AGAIN = "您刚才问的“{question}”，请您再单独发我一次，我马上为您解答；也可以直接转人工客服。"
_SORRY = "抱歉，是我理解错了，没有为您登记任何申请，订单也没有变动。"


def rest_after_closing(talk: Talk, service: ServiceSpec) -> str | None:
    """What the message says beside ending the request, perhaps nothing; None: it does not end it."""
    text = talk.text
    if talk.is_button:
        return None
    if wants_haste(service, text):
        return text
    denied = after_denial(service.kind, text)
    if denied is not None:
        return denied
    if service.kind == "withdraw_request" and (is_negated_request(text) or read_dropped(text) is not None):
        return None
    rest = after_stopping(text)
    if rest and service.question and names_expected(service, rest) and not is_question(rest):
        return None
    return rest


def wants_haste(service: ServiceSpec, text: str) -> bool:
    """加急, 快点发: whoever wants the goods soon does not cancel them, whatever the words were taken for."""
    return service.kind in _ENDS_AN_ORDER and urges(text) and not dropped_words(text)


def say_closed(talk: Talk, service: ServiceSpec, rest: str) -> None:
    """Say that nothing was submitted; where something else is wanted, one sentence, and its answer follows."""
    was_meant = after_denial(service.kind, talk.text) is None and not was_not_asked_for(talk.text)
    if not was_meant:
        talk.say(_SORRY if rest else f"{_SORRY}请问您想问的是哪件商品、什么事情？请直接告诉我。")
    elif service.kind == "withdraw_request":
        talk.say("好的，那就不撤销，您之前的申请照常处理。" + ("" if rest else "之后有需要，随时告诉我。"))
    elif rest:
        talk.say(f"好的，先不{service.errand}，没有为您提交任何申请。")
    else:
        talk.say(f"好的，这次就不{service.errand}了，我没有做任何修改。之后有需要，随时告诉我。")


def answer_rest(talk: Talk, rest: str, *, is_shipped: bool = False) -> None:
    """Answer what is left: by the action of its intent, or from the FAQs."""
    if urges(rest):
        talk.follow_with("action_urge_delivery" if is_shipped else "action_urge_shipment")
        return
    intent = talk.intent
    if intent in ACTION_OF_INTENT and intent not in SERVICES and talk.confidence >= SURE:
        talk.follow_with(ACTION_OF_INTENT[intent])
    elif is_question(rest):
        found = answer_faq(talk.tools.faqs, rest, talk.tools.policy)
        is_found = found is not None and not found.is_default
        text = found.faq.answer if found and is_found else _ASK_AGAIN.format(question=shorten(rest, 30))
        talk.say(text, buttons=[HUMAN_BUTTON])


def is_order_shipped(talk: Talk) -> bool:
    """Whether the order of the request is on its way."""
    order = current_order(talk)
    return order is not None and order.state is OrderState.SHIPPED
