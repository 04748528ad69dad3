from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.aftersale import AftersaleKind, AftersaleState
from bot.domain.order import OrderState
from bot.domain.policy import Policy, ReturnPolicy
from bot.domain.return_rules import ReturnRule
from bot.domain.shipment import ShipmentState, TrackEvent
from bot.services.check_return import check_return
from bot.services.look_up_aftersale import list_cancelled_orders, list_progress, list_refunds
from bot.services.track_shipment import Situation, list_moving, track_number, track_order
from tests.fakes import NOON, FakeClock, FakeShop
from tests.unit.shop_samples import make_aftersale, make_order, make_product, make_shipment

POLICY = Policy(returns=ReturnPolicy(refund_days={"支付宝": "即时到账"}))
CLOCK = FakeClock()
SHIPPED = make_order(state=OrderState.SHIPPED)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("changes", "situation"),
    [
        ({"state": OrderState.UNPAID}, Situation.UNPAID),
        ({"state": OrderState.CANCELLED}, Situation.CANCELLED),
        ({"state": OrderState.PAID, "promised_ship_at": NOON + hours(3)}, Situation.NOT_SHIPPED),
        ({"state": OrderState.PAID, "promised_ship_at": NOON - hours(3)}, Situation.SHIPPING_OVERDUE),
    ],
)
def test_before_shipping(changes: dict[str, object], situation: Situation) -> None:
    tracking = track_order(FakeShop(), CLOCK, make_order(**changes))
    assert (tracking.situation, tracking.parcels) == (situation, ())


@pytest.mark.parametrize(
    ("changes", "situation", "needs_attention"),
    [
        ({}, Situation.IN_TRANSIT, False),
        ({"promised_at": NOON - hours(1)}, Situation.DELAYED, True),
        ({"state": ShipmentState.DELAYED}, Situation.DELAYED, True),
        ({"events": (TrackEvent(NOON - hours(49), "", ""),)}, Situation.STALLED, True),
        ({"state": ShipmentState.LOST}, Situation.LOST, True),
        ({"state": ShipmentState.OUT_FOR_DELIVERY}, Situation.OUT_FOR_DELIVERY, False),
        ({"state": ShipmentState.SIGNED, "events": (TrackEvent(NOON - hours(90), "", ""),)}, Situation.SIGNED, False),
        ({"state": ShipmentState.RETURNED}, Situation.RETURNED, False),
        ({"events": (), "shipped_at": NOON - hours(60)}, Situation.STALLED, True),
    ],
)
def test_parcels_are_judged_by_the_clock(
    changes: dict[str, object], situation: Situation, needs_attention: bool
) -> None:
    shop = FakeShop(orders=[SHIPPED], shipments=[make_shipment(**changes)])
    tracking = track_order(shop, CLOCK, SHIPPED)
    assert tracking.situation is situation
    assert tracking.situation.needs_attention is needs_attention


def test_the_most_urgent_parcel_speaks_for_the_order() -> None:
    lost = make_shipment(tracking_number="YT2", state=ShipmentState.LOST)
    shop = FakeShop(orders=[SHIPPED], shipments=[make_shipment(), lost])
    tracking = track_order(shop, CLOCK, SHIPPED)
    assert tracking.situation is Situation.LOST
    assert len(tracking.parcels) == 2


def test_a_tracking_number_opens_only_ones_own_parcel() -> None:
    shop = FakeShop(orders=[SHIPPED], shipments=[make_shipment()])
    found = track_number(shop, CLOCK, "YT1234567890123", "C1")
    assert found is not None
    assert found.order == SHIPPED
    assert track_number(shop, CLOCK, "YT1234567890123", "C2") is None
    assert track_number(shop, CLOCK, "YT0", "C1") is None


def test_what_is_under_way() -> None:
    paid = make_order(number="2026111000000009", state=OrderState.PAID, created_at=NOON)
    shop = FakeShop(orders=[SHIPPED, paid, make_order(number="202601010000000")], shipments=[make_shipment()])
    assert [tracking.order for tracking in list_moving(shop, CLOCK, "C1")] == [paid, SHIPPED]


def test_running_applications_come_first_and_the_refund_has_a_due_time() -> None:
    done = make_aftersale(id="done", state=AftersaleState.COMPLETED, created_at=NOON)
    received = make_aftersale(id="now", state=AftersaleState.RECEIVED, updated_at=NOON - hours(10))
    shop = FakeShop(orders=[make_order()], aftersales=[done, received])
    first, second = list_progress(shop, CLOCK, POLICY, "C1")
    assert [first.aftersale.id, second.aftersale.id] == ["now", "done"]
    assert first.refund_due_at == NOON + hours(38)
    assert (first.channel_days, first.is_overdue, first.is_finished) == ("即时到账", False, False)
    assert second.is_finished
    assert second.next_step == "退款已原路退回"


def test_a_missed_refund_is_overdue() -> None:
    late = make_aftersale(state=AftersaleState.PROCESSING, updated_at=NOON - hours(49))
    (progress,) = list_refunds(FakeShop(aftersales=[late]), CLOCK, POLICY, "C1")
    assert progress.is_overdue
    assert progress.order is None


@pytest.mark.parametrize("kind", list(AftersaleKind))
@pytest.mark.parametrize("state", list(AftersaleState))
def test_every_state_of_every_kind_has_a_next_step(kind: AftersaleKind, state: AftersaleState) -> None:
    shop = FakeShop(aftersales=[make_aftersale(kind=kind, state=state)])
    (progress,) = list_progress(shop, CLOCK, POLICY, "C1")
    assert progress.next_step
    is_refund = kind in {AftersaleKind.RETURN, AftersaleKind.REFUND}
    assert len(list_refunds(shop, CLOCK, POLICY, "C1")) == int(is_refund)
    assert is_refund or progress.refund_due_at is None


def test_cancelled_orders_whose_money_went_back_come_first() -> None:
    paid = make_order(state=OrderState.CANCELLED)
    unpaid = make_order(number="202601010000000", state=OrderState.CANCELLED, paid_at=None)
    assert list_cancelled_orders(FakeShop(orders=[unpaid, paid]), "C1") == (paid, unpaid)


def test_check_return_judges_each_line_and_names_a_running_application() -> None:
    order = make_order(signed_at=NOON - timedelta(days=2))
    shop = FakeShop(orders=[order], products=[make_product()], aftersales=[make_aftersale()])
    found = check_return(shop, CLOCK, POLICY, "C1", order.number)
    assert found is not None
    assert [line.verdict.rule for line in found.lines] == [ReturnRule.NO_REASON]
    assert found.is_any_eligible
    assert found.running == make_aftersale()
    assert check_return(shop, CLOCK, POLICY, "C2", order.number) is None


def test_a_finished_application_is_not_running() -> None:
    order = make_order(signed_at=NOON - timedelta(days=2))
    shop = FakeShop(orders=[order], aftersales=[make_aftersale(state=AftersaleState.WITHDRAWN)])
    found = check_return(shop, CLOCK, POLICY, "C1", order.number)
    assert found is not None
    assert found.running is None
