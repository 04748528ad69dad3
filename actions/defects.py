"""Goods at fault: what the shopper told about them before, and the terms that this brings."""

from __future__ import annotations

from typing import Any

from actions.talk import Talk, shorten
from bot.domain.form_answers import is_question
from bot.domain.form_fit import tells_defect
from bot.domain.order import Order
from bot.domain.perils import is_own_life, read_perils
from bot.domain.service_request import ServiceSpec
from bot.services.check_return import check_return

_LOOKS_BACK = 4
"""Messages: what was told longer ago may be about other goods."""
_DANGER_LOOKS_BACK = 8
_REPORTS = frozenset({"report_quality_issue", "report_damage", "report_wrong_item", "report_missing_item"})
_OTHER_GROUND = frozenset({"query_logistics", "query_order", "ask_recommendation", "report_delivery_problem"})
"""Another subject: the defect before it is no longer what is talked about."""


def told_defect(talk: Talk) -> str:
    """What went wrong with the goods, as told now or in the last messages; empty: nothing did."""
    if tells_defect(talk.text) and not talk.is_button:
        return shorten(talk.text, 120)
    if talk.slot("service_problem") and tells_defect(str(talk.slot("service_problem"))):
        return str(talk.slot("service_problem"))
    danger = told_danger(talk)
    if danger:
        return shorten(danger, 120)
    users = 0
    for event in reversed(talk.tracker.events):
        if _is_handover(event):
            return ""
        if event.get("event") != "user":
            continue
        users += 1
        if users > _LOOKS_BACK + 1:
            return ""
        intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        text = str(event.get("text") or "")
        if users > 1 and intent in _OTHER_GROUND:
            return ""
        if users > 1 and (intent in _REPORTS or (tells_defect(text) and not is_question(text))):
            return shorten(text, 120)
    return ""


def told_danger(talk: Talk) -> str:
    """What the goods did to somebody, as told in the last messages; empty: nothing was."""
    users = [event for event in talk.tracker.events if event.get("event") == "user"][-_DANGER_LOOKS_BACK:]
    for event in reversed(users):
        intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        text = str(event.get("text") or "")
        if intent in _OTHER_GROUND:
            return ""
        if intent == "safety_incident" and read_perils(text) and not is_own_life(text):
            return text
    return ""


def _is_handover(event: dict[str, Any]) -> bool:
    """From here on the earlier goods are a human's business."""
    return event.get("event") == "bot" and "handoff" in ((event.get("data") or {}).get("custom") or {})


def say_defect_terms(talk: Talk, service: ServiceSpec, order: Order | None) -> None:
    """The rule for goods at fault, where the general one was told before."""
    if order is None or talk.customer_id is None:
        return
    tools = talk.tools
    check = check_return(tools.shop, tools.clock, tools.policy, talk.customer_id, order.number, has_defect=True)
    if check is not None and check.lines:
        verdict = next((line.verdict for line in check.lines if line.verdict.is_eligible), check.lines[0].verdict)
        talk.say(f"非常抱歉给您添麻烦了。商品有问题的话按质量问题{service.errand}：{verdict.clause}。")
