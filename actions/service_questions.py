"""The questions of a request in progress, and what is written into the agent's note."""

from __future__ import annotations

from actions.cards import order_list_card
from actions.talk import Button, Talk, make_payload
from actions.wording import goods, tail
from bot.domain.form_split import is_split_wish
from bot.domain.order import Order
from bot.domain.request_values import SEPARATOR, read_part
from bot.domain.service_request import SERVICES, ServiceSpec

YES_NO: tuple[Button, Button] = (("确认", "/affirm"), ("先不办理", "/deny"))
NO_DETAIL = "-"
ONLY, ASIDE = "只取消", "aside"
_OPENS = "action_start_service"
_OWN_ACTIONS = frozenset(
    {"service_form", _OPENS, "action_listen", "action_extract_slots", "action_use_information", None}
)
_REMINDER = "刚才的"
"""How every reminder begins: one is enough for a request."""
_ASK_AGAIN = (
    "还差这一步，需要您告诉我。{question}",
    "我还没有记下具体内容。{question}如果不办了，告诉我“先不办了”就可以。",
    "麻烦您补充一下。{question}",
)
_NOTED = ("好的，情况我记下了。{question}", "嗯，这一点也记下了。{question}", "好的。接下来{question}")
_CONFIRM_AGAIN = (
    "还没有为您提交，需要您确认一下：{summary}。可以的话请回复“确认”，不需要就回复“先不办理”。",
    "这项申请还没有提交，等您回复“确认”后我就转给人工客服：{summary}。",
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
    if _is_interrupted(talk):
        _remind(talk, f"{_REMINDER}{service.label}还没有办完，请您选择对应的订单，也可以告诉我“先不办了”。")
        return
    orders = talk.tools.shop.list_orders(talk.customer_id, limit=5)
    talk.say(
        f"请问您要{service.errand.removesuffix('订单')}的是哪一个订单？您可以直接点选，也可以发订单号给我。",
        card=order_list_card(orders, service.kind),
    )


def ask_detail(talk: Talk) -> None:
    """New address, wanted change, reason, wish."""
    service = current_service(talk)
    if service is None:
        return
    if _is_interrupted(talk):
        reminder = f"{_REMINDER}{service.label}还没有办完。{service.question}"
        _remind(talk, reminder, detail_buttons(service))
        return
    variants = _NOTED if service.has_defect else _ASK_AGAIN
    again = (text.format(question=service.question) for text in variants)
    text = talk.pick(*again) if service.question in " ".join(talk.recent_replies) else service.question
    talk.say(text, buttons=detail_buttons(service))


def ask_confirmation(talk: Talk) -> None:
    """Read back what was collected."""
    service, order = current_service(talk), current_order(talk)
    if service is None or order is None:
        return
    if _is_interrupted(talk):
        _remind(talk, f"{_REMINDER}{service.label}还在等您确认，需要提交的话请回复“确认”。", YES_NO)
        return
    summary = summarize(talk, service, order)
    text = f"请您确认：{summary}。确认后我会转给人工客服为您处理，可以吗？"
    if text in talk.recent_replies:
        text = talk.pick(*(again.format(summary=summary) for again in _CONFIRM_AGAIN))
    talk.say(text, buttons=YES_NO)


def summarize(talk: Talk, service: ServiceSpec, order: Order) -> str:
    """The request in one sentence, as it is read back."""
    detail = str(talk.slot("service_detail") or NO_DETAIL)
    some = str(talk.slot("service_problem") or "")
    if service.kind == "cancel_order" and some.startswith(ONLY):
        return f"订单（{tail(order.number)}）{some}"
    if service.kind == "cancel_order" and read_part(some):
        return f"订单（{tail(order.number)}，{goods(order)}）取消其中一部分：{some}"
    if service.is_aftersale and is_split_wish(detail):
        return f"为订单（{tail(order.number)}，{goods(order)}）登记您的要求“{detail}”，由人工客服分开为您处理"
    text = service.summary.format(order=f"（{tail(order.number)}，{goods(order)}）", detail=detail)
    told = "" if service.has_defect else str(talk.slot("service_problem") or "")
    parts = [part for part in told.split(SEPARATOR) if part and part not in detail and detail not in part]
    return "，".join([text, *parts])


def say_submitted(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """Hand the request over, and say what was written down."""
    sorry = "再次为给您带来的不便致歉。" if service.has_defect else ""
    photo = "请您保留好商品和包装，人工客服核实时可能需要您提供照片。" if service.has_defect else ""
    what = f"您反馈的{service.label}" if service.has_defect else f"{service.label}的要求"
    talk.hand_over(
        f"好的，{sorry}已为您记录{what}，人工客服会按您确认的信息尽快处理。{photo}",
        note=service_note(talk, service, order),
        order_number=order.number,
        intent=service.kind,
    )


def detail_buttons(service: ServiceSpec) -> list[Button]:
    """The quick answers to the question about the detail."""
    return [(choice, make_payload("inform", choice=choice)) for choice in service.choices]


def confirmation_was_asked_last(talk: Talk) -> bool:
    """Whether the bot's last words before this message asked for the yes; what is not recorded is believed."""
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            buttons = (event.get("data") or {}).get("buttons") or ()
            return any(button.get("payload") == "/affirm" for button in buttons)
    return True


def _remind(talk: Talk, text: str, buttons: list[Button] | tuple[Button, ...] = ()) -> None:
    """Once for a request: who goes on with other things has heard it."""
    if not _was_reminded(talk):
        talk.say(text, buttons=buttons)


def _was_reminded(talk: Talk) -> bool:
    for event in reversed(talk.tracker.events):
        if event.get("event") == "slot" and event.get("name") == "service_kind":
            return False
        if event.get("event") == "bot" and str(event.get("text") or "").startswith(_REMINDER):
            return True
    return False


def _is_interrupted(talk: Talk) -> bool:
    """Whether something else has answered this message first: the question is a reminder then."""
    actions: list[str | None] = []
    shows_order = is_aside = False
    for event in reversed(talk.tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "action":
            actions.append(event.get("name"))
        if event.get("event") == "bot":
            custom = (event.get("data") or {}).get("custom") or {}
            is_aside |= custom.get("outcome") == ASIDE
            shows_order |= (custom.get("card") or {}).get("type") == "order"
    is_told_by_form = is_aside or (shows_order and _OPENS not in actions)
    return is_told_by_form or any(name not in _OWN_ACTIONS for name in actions)


def service_note(talk: Talk, service: ServiceSpec, order: Order) -> str:
    """Everything that was collected, for the agent."""
    parts = [f"{service.label}：订单 {order.number}（{order.state.label}，{goods(order)}）"]
    problem, detail = talk.slot("service_problem"), talk.slot("service_detail")
    if problem:
        parts.append(f"顾客描述：{problem}")
    if detail and detail != NO_DETAIL:
        label = "诉求（不同部分分开处理）" if service.is_aftersale and is_split_wish(detail) else service.detail_label
        parts.append(f"{label}：{detail}")
    if talk.has_image:
        parts.append("顾客已上传图片")
    return "；".join(parts)
