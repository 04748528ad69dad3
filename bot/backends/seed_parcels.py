"""Parcels of the demo shop: tracking numbers in the carriers' formats and believable track events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.backends.places import WAREHOUSE_HUBS, Place
from bot.domain.order import Order
from bot.domain.shipment import Shipment, ShipmentState, TrackEvent


def _digits(random: Random, count: int) -> str:
    return "".join(str(random.randint(0, 9)) for _ in range(count))


TRACKING_FORMATS: dict[str, Callable[[Random], str]] = {
    "顺丰速运": lambda random: f"SF{_digits(random, 13)}",
    "中通快递": lambda random: f"78{_digits(random, 12)}",
    "圆通速递": lambda random: f"YT{_digits(random, 13)}",
    "韵达快递": lambda random: f"43{_digits(random, 13)}",
    "申通快递": lambda random: f"773{_digits(random, 12)}",
    "极兔速递": lambda random: f"JT{_digits(random, 13)}",
    "京东物流": lambda random: f"JD0{_digits(random, 12)}",
    "邮政EMS": lambda random: f"EB{_digits(random, 9)}CN",
    "德邦快递": lambda random: f"DPK{_digits(random, 12)}",
}


@dataclass(frozen=True, slots=True)
class ParcelPlan:
    """How far a parcel has come: ``steps`` of its way are done, the last one ``quiet`` ago."""

    state: ShipmentState
    steps: int
    quiet: timedelta
    ending: str = ""


PICKED_UP = ParcelPlan(ShipmentState.PICKED_UP, 1, timedelta(hours=3))
IN_TRANSIT = ParcelPlan(ShipmentState.IN_TRANSIT, 3, timedelta(hours=5))
STALLED = ParcelPlan(ShipmentState.IN_TRANSIT, 3, timedelta(hours=80))
DELAYED = ParcelPlan(ShipmentState.DELAYED, 3, timedelta(hours=9), "delayed")
OUT_FOR_DELIVERY = ParcelPlan(ShipmentState.OUT_FOR_DELIVERY, 5, timedelta(hours=2))
LOST = ParcelPlan(ShipmentState.LOST, 3, timedelta(hours=140), "lost")
RETURNED = ParcelPlan(ShipmentState.RETURNED, 4, timedelta(hours=20), "returned")
SIGNED = ParcelPlan(ShipmentState.SIGNED, 5, timedelta(0), "signed")
SIGNED_BY_OTHERS = ParcelPlan(ShipmentState.SIGNED, 5, timedelta(0), "signed_elsewhere")

_GAPS = (2.5, 7.0, 19.0, 8.0, 4.0, 3.5)
"""Usual hours between pick-up, departure, arrival at the hub, station, delivery and signature."""


def make_parcel(
    random: Random, order: Order, place: Place, *, carrier: str, warehouse: str, plan: ParcelPlan, now: datetime
) -> Shipment:
    """One parcel that fits the order's times."""
    end = order.signed_at or now - plan.quiet
    courier_phone = f"1980000{random.randint(1000, 9999)}"
    texts = _texts(random, place, carrier, warehouse, courier_phone)[: plan.steps]
    texts += _ending(place, carrier, plan)
    events = _spread(random, texts, end)
    shipped_at = events[0].at
    promised_at = shipped_at + timedelta(hours=72)
    return Shipment(
        tracking_number=TRACKING_FORMATS[carrier](random),
        order_number=order.number,
        carrier=carrier,
        state=plan.state,
        shipped_at=shipped_at,
        events=tuple(reversed(events)),
        promised_at=promised_at,
        signed_at=order.signed_at,
        courier_phone=courier_phone if plan.steps >= 5 else None,
    )


def travel_time(plan: ParcelPlan) -> timedelta:
    """How long before its last event a parcel on this plan was handed over, at least."""
    count = plan.steps + (1 if plan.ending else 0)
    return timedelta(hours=sum(_GAPS[: max(count - 1, 0)]) * 1.3)


def _spread(random: Random, texts: list[tuple[str, str]], end: datetime) -> list[TrackEvent]:
    at = end
    events = []
    for index in range(len(texts) - 1, -1, -1):
        place, text = texts[index]
        events.append(TrackEvent(at, place, text))
        if index:
            at -= timedelta(hours=_GAPS[index - 1] * random.uniform(0.7, 1.3))
    return list(reversed(events))


def _texts(random: Random, place: Place, carrier: str, warehouse: str, phone: str) -> list[tuple[str, str]]:
    city, hub = WAREHOUSE_HUBS.get(warehouse, WAREHOUSE_HUBS["浙江杭州"])
    courier = random.choice(("张师傅", "李师傅", "王师傅", "刘师傅", "陈师傅", "杨师傅"))
    return [
        (city, f"{carrier}已揽收，快件已从商家仓库（{warehouse}）交出"),
        (city, f"快件已到达{hub}，准备发往{place.hub}"),
        (place.city, f"快件在运输途中，已到达{place.hub}"),
        (place.city, f"快件已离开{place.hub}，发往{place.station}"),
        (place.city, f"快件已到达{place.station}，{courier}正在派送，联系电话 {phone}，请保持电话畅通"),
    ]


def _ending(place: Place, carrier: str, plan: ParcelPlan) -> list[tuple[str, str]]:
    match plan.ending:
        case "delayed":
            return [(place.city, f"受天气影响，{place.hub}中转延迟，{carrier}正在加紧处理，预计送达时间会推迟")]
        case "lost":
            return [(place.city, f"{place.hub}未扫描到该快件，{carrier}正在查找")]
        case "returned":
            return [(place.city, "多次联系收件人未果，快件已退回商家")]
        case "signed":
            return [(place.city, f"快件已签收，签收人：本人。感谢使用{carrier}，期待再次为您服务")]
        case "signed_elsewhere":
            return [(place.city, "快件已签收，签收人：代收点代收")]
    return []
