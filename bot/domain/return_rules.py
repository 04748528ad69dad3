"""May this order line be sent back? The same answer, with the same clause, for bot and agent (S6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.order import Order, OrderState
from bot.domain.policy import Policy
from bot.domain.product import Product


class ReturnRule(StrEnum):
    """The rule that decided."""

    NO_REASON = "no_reason"
    """Within the days of 无理由退货."""
    QUALITY = "quality"
    """A defect within the quality days: the shop pays the freight; photos needed."""
    WARRANTY = "warranty"
    """Too late to return, but the warranty still runs: repair."""
    EXPIRED = "expired"
    NOT_RETURNABLE = "not_returnable"
    """Fresh, intimate, customised …: only with a defect."""
    NOT_PAID = "not_paid"
    NOT_SHIPPED = "not_shipped"
    """Cancel instead."""
    NOT_SIGNED = "not_signed"
    """On the way: refuse it at the door, or return after signing."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ReturnVerdict:
    """The decision and the clause in the customer's language.

    ``deadline_at``: until when a return (or, for ``WARRANTY``, a repair) can be asked for. ``freight_payer``:
    ``shop``, ``customer`` or None. ``needs_evidence``: photo or video wanted.
    """

    rule: ReturnRule
    is_eligible: bool
    clause: str
    deadline_at: datetime | None = None
    freight_payer: str | None = None
    needs_evidence: bool = False


def check_line(
    order: Order, product: Product | None, now: datetime, policy: Policy, *, has_defect: bool = False
) -> ReturnVerdict:
    """Decide for one line of the order. ``product`` None: no longer sold, the shop's defaults apply.

    Days count from the day after signing, in the shop's time zone, to the end of the last day.
    """
    early = _before_signing(order)
    if early is not None:
        return early
    signed_at = order.signed_at or order.created_at
    if has_defect:
        return _with_defect(product, signed_at, now, policy)
    reason = not_returnable_reason(product, policy)
    if reason:
        return ReturnVerdict(ReturnRule.NOT_RETURNABLE, False, reason)
    days = product.return_days if product is not None else policy.returns.default_days
    deadline = _end_of_day(signed_at, days, policy)
    if now <= deadline:
        clause = f"自签收次日起 {days} 天内，商品完好、不影响二次销售，可以无理由退货，退货运费由您承担"
        return ReturnVerdict(ReturnRule.NO_REASON, True, clause, deadline, "customer")
    clause = f"已超过签收后 {days} 天的无理由退货期限，不能无理由退货"
    return ReturnVerdict(ReturnRule.EXPIRED, False, clause, deadline)


def not_returnable_reason(product: Product | None, policy: Policy) -> str:
    """Why the product is exempt from 无理由退货; empty if it is not."""
    if product is None:
        return ""
    for kind, clause in policy.returns.not_returnable.items():
        if kind in product.tags or kind == product.not_returnable_reason:
            return clause
    if product.not_returnable_reason:
        return f"{product.not_returnable_reason}，不支持无理由退货；如有质量问题可以随时联系我们"
    return ""


def is_fresh(product: Product) -> bool:
    """Whether it spoils within days: complaints count for 24 hours only."""
    return "生鲜" in (*product.tags, product.not_returnable_reason)


def _before_signing(order: Order) -> ReturnVerdict | None:
    match order.state:
        case OrderState.UNPAID:
            return ReturnVerdict(ReturnRule.NOT_PAID, False, "订单还没有付款，不需要的话直接取消订单就可以")
        case OrderState.CANCELLED:
            return ReturnVerdict(ReturnRule.CANCELLED, False, "订单已经取消，不需要再申请退货")
        case OrderState.PAID:
            return ReturnVerdict(ReturnRule.NOT_SHIPPED, False, "订单还没有发货，可以直接取消订单，款项会原路退回")
        case OrderState.SHIPPED:
            return ReturnVerdict(
                ReturnRule.NOT_SIGNED, False, "包裹还在运输途中，可以在派送时拒收，或者签收后再申请退货"
            )
    return None


def _with_defect(product: Product | None, signed_at: datetime, now: datetime, policy: Policy) -> ReturnVerdict:
    if product is not None and is_fresh(product):
        deadline = signed_at + timedelta(hours=24)
        how = "按坏果比例赔付" if "坏果" in product.specs else "按情况赔付或退款"
        clause = f"生鲜商品如有变质或破损，请在签收后 24 小时内提供照片，核实后{how}"
        if now > deadline:
            clause = "生鲜商品的变质、破损需要在签收后 24 小时内反馈，现在已经超过，如果情况特殊可以请人工客服核实"
        return ReturnVerdict(ReturnRule.QUALITY, now <= deadline, clause, deadline, "shop", True)
    days = policy.returns.quality_days
    deadline = _end_of_day(signed_at, days, policy)
    if now <= deadline:
        clause = f"自签收次日起 {days} 天内出现质量问题，凭图片或视频可以退货或换货，运费由商家承担"
        return ReturnVerdict(ReturnRule.QUALITY, True, clause, deadline, "shop", True)
    months = product.warranty_months if product is not None else 0
    warranty_end = _add_months(signed_at, months)
    if months and now <= warranty_end:
        clause = f"已超过签收后 {days} 天的质量退换期限，商品仍在 {months} 个月保修期内，可以免费检测、维修"
        return ReturnVerdict(ReturnRule.WARRANTY, False, clause, warranty_end, "shop", True)
    return ReturnVerdict(ReturnRule.EXPIRED, False, f"已超过签收后 {days} 天的质量退换期限", deadline)


def _end_of_day(signed_at: datetime, days: int, policy: Policy) -> datetime:
    zone = policy.hours.zone
    last = signed_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last, time(23, 59, 59), zone).astimezone(signed_at.tzinfo)


def _add_months(start: datetime, months: int) -> datetime:
    years, month = divmod(start.month - 1 + months, 12)
    day = min(start.day, 28)
    return start.replace(year=start.year + years, month=month + 1, day=day)


def is_sent_by_post(product: Product | None) -> bool:
    """Whether the goods go back by parcel; what was installed at home is fetched and repaired there."""
    return product is None or not (product.needs_installation or "大家电" in product.tags)
