"""Requests that a human carries out: what the bot collects, and whether the order's state allows it (S4, S6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.order import Order, OrderState


class Feasibility(StrEnum):
    """Whether it can be done."""

    POSSIBLE = "possible"
    LIMITED = "limited"
    """It can be tried; success depends on somebody else, e.g. the carrier."""
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A kind of request, named like its intent. ``question`` asks for the detail; empty: none is needed.

    ``errand``: what is done, as a verb: 办理退货, 取消订单. ``summary`` reads the request back: ``{order}`` is the
    order, ``{detail}`` the collected detail. ``choices``: quick answers to the question. ``detail_label``: what the
    detail is called in the note for the agent. ``has_defect``: the goods are at fault, so the shop apologises and
    pays the freight.
    """

    kind: str
    label: str
    errand: str
    summary: str
    question: str = ""
    choices: tuple[str, ...] = ()
    detail_label: str = "说明"
    has_defect: bool = False
    is_aftersale: bool = False


@dataclass(frozen=True, slots=True)
class ChangeVerdict:
    """``clause``: the reason in the customer's language. ``alternatives``: kinds of request that would work."""

    feasibility: Feasibility
    clause: str
    alternatives: tuple[str, ...] = ()


_REASONS = ("不喜欢或不合适", "商品有质量问题", "与描述不符")
_WISHES = ("退货退款", "换货", "补发或补偿")


def _report(kind: str, label: str, fault: str, wishes: tuple[str, ...]) -> ServiceSpec:
    """The goods are at fault: 反馈商品破损."""
    summary = f"反馈订单{{order}}的{fault}，您希望“{{detail}}”"
    return ServiceSpec(kind, label, f"反馈{label}", summary, "请问您希望怎样处理？", wishes, "诉求", True, True)


_SAME_PRICE = "同价的颜色、尺码可以为您修改；价格不同或者要换商品的，需要取消后重新下单"

SERVICES: dict[str, ServiceSpec] = {
    spec.kind: spec
    for spec in (
        ServiceSpec("cancel_order", "取消订单", "取消订单", "取消订单{order}"),
        ServiceSpec(
            "modify_address",
            "修改收货信息",
            "修改收货信息",
            "把订单{order}的收货信息改为“{detail}”",
            "请您发一下新的收货地址、收货人和联系电话。",
            detail_label="新的收货信息",
        ),
        ServiceSpec(
            "modify_order",
            "修改订单",
            "修改订单",
            "修改订单{order}，修改内容是“{detail}”",
            "请问您想改成什么？例如颜色、尺码、数量或备注。",
            detail_label="修改内容",
        ),
        ServiceSpec(
            "schedule_delivery",
            "预约配送",
            "预约配送",
            "订单{order}的配送要求是“{detail}”",
            "请问您希望什么时间、以什么方式收货？例如周六上午送、放驿站或自提。",
            detail_label="配送要求",
        ),
        ServiceSpec("withdraw_request", "撤销申请", "撤销申请", "撤销订单{order}的申请"),
        ServiceSpec(
            "request_return",
            "退货",
            "办理退货",
            "为订单{order}办理退货，原因是“{detail}”",
            "请问退货的原因是什么？",
            _REASONS,
            "退货原因",
            is_aftersale=True,
        ),
        ServiceSpec(
            "request_exchange",
            "换货",
            "办理换货",
            "为订单{order}办理换货，您的要求是“{detail}”",
            "请问您想换成什么规格，或者换货的原因是什么？",
            (),
            "换货要求",
            is_aftersale=True,
        ),
        ServiceSpec(
            "request_refund",
            "退款",
            "办理退款",
            "为订单{order}办理退款，原因是“{detail}”",
            "请问退款的原因是什么？",
            _REASONS,
            "退款原因",
            is_aftersale=True,
        ),
        ServiceSpec(
            "request_repair",
            "维修",
            "申请维修",
            "为订单{order}申请维修，故障现象是“{detail}”",
            "请您描述一下故障现象，例如什么时候开始、有什么表现。",
            (),
            "故障现象",
            is_aftersale=True,
        ),
        _report("report_quality_issue", "质量问题", "商品有质量问题", _WISHES),
        _report("report_damage", "商品破损", "商品破损", _WISHES),
        _report("report_wrong_item", "商品发错", "商品发错了", ("换成正确的商品", "退货退款")),
        _report("report_missing_item", "商品少发", "商品少发了", ("补发", "退还差额")),
    )
}


