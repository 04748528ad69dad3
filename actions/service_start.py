"""Requests that change something: look at the state, say what is possible and why, then collect what is needed."""

from __future__ import annotations

import re

from actions.cards import LOGIN_CARD, order_card
from actions.changing_mind import drop_request
from actions.contact import recent_contact
from actions.order_access import ask_login, choose_order, explain_no_order, find_customer_order
from actions.parcel_trouble import settle_trouble
from actions.return_policy import tell_circumstance
from actions.service_questions import NO_DETAIL
from actions.shop_action import ShopAction
from actions.talk import GREETING, HUMAN_BUTTON, SERVICE_SLOTS, Button, Talk, make_payload, shorten
from actions.wording import deadline, goods, tail
from bot.domain.aftersale import Aftersale
from bot.domain.intents import intent_phrase
from bot.domain.order import Order, OrderState
from bot.domain.return_rules import ReturnRule, ReturnVerdict
from bot.domain.service_request import SERVICES, Feasibility, ServiceSpec, check_change
from bot.services.answer_faq import find_default
from bot.services.check_return import check_return
from bot.services.look_up_order import MatchKind

FORM = "service_form"
_NEW_VALUE = re.compile(r"(?:改成|改到|改为|换成|换到|寄到|送到|发到|地址是|地址[:：])\s*(.{2,})")
_WHEN = re.compile(
    r"[周星期][一二三四五六日天末]|明天|后天|上午|下午|晚上|中午|\d{1,2}[点号]|自提|驿站|门口|快递柜|物业"
)
_DEFECT = re.compile(
    r"坏|破|漏|质量|瑕疵|故障|开裂|变质|发霉|过敏|异味|不能用|用不了|没反应|充不进|掉色|起球|发错|少发|与描述不符|划痕"
)
_SHORTEST_ADDRESS = 6
SIGNED = frozenset({OrderState.SIGNED, OrderState.COMPLETED})
_CANDIDATES = {
    "cancel_order": frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED}),
    "modify_address": frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED}),
    "modify_order": frozenset({OrderState.UNPAID, OrderState.PAID}),
    "schedule_delivery": frozenset({OrderState.PAID, OrderState.SHIPPED}),
    "request_refund": frozenset({OrderState.PAID, OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED}),
    "withdraw_request": frozenset(),
}


