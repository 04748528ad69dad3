from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.order import OrderState
from bot.domain.policy import Policy, ReturnPolicy
from bot.domain.return_rules import ReturnRule, check_line
from tests.fakes import NOON
from tests.unit.shop_samples import make_order, make_product

POLICY = Policy(returns=ReturnPolicy(not_returnable={"生鲜": "生鲜食品不支持退货", "贴身衣物": "拆封不退"}))


def signed(days: float) -> timedelta:
    return timedelta(days=days)


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (OrderState.UNPAID, ReturnRule.NOT_PAID),
        (OrderState.PAID, ReturnRule.NOT_SHIPPED),
        (OrderState.SHIPPED, ReturnRule.NOT_SIGNED),
        (OrderState.CANCELLED, ReturnRule.CANCELLED),
    ],
)
def test_nothing_to_return_before_signing(state: OrderState, rule: ReturnRule) -> None:
    verdict = check_line(make_order(state=state, signed_at=None), make_product(), NOON, POLICY)
    assert (verdict.rule, verdict.is_eligible) == (rule, False)
    assert verdict.clause


@pytest.mark.parametrize(
    ("days", "has_defect", "rule", "eligible", "payer"),
    [
        (1, False, ReturnRule.NO_REASON, True, "customer"),
        (7, False, ReturnRule.NO_REASON, True, "customer"),
        (8.5, False, ReturnRule.EXPIRED, False, None),
        (8.5, True, ReturnRule.QUALITY, True, "shop"),
        (17, True, ReturnRule.WARRANTY, False, "shop"),
        (400, True, ReturnRule.EXPIRED, False, None),
    ],
)
def test_days_and_defects(days: float, has_defect: bool, rule: ReturnRule, eligible: bool, payer: str | None) -> None:
    order = make_order(signed_at=NOON - signed(days))
    verdict = check_line(order, make_product(warranty_months=12), NOON, POLICY, has_defect=has_defect)
    assert (verdict.rule, verdict.is_eligible, verdict.freight_payer) == (rule, eligible, payer)


def test_the_last_day_counts_to_its_end_in_the_shops_time_zone() -> None:
    order = make_order(signed_at=NOON)
    deadline = check_line(order, make_product(), NOON, POLICY).deadline_at
    assert deadline is not None
    local = deadline.astimezone(POLICY.hours.zone)
    assert (local.day, local.hour, local.minute) == (18, 23, 59)
    assert check_line(order, make_product(), deadline, POLICY).is_eligible
    assert not check_line(order, make_product(), deadline + timedelta(seconds=1), POLICY).is_eligible


def test_exempt_goods_quote_the_policys_clause() -> None:
    order = make_order(signed_at=NOON - signed(1))
    fresh = make_product(not_returnable_reason="生鲜", tags=("生鲜",))
    verdict = check_line(order, fresh, NOON, POLICY)
    assert (verdict.rule, verdict.clause) == (ReturnRule.NOT_RETURNABLE, "生鲜食品不支持退货")
    special = check_line(order, make_product(not_returnable_reason="音像制品拆封后"), NOON, POLICY)
    assert special.rule is ReturnRule.NOT_RETURNABLE
    assert special.clause.startswith("音像制品拆封后，")


def test_rotten_fruit_must_be_reported_within_a_day() -> None:
    fresh = make_product(not_returnable_reason="生鲜")
    early = check_line(make_order(signed_at=NOON - timedelta(hours=20)), fresh, NOON, POLICY, has_defect=True)
    late = check_line(make_order(signed_at=NOON - timedelta(hours=30)), fresh, NOON, POLICY, has_defect=True)
    assert (early.is_eligible, early.needs_evidence) == (True, True)
    assert not late.is_eligible


def test_a_product_that_is_gone_falls_under_the_shops_defaults() -> None:
    order = make_order(signed_at=NOON - signed(2))
    assert check_line(order, None, NOON, POLICY).is_eligible


@given(st.floats(0, 60), st.floats(0, 60), st.booleans())
def test_what_is_refused_stays_refused(first: float, more: float, has_defect: bool) -> None:
    order = make_order(signed_at=NOON - signed(first))
    product = make_product()
    now = check_line(order, product, NOON, POLICY, has_defect=has_defect)
    later = check_line(order, product, NOON + signed(more), POLICY, has_defect=has_defect)
    assert now.is_eligible or not later.is_eligible


def test_a_defect_never_makes_things_worse() -> None:
    for days in range(30):
        order = make_order(signed_at=NOON - signed(days))
        product = replace(make_product(), warranty_months=0)
        plain = check_line(order, product, NOON, POLICY)
        broken = check_line(order, product, NOON, POLICY, has_defect=True)
        assert broken.is_eligible >= plain.is_eligible
