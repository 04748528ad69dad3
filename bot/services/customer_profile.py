"""What an agent sees about a customer, and the audited look behind the mask (service standards S1, S12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.aftersale import Aftersale
from bot.domain.agent import Agent, Role
from bot.domain.customer import Customer
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.order import Order
from bot.domain.shipment import Shipment
from bot.services.assign_agent import require_desk
from bot.services.ports import Clock, ShopBackend, Transactions

RECENT_ORDERS = 5
_SEES_ALL = frozenset({Role.SENIOR, Role.SUPERVISOR, Role.ADMIN})


class PersonalField(StrEnum):
    """What is masked by default."""

    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """The customer with recent orders, their parcels, and applications. Unmasked: mask it before it leaves."""

    customer: Customer
    orders: Sequence[Order]
    shipments: Sequence[Shipment]
    aftersales: Sequence[Aftersale]


def read_profile(shop: ShopBackend, customer_id: str | None) -> CustomerProfile | None:
    """The profile; None for an anonymous shopper."""
    customer = shop.find_customer(customer_id) if customer_id else None
    if customer is None:
        return None
    orders = shop.list_orders(customer.id, limit=RECENT_ORDERS)
    shipments = [parcel for order in orders for parcel in shop.list_shipments(order.number, customer.id)]
    return CustomerProfile(customer, orders, shipments, shop.list_aftersales(customer.id))


def reveal_field(
    transactions: Transactions,
    clock: Clock,
    shop: ShopBackend,
    agent: Agent,
    customer_id: str,
    field: PersonalField,
    order_number: str | None = None,
) -> str:
    """The unmasked value of the customer, or of the receiver of an order. Written to the access log first.

    Raises:
        NotAllowed: not at the desk, or a plain agent who does not have this customer in hand.
        NotFound: no such customer or order.
    """
    require_desk(agent)
    with transactions.begin() as tx:
        if agent.role not in _SEES_ALL and customer_id not in {
            conversation.customer_id
            for handoff in tx.handoffs.list_taken(agent.id)
            if (conversation := tx.log.find(handoff.conversation_id)) is not None
        }:
            raise NotAllowed("只能查看您正在接待的顾客的资料")
        value = _read_field(shop, customer_id, field, order_number)
        target = f"{customer_id}/{order_number}" if order_number else customer_id
        tx.agents.record(agent.id, f"reveal_{field.value}", target[:128], clock.now())
    return value


def _read_field(shop: ShopBackend, customer_id: str, field: PersonalField, order_number: str | None) -> str:
    if order_number:
        order = shop.find_order(order_number, customer_id)
        if order is None:
            raise NotFound("没有找到这个订单")
        return {
            PersonalField.PHONE: order.receiver_phone,
            PersonalField.ADDRESS: order.receiver_address,
            PersonalField.NAME: order.receiver_name,
        }[field]
    customer = shop.find_customer(customer_id)
    if customer is None:
        raise NotFound("没有找到这位顾客")
    return {
        PersonalField.PHONE: customer.phone,
        PersonalField.ADDRESS: customer.address,
        PersonalField.NAME: customer.name,
    }[field]
