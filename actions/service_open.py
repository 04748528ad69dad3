"""Judges a request for one order: what is possible and why, what works instead; opens the form where it can go on."""

from __future__ import annotations

from actions.cards import order_card
from actions.defects import told_defect
from actions.return_policy import tell_circumstance
from actions.service_beside import answer_beside
from actions.service_told import only_some_goods, remember_problem, told_detail
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import deadline, goods, tail
from bot.domain.aftersale import Aftersale
from bot.domain.intents import intent_phrase
from bot.domain.order import Order, OrderState
from bot.domain.return_rules import ReturnRule, ReturnVerdict
from bot.domain.service_request import Feasibility, ServiceSpec, check_change
from bot.services.check_return import check_return
from bot.services.track_shipment import Situation, track_order

FORM = "service_form"
SIGNED = frozenset({OrderState.SIGNED, OrderState.COMPLETED})
_SENDS_BACK = frozenset({"cancel_order", "request_refund", "request_return"})
SORRY = "非常抱歉，给您带来了不好的体验。"
RETURNED = "包裹已经退回，不需要再拦截或拒收，由人工客服核实退回情况后为您退款"
_ON_THE_WAY = {
    Situation.OUT_FOR_DELIVERY: "正在派送，还没有签收",
    Situation.DELAYED: "还在路上，比预计的时间晚了，还没有签收",
    Situation.STALLED: "还在路上，物流有一段时间没有更新，还没有签收",
}


