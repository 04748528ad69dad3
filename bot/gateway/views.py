"""Domain objects as the pages see them."""

from __future__ import annotations

from typing import Any

from bot.domain.conversation import Author, Conversation, ConversationState, Message, Owner
from bot.domain.handoff import HandoffState
from bot.domain.policy import Policy
from bot.domain.turn import Priority
from bot.gateway.tokens import Tokens
from bot.services.hand_off import estimate_wait_seconds, queue_position
from bot.services.ports import Transaction


def message_view(message: Message, tokens: Tokens, agent_names: dict[str, str]) -> dict[str, Any]:
    """A message with its buttons signed for its conversation; payloads of pressed buttons stay inside."""
    body = message.body
    card = None if message.author is Author.SHOPPER else _signed_card(body.card, message.conversation_id, tokens)
    return {
        "id": message.id,
        "seq": message.seq,
        "author": message.author.value,
        "kind": message.kind.value,
        "body": {
            "text": body.text,
            "buttons": [
                {"title": button.title, "payload": tokens.sign_button(message.conversation_id, button.payload)}
                for button in body.buttons
            ],
            "card": card,
            "image_url": body.image_url,
            "event": body.event,
        },
        "created_at": message.created_at.isoformat(),
        "client_message_id": message.client_message_id,
        "agent_name": agent_names.get(message.agent_id or ""),
    }


def state_view(tx: Transaction, conversation: Conversation, policy: Policy) -> dict[str, Any]:
    """Where the conversation stands, for the widget's header and the desk."""
    position: int | None = None
    wait: int | None = None
    after_hours = False
    if conversation.owner is Owner.QUEUE:
        handoff = tx.handoffs.find_active(conversation.id)
        if handoff is not None and handoff.state is HandoffState.WAITING:
            after_hours = handoff.is_after_hours
            if not after_hours and handoff.priority is not Priority.P0:
                position = queue_position(tx, handoff)
                wait = estimate_wait_seconds(position, policy)
    return {
        "conversation_id": conversation.id,
        "state": conversation.state.value,
        "owner": conversation.owner.value,
        "queue_position": position,
        "estimated_wait_seconds": wait,
        "agent_name": agent_name(tx, conversation.agent_id) if conversation.owner is Owner.HUMAN else None,
        "after_hours": after_hours,
        "csat_score": conversation.csat_score,
        "is_closed": conversation.state is ConversationState.CLOSED,
    }


def agent_name(tx: Transaction, agent_id: str | None) -> str | None:
    """The agent's name as shoppers read it."""
    agent = tx.agents.find(agent_id) if agent_id else None
    return None if agent is None else agent.name


def agent_names(tx: Transaction, messages: list[Message]) -> dict[str, str]:
    """Names of all agents who speak in these messages, by id."""
    ids = {message.agent_id for message in messages if message.agent_id}
    agents = (tx.agents.find(agent_id) for agent_id in ids)
    return {agent.id: agent.name for agent in agents if agent is not None}


def _signed_card(card: dict[str, Any] | None, conversation_id: str, tokens: Tokens) -> dict[str, Any] | None:
    """Cards may hold payloads (the orders to choose from): sign them like buttons."""
    if card is None:
        return None
    return {key: _signed(key, value, conversation_id, tokens) for key, value in card.items()}


def _signed(key: str, value: Any, conversation_id: str, tokens: Tokens) -> Any:
    if key == "payload" and isinstance(value, str):
        return tokens.sign_button(conversation_id, value)
    if isinstance(value, dict):
        return {name: _signed(name, item, conversation_id, tokens) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_signed("", item, conversation_id, tokens) for item in value]
    return value
