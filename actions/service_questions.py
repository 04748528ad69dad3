"""The questions of a request in progress, and what is written into the agent's note."""

from __future__ import annotations

from actions.cards import order_list_card
from actions.talk import Button, Talk, make_payload
from actions.wording import goods, tail
from bot.domain.order import Order
from bot.domain.service_request import SERVICES, ServiceSpec

YES_NO: tuple[Button, Button] = (("确认", "/affirm"), ("先不办理", "/deny"))
NO_DETAIL = "-"
_OWN_ACTIONS = frozenset(
    {"service_form", "action_start_service", "action_listen", "action_extract_slots", "action_use_information", None}
)


def current_service(talk: Talk) -> ServiceSpec | None:
    """The request in progress."""
    return SERVICES.get(str(talk.slot("service_kind") or ""))


def current_order(talk: Talk) -> Order | None:
    """The verified customer's order that the request is about."""
    number = talk.slot("service_order")
    if not number or not talk.customer_id:
        return None
    return talk.tools.shop.find_order(str(number), talk.customer_id)


def ask_order(talk: Talk) -> None:
    """Which order?"""
    service = current_service(talk)
    if service is None or talk.customer_id is None:
        return
    orders = talk.tools.shop.list_orders(talk.customer_id, limit=5)
    if _is_interrupted(talk):
        talk.say(f"另外，刚才的{service.label}还没有办完，请您选择对应的订单，也可以告诉我“先不办了”。")
        return
    talk.say(
        f"请问您要为哪一个订单{service.errand}？您可以直接点选，也可以发订单号给我。",
        card=order_list_card(orders, service.kind),
    )


def ask_detail(talk: Talk) -> None:
    """New address, wanted change, reason, wish."""
    service = current_service(talk)
    if service is not None:
        lead = f"另外，刚才的{service.label}还没有办完。" if _is_interrupted(talk) else ""
        talk.say(lead + service.question, buttons=detail_buttons(service))


def ask_confirmation(talk: Talk) -> None:
    """Read back what was collected."""
    service, order = current_service(talk), current_order(talk)
    if service is None or order is None:
        return
    if _is_interrupted(talk):
        talk.say(f"另外，刚才的{service.label}还在等您确认，请问现在为您提交吗？", buttons=YES_NO)
        return
    detail = str(talk.slot("service_detail") or NO_DETAIL)
    what = f"，{service.detail_label}「{detail}」" if detail != NO_DETAIL else ""
    talk.say(
        f"请您确认：为订单（{tail(order.number)}，{goods(order)}）{service.errand}{what}。"
        "确认后我会转给人工客服为您处理，可以吗？",
        buttons=YES_NO,
    )


def detail_buttons(service: ServiceSpec) -> list[Button]:
    """The quick answers to the question about the detail."""
    return [(choice, make_payload("inform", choice=choice)) for choice in service.choices]


def _is_interrupted(talk: Talk) -> bool:
    """Whether another action has answered this message first: the question is a reminder then."""
    for event in reversed(talk.tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in _OWN_ACTIONS:
            return True
    return False


def service_note(talk: Talk, service: ServiceSpec, order: Order) -> str:
    """Everything that was collected, for the agent."""
    parts = [f"{service.label}：订单 {order.number}（{order.state.label}，{goods(order)}）"]
    problem, detail = talk.slot("service_problem"), talk.slot("service_detail")
    if problem:
        parts.append(f"顾客描述：{problem}")
    if detail and detail != NO_DETAIL:
        parts.append(f"{service.detail_label}：{detail}")
    if talk.has_image:
        parts.append("顾客已上传图片")
    return "；".join(parts)