class StartService(ShopAction):
    """Begins cancel, change, return, exchange, refund, repair and the four quality reports."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_start_service"

    def answer(self, talk: Talk) -> None:
        """Find the order, judge it, explain, and go on with the form where it is possible."""
        if talk.goal != "withdraw_request" or not drop_request(talk):
            self._start(talk, SERVICES[talk.goal])
        if not talk.is_followed:
            talk.follow_with("action_listen")

    def _start(self, talk: Talk, service: ServiceSpec) -> None:
        _forget_earlier(talk)
        if talk.customer_id is None:
            _ask_identity(talk, service)
            return
        if settle_trouble(talk):
            return
        match = find_customer_order(talk, _CANDIDATES.get(service.kind, SIGNED))
        order = match.order
        if order is None:
            _ask_which(talk, service, match.kind, match.orders)
            if match.kind in (MatchKind.UNKNOWN_NUMBER, MatchKind.NO_ORDERS):
                explain_no_order(talk, match, intent=service.kind, question="")
            return
        talk.set_slot("order_number", order.number)
        begin_service(talk, service, order)


def _ask_identity(talk: Talk, service: ServiceSpec) -> None:
    """Anonymous: apologise and say what to keep ready where the goods are at fault, then ask to log in."""
    login = f"{service.errand}需要先核实您的身份，请您登录；如果不方便登录，我也可以为您转接人工客服。"
    default = find_default(talk.tools.faqs, service.kind) if service.has_defect else None
    if (
        default is not None
        and not talk.is_waiting
        and default.answer.removeprefix(GREETING) not in " ".join(talk.replies)
    ):
        talk.offer("/request_human")
        talk.say(f"{default.answer}{login}", card=LOGIN_CARD, buttons=[HUMAN_BUTTON])
        return
    sorry = "非常抱歉，给您带来了不好的体验。" if service.has_defect else ""
    ask_login(talk, purpose=sorry + login)


def begin_service(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """Judge the request for this order; explain and start the form, or explain why not."""
    if service.is_aftersale:
        _begin_aftersale(talk, service, order)
        return
    if service.kind == "withdraw_request":
        running = _running(talk, order)
        what = f"您的{running.kind.label}申请目前是「{running.state_label}」，" if running else ""
        verdict = check_change(service.kind, order)
        talk.say(f"{what}{verdict.clause}。", card=order_card(order))
        _open_form(talk, service, order)
        return
    verdict = check_change(service.kind, order)
    if verdict.feasibility is Feasibility.IMPOSSIBLE:
        _refuse(
            talk, f"您的订单（{tail(order.number)}，{goods(order)}）：{verdict.clause}。", order, verdict.alternatives
        )
        return
    talk.say(f"您的订单（{tail(order.number)}，{goods(order)}）：{verdict.clause}。")
    _open_form(talk, service, order)


def _begin_aftersale(talk: Talk, service: ServiceSpec, order: Order) -> None:
    assert talk.customer_id is not None
    has_defect = service.has_defect or service.kind == "request_repair" or bool(_DEFECT.search(talk.text))
    tools = talk.tools
    check = check_return(tools.shop, tools.clock, tools.policy, talk.customer_id, order.number, has_defect=has_defect)
    assert check is not None
    sorry = "非常抱歉，给您带来了不好的体验。" if has_defect else ""
    if check.running is not None and not service.has_defect:
        running = check.running
        talk.say(
            f"这个订单已经有一个{running.kind.label}申请，目前是「{running.state_label}」，不需要重复提交。",
            card=order_card(order),
            buttons=[("查看售后进度", make_payload("query_aftersale", order_number=order.number)), HUMAN_BUTTON],
        )
        return
    if service.kind in ("request_return", "request_exchange") and tell_circumstance(talk, order):
        return
    verdict = next((line.verdict for line in check.lines if line.verdict.is_eligible), check.lines[0].verdict)
    if order.state not in SIGNED and not (service.has_defect and order.state is OrderState.SHIPPED):
        _redirect_early(talk, order, verdict)
        return
    if verdict.is_eligible or has_defect or service.kind == "request_repair":
        talk.say(sorry + _explain(talk, service, order, verdict), card=order_card(order))
        _open_form(talk, service, order)
        return
    _refuse(
        talk,
        f"很抱歉，您的订单（{tail(order.number)}，{goods(order)}）暂时不能{service.label}：{verdict.clause}。",
        order,
        ("report_quality_issue",),
    )


def _explain(talk: Talk, service: ServiceSpec, order: Order, verdict: ReturnVerdict) -> str:
    head = f"您的订单（{tail(order.number)}，{goods(order)}）"
    policy, now = talk.tools.policy, talk.tools.clock.now()
    photo = (
        "请您保留好商品和包装并拍好照片，人工客服核实时可能需要您提供。"
        if verdict.needs_evidence or service.has_defect
        else ""
    )
    if service.kind == "request_repair":
        free = verdict.rule in (ReturnRule.WARRANTY, ReturnRule.QUALITY)
        cover = "还在保修期内，可以免费检测、维修" if free else "已经超过保修期，可以付费维修，费用以检测结果为准"
        return f"{head}{cover}。"
    if not verdict.is_eligible:
        return f"{head}{verdict.clause}。我会如实记录，请人工客服为您核实处理。{photo}"
    until = f"，{deadline(verdict.deadline_at, policy, now)}申请" if verdict.deadline_at else ""
    return f"{head}可以办理售后：{verdict.clause}{until}。{photo}"


def _redirect_early(talk: Talk, order: Order, verdict: ReturnVerdict) -> None:
    """Not signed yet: what works instead of an after-sale."""
    buttons: list[Button] = [HUMAN_BUTTON]
    if order.state in (OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED):
        title = "拦截或拒收" if order.state is OrderState.SHIPPED else "取消订单"
        payload = make_payload("cancel_order", order_number=order.number)
        buttons.insert(0, (title, payload))
        talk.offer(payload)
    question = f"需要现在为您办理{buttons[0][0]}吗？" if len(buttons) > 1 else ""
    talk.say(
        f"您的订单（{tail(order.number)}，{goods(order)}）：{verdict.clause}。{question}",
        card=order_card(order),
        buttons=buttons,
    )


def _refuse(talk: Talk, text: str, order: Order, alternatives: tuple[str, ...]) -> None:
    buttons = [(intent_phrase(kind), make_payload(kind, order_number=order.number)) for kind in alternatives]
    if alternatives:
        talk.offer(buttons[0][1])
        text += f"需要为您办理「{buttons[0][0]}」吗？"
    talk.say(text, card=order_card(order), buttons=[*buttons, HUMAN_BUTTON])


def _open_form(talk: Talk, service: ServiceSpec, order: Order) -> None:
    talk.set_slot("service_kind", service.kind)
    talk.set_slot("service_order", order.number)
    if service.has_defect and not talk.is_button:
        talk.set_slot("service_problem", shorten(talk.text, 120))
    detail = _told_detail(talk, service)
    if detail:
        talk.set_slot("service_detail", detail)
    talk.follow_with(FORM)


def _told_detail(talk: Talk, service: ServiceSpec) -> str:
    """What the first message already told; ``-`` where nothing is needed."""
    if not service.question:
        return NO_DETAIL
    if talk.is_button and not talk.entity("said"):
        return recent_contact(talk) if service.kind == "modify_address" else ""
    if service.kind in ("modify_address", "modify_order"):
        return _told_value(talk, service)
    if service.kind == "schedule_delivery" and _WHEN.search(talk.text):
        return shorten(talk.text, 80)
    if service.kind in ("request_return", "request_exchange", "request_refund") and _DEFECT.search(talk.text):
        return shorten(talk.text, 80)
    return ""


def _told_value(talk: Talk, service: ServiceSpec) -> str:
    told = _NEW_VALUE.search(talk.text)
    value = told.group(1).strip(" 。？?吗嘛么可以吧") if told else ""
    if service.kind == "modify_address":
        return shorten(value, 120) if len(value) >= _SHORTEST_ADDRESS else recent_contact(talk)
    return shorten(value, 120)


def _ask_which(talk: Talk, service: ServiceSpec, kind: MatchKind, orders: tuple[Order, ...]) -> None:
    if kind in (MatchKind.UNKNOWN_NUMBER, MatchKind.NO_ORDERS):
        return
    if service.has_defect:
        if not talk.is_button:
            talk.set_slot("service_problem", shorten(talk.text, 120))
        question = "非常抱歉，给您带来了不好的体验。请问是哪一个订单的商品？请您点选，或发订单号给我。"
    elif kind is MatchKind.NONE:
        none = f"我查了一下，您目前没有可以办理「{service.label}」的订单。"
        question = f"{none}下面是您最近的订单，需要处理其中一个的话，请您点选。"
    else:
        question = f"请问要为哪一个订单{service.errand}？请您点选，或发订单号给我。"
    choose_order(talk, orders, intent=service.kind, question=question)


def _forget_earlier(talk: Talk) -> None:
    problem = talk.slot("service_problem") if talk.is_button and not talk.slot("service_kind") else None
    for name in SERVICE_SLOTS:
        if talk.slot(name) is not None and not (name == "service_problem" and problem):
            talk.set_slot(name, None)
    if talk.tracker.active_loop.get("name"):
        talk.set_slot("requested_slot", None)


def _running(talk: Talk, order: Order) -> Aftersale | None:
    assert talk.customer_id is not None
    check = check_return(talk.tools.shop, talk.tools.clock, talk.tools.policy, talk.customer_id, order.number)
    return check.running if check else None
