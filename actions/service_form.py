"""The form that collects a request: which order, which detail, yes or no. Rasa drives it, ``validate`` reads it."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.order_access import UNKNOWN_NUMBER, read_choice
from actions.service_questions import (
    ask_confirmation,
    ask_detail,
    ask_order,
    current_order,
    current_service,
    service_note,
)
from actions.shop_action import ShopAction
from actions.talk import SERVICE_SLOTS, Talk, shorten
from bot.domain.remarks import is_not_this_order, read_dropped
from bot.domain.service_request import Feasibility, ServiceSpec, check_change
from bot.services.look_up_order import read_order_query

_YES = re.compile(
    r"(?:(?:嗯+|恩+|是的?|对的?|好的?|可以的?|行的?|确认|确定|没问题|同意|没错|办吧|提交|ok|OK|Ok|好滴|要的?|需要|麻烦了?|就这样)"
    r"[呀啊吧哦呢了的嘞，,。!！~ ]*)+"
)
_NO = re.compile(r"^(?:不用|不要|不是|不办|不了|先不|算了|取消|不对|不可以|不行|别|不需要|不确认|错了|还是不)")
_GIVE_UP = re.compile(r"^(?:算了|不用了|先不|不[改退换修办取]了|不要[改退换]了|取消吧?$|还是不)")
_QUESTION = re.compile(r"[?？]|吗|呢$|怎么|多久|什么时候|多少|几天|为什么|哪[里儿个了]|到哪|能不能|可不可以|有没有|谁")
_ESCALATIONS = frozenset(
    {"request_human", "complain", "report_counterfeit", "safety_incident", "legal_threat", "bot_challenge"}
)
_GREETINGS = frozenset({"greet", "thank", "goodbye", "urge_reply", "chitchat", "ask_clarification"})
_SWITCHES = frozenset({"request_return", "request_exchange", "request_refund", "request_repair", "cancel_order"})
_HOLDS_BACK = re.compile(
    r"别(?:退|换|改|取消|办|弄|提交)|再(?:想想|考虑|看看)|考虑(?:一?下|考虑)|先等等再|还是原来|照旧"
)
_REASON = re.compile(r"不(?:喜欢|合适|想要|满意|好|对|符|能|够|值|需要这)|没用|太[大小长短贵薄厚]|不要了|买[错多]")
_HESITATION = re.compile(
    r"^(?=等|不对|算了|错|门牌|写错|地址错)"
    r"(?:等等|等一?下|不对|算了|错了|门牌错了|写错了|地址错了|还是|哦|啊|[，, ])+(?:应该是|是)?"
)
_WISHES = frozenset({"request_return", "request_exchange", "request_refund"})
_PHONE = re.compile(r"1\d{10}")
_SHORT = 10
_SURE = 0.6


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
        if is_not_this_order(talk.text):
            _choose_again(talk)
        elif requested != "service_confirmed" and _gives_up(talk):
            _decline(talk)
        elif requested == "service_order":
            _read_order(talk, service)
        elif requested == "service_detail":
            _read_detail(talk, service)
        elif requested == "service_confirmed":
            _read_confirmation(talk, service)


class SubmitService(FormAction):
    """The end of the form: hand over what was collected, or end politely."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_submit_service"

    def answer(self, talk: Talk) -> None:
        """Hand over with everything that was collected."""
        service, order = current_service(talk), current_order(talk)
        confirmed = talk.slot("service_confirmed")
        if service is None or order is None or not confirmed:
            if service is not None and confirmed is False:
                talk.say(f"好的，已停止{service.errand}，没有做任何修改。之后有需要，随时告诉我。")
            _clear(talk)
            return
        sorry = "再次为给您带来的不便致歉。" if service.has_defect else ""
        photo = "请您保留好商品和包装，人工客服核实时可能需要您提供照片。" if service.has_defect else ""
        talk.hand_over(
            f"好的，{sorry}已为您记录{service.label}的要求，人工客服会按您确认的信息尽快处理。{photo}",
            note=service_note(talk, service, order),
            order_number=order.number,
            intent=service.kind,
        )
        _clear(talk)


