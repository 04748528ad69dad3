"""What the message that opened a request already told: the new value, the reason, the wish, the part of the order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.contact import recent_contact
from actions.defects import told_defect
from actions.service_parts import lines_meant, only_these
from actions.service_questions import NO_DETAIL
from actions.talk import Talk, shorten
from bot.domain.form_answers import is_bare, is_question, split_question
from bot.domain.form_fit import REASONED, read_wish, tells_delivery, tells_reason
from bot.domain.form_split import is_split_wish
from bot.domain.order import Order, OrderLine
from bot.domain.request_values import clean_value, read_address, read_part
from bot.domain.service_request import ServiceSpec
from bot.services.look_up_order import mentions_goods

_SHORT = 30
_NEW_VALUE = re.compile(r"(?:改成|改到|改为|换成|换到|寄到|送到|发到|地址是|地址[:：])\s*(.{2,})")
_NUMBER = r"[\d一二两三四五六七八九十]+\s?[个件双条只台盒瓶袋罐套把支箱包]"
_CHANGE = re.compile(
    rf"{_NUMBER}[^，,。；？?]{{0,3}}[改换]成?{_NUMBER}|(?:[改换](?:成|个|为)?|[多少再]?[加减要])(?:到|为)?\s?(?:{_NUMBER}|[\u4e00-\u9fff]{{1,4}}色|(?:\d?X{{0,3}}[SL]|M)码?|\d{{2,3}}(?:\.5)?\s?码?(?!\d))"
    rf"|(?:[多少]|减少|增加)(?:拍|要|发)?{_NUMBER}|备注(?:一下|下)?(?!一?下).{{2,}}|不要[\u4e00-\u9fff]{{1,6}}",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_QUESTION_END = re.compile(r"(?:可以|行|能)?[吗么嘛][？?。 ]*$|[？?]+$")


def told_detail(talk: Talk, service: ServiceSpec) -> str:
    """What the first message already told; ``-`` where nothing is needed."""
    if not service.question:
        return NO_DETAIL
    if talk.is_button and not talk.entity("said"):
        return recent_contact(talk) if service.kind == "modify_address" else ""
    text = _QUESTION_END.sub("", talk.words_of(service.kind))
    if service.kind == "modify_address":
        return _told_address(talk, text)
    if service.kind == "modify_order":
        return shorten(_told_change(text), 120)
    if service.kind == "schedule_delivery":
        statement, question = split_question(text)
        told = statement if question else text
        return shorten(clean_value(told), 80) if tells_delivery(told) else ""
    if is_split_wish(text):
        return shorten(clean_value(text), 120)
    if service.has_defect:
        return read_wish(text)
    if service.kind in REASONED:
        return shorten(clean_value(told_defect(talk)) or _clauses_with_reason(text) or _told_variant(service, text), 80)
    return shorten(_clauses_with_reason(text), 80)


def remember_problem(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """The defect in the shopper's words, or the part of the order that is meant."""
    problem = ""
    if service.is_aftersale and not (talk.is_button and service.has_defect):
        is_about_defect = service.has_defect or bool(told_defect(talk))
        problem = (told_defect(talk) or talk.words_of(service.kind)) if is_about_defect else ""
    some = lines_meant(order, talk.words_of(service.kind))
    if some and service.is_aftersale and not service.has_defect:
        problem = f"{problem}；{about_lines(some)}" if problem else about_lines(some)
    part = only_some_goods(order, talk) if service.kind == "cancel_order" else ""
    part = part or read_part(talk.words_of(service.kind))
    if part and part not in problem:
        problem = f"{problem}；{part}" if problem else part
    if problem:
        talk.set_slot("service_problem", shorten(problem, 120))


def only_some_goods(order: Order, talk: Talk) -> str:
    """只取消「X」, where the words name some of the order's goods and not the others; else empty."""
    return only_these(lines_meant(order, talk.words_of("cancel_order")))


def named_lines(order: Order, text: str) -> list[OrderLine]:
    """The goods that the words name among the several of an order; empty: none, all, or there is only one."""
    named = [line for line in order.lines if mentions_goods(replace(order, lines=(line,)), text)]
    return named if len(named) < len(order.lines) else []


def about_lines(lines: Sequence[OrderLine]) -> str:
    """Which goods of the order the request is about."""
    return f"涉及的商品是{join_names(lines)}"


def join_names(lines: Sequence[OrderLine]) -> str:
    """「A」「B」."""
    return "".join(f"「{line.name}」" for line in lines)


def _told_address(talk: Talk, text: str) -> str:
    told = _NEW_VALUE.search(text)
    sheet = read_address(told.group(1)) if told else None
    if sheet is None and (talk.entity("address") or talk.entity("phone")):
        sheet = read_address(text)
    return shorten(sheet.render(), 160) if sheet is not None and sheet.address else recent_contact(talk)


def _told_change(text: str) -> str:
    value = _NEW_VALUE.search(text)
    if is_question(text) or not (value or _CHANGE.search(text)):
        return ""
    return clean_value(text if value is None or len(text) <= _SHORT else value.group(0))


def _told_variant(service: ServiceSpec, text: str) -> str:
    """换成黑色, 换 XL: what an exchange is to bring."""
    value = _NEW_VALUE.search(text) or _CHANGE.search(text)
    return clean_value(value.group(0)) if service.kind == "request_exchange" and value else ""


def _clauses_with_reason(text: str) -> str:
    kept = [part for part in _CLAUSES.split(text) if tells_reason(part) and not is_bare(part)]
    return "，".join(kept)
