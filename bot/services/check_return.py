"""May a customer return this? Every line of an order with its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.aftersale import Aftersale, AftersaleState
from bot.domain.order import Order, OrderLine
from bot.domain.policy import Policy
from bot.domain.return_rules import ReturnVerdict, check_line
from bot.services.ports import Clock, ShopBackend

_FINISHED = frozenset({AftersaleState.COMPLETED, AftersaleState.REJECTED, AftersaleState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """One line of the order and whether it may be sent back."""

    line: OrderLine
    verdict: ReturnVerdict


@dataclass(frozen=True, slots=True)
class ReturnCheck:
    """The order, its lines, and the application that is already under way (None: none)."""

    order: Order
    lines: tuple[LineVerdict, ...]
    running: Aftersale | None = None

    @property
    def is_any_eligible(self) -> bool:
        """Whether at least one line may be returned now."""
        return any(line.verdict.is_eligible for line in self.lines)


def check_return(
    shop: ShopBackend,
    clock: Clock,
    policy: Policy,
    customer_id: str,
    order_number: str,
    *,
    has_defect: bool = False,
) -> ReturnCheck | None:
    """Judge each line of the customer's order; None if the order is unknown (or somebody else's)."""
    order = shop.find_order(order_number, customer_id)
    if order is None:
        return None
    now = clock.now()
    lines = tuple(
        LineVerdict(line, check_line(order, shop.find_product(line.product_id), now, policy, has_defect=has_defect))
        for line in order.lines
    )
    applications = shop.list_aftersales(customer_id, order_number=order_number)
    running = next((entry for entry in applications if entry.state not in _FINISHED), None)
    return ReturnCheck(order, lines, running)