def check_change(kind: str, order: Order) -> ChangeVerdict:
    """Whether a change of the order is possible in its state. For after-sales see ``return_rules``."""
    return _RULES[kind](order.state)


def _check_cancel(state: OrderState) -> ChangeVerdict:
    match state:
        case OrderState.UNPAID:
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有付款，可以直接取消，不会产生任何费用")
        case OrderState.PAID:
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有发货，可以取消，款项会原路退回")
        case OrderState.SHIPPED:
            return ChangeVerdict(
                Feasibility.LIMITED,
                "订单已经发出，可以为您联系快递尝试拦截，您也可以在派送时拒收，商品退回后为您退款",
            )
        case OrderState.CANCELLED:
            return ChangeVerdict(Feasibility.IMPOSSIBLE, "这个订单已经取消了，不需要重复操作")
    return ChangeVerdict(
        Feasibility.IMPOSSIBLE, "订单已经签收，不能再取消；如果不需要，可以申请退货", ("request_return",)
    )


def _check_address(state: OrderState) -> ChangeVerdict:
    match state:
        case OrderState.UNPAID | OrderState.PAID:
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有发货，可以修改收货信息")
        case OrderState.SHIPPED:
            return ChangeVerdict(
                Feasibility.LIMITED, "订单已经发出，地址不能直接修改，可以为您联系快递尝试转寄，结果以快递公司为准"
            )
        case OrderState.CANCELLED:
            return ChangeVerdict(Feasibility.IMPOSSIBLE, "这个订单已经取消，不需要修改地址；重新下单时填写新地址即可")
    return ChangeVerdict(Feasibility.IMPOSSIBLE, "订单已经签收，收货信息不能再修改")


def _check_content(state: OrderState) -> ChangeVerdict:
    match state:
        case OrderState.UNPAID:
            return ChangeVerdict(
                Feasibility.POSSIBLE,
                f"订单还没有付款，{_SAME_PRICE}",
            )
        case OrderState.PAID:
            return ChangeVerdict(
                Feasibility.POSSIBLE,
                f"订单还没有发货，{_SAME_PRICE}",
            )
        case OrderState.SHIPPED:
            return ChangeVerdict(
                Feasibility.IMPOSSIBLE,
                "订单已经发出，内容不能再修改；您可以签收后申请换货，或者拒收后重新下单",
                ("cancel_order",),
            )
        case OrderState.CANCELLED:
            return ChangeVerdict(Feasibility.IMPOSSIBLE, "这个订单已经取消，需要的话请重新下单")
    return ChangeVerdict(
        Feasibility.IMPOSSIBLE, "订单已经签收，内容不能再修改；规格不合适可以申请换货", ("request_exchange",)
    )


def _check_delivery(state: OrderState) -> ChangeVerdict:
    match state:
        case OrderState.UNPAID:
            return ChangeVerdict(Feasibility.IMPOSSIBLE, "订单还没有付款，付款后我们才能为您安排配送时间")
        case OrderState.PAID:
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有发货，可以为您备注配送要求")
        case OrderState.SHIPPED:
            return ChangeVerdict(Feasibility.LIMITED, "包裹已经在路上，可以为您联系配送站点安排，结果以站点确认为准")
        case OrderState.CANCELLED:
            return ChangeVerdict(Feasibility.IMPOSSIBLE, "这个订单已经取消，没有需要配送的包裹")
    return ChangeVerdict(
        Feasibility.IMPOSSIBLE,
        "订单显示已经签收，不能再预约配送；如果您没有收到包裹，请告诉我",
        ("report_delivery_problem",),
    )


def _check_withdrawal(state: OrderState) -> ChangeVerdict:
    if state is OrderState.CANCELLED:
        return ChangeVerdict(Feasibility.LIMITED, "订单已经取消，能否恢复需要人工核实；如果不能恢复，您可以重新下单")
    return ChangeVerdict(Feasibility.POSSIBLE, "可以为您提交撤销，由人工客服核实后处理")


_RULES = {
    "cancel_order": _check_cancel,
    "modify_address": _check_address,
    "modify_order": _check_content,
    "schedule_delivery": _check_delivery,
    "withdraw_request": _check_withdrawal,
}
