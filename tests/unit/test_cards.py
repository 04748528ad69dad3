"""Shoppers and agents see the same card of an order and of a parcel."""

from __future__ import annotations

import actions.cards
from bot.domain.customer import Customer
from bot.gateway.desk_views import profile_view
from bot.services.customer_profile import CustomerProfile
from tests.fakes import NOON
from tests.unit.shop_samples import make_order, make_shipment

CUSTOMER = Customer("C1", "林晓雨", "19900001234", "普通", 0, NOON, address="浙江省杭州市西湖区文华路1号")


def test_the_desk_adds_the_receiver_to_the_shoppers_card() -> None:
    order, shipment = make_order(), make_shipment()
    panel = profile_view(CustomerProfile(CUSTOMER, [order], [shipment], []))
    receiver = {"name": "林**", "phone": "199****1234", "address": "浙江省杭州市西湖区****"}
    assert panel["orders"] == [{**actions.cards.order_card(order), "receiver": receiver}]
    assert panel["shipments"] == [actions.cards.parcel_card(shipment)]


def test_a_shopper_sees_the_newest_part_of_a_long_track_an_agent_all_of_it() -> None:
    (event,) = make_shipment().events[:1]
    shipment = make_shipment(events=(event,) * 20)
    assert len(actions.cards.parcel_card(shipment)["events"]) == actions.cards.MAX_EVENTS
    (card,) = profile_view(CustomerProfile(CUSTOMER, [], [shipment], []))["shipments"]
    assert len(card["events"]) == 20