def _switches(talk: Talk, service: ServiceSpec) -> bool:
    """不换了 退货: another request of the same kind takes its place; its own rule begins it."""
    others = _SWITCHES - {service.kind, "cancel_order"}
    return service.is_aftersale and not service.has_defect and talk.intent in others and talk.confidence >= _SURE


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
    talk.set_slot("service_order", order.number)


def _read_detail(talk: Talk, service: ServiceSpec) -> None:
    choice = talk.entity("choice")
    if choice:
        talk.set_slot("service_detail", choice)
        return
    if talk.is_button:
        return
    intent, text, is_sure = talk.intent, talk.text, talk.confidence >= _SURE
    if intent in _GREETINGS and is_sure and len(text) <= 8:
        return
    if intent in _SWITCHES and intent != service.kind and is_sure and not service.has_defect:
        return
    is_question = bool(_QUESTION.search(text)) and intent.startswith(
        ("ask_", "query_", "how_", "invoice", "membership")
    )
    if is_question and talk.confidence >= 0.4:
        return
    if text:
        talk.set_slot("service_detail", shorten(text, 160))
    elif talk.has_image and service.choices:
        talk.say("图片已经收到，会一并转给人工客服。")
        talk.events.append(SlotSet("service_detail", None))
    elif talk.has_image:
        talk.set_slot("service_detail", "顾客已上传图片")


def _read_confirmation(talk: Talk, service: ServiceSpec) -> None:
    text, correction = talk.text, _read_correction(talk, service)
    if _HOLDS_BACK.search(text):
        talk.set_slot("service_confirmed", False)
    elif correction:
        talk.set_slot("service_detail", correction)
    elif _agrees(talk, service):
        talk.set_slot("service_confirmed", True)
    elif service.has_defect and talk.intent in _WISHES:
        talk.set_slot("service_detail", shorten(text, 160))
    elif talk.intent == "deny" or _NO.search(text) or _GIVE_UP.search(text):
        talk.set_slot("service_confirmed", False)
    elif talk.intent in ("inform", service.kind) and service.question and not _QUESTION.search(text) and text:
        talk.set_slot("service_detail", _merge_detail(talk, service, text))
    elif talk.has_image:
        talk.set_slot("service_confirmed", None)


def _agrees(talk: Talk, service: ServiceSpec) -> bool:
    """A yes, or the request itself (对 取消) in answer to the question whether to go on."""
    text = talk.text
    if _YES.fullmatch(text):
        return talk.intent != "deny"
    if service.kind == "withdraw_request" and read_dropped(text):
        return True
    if talk.intent == "affirm":
        return talk.confidence >= _SURE
    is_the_same = talk.intent == service.kind and not service.question
    return is_the_same and len(text) <= _SHORT and not _QUESTION.search(text) and "不" not in text


def _read_correction(talk: Talk, service: ServiceSpec) -> str:
    """等等 XL吧, 门牌错了 是…: another detail; empty if it is none."""
    told = _HESITATION.sub("", talk.text)
    if not service.question or told in ("", talk.text) or talk.is_button:
        return ""
    is_no = _NO.search(told) or _GIVE_UP.search(told) or _QUESTION.search(told)
    return "" if is_no else _merge_detail(talk, service, told)


def _merge_detail(talk: Talk, service: ServiceSpec, told: str) -> str:
    """The new detail; a part of an address (门牌是 1000 号) corrects the whole that was told before."""
    earlier = str(talk.slot("service_detail") or "")
    is_part = service.kind == "modify_address" and _PHONE.search(earlier) and not _PHONE.search(told)
    return shorten(f"{earlier}（更正：{told}）" if is_part else told, 160)


def _gives_up(talk: Talk) -> bool:
    """A no, unless it is the reason that was asked for (不喜欢, 不合适)."""
    return bool(_GIVE_UP.search(talk.text)) or (talk.intent == "deny" and not _REASON.search(talk.text))


def _choose_again(talk: Talk) -> None:
    for name in ("service_order", "service_confirmed", "order_number"):
        talk.set_slot(name, None)


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
