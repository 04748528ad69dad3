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

    ``choices``: quick answers to the question. ``has_defect``: the goods are at fault, so the shop apologises and pays
    the freight. ``detail_label``: what the collected detail is called in the note for the agent.
    """

    kind: str
    label: str
    question: str = ""
    choices: tuple[str, ...] = ()
    detail_label: str = "说明"
    has_defect: bool = False
    is_aftersale: bool = False

    @property
    def errand(self) -> str:
        """What is done, as a verb: 办理退货, 登记“商品破损”."""
        return f"登记「{self.label}」" if self.has_defect else f"办理{self.label}"


@dataclass(frozen=True, slots=True)
class ChangeVerdict:
    """``clause``: the reason in the customer's language. ``alternatives``: kinds of request that would work."""

    feasibility: Feasibility
    clause: str
    alternatives: tuple[str, ...] = ()


_REASONS = ("不喜欢或不合适", "商品有质量问题", "与描述不符")
_WISHES = ("退货退款", "换货", "补发或补偿")

SERVICES: dict[str, ServiceSpec] = {
    spec.kind: spec
    for spec in (
        ServiceSpec("cancel_order", "取消订单"),
        ServiceSpec(
            "modify_address", "修改收货信息", "请您发一下新的收货地址、收货人和联系电话。", detail_label="新的收货信息"
        ),
        ServiceSpec(
            "modify_order", "修改订单", "请问您想改成什么？例如颜色、尺码、数量或备注。", detail_label="修改内容"
        ),
        ServiceSpec(
            "schedule_delivery",
            "预约配送",
            "请问您希望什么时间、以什么方式收货？例如周六上午送、放驿站或自提。",
            detail_label="配送要求",
        ),
        ServiceSpec("withdraw_request", "撤销申请"),
        ServiceSpec("request_return", "退货", "请问退货的原因是什么？", _REASONS, "退货原因", is_aftersale=True),
        ServiceSpec(
            "request_exchange",
            "换货",
            "请问您想换成什么规格，或者换货的原因是什么？",
            (),
            "换货要求",
            is_aftersale=True,
        ),
        ServiceSpec("request_refund", "退款", "请问退款的原因是什么？", _REASONS, "退款原因", is_aftersale=True),
        ServiceSpec(
            "request_repair",
            "维修",
            "请您描述一下故障现象，例如什么时候开始、有什么表现。",
            (),
            "故障现象",
            is_aftersale=True,
        ),
        ServiceSpec("report_quality_issue", "质量问题", "请问您希望怎样处理？", _WISHES, "诉求", True, True),
        ServiceSpec("report_damage", "商品破损", "请问您希望怎样处理？", _WISHES, "诉求", True, True),
        ServiceSpec(
            "report_wrong_item", "商品发错", "请问您希望怎样处理？", ("换成正确的商品", "退货退款"), "诉求", True, True
        ),
        ServiceSpec(
            "report_missing_item", "商品少发", "请问您希望怎样处理？", ("补发", "退还差额"), "诉求", True, True
        ),
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
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有付款，可以修改，也可以取消后重新下单")
        case OrderState.PAID:
            return ChangeVerdict(Feasibility.POSSIBLE, "订单还没有发货，可以为您联系仓库修改")
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
