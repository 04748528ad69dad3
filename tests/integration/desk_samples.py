"""A customer with an order and its parcel, for the desk."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.customer import Customer
from bot.domain.order import Order, OrderLine, OrderState
from bot.domain.shipment import Shipment, ShipmentState, TrackEvent

LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)
CUSTOMER = Customer("C1", "王小明", "13812345678", "金卡", 300, LONG_AGO, ("老客",), "浙江省杭州市余杭区文一西路9号3幢")
ORDER = Order(
    number="202611010000012345",
    customer_id="C1",
    state=OrderState.SHIPPED,
    lines=(OrderLine("P1", "P1-A", "保温杯", {"颜色": "蓝"}, 2, 5900),),
    total_fen=11800,
    freight_fen=0,
    discount_fen=0,
    created_at=LONG_AGO,
    receiver_name="李大伟",
    receiver_phone="13987654321",
    receiver_address="江苏省南京市玄武区中山路18号",
)
PARCEL = Shipment(
    "SF1234567890123",
    ORDER.number,
    "顺丰速运",
    ShipmentState.DELAYED,
    LONG_AGO,
    (TrackEvent(LONG_AGO, "南京", "快件因天气延误"),),
)
