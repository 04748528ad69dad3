"""Domain objects as the desk sees them: personal data masked (service standards S12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.aftersale import Aftersale
from bot.domain.cards import order_card, parcel_card
from bot.domain.conversation import Author, Conversation, Message
from bot.domain.customer import Customer
from bot.domain.emotion import Emotion
from bot.domain.handoff import Handoff, HandoffReason, HandoffState, Summary
from bot.domain.masking import mask_address, mask_name, mask_phone, mask_text
from bot.domain.order import Order
from bot.services.customer_profile import CustomerProfile
from bot.services.ports import ShopBackend, Transaction

LAST_MESSAGES = 20
MAX_UNREAD = 99
MAX_LAST_TEXT = 80

_REASONS = {
    HandoffReason.REQUESTED: "顾客要求人工",
    HandoffReason.LOW_CONFIDENCE: "机器人未能理解",
    HandoffReason.EMOTION: "情绪激动",
    HandoffReason.RISK: "紧急或高风险",
    HandoffReason.PROCESSING: "需要人工办理",
    HandoffReason.FAILURE: "系统故障",
    HandoffReason.AGENT_TAKEOVER: "坐席主动接管",
}


def handoff_view(tx: Transaction, shop: ShopBackend, handoff: Handoff, now: datetime) -> dict[str, Any]:
    """One line of the queue; ``waiting_seconds`` stops when it is taken."""
    conversation = tx.log.find(handoff.conversation_id)
    customer = _customer(shop, conversation)
    unread = tx.log.unanswered(handoff.conversation_id, limit=MAX_UNREAD) if conversation else ()
    until = handoff.taken_at or handoff.closed_at or now
    return {
        "id": handoff.id,
        "conversation_id": handoff.conversation_id,
        "reason": handoff.reason.value,
        "reason_label": _REASONS[handoff.reason],
        "priority": handoff.priority.value,
        "skill_group": handoff.skill_group,
        "state": handoff.state.value,
        "customer_name": mask_name(customer.name) if customer else "访客",
        "customer_level": customer.level if customer else "",
        "channel": conversation.channel if conversation else "",
        "last_text": last_text(tx, conversation) if conversation else "",
        "created_at": handoff.created_at.isoformat(),
        "taken_at": handoff.taken_at.isoformat() if handoff.taken_at else None,
        "waiting_seconds": max(0, int((until - handoff.created_at).total_seconds())),
        "after_hours": handoff.is_after_hours,
        "unread": len(unread),
    }


def queue_view(tx: Transaction, shop: ShopBackend, agent_id: str, now: datetime) -> dict[str, Any]:
    """Who waits (by priority, then time; messages left out of hours after those who wait now) and what is in hand."""
    waiting = sorted(tx.handoffs.list_waiting(), key=lambda item: (item.priority, item.is_after_hours, item.created_at))
    return {
        "waiting": [handoff_view(tx, shop, handoff, now) for handoff in waiting],
        "mine": [handoff_view(tx, shop, handoff, now) for handoff in tx.handoffs.list_taken(agent_id)],
    }


def conversation_row(tx: Transaction, shop: ShopBackend, conversation: Conversation) -> dict[str, Any]:
    """One line of the list of conversations."""
    customer = _customer(shop, conversation)
    agent = tx.agents.find(conversation.agent_id) if conversation.agent_id else None
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "state": conversation.state.value,
        "owner": conversation.owner.value,
        "agent_name": agent.name if agent else None,
        "customer_name": mask_name(customer.name) if customer else "访客",
        "customer_level": customer.level if customer else "",
        "last_text": last_text(tx, conversation),
        "created_at": conversation.created_at.isoformat(),
        "updated_at": conversation.updated_at.isoformat(),
        "csat_score": conversation.csat_score,
    }


def last_text(tx: Transaction, conversation: Conversation) -> str:
    """What the shopper said last, masked and short."""
    recent: Sequence[Message] = tx.log.messages_after(conversation.id, max(0, conversation.last_seq - LAST_MESSAGES))
    said = next((message for message in reversed(recent) if message.author is Author.SHOPPER), None)
    return mask_text(said.body.text)[:MAX_LAST_TEXT] if said else ""


def profile_view(profile: CustomerProfile | None) -> dict[str, Any]:
    """The panel beside the conversation; everything empty for an anonymous shopper."""
    if profile is None:
        return {"customer": None, "orders": [], "shipments": [], "aftersales": []}
    customer = profile.customer
    return {
        "customer": {
            "id": customer.id,
            "name": mask_name(customer.name),
            "level": customer.level,
            "is_vip": customer.is_vip,
            "phone": mask_phone(customer.phone),
            "address": mask_address(customer.address),
            "points": customer.points,
            "tags": list(customer.tags),
        },
        "orders": [order_view(order) for order in profile.orders],
        "shipments": [parcel_card(shipment) for shipment in profile.shipments],
        "aftersales": [aftersale_view(entry) for entry in profile.aftersales],
    }


def order_view(order: Order) -> dict[str, Any]:
    """An order card with the masked receiver."""
    receiver = {
        "name": mask_name(order.receiver_name),
        "phone": mask_phone(order.receiver_phone),
        "address": mask_address(order.receiver_address),
    }
    return {**order_card(order), "receiver": receiver}


def aftersale_view(entry: Aftersale) -> dict[str, Any]:
    """One application."""
    return {
        "id": entry.id,
        "order_number": entry.order_number,
        "kind": entry.kind.value,
        "kind_label": entry.kind.label,
        "state": entry.state.value,
        "state_label": entry.state.label,
        "reason": entry.reason,
        "amount_fen": entry.amount_fen,
        "created_at": entry.created_at.isoformat(),
        "updated_at": entry.updated_at.isoformat(),
    }


def summary_view(summary: Summary | None) -> Any:
    """The summary as JSON; None while it is being written."""
    if summary is None:
        return None
    return {**msgspec.to_builtins(summary), "emotion_label": Emotion(summary.emotion).label}


def is_shown(handoff: Handoff | None) -> bool:
    """Whether the desk shows this handoff beside the conversation: it waits or is in hand."""
    return handoff is not None and handoff.state in (HandoffState.WAITING, HandoffState.TAKEN)


def _customer(shop: ShopBackend, conversation: Conversation | None) -> Customer | None:
    if conversation is None or conversation.customer_id is None:
        return None
    return shop.find_customer(conversation.customer_id)
