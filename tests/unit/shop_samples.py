"""Small orders, parcels and products for tests; every field can be replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.order import Order, OrderLine, OrderState
from bot.domain.product import Product, Sku
from bot.domain.shipment import Shipment, ShipmentState, TrackEvent
from tests.fakes import NOON

LINE = OrderLine("P1", "P1-B", "晨风 降噪蓝牙耳机", {"颜色": "黑色"}, 1, 19900)


def make_order(**changes: Any) -> Order:
    order = Order(
        number="202611010000000001",
        customer_id="C1",
        state=OrderState.SIGNED,
        lines=(LINE,),
        total_fen=19900,
        freight_fen=0,
        discount_fen=0,
        created_at=NOON - timedelta(days=9),
        receiver_name="林晓雨",
        receiver_phone="19900001234",
        receiver_address="浙江省杭州市西湖区文华路1号",
        paid_at=NOON - timedelta(days=9),
    )
    return replace(order, **changes)


def make_product(**changes: Any) -> Product:
    product = Product(
        id="P1",
        name="晨风 降噪蓝牙耳机",
        aliases=("蓝牙耳机", "耳机"),
        category="数码",
        brand="晨风",
        description="",
        specs={},
        skus=(
            Sku("P1-B", {"颜色": "黑色"}, 19900, 5),
            Sku("P1-W", {"颜色": "白色"}, 21900, 0, NOON + timedelta(days=4)),
        ),
    )
    return replace(product, **changes)


def make_shipment(**changes: Any) -> Shipment:
    shipment = Shipment(
        tracking_number="YT1234567890123",
        order_number="202611010000000001",
        carrier="圆通速递",
        state=ShipmentState.IN_TRANSIT,
        shipped_at=NOON - timedelta(hours=30),
        events=(TrackEvent(NOON - timedelta(hours=4), "武汉市", "到达武汉转运中心"),),
        promised_at=NOON + timedelta(hours=30),
    )
    return replace(shipment, **changes)


def make_aftersale(**changes: Any) -> Aftersale:
    entry = Aftersale(
        id="SH1",
        order_number="202611010000000001",
        customer_id="C1",
        kind=AftersaleKind.RETURN,
        state=AftersaleState.APPLIED,
        reason="不喜欢",
        amount_fen=19900,
        created_at=NOON - timedelta(days=1),
        updated_at=NOON - timedelta(days=1),
        refund_channel="支付宝",
    )
    return replace(entry, **changes)
