"""The customer's coupons and which one helps now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.product import Coupon
from bot.services.ports import Clock, ShopBackend


@dataclass(frozen=True, slots=True)
class CouponWallet:
    """``usable``: soonest to expire first; ``used`` and ``expired`` explain 我的券怎么没了."""

    usable: tuple[Coupon, ...]
    used: tuple[Coupon, ...]
    expired: tuple[Coupon, ...]


def look_up_coupons(shop: ShopBackend, clock: Clock, customer_id: str) -> CouponWallet:
    """Sort the customer's coupons; one past its date counts as expired whatever the shop says."""
    now = clock.now()
    coupons = sorted(shop.list_coupons(customer_id), key=lambda coupon: coupon.expires_at)
    usable = tuple(coupon for coupon in coupons if coupon.state == "unused" and coupon.expires_at > now)
    used = tuple(coupon for coupon in coupons if coupon.state == "used")
    expired = tuple(coupon for coupon in coupons if coupon not in usable and coupon not in used)
    return CouponWallet(usable, used, expired)


def best_coupon(wallet: CouponWallet, amount_fen: int, *, category: str | None = None) -> Coupon | None:
    """The usable coupon that saves most on ``amount_fen`` (goods of ``category``), or None."""
    fitting = [
        coupon
        for coupon in wallet.usable
        if coupon.threshold_fen <= amount_fen
        and (coupon.scope == "全店通用" or (category and category in coupon.scope))
    ]
    return max(fitting, key=lambda coupon: (coupon.value_fen, -coupon.expires_at.timestamp()), default=None)
