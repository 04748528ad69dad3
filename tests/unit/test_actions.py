"""Actions on a shop of the test's own making: identity, states, promises kept or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.aftersale import TrackRefund
from actions.clarify import ClarifyIntent
from actions.escalation import Escalate, RequestHuman
from actions.information import UseInformation
from actions.logistics import ReportDeliveryProblem, TrackParcel, UrgeShipment
from actions.order import ShowOrder
from actions.registry import ACTIONS, build_actions
from actions.service_form import SubmitService, ValidateServiceForm
from actions.service_start import StartService
from actions.shop_action import ShopAction
from bot.domain.order import OrderState
from bot.domain.service_request import SERVICES, Feasibility, check_change
from bot.domain.shipment import ShipmentState
from tests.fakes import NOON
from tests.unit.action_rig import MINE, THEIRS, Desk, make_order, make_shipment


@pytest.mark.parametrize(
    "kind", [ShowOrder, TrackParcel, UrgeShipment, ReportDeliveryProblem, TrackRefund, StartService]
)
@pytest.mark.parametrize("source", ["text", "entity", "slot", "page", "service_slot"])
async def test_nothing_said_or_remembered_shows_another_customers_order(kind: type[ShopAction], source: str) -> None:
    desk = Desk(make_order(), make_order(THEIRS, "other", OrderState.SHIPPED))
    spoof = [{"entity": "customer_id", "value": "other"}]
    slots: dict[str, Any] = {"customer_id": "other"}
    metadata: dict[str, Any] = {}
    text = "看看这个订单"
    if source == "text":
        text = f"看看 {THEIRS}"
    elif source == "entity":
        spoof.append({"entity": "order_number", "value": THEIRS})
    elif source == "slot":
        slots["order_number"] = THEIRS
    elif source == "service_slot":
        slots |= {"service_kind": "cancel_order", "service_order": THEIRS, "service_confirmed": True}
    else:
        metadata["page_order_number"] = THEIRS
    await desk.run(kind, text, intent="cancel_order", slots=slots, entities=spoof, **metadata)
    assert "秘密礼物" not in desk.said
    assert "秘密礼物" not in str(desk.raw)
    assert desk.slots.get("service_order") != THEIRS


async def test_form_never_submits_another_customers_order() -> None:
    desk = Desk(make_order(), make_order(THEIRS, "other"))
    slots = {"service_kind": "cancel_order", "service_order": THEIRS, "service_confirmed": True}
    await desk.run(SubmitService, "确认", intent="affirm", slots=slots, loop="service_form")
    assert not desk.handoff


@pytest.mark.parametrize("kind", [ShowOrder, TrackParcel, UrgeShipment, StartService, TrackRefund])
async def test_anonymous_shoppers_see_nothing_but_the_way_in(kind: type[ShopAction]) -> None:
    desk = await Desk().run(kind, f"订单 {MINE}", intent="cancel_order", customer=None)
    assert "登录" in desk.said
    assert "咖啡壶" not in str(desk.raw)


async def test_anonymous_status_needs_the_right_tail_and_tells_only_the_state() -> None:
    desk = Desk()
    await desk.run(UseInformation, f"{MINE} 1234", intent="inform", customer=None, conversation_id="a")
    assert "待发货" in desk.said
    assert "咖啡壶" not in str(desk.raw)
    await desk.run(UseInformation, f"{MINE} 9999", intent="inform", customer=None, conversation_id="a")
    assert "没有对上" in desk.said


async def test_guessing_the_tail_is_limited() -> None:
    desk = Desk()
    for tail in range(2000, 2012):
        await desk.run(UseInformation, f"{MINE} {tail}", intent="inform", customer=None, conversation_id="guess")
    assert "频繁" in desk.said


async def test_overdue_shipping_is_admitted_and_urgency_offered() -> None:
    late = make_order(promised_ship_at=NOON - timedelta(hours=20))
    desk = await Desk(late).run(UrgeShipment, "怎么还没发货", intent="urge_shipment")
    assert "抱歉" in desk.said
    assert "20 小时" in desk.said
    assert str(desk.slots["offer"]).startswith("/request_human")


async def test_shipping_in_time_says_until_when() -> None:
    on_time = make_order(promised_ship_at=NOON + timedelta(hours=20))
    desk = await Desk(on_time).run(UrgeShipment, "怎么还没发货", intent="urge_shipment")
    assert "明天 8:00 前发出" in desk.said
    assert "抱歉" not in desk.said


@pytest.mark.parametrize(
    ("state", "hours", "words"),
    [
        (ShipmentState.LOST, 5, "疑似丢失"),
        (ShipmentState.IN_TRANSIT, 80, "没有更新"),
        (ShipmentState.IN_TRANSIT, 5, "运输途中"),
        (ShipmentState.OUT_FOR_DELIVERY, 1, "派送"),
        (ShipmentState.RETURNED, 5, "退回"),
    ],
)
async def test_parcel_is_told_as_it_is(state: ShipmentState, hours: float, words: str) -> None:
    desk = Desk(make_order(state=OrderState.SHIPPED), shipments=[make_shipment(state, hours)])
    await desk.run(TrackParcel, "到哪了", intent="query_logistics")
    assert words in desk.said
    assert desk.raw[0]["custom"]["card"]["type"] == "parcel"


@pytest.mark.parametrize(
    "kind", ["cancel_order", "modify_address", "modify_order", "schedule_delivery", "withdraw_request"]
)
@pytest.mark.parametrize("state", list(OrderState))
async def test_every_change_is_judged_in_every_state(kind: str, state: OrderState) -> None:
    order = make_order(state=state)
    desk = await Desk(order).run(StartService, f"订单{MINE}", intent=kind)
    is_impossible = check_change(kind, order).feasibility is Feasibility.IMPOSSIBLE
    assert desk.follow == ("action_listen" if is_impossible else "service_form")
    assert check_change(kind, order).clause in desk.said


async def test_expired_return_is_refused_with_the_clause_and_an_alternative() -> None:
    old = make_order(state=OrderState.SIGNED, signed_at=NOON - timedelta(days=30))
    desk = await Desk(old).run(StartService, f"{MINE} 我要退货", intent="request_return")
    assert desk.follow == "action_listen"
    assert "7 天" in desk.said
    assert next(button["title"] for button in desk.raw[0]["buttons"]) == "商品有质量问题"


async def test_quality_problem_starts_with_an_apology_and_keeps_the_words() -> None:
    desk = Desk(make_order(state=OrderState.SIGNED))
    await desk.run(StartService, f"{MINE} 壶嘴漏水", intent="report_quality_issue")
    assert desk.said.startswith("非常抱歉")
    assert "漏水" in desk.slots["service_problem"]
    assert desk.follow == "service_form"


@pytest.mark.parametrize("kind", ["report_missing_item", "report_quality_issue", "cancel_order"])
async def test_goods_that_are_only_named_open_no_request(kind: str) -> None:
    entity = {"entity": "product", "value": "手冲咖啡壶", "start": 2, "end": 5}
    order = make_order(state=OrderState.SHIPPED)
    desk = await Desk(order).run(StartService, "我的咖啡壶呢", intent=kind, entities=[entity])
    assert desk.follow == "action_track_parcel"
    assert not desk.slots.get("service_kind")


async def test_a_lost_parcel_is_a_delivery_problem_whatever_is_asked_for() -> None:
    desk = Desk(make_order(state=OrderState.SHIPPED), shipments=[make_shipment(ShipmentState.LOST)])
    await desk.run(StartService, f"{MINE} 取消", intent="cancel_order")
    assert desk.handoff is not None
    assert "疑似丢失" in desk.said
    assert "拒收" not in desk.said


async def test_goods_that_are_not_received_are_no_quality_case() -> None:
    desk = Desk(make_order(state=OrderState.SHIPPED), shipments=[make_shipment(ShipmentState.OUT_FOR_DELIVERY)])
    await desk.run(StartService, f"{MINE} 壶嘴漏水", intent="report_quality_issue")
    assert desk.follow == "action_listen"
    assert "还没有签收" in desk.said


async def test_cancelling_one_of_several_goods_spares_the_others() -> None:
    first = make_order().lines[0]
    order = make_order(lines=(first, replace(first, product_id="P2", name="玻璃分享杯")))
    desk = await Desk(order).run(StartService, "分享杯不要了", intent="cancel_order")
    assert "还有其他商品" in desk.said
    assert "玻璃分享杯" in desk.slots["service_problem"]
    assert "手冲咖啡壶" not in desk.slots["service_problem"]


FORM = {"service_kind": "request_return", "service_order": MINE, "requested_slot": "service_detail"}


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("颜色不喜欢", "ask_product_detail", {"service_detail": "颜色不喜欢"}),
        ("运费谁出啊？", "ask_return_shipping_fee", {}),
        ("转人工", "request_human", {}),
        ("算了不退了", "withdraw_request", {"service_confirmed": False, "requested_slot": None}),
        ("我要换货", "request_exchange", {}),
    ],
)
async def test_detail_question_tells_answers_from_interruptions(
    text: str, intent: str, expected: dict[str, Any]
) -> None:
    desk = Desk(make_order(state=OrderState.SIGNED))
    await desk.run(ValidateServiceForm, text, intent=intent, slots=FORM, loop="service_form")
    assert desk.slots == expected


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("是的", "affirm", {"service_confirmed": True}),
        ("嗯嗯好的", "inform", {"service_confirmed": True}),
        ("先不用了", "deny", {"service_confirmed": False}),
        ("不是这个订单", "deny", {"service_order": None, "service_confirmed": None, "order_number": None}),
        ("等等 换成退款吧", "affirm", {"service_detail": "换成退款"}),
        ("我再想想", "inform", {"service_confirmed": False}),
        ("几天到账", "query_refund", {}),
    ],
)
async def test_confirmation_reads_yes_no_and_corrections(text: str, intent: str, expected: dict[str, Any]) -> None:
    slots = {**FORM, "requested_slot": "service_confirmed"}
    desk = Desk(make_order(state=OrderState.SIGNED))
    await desk.run(ValidateServiceForm, text, intent=intent, slots=slots, loop="service_form")
    assert desk.slots == expected


async def test_confirmed_request_is_handed_over_with_everything() -> None:
    desk = Desk(make_order(state=OrderState.SIGNED))
    slots = {
        "service_kind": "report_damage",
        "service_order": MINE,
        "service_problem": "壶碎了",
        "service_detail": "换货",
    }
    await desk.run(SubmitService, "是", intent="affirm", slots=slots | {"service_confirmed": True}, loop="service_form")
    assert desk.handoff["reason"] == "processing"
    assert desk.handoff["order_number"] == MINE
    assert all(word in desk.handoff["note"] for word in (MINE, "壶碎了", "换货"))


@pytest.mark.parametrize(
    ("text", "words"),
    [("充电器冒烟了", ["断电", "远离"]), ("吃完过敏了", ["就医"]), ("漏电把孩子烫伤了", ["断电", "就医"])],
)
async def test_safety_advice_comes_first(text: str, words: list[str]) -> None:
    desk = await Desk().run(Escalate, text, intent="safety_incident")
    assert all(word in desk.said for word in words)
    assert desk.handoff["reason"] == "risk"


async def test_vip_is_at_least_p1() -> None:
    assert (await Desk().run(RequestHuman, "转人工", intent="request_human")).handoff["priority"] == "P3"
    assert (await Desk(is_vip=True).run(RequestHuman, "转人工", intent="request_human")).handoff["priority"] == "P1"


async def test_second_miss_in_a_row_brings_a_human() -> None:
    desk = await Desk().run(ClarifyIntent, "嗡嗡", intent="nlu_fallback")
    assert not desk.handoff
    assert desk.slots["miss_count"] == 1.0
    await desk.run(ClarifyIntent, "嗡嗡", intent="nlu_fallback", slots={"miss_count": 1.0})
    assert desk.handoff["reason"] == "low_confidence"


def test_action_names_are_unique_and_in_the_domain() -> None:
    import yaml

    from bot.settings import Settings

    domain = yaml.safe_load(Settings().domain_file.read_text(encoding="utf-8"))
    names = [action.name() for action in build_actions(Desk().tools)]
    assert len(names) == len(set(names)) == len(ACTIONS)
    assert sorted(names) == sorted(domain["actions"])
    assert set(SERVICES) <= set(domain["intents"])


async def test_amounts_beside_an_order_number_are_no_phone_tail() -> None:
    desk = await Desk().run(
        UseInformation, f"订单号:{MINE} 订单金额:2179.68 下单时间:3月26日", intent="inform", customer=None
    )
    assert "没有对上" not in desk.said
    assert "后四位" in desk.said


async def test_while_waiting_nobody_is_asked_to_log_in() -> None:
    desk = await Desk().run(StartService, "我要退货", intent="request_return", customer=None, is_waiting=True)
    assert "登录" not in desk.said
    assert "人工客服" in desk.said
