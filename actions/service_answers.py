"""Reads what comes while a form waits: the detail, the yes, a correction, or something else altogether."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.defects import say_defect_terms
from actions.goods_named import find_with_goods
from actions.order import show_order
from actions.service_beside import told_beside
from actions.service_parts import lines_meant, only_these, read_goods_told
from actions.service_questions import ASIDE, confirmation_was_asked_last, current_order
from actions.service_told import about_lines, named_lines
from actions.talk import HUMAN_BUTTON, Talk, shorten
from actions.wording import tail
from bot.domain.form_address import correct_address
from bot.domain.form_answers import (
    holds_back,
    is_bare,
    is_consent,
    is_negated_request,
    is_question,
    lets_go,
)
from bot.domain.form_fit import REASONED, SURE, Fit, Reading, judge_answer, names_expected, read_wish, tells_defect
from bot.domain.form_split import is_split_wish
from bot.domain.order import Order
from bot.domain.remarks import read_dropped
from bot.domain.request_values import clean_value, corrects, merge_values, read_address, read_bare_count, read_part
from bot.domain.service_request import ServiceSpec
from bot.services.answer_faq import answer_faq

MAX_DETAIL, MAX_PROBLEM = 160, 120
_BARE_GOODS = 6
_UNEQUIVOCAL = re.compile(r"确认|提交|办理?吧|帮我办|同意|没问题")
"""Also a yes when something else was talked about in between."""
_HOLDS_YES = re.compile(r"好|可以|行|对|是的|确认|提交|办|嗯|要|没问题|同意|ok", re.IGNORECASE)
_REFUSAL = re.compile(
    r"(?:不|不用|不要|不需要|不办|不了|先不|不可以|不行|不确认|别|没有|还是不了?)[了的吧呀啊哈呢，,。！!~ ]*"
    r"(?:谢谢您?)?[。！!~ ]*"
)
_WRONG = re.compile(r"(?:不对|不是|错了|有误|写错了|不是这样|搞错了|弄错了)[的吧呀啊哈呢，,。！!~ ]*")
_MEANING = re.compile(r"意思|[没不]太?[看听搞弄]?太?[懂明清]|不理解|解释|说清楚|确认(?:什么|啥)")
NOT_KNOWN = "这个问题我暂时没有查到准确的资料，人工客服接入后可以一并为您答复；需要的话，您也可以直接告诉我“转人工”。"
_VAGUE = frozenset({"ask_clarification", "out_of_scope", "chitchat", "urge_reply", "nlu_fallback", "inform"})


def read_detail(talk: Talk, service: ServiceSpec) -> None:
    """Store the detail if the message is one; ask again if it belongs to the question; else leave it to others."""
    choice = talk.entity("choice")
    if choice:
        _store(talk, service, choice)
        return
    if talk.is_button:
        return
    if not talk.text:
        _read_image(talk, service)
        return
    if _names_own_goods(talk, service):
        talk.set_slot("service_detail", None)
        return
    if beside := told_beside(talk, service):
        _store(talk, service, beside)
        return
    if service.is_aftersale and is_split_wish(talk.text) and not is_question(talk.text):
        _store(talk, service, talk.text)
        return
    fit = judge_answer(service, read_message(talk))
    if fit is Fit.ANSWER:
        keep_part(talk, service)
        _store(talk, service, (service.has_defect and read_wish(talk.text)) or talk.text)
    elif fit is Fit.COUNT:
        _add_problem(talk, read_bare_count(talk.text))
        talk.set_slot("service_detail", None)
    elif fit is Fit.DESCRIPTION:
        _add_problem(talk, clean_value(talk.text))
        talk.set_slot("service_detail", None)
    elif fit is Fit.AGAIN or _repeats_request(talk, service) or _answered_here(talk):
        talk.set_slot("service_detail", None)


def read_confirmation(talk: Talk, service: ServiceSpec) -> None:
    """Yes, no, a correction or more of the detail; 哦 and 嗯哼 are asked again; questions are left to others."""
    text = talk.text
    if read_goods_told(talk, service) or _address_corrected(talk, service):
        return
    if service.kind == "withdraw_request" and (is_negated_request(text) or read_dropped(text)):
        talk.set_slot("service_confirmed", True)
    elif _agrees(talk, service):
        is_meant = confirmation_was_asked_last(talk) or bool(_UNEQUIVOCAL.search(text)) or talk.is_button
        talk.set_slot("service_confirmed", True if is_meant else None)
    elif _refuses(talk, service):
        talk.set_slot("service_confirmed", False)
    elif _WRONG.fullmatch(text):
        talk.set_slot("service_detail" if service.question else "service_order", None)
    elif _change_told(talk, service):
        return
    elif _tells_more(talk):
        _add_problem(talk, clean_value(text))
        talk.set_slot("service_confirmed", None)
    elif is_bare(text) or talk.has_image or _repeats_request(talk, service) or _answered_here(talk):
        talk.set_slot("service_confirmed", None)


def read_message(talk: Talk) -> Reading:
    """The message as the classifier understood it; where the bot would ask back, its best guess."""
    intent, confidence = talk.intent, talk.confidence
    is_unsure = intent == "nlu_fallback"
    if is_unsure:
        intent = str(talk.metadata.get("guess") or intent)
        confidence = 1.0 - confidence
    return Reading(talk.text, intent, confidence, is_unsure, _names_other_goods(talk))


def _answered_here(talk: Talk) -> bool:
    """Questions that no rule would answer are answered by the form, which then goes on."""
    return answer_aside(talk) or tell_about_other_goods(talk)


def answer_aside(talk: Talk) -> bool:
    """A question that was taken for 什么意思: explaining the form's own question once more would be no answer."""
    if talk.is_button or talk.intent != "ask_clarification" or not is_question(talk.text):
        return False
    if _MEANING.search(talk.text) or _find_other_order(talk) is not None:
        return False
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy)
    text = NOT_KNOWN if found is None or found.is_default else found.faq.answer
    talk.say(text, buttons=[HUMAN_BUTTON], outcome=ASIDE)
    return True


