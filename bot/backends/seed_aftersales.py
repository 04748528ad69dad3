"""Applications for return, exchange, refund and repair of the demo shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.backends.seed_parcels import TRACKING_FORMATS
from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.order import Order
from bot.domain.product import Product

CHANNELS = ("支付宝", "微信支付", "银行卡", "信用卡", "花呗")
"""Payment channels of the policy file (``returns.refund_days``)."""

_REASONS = {
    AftersaleKind.RETURN: ("不喜欢，想退货", "与预期不符", "买多了", "七天无理由退货"),
    AftersaleKind.EXCHANGE: ("尺码不合适", "颜色拍错了", "收到的商品有瑕疵", "想换一个规格"),
    AftersaleKind.REFUND: ("少发了一件", "收到时有破损", "商品与描述不符", "商品有质量问题"),
    AftersaleKind.REPAIR: ("无法开机", "使用中出现异响", "按键失灵", "充不进电"),
}
_SENT = frozenset(
    {AftersaleState.SENT_BACK, AftersaleState.RECEIVED, AftersaleState.PROCESSING, AftersaleState.COMPLETED}
)
_NOTES = {
    AftersaleState.REJECTED: "申请凭证不清晰，暂时无法核实",
    AftersaleState.WITHDRAWN: "顾客主动撤销申请",
    AftersaleState.COMPLETED: "已处理完成",
}
_AGE_HOURS = {
    AftersaleState.APPLIED: (3, 20),
    AftersaleState.APPROVED: (20, 40),
    AftersaleState.SENT_BACK: (48, 72),
    AftersaleState.RECEIVED: (72, 100),
    AftersaleState.PROCESSING: (80, 110),
    AftersaleState.COMPLETED: (100, 125),
    AftersaleState.REJECTED: (40, 90),
    AftersaleState.WITHDRAWN: (30, 90),
}


@dataclass(frozen=True, slots=True)
class AftersalePlan:
    """Which application, and how far it is."""

    kind: AftersaleKind
    state: AftersaleState


def make_aftersale(
    random: Random, number: int, order: Order, product: Product, plan: AftersalePlan, now: datetime
) -> Aftersale:
    """An application that fits the order's times; refunds without a return skip the sending back."""
    age = random.uniform(*_AGE_HOURS[plan.state])
    created_at = max(now - timedelta(hours=age), (order.signed_at or order.created_at) + timedelta(hours=1))
    quiet = timedelta(hours=random.uniform(1, 18))
    updated_at = created_at if plan.state is AftersaleState.APPLIED else max(now - quiet, created_at)
    is_money = plan.kind in {AftersaleKind.RETURN, AftersaleKind.REFUND}
    is_sent = plan.state in _SENT and plan.kind is not AftersaleKind.REFUND
    carrier = product.carrier if product.carrier in TRACKING_FORMATS else "中通快递"
    line = order.lines[0]
    return Aftersale(
        id=f"SH{created_at:%Y%m%d}{number:05d}",
        order_number=order.number,
        customer_id=order.customer_id,
        kind=plan.kind,
        state=plan.state,
        reason=random.choice(_REASONS[plan.kind]),
        amount_fen=min(line.price_fen * line.quantity, order.total_fen) if is_money else 0,
        created_at=created_at,
        updated_at=updated_at,
        refund_channel=random.choice(CHANNELS) if is_money else None,
        return_tracking_number=TRACKING_FORMATS[carrier](random) if is_sent else None,
        note=_NOTES.get(plan.state, ""),
    )
