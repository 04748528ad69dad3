"""Where a return, exchange, refund or repair stands, and when the money is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.aftersale_question import read_question
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
    AftersaleState.REJECTED: "您可以补充清晰的照片或视频后重新提交；有异议的话，可以请人工客服复核",
    AftersaleState.WITHDRAWN: "申请已撤销",
}
_OWN_STEPS = {
    AftersaleKind.REFUND: {
        AftersaleState.APPROVED: "审核已通过，不需要寄回商品，等待退款",
        AftersaleState.SENT_BACK: "退款正在处理，不需要您再寄回商品",
        AftersaleState.RECEIVED: "退款正在处理",
        AftersaleState.PROCESSING: "退款正在处理",
    },
    AftersaleKind.EXCHANGE: {
        AftersaleState.APPROVED: "请先将原商品寄回，并在申请中填写寄回的快递单号，仓库验收后为您寄出新的商品",
        AftersaleState.SENT_BACK: "原商品寄回途中，仓库收到并验收后为您寄出新的商品",
        AftersaleState.RECEIVED: "仓库已收到原商品，正在验收，验收通过后为您寄出新的商品",
        AftersaleState.PROCESSING: "验收已通过，正在为您准备寄出新的商品",
    },
    AftersaleKind.REPAIR: {
        AftersaleState.SENT_BACK: "商品寄修途中，收到后会尽快检测",
        AftersaleState.RECEIVED: "已收到商品，正在检测",
        AftersaleState.PROCESSING: "正在维修",
    },
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


def pick_meant(
    entries: Sequence[AftersaleProgress], text: str, named: frozenset[str] = frozenset()
) -> tuple[AftersaleProgress, ...]:
    """The applications that the words mean: by goods (``named`` are order numbers), amount, day and kind.

    Each hint narrows what is left only if something fits it; without any hint everything is left.
    """
    left = tuple(entries)
    question = read_question(text)
    tests: tuple[Callable[[AftersaleProgress], bool], ...] = (
        lambda entry: entry.aftersale.order_number in named,
        lambda entry: bool(question.amounts_fen & _amounts(entry)),
        lambda entry: entry.aftersale.kind in question.kinds,
        lambda entry: (entry.aftersale.created_at.month, entry.aftersale.created_at.day) in question.dates,
    )
    for fits in tests:
        left = tuple(entry for entry in left if fits(entry)) or left
    return left


def _amounts(entry: AftersaleProgress) -> set[int]:
    """In whole yuan as people say them, and exactly."""
    order = entry.order
    fen = {entry.aftersale.amount_fen, order.total_fen if order else 0}
    return {*fen, *(amount // 100 * 100 for amount in fen)} - {0}


def list_progress(
    shop: ShopBackend,
    clock: Clock,
    policy: Policy,
    customer_id: str,
    *,
    order_number: str | None = None,
    kinds: frozenset[AftersaleKind] = frozenset(),
    limit: int = 10,
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


def list_cancelled_orders(shop: ShopBackend, customer_id: str, *, limit: int = 10) -> tuple[Order, ...]:
    """Cancelled orders, those that were paid first: their money went back without an application."""
    orders = [order for order in shop.list_orders(customer_id, limit=50) if order.state is OrderState.CANCELLED]
    return tuple(sorted(orders, key=lambda order: order.paid_at is None))[:limit]


def progress_of(entry: Aftersale, order: Order | None, now: datetime, policy: Policy) -> AftersaleProgress:
    """Work out the next step and the deadlines of one application."""
    steps = _NEXT_STEPS | _OWN_STEPS.get(entry.kind, {})
    next_step = _DONE[entry.kind] if entry.state is AftersaleState.COMPLETED else steps[entry.state]
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
