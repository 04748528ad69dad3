"""Open (or find) the conversation of a visitor and greet."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from bot.domain.conversation import (
    Author,
    Button,
    Conversation,
    ConversationState,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
)
from bot.domain.policy import Policy
from bot.services.ports import Clock, ShopBackend, Transaction, Transactions

_STARTERS = (
    Button("查物流", "/query_logistics"),
    Button("我的订单", "/query_order"),
    Button("退换货", "/ask_return_policy"),
    Button("转人工", "/request_human"),
)


def new_case_id(conversation_id: str) -> str:
    """A fresh sender id for the dialogue engine."""
    return f"{conversation_id}-{uuid4().hex[:8]}"


def open_conversation(
    transactions: Transactions,
    clock: Clock,
    shop: ShopBackend,
    policy: Policy,
    *,
    channel: str,
    visitor_id: str,
    customer_id: str | None,
    locale: str = "zh-CN",
    guest_visitor_id: str | None = None,
) -> Conversation:
    """The visitor's open conversation, made and greeted if there is none.

    A guest who logs in keeps the conversation (``guest_visitor_id`` is who they were until now) unless a human already
    looks after an earlier one; a visitor who becomes somebody else gets a new one, so that nobody sees what another
    customer of the same device asked.
    """
    now = clock.now()
    with transactions.begin() as tx:
        found = tx.log.find_open(channel, visitor_id)
        if guest_visitor_id is not None and (found is None or found.owner is Owner.BOT):
            found = _adopt(tx, channel, guest_visitor_id, visitor_id) or found
        if found is not None and found.customer_id in (None, customer_id):
            if found.customer_id != customer_id:
                found = replace(found, customer_id=customer_id)
                tx.log.save(found)
            return found
        if found is not None:
            tx.log.save(replace(found, state=ConversationState.CLOSED, closed_at=now, updated_at=now))
        conversation_id = uuid4().hex
        conversation = Conversation(
            id=conversation_id,
            channel=channel,
            visitor_id=visitor_id,
            customer_id=customer_id,
            state=ConversationState.OPEN,
            owner=Owner.BOT,
            epoch=0,
            last_seq=0,
            answered_seq=0,
            case_id=new_case_id(conversation_id),
            case_version=0,
            created_at=now,
            updated_at=now,
            locale=locale,
        )
        tx.log.create(conversation)
        welcome = _welcome(shop, policy, customer_id)
        message = tx.log.append(MessageDraft(conversation_id, Author.BOT, MessageKind.TEXT, welcome), now)
        return replace(conversation, last_seq=message.seq)


def _adopt(tx: Transaction, channel: str, guest_visitor_id: str, visitor_id: str) -> Conversation | None:
    """Give what the guest said so far to the customer that the guest turned out to be."""
    guest = tx.log.find_open(channel, guest_visitor_id)
    if guest is None or guest.customer_id is not None or guest.last_seq <= 1:
        return None
    adopted = replace(guest, visitor_id=visitor_id)
    tx.log.save(adopted)
    return adopted


def _welcome(shop: ShopBackend, policy: Policy, customer_id: str | None) -> MessageBody:
    customer = shop.find_customer(customer_id) if customer_id else None
    name = f"{customer.name[0]}顾客，" if customer else ""
    text = (
        f"{name}您好，欢迎光临{policy.shop_name}，我是智能客服小二。"
        "请问有什么可以帮您？您可以直接输入问题，也可以点下面的选项。"
    )
    return MessageBody(text=text, buttons=_STARTERS)
