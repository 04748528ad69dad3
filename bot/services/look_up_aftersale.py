"""Where a return, exchange, refund or repair stands, and when the money is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.order import Order, OrderState
from bot.domain.policy import Policy
from bot.services.ports import Clock, ShopBackend

FINISHED = frozenset({AftersaleState.COMPLETED, AftersaleState.REJECTED, AftersaleState.WITHDRAWN})
_REFUNDING = frozenset({AftersaleKind.RETURN, AftersaleKind.REFUND})
_NEXT_STEPS = {
    AftersaleState.APPLIED: "等待商家审核",
    AftersaleState.APPROVED: "请将商品寄回，并在申请中填写寄回的快递单号",
    AftersaleState.SENT_BACK: "商品寄回途中，仓库收到后会尽快验收",
    AftersaleState.RECEIVED: "仓库已收到商品，正在验收",
    AftersaleState.PROCESSING: "验收通过，正在处理",
    AftersaleState.REJECTED: "申请未通过，如有异议可以联系人工客服",
    AftersaleState.WITHDRAWN: "申请已撤销",
}
_DONE = {
    AftersaleKind.RETURN: "退款已原路退回",
    AftersaleKind.REFUND: "退款已原路退回",
    AftersaleKind.EXCHANGE: "换货商品已寄出",
    AftersaleKind.REPAIR: "维修完成，商品已寄回",
}


@dataclass(frozen=True, slots=True)
class AftersaleProgress:
    """One application with what comes next.

    ``refund_due_at``: until when the shop pays the money out (None: not a refund, or not yet that far);
    ``channel_days``: how long the payment channel then takes, as published in the policy; ``is_overdue``: the shop
    has missed its own deadline, a human should look.
    """

    aftersale: Aftersale
    order: Order | None
    next_step: str
    refund_due_at: datetime | None = None
    channel_days: str | None = None
    is_overdue: bool = False

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.aftersale.state in FINISHED


def list_progress(
    shop: ShopBackend,
    clock: Clock,
    policy: Policy,
    customer_id: str,
    *,
    order_number: str | None = None,
    kinds: frozenset[AftersaleKind] = frozenset(),
    limit: int = 5,
) -> tuple[AftersaleProgress, ...]:
    """The customer's applications: running ones first, then newest first. ``kinds`` empty: all kinds."""
    now = clock.now()
    entries = [
        entry
        for entry in shop.list_aftersales(customer_id, order_number=order_number)
        if not kinds or entry.kind in kinds
    ]
    entries.sort(key=lambda entry: (entry.state in FINISHED, -entry.created_at.timestamp()))
    return tuple(
        progress_of(entry, shop.find_order(entry.order_number, customer_id), now, policy) for entry in entries[:limit]
    )


def list_refunds(
    shop: ShopBackend, clock: Clock, policy: Policy, customer_id: str, *, order_number: str | None = None
) -> tuple[AftersaleProgress, ...]:
    """Returns and refunds only: what 我的退款到哪了 asks for."""
    return list_progress(shop, clock, policy, customer_id, order_number=order_number, kinds=_REFUNDING)


def list_cancelled_paid_orders(shop: ShopBackend, customer_id: str, *, limit: int = 3) -> tuple[Order, ...]:
    """Orders that were paid and then cancelled: their money went back without an application."""
    orders = shop.list_orders(customer_id, limit=50)
    return tuple(order for order in orders if order.state is OrderState.CANCELLED and order.paid_at)[:limit]


def progress_of(entry: Aftersale, order: Order | None, now: datetime, policy: Policy) -> AftersaleProgress:
    """Work out the next step and the deadlines of one application."""
    next_step = _DONE[entry.kind] if entry.state is AftersaleState.COMPLETED else _NEXT_STEPS[entry.state]
    if entry.kind is AftersaleKind.REFUND and entry.state is AftersaleState.APPROVED:
        next_step = "审核已通过，等待退款"
    due_at = _refund_due_at(entry, policy)
    channel_days = None
    if entry.kind in _REFUNDING and entry.refund_channel:
        channel_days = policy.returns.refund_days.get(entry.refund_channel)
    is_overdue = due_at is not None and now > due_at and entry.state not in FINISHED
    return AftersaleProgress(entry, order, next_step, due_at, channel_days, is_overdue)


def _refund_due_at(entry: Aftersale, policy: Policy) -> datetime | None:
    if entry.kind not in _REFUNDING:
        return None
    paying = {AftersaleState.RECEIVED, AftersaleState.PROCESSING}
    if entry.kind is AftersaleKind.REFUND:
        paying = paying | {AftersaleState.APPROVED}
    if entry.state not in paying:
        return None
    return entry.updated_at + timedelta(hours=policy.returns.refund_within_hours)