def tell_about_other_goods(talk: Talk) -> bool:
    """那个洁面乳呢: goods of another order, and no rule that would answer it: how it stands with them."""
    if talk.is_button or read_message(talk).intent not in _VAGUE:
        return False
    order = _find_other_order(talk)
    if order is not None:
        show_order(talk, order)
    return order is not None


def note_part(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """The same for the order chosen just now; of a cancellation the goods that go."""
    only = only_these(lines_meant(order, talk.text)) if service.kind == "cancel_order" else ""
    if only:
        talk.set_slot("service_problem", only)
    else:
        keep_part(talk, service)


def keep_part(talk: Talk, service: ServiceSpec) -> None:
    """只退没拆的, 三个里退一个: stays with the request whatever the detail becomes."""
    part = read_part(talk.text)
    if part and (service.is_aftersale or service.kind == "cancel_order"):
        _add_problem(talk, part)


def _tells_more(talk: Talk) -> bool:
    """微信付的, said in answer to the question for the yes: a remark that goes along with the request."""
    if talk.is_button or talk.intent != "inform" or talk.confidence < SURE or talk.entity("order_number"):
        return False
    is_told = not is_bare(talk.text) and not is_question(talk.text) and not _names_other_goods(talk)
    return is_told and confirmation_was_asked_last(talk)


def _repeats_request(talk: Talk, service: ServiceSpec) -> bool:
    """The same request for the same order once more: it goes on, and does not begin anew."""
    return talk.intent == service.kind and not talk.entity("order_number") and not _names_other_goods(talk)


def _names_own_goods(talk: Talk, service: ServiceSpec) -> bool:
    """就连衣裙: which goods of the order, and no more; kept for the request."""
    order = current_order(talk)
    lines = named_lines(order, talk.text) if order is not None and len(talk.text) <= _BARE_GOODS else []
    if not lines or not service.is_aftersale or names_expected(service, talk.text) or is_question(talk.text):
        return False
    _add_problem(talk, about_lines(lines))
    return True


def _agrees(talk: Talk, service: ServiceSpec) -> bool:
    """A yes, or the request itself (对 取消) in answer to the question whether to go on."""
    text = talk.text
    if talk.is_button:
        return talk.intent == "affirm"
    if is_consent(text):
        return True
    if is_question(text) or holds_back(text) or is_bare(text):
        return False
    if corrects(text):
        return False
    if talk.intent == "affirm" and talk.confidence >= SURE:
        return "不" not in text and len(text) <= 12 and bool(_HOLDS_YES.search(text))
    return talk.intent == service.kind and not service.question and len(text) <= 10 and "不" not in text


def _refuses(talk: Talk, service: ServiceSpec) -> bool:
    text = talk.text
    if talk.is_button:
        return talk.intent == "deny"
    if lets_go(text) or _REFUSAL.fullmatch(text) or read_dropped(text) is not None:
        return True
    if service.kind in ("modify_order", "schedule_delivery") and names_expected(service, text):
        return False
    if service.kind == "modify_address" and names_expected(service, text):
        return False
    if holds_back(text) or is_negated_request(text):
        return True
    is_no = talk.intent == "deny" and talk.confidence >= SURE and not corrects(text)
    return is_no and not is_question(text) and not names_expected(service, text)


def _address_corrected(talk: Talk, service: ServiceSpec) -> bool:
    """门牌是202: the part of the address is replaced before anything else may be made of the words."""
    earlier = str(talk.slot("service_detail") or "")
    sheet = read_address(earlier) if service.kind == "modify_address" and not talk.is_button else None
    words = talk.text.replace("几个字", "")
    if sheet is None or is_question(words) or correct_address(sheet.address, talk.text) is None:
        return False
    talk.set_slot("service_detail", merge_values(service.kind, earlier, talk.text))
    return True


def _change_told(talk: Talk, service: ServiceSpec) -> bool:
    """Whether the message corrects or adds something; it is stored then, and read back once more."""
    if is_bare(talk.text) or is_question(talk.text) or talk.is_button:
        return False
    if service.is_aftersale and is_split_wish(talk.text):
        talk.set_slot("service_detail", shorten(clean_value(talk.text), MAX_DETAIL))
        return True
    reading = read_message(talk)
    told = clean_value(talk.text)
    is_corrected = corrects(talk.text) or told != talk.text.strip("，,。！!~ ")
    part = read_part(talk.text) or (read_bare_count(talk.text) if service.is_aftersale else "")
    if part:
        _add_problem(talk, part)
        talk.set_slot("service_confirmed", None)
        return True
    if not service.question:
        return False
    if corrects(talk.text):
        is_plain = reading.intent in ("affirm", "deny")
        reading = replace(reading, is_unsure=True, intent="inform" if is_plain else reading.intent, text=told)
    is_wish = service.has_defect and reading.intent in REASONED
    fit = judge_answer(service, reading)
    if fit is Fit.DESCRIPTION:
        _add_problem(talk, told)
        talk.set_slot("service_confirmed", None)
        return True
    if not is_wish and (fit is not Fit.ANSWER or not (is_corrected or names_expected(service, told))):
        return False
    earlier = "" if service.has_defect else str(talk.slot("service_detail") or "")
    value = (service.has_defect and read_wish(talk.text)) or talk.text
    if service.kind == "modify_order" and (other := _find_other_order(talk)):
        value = f"{clean_value(value)}（{tail(other.number)}）"
    talk.set_slot("service_detail", merge_values(service.kind, earlier, value) or None)
    return True


def _store(talk: Talk, service: ServiceSpec, told: str) -> None:
    """The cleaned detail; a defect told only now changes who pays the freight."""
    if service.kind in REASONED and tells_defect(told) and not talk.slot("service_problem"):
        say_defect_terms(talk, service, current_order(talk))
        talk.set_slot("service_problem", shorten(told, MAX_PROBLEM))
    talk.set_slot("service_detail", shorten(merge_values(service.kind, "", told), MAX_DETAIL))


def _add_problem(talk: Talk, told: str) -> None:
    earlier = str(talk.slot("service_problem") or "")
    if told not in earlier:
        talk.set_slot("service_problem", shorten(f"{earlier}；{told}" if earlier else told, MAX_PROBLEM))


def _read_image(talk: Talk, service: ServiceSpec) -> None:
    if talk.has_image and service.choices:
        talk.say("图片已经收到，会一并转给人工客服。")
        talk.set_slot("service_detail", None)
    elif talk.has_image:
        talk.set_slot("service_detail", "顾客已上传图片")


def _find_other_order(talk: Talk) -> Order | None:
    """The newest other order with the goods that the words name, if the form's order has none of them."""
    order = current_order(talk)
    if order is None or talk.customer_id is None or find_with_goods(talk, [order], talk.text):
        return None
    orders = talk.own_orders
    named = find_with_goods(talk, [entry for entry in orders if entry.number != order.number], talk.text)
    return named[0] if named else None


def _names_other_goods(talk: Talk) -> bool:
    """Whether the words name goods, and none of the form's order."""
    order = current_order(talk)
    if order is None or find_with_goods(talk, [order], talk.text):
        return False
    return _find_other_order(talk) is not None or bool(talk.entity("product"))
