"""Conversations and their messages.

The message log is the truth: ``seq`` is unique and gap-free per conversation, starting at 1, and a
``client_message_id`` names one row however often the client sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Author(StrEnum):
    """Who said it."""

    SHOPPER = "shopper"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class MessageKind(StrEnum):
    """What a message is."""

    TEXT = "text"
    IMAGE = "image"
    BUTTON = "button"
    CARD = "card"
    EVENT = "event"


class Owner(StrEnum):
    """Who answers the shopper: the bot, nobody yet (waiting in the queue), or a human agent."""

    BOT = "bot"
    QUEUE = "queue"
    HUMAN = "human"


class ConversationState(StrEnum):
    """Whether the conversation goes on."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply. ``payload`` is signed by the gateway before it leaves the house."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class MessageBody:
    """What is shown. ``text`` is always filled, so that a channel without cards can show it.

    ``card`` is ``{"type": "order"|"order_list"|"parcel"|"product"|"coupons"|"compare"|"faq", …}`` (fields:
    docs/architecture.md, "Cards"); ``event`` names a system event such as ``agent_joined``.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    card: dict[str, Any] | None = None
    image_url: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the log."""

    id: str
    conversation_id: str
    seq: int
    author: Author
    kind: MessageKind
    body: MessageBody
    created_at: datetime
    client_message_id: str | None = None
    agent_id: str | None = None
    turn_id: str | None = None


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message before the log gives it its ``seq``."""

    conversation_id: str
    author: Author
    kind: MessageKind
    body: MessageBody
    client_message_id: str | None = None
    agent_id: str | None = None
    turn_id: str | None = None


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the shopper looks at: resolves 这个."""

    product_id: str | None = None
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One customer with us on one channel until closed.

    ``epoch`` grows at each change of owner: a reply that was prepared under an older epoch is dropped.
    ``answered_seq`` is the last shopper message that a completed turn has covered.
    ``case_id`` is Rasa's sender id of the current case; ``case_version`` counts its completed turns.
    """

    id: str
    channel: str
    visitor_id: str
    customer_id: str | None
    state: ConversationState
    owner: Owner
    epoch: int
    last_seq: int
    answered_seq: int
    case_id: str
    case_version: int
    created_at: datetime
    updated_at: datetime
    agent_id: str | None = None
    locale: str = "zh-CN"
    page: PageContext = field(default_factory=PageContext)
    closed_at: datetime | None = None
    csat_score: int | None = None
    csat_comment: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A completed turn: shopper messages ``from_seq``…``to_seq``, what was understood, the engine's new events."""

    id: str
    conversation_id: str
    case_id: str
    ordinal: int
    from_seq: int
    to_seq: int
    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[dict[str, Any], ...]
    emotion: str
    outcome: str
    events: tuple[dict[str, Any], ...]
    latency_seconds: float
    created_at: datetime
