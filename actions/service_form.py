"""The form that collects a request: which order, which detail, yes or no. Rasa drives it, ``validate`` reads it."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.order_access import UNKNOWN_NUMBER, read_choice
from actions.service_answers import note_part, read_confirmation, read_detail
from actions.service_closing import answer_rest, is_order_shipped, rest_after_closing, say_closed
from actions.service_questions import (
    ask_confirmation,
    ask_detail,
    ask_order,
    current_order,
    current_service,
    say_submitted,
)
from actions.shop_action import ShopAction
from actions.talk import SERVICE_SLOTS, Talk
from bot.domain.form_answers import is_negated_request, lets_go, was_not_asked_for
from bot.domain.form_fit import SURE, tells_reason
from bot.domain.remarks import is_not_this_order, read_dropped
from bot.domain.service_request import Feasibility, ServiceSpec, check_change
from bot.services.look_up_order import read_order_query

_ESCALATIONS = frozenset(
    {"request_human", "complain", "report_counterfeit", "safety_incident", "legal_threat", "bot_challenge"}
)
_SWITCHES = frozenset({"request_return", "request_exchange", "request_refund", "request_repair"})
_GIVES_UP_WORDS = frozenset({"取消", "取消吧", "先不", "先不办了", "先不办理", "还是不了"})


class FormAction(ShopAction):
    """Common to all parts of the form: they leave the dialogue's memory alone."""

    keeps_memory = False
    is_answer = False


class AskServiceOrder(FormAction):
    """Asks for the order."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_ask_service_order"

    def answer(self, talk: Talk) -> None:
        """Ask."""
        ask_order(talk)


class AskServiceDetail(FormAction):
    """Asks for the detail."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_ask_service_detail"

    def answer(self, talk: Talk) -> None:
        """Ask."""
        ask_detail(talk)


class AskServiceConfirmed(FormAction):
    """Reads back and asks for a yes."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_ask_service_confirmed"

    def answer(self, talk: Talk) -> None:
        """Ask."""
        ask_confirmation(talk)


class ValidateServiceForm(FormAction):
    """Decides whether the message answers the form's question. No event: it does not, other rules answer it."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "validate_service_form"

    def answer(self, talk: Talk) -> None:
        """Read the answer to the requested slot."""
        service, requested = current_service(talk), talk.tracker.get_slot("requested_slot")
        if service is None or not requested or talk.intent in _ESCALATIONS:
            return
        if _switches(talk, service):
            return
        if _means_other_order(talk, service):
            _choose_again(talk)
        elif rest_after_closing(talk, service) is not None:
            if requested == "service_confirmed":
                talk.set_slot("service_confirmed", False)
            else:
                _decline(talk)
        elif was_not_asked_for(talk.text):
            _drop_unmeant(talk)
        elif requested == "service_confirmed":
            read_confirmation(talk, service)
        elif _gives_up(talk, service):
            _decline(talk)
        elif requested == "service_order":
            _read_order(talk, service)
        elif requested == "service_detail":
            read_detail(talk, service)


class SubmitService(FormAction):
    """The end of the form: hand over what was collected, or end politely."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_submit_service"

    def answer(self, talk: Talk) -> None:
        """Hand over with everything that was collected."""
        service, order = current_service(talk), current_order(talk)
        confirmed = talk.slot("service_confirmed")
        if service is not None and order is not None and confirmed:
            say_submitted(talk, service, order)
        elif service is not None and confirmed is False and not talk.has_spoken:
            rest = rest_after_closing(talk, service) or ""
            is_shipped = is_order_shipped(talk)
            say_closed(talk, service, rest)
            _clear(talk)
            if rest:
                answer_rest(talk, rest, is_shipped=is_shipped)
            return
        _clear(talk)


def _switches(talk: Talk, service: ServiceSpec) -> bool:
    """不换了 退货: another request of the same kind takes its place; its own rule begins it."""
    others = _SWITCHES - {service.kind}
    return service.is_aftersale and not service.has_defect and talk.intent in others and talk.confidence >= SURE


def _read_order(talk: Talk, service: ServiceSpec) -> None:
    assert talk.customer_id is not None
    shop = talk.tools.shop
    number = talk.entity("order_number") or read_order_query(talk.text).number
    if number:
        order = shop.find_order(number, talk.customer_id)
        if order is None:
            talk.say(talk.pick(*UNKNOWN_NUMBER))
            talk.events.append(SlotSet("service_order", None))
            return
    else:
        order = read_choice(talk, shop.list_orders(talk.customer_id, limit=5))
        if order is None:
            return
    talk.set_slot("order_number", order.number)
    if not service.is_aftersale:
        verdict = check_change(service.kind, order)
        if verdict.feasibility is Feasibility.IMPOSSIBLE:
            talk.say(f"{verdict.clause}。请您换一个订单，或者告诉我“转人工”。")
            talk.events.append(SlotSet("service_order", None))
            return
    note_part(talk, service, order)
    talk.set_slot("service_order", order.number)


def _gives_up(talk: Talk, service: ServiceSpec) -> bool:
    """A no to the whole request, unless it is the reason that was asked for (不喜欢, 不合适)."""
    text = talk.text.strip("。！!~ ")
    if lets_go(text) or text in _GIVES_UP_WORDS or read_dropped(text) is not None:
        return True
    if is_negated_request(text) and not (service.kind == "modify_order" or tells_reason(text)):
        return True
    return talk.intent == "deny" and talk.is_button


def _means_other_order(talk: Talk, service: ServiceSpec) -> bool:
    """选错了; but 换一个 is a wish where goods are exchanged."""
    is_wish = service.is_aftersale and "换" in talk.text and "单" not in talk.text
    return is_not_this_order(talk.text) and not is_wish


def _choose_again(talk: Talk) -> None:
    for name in ("service_order", "service_confirmed", "order_number"):
        talk.set_slot(name, None)


def _drop_unmeant(talk: Talk) -> None:
    talk.set_slot("order_number", None)
    _decline(talk)


def _decline(talk: Talk) -> None:
    """Stop early: the remaining questions are not asked."""
    talk.set_slot("service_confirmed", False)
    talk.set_slot("requested_slot", None)


def _clear(talk: Talk) -> None:
    if talk.tracker.active_loop.get("name"):
        talk.events.append(ActiveLoop(None))
    for name in SERVICE_SLOTS:
        if talk.slot(name) is not None:
            talk.set_slot(name, None)