def begin_service(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """Judge the request for this order; explain and start the form, or explain why not."""
    if order.state is OrderState.SHIPPED and service.kind != "withdraw_request" and _meet_parcel(talk, service, order):
        return
    if service.is_aftersale:
        _begin_aftersale(talk, service, order)
        return
    verdict = check_change(service.kind, order)
    if service.kind == "withdraw_request":
        running = _running(talk, order)
        what = f"您的{running.kind.label}申请目前是「{running.state_label}」，" if running else ""
        talk.say(f"{what}{verdict.clause}。", card=order_card(order))
    elif verdict.feasibility is Feasibility.IMPOSSIBLE:
        _refuse(talk, f"{_head(order)}：{verdict.clause}。", order, verdict.alternatives)
        return
    else:
        talk.say(f"{_head(order)}：{verdict.clause}。{_about_the_rest(talk, service, order)}")
    open_form(talk, service, order)


def open_form(talk: Talk, service: ServiceSpec, order: Order) -> None:
    """Start to collect, with what was told already."""
    talk.set_slot("service_kind", service.kind)
    talk.set_slot("service_order", order.number)
    remember_problem(talk, service, order)
    if service.kind == "schedule_delivery":
        answer_beside(talk, order)
    detail = told_detail(talk, service)
    if detail:
        talk.set_slot("service_detail", detail)
    talk.follow_with(FORM)


def _head(order: Order) -> str:
    return f"您的订单（{tail(order.number)}，{goods(order)}）"


def _about_the_rest(talk: Talk, service: ServiceSpec, order: Order) -> str:
    """A cancellation takes the whole order, unless a human takes it apart."""
    if service.kind != "cancel_order" or len(order.lines) < 2:
        return ""
    some = only_some_goods(order, talk)
    if some and order.state is OrderState.SHIPPED:
        return (
            "同一个包裹里还有其他商品，拦截或拒收会一起退回；只不要其中一件的话，您可以签收后申请退货，"
            "也可以由人工客服核实能否拆分处理。"
        )
    if some:
        return f"这个订单里还有其他商品，{some}的话，需要由人工客服为您拆分处理。"
    names = "".join(f"「{line.name}」" for line in order.lines)
    return f"订单里有{names}，取消的话会一起取消；只想取消其中一件，请告诉我是哪一件。"


def _meet_parcel(talk: Talk, service: ServiceSpec, order: Order) -> bool:
    """A parcel that is lost or came back, or goods at fault that nobody has received yet; False: go on as usual."""
    situation = track_order(talk.tools.shop, talk.tools.clock, order).situation
    is_back = situation is Situation.RETURNED
    if situation is Situation.LOST or (is_back and service.kind not in _SENDS_BACK):
        talk.follow_with("action_report_delivery_problem")
        return True
    if is_back:
        talk.say(f"{_head(order)}{RETURNED}。")
        open_form(talk, service, order)
        if not talk.slot("service_detail"):
            talk.set_slot("service_detail", "包裹已退回")
        return True
    if service.has_defect and situation is not Situation.SIGNED:
        _explain_not_received(talk, order, situation)
        return True
    return False


def _explain_not_received(talk: Talk, order: Order, situation: Situation) -> None:
    """Nobody can judge goods that are still on the way."""
    state = _ON_THE_WAY.get(situation, "还在运输途中，没有签收")
    talk.say(
        f"我查了一下，{_head(order)}{state}。派送时如果发现外包装破损，您可以当面拒收；"
        "如果您说的是其他已经收到的商品，请告诉我是哪一件，我马上为您处理。",
        card=order_card(order),
        buttons=[
            ("查看物流", make_payload("query_logistics", order_number=order.number)),
            ("查看我的订单", "/query_order"),
            HUMAN_BUTTON,
        ],
    )
    talk.set_slot("order_number", None)


def _begin_aftersale(talk: Talk, service: ServiceSpec, order: Order) -> None:
    assert talk.customer_id is not None
    has_defect = service.has_defect or service.kind == "request_repair" or bool(told_defect(talk))
    tools = talk.tools
    check = check_return(tools.shop, tools.clock, tools.policy, talk.customer_id, order.number, has_defect=has_defect)
    assert check is not None
    if check.running is not None and not service.has_defect:
        running = check.running
        talk.say(
            f"这个订单已经有一个{running.kind.label}申请，目前是「{running.state_label}」，不需要重复提交。",
            card=order_card(order),
            buttons=[("查看售后进度", make_payload("query_aftersale", order_number=order.number)), HUMAN_BUTTON],
        )
        return
    if service.kind in ("request_return", "request_exchange") and not has_defect and tell_circumstance(talk, order):
        return
    verdict = next((line.verdict for line in check.lines if line.verdict.is_eligible), check.lines[0].verdict)
    if order.state not in SIGNED and not (service.has_defect and order.state is OrderState.SHIPPED):
        _redirect_early(talk, order, verdict)
        return
    if verdict.is_eligible or has_defect or service.kind == "request_repair":
        sorry = SORRY if has_defect and SORRY not in talk.recent_replies else ""
        talk.say(sorry + _explain(talk, service, order, verdict), card=order_card(order))
        open_form(talk, service, order)
        return
    _refuse(
        talk,
        f"很抱歉，{_head(order)}暂时不能{service.label}：{verdict.clause}。",
        order,
        ("report_quality_issue",),
    )


def _explain(talk: Talk, service: ServiceSpec, order: Order, verdict: ReturnVerdict) -> str:
    head = _head(order)
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
    talk.say(f"{_head(order)}：{verdict.clause}。{question}", card=order_card(order), buttons=buttons)


def _refuse(talk: Talk, text: str, order: Order, alternatives: tuple[str, ...]) -> None:
    buttons = [(intent_phrase(kind), make_payload(kind, order_number=order.number)) for kind in alternatives]
    if alternatives:
        talk.offer(buttons[0][1])
        text += f"需要为您办理「{buttons[0][0]}」吗？"
    talk.say(text, card=order_card(order), buttons=[*buttons, HUMAN_BUTTON])


def _running(talk: Talk, order: Order) -> Aftersale | None:
    assert talk.customer_id is not None
    check = check_return(talk.tools.shop, talk.tools.clock, talk.tools.policy, talk.customer_id, order.number)
    return check.running if check else None
