"""What is really paid: pieces, activities, the customer's own level and coupons, freight. Money in fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import offers
from bot.domain.policy import FreightPolicy
from bot.domain.product import Product, Promotion, Sku
from bot.services.look_up_coupons import CouponWallet, best_coupon


@dataclass(frozen=True, slots=True)
class Line:
    """Some pieces of a variant; ``product`` None: only an amount was told."""

    price_fen: int
    quantity: int = 1
    product: Product | None = None
    sku: Sku | None = None

    @property
    def total_fen(self) -> int:
        """Before any reduction."""
        return self.price_fen * self.quantity


@dataclass(frozen=True, slots=True)
class Bill:
    """``steps``: what is taken off, in order, as (reason, fen). ``pay_fen`` is without freight.

    ``next_step``: (missing, reduction) of the nearest reduction not reached yet. ``deposit_fen``: to be paid first.
    """

    goods_fen: int
    steps: tuple[tuple[str, int], ...]
    pay_fen: int
    freight_fen: int
    next_step: tuple[int, int] | None = None
    deposit_fen: int = 0


def work_out(
    lines: Sequence[Line],
    promotions: Sequence[Promotion],
    freight: FreightPolicy,
    *,
    level: str = "",
    wallet: CouponWallet | None = None,
) -> Bill:
    """The bill. Nothing is assumed: without ``level`` no member price, without ``wallet`` no coupon."""
    goods = sum(line.total_fen for line in lines)
    steps = [*_piece_steps(lines, promotions), *_level_steps(lines, promotions, level)]
    left = goods - sum(fen for _, fen in steps)
    presale = next((item for item in promotions if offers.is_presale(item) and _covered(lines, item)), None)
    next_step = None
    if presale is None:
        reduction, next_step = _reduction(left, promotions)
        if reduction:
            steps.append(reduction)
            left -= reduction[1]
    paid = offers.deposit(presale) if presale else None
    if presale is not None and paid is not None:
        steps.append((f"预售定金 {paid[0] // 100} 元抵 {paid[1] // 100} 元，多抵", paid[1] - paid[0]))
        left -= paid[1] - paid[0]
    coupon = best_coupon(wallet, left, category=_category(lines)) if wallet else None
    if coupon is not None and presale is None and (coupon.scope == "全店通用" or not _piece_steps(lines, promotions)):
        steps.append((f"您的优惠券「{coupon.title}」", coupon.value_fen))
        left -= coupon.value_fen
    fee = 0 if left >= freight.free_from_fen else freight.fee_fen
    return Bill(goods, tuple(steps), left, fee, next_step, paid[0] if paid else 0)


def _piece_steps(lines: Sequence[Line], promotions: Sequence[Promotion]) -> list[tuple[str, int]]:
    found = []
    for item in promotions:
        covered = _covered(lines, item)
        prices = sorted((line.price_fen for line in covered for _ in range(line.quantity)), reverse=True)
        second, rates = offers.second_rate(item), offers.piece_rates(item)
        if second is not None and len(prices) >= 2:
            less = sum(round(price * (1 - second)) for price in prices[1::2])
            found.append((item.title, less))
        elif rates and len(prices) >= min(rates):
            rate = rates[max(count for count in rates if count <= len(prices))]
            found.append((item.title, round(sum(prices) * (1 - rate))))
    return found


def _level_steps(lines: Sequence[Line], promotions: Sequence[Promotion], level: str) -> list[tuple[str, int]]:
    found = []
    for item in promotions:
        rate = offers.level_rates(item).get(level)
        amount = sum(line.total_fen for line in _covered(lines, item))
        if rate is not None and amount:
            found.append((f"{level}会员价", round(amount * (1 - rate))))
    return found


def _reduction(fen: int, promotions: Sequence[Promotion]) -> tuple[tuple[str, int] | None, tuple[int, int] | None]:
    """The highest step reached by the amount, and how far the next one is."""
    reached, missing = None, None
    for item in promotions:
        for limit, less in offers.price_steps(item):
            if fen >= limit and (reached is None or less > reached[1]):
                reached = (f"满 {limit // 100} 减 {less // 100}", less)
            elif fen < limit and (missing is None or limit - fen < missing[0]):
                missing = (limit - fen, less)
    return reached, missing


def _covered(lines: Sequence[Line], promotion: Promotion) -> list[Line]:
    return [line for line in lines if line.product is not None and offers.applies_to(promotion, line.product)]


def _category(lines: Sequence[Line]) -> str | None:
    found = {line.product.category if line.product else None for line in lines}
    return found.pop() if len(found) == 1 else None
