"""The message log in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, and_, exists, insert, select, update

from bot.domain.channel import WEB_CHANNEL
from bot.domain.conversation import (
    Author,
    Conversation,
    ConversationState,
    Message,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
    PageContext,
    Turn,
)
from bot.domain.errors import NotFound
from bot.storage.codec import from_json, to_json
from bot.storage.tables import conversations, messages, outbox, turns


class SqlConversationLog:
    """Implements ``bot.services.ports.ConversationLog`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, conversation: Conversation) -> None:
        """Store a new conversation."""
        self._connection.execute(insert(conversations).values(**_conversation_values(conversation), last_seq=0))

    def find(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """The conversation, or None."""
        query = select(conversations).where(conversations.c.id == conversation_id)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _conversation(row)

    def find_open(self, channel: str, visitor_id: str) -> Conversation | None:
        """The visitor's open conversation, newest first."""
        table = conversations
        query = (
            select(table)
            .where(table.c.channel == channel, table.c.visitor_id == visitor_id)
            .where(table.c.state == ConversationState.OPEN)
            .order_by(table.c.created_at.desc())
        )
        row = self._connection.execute(query.limit(1)).mappings().first()
        return None if row is None else _conversation(row)

    def save(self, conversation: Conversation) -> None:
        """Write back everything but ``last_seq``."""
        self._connection.execute(
            update(conversations)
            .where(conversations.c.id == conversation.id)
            .values(**_conversation_values(conversation))
        )

    def append(self, draft: MessageDraft, now: datetime) -> Message:
        """Give the draft the next ``seq`` and store it; what an IM channel has to show goes into its outbox too."""
        row = self._connection.execute(
            update(conversations)
            .where(conversations.c.id == draft.conversation_id)
            .values(last_seq=conversations.c.last_seq + 1, updated_at=now)
            .returning(conversations.c.last_seq, conversations.c.channel)
        ).first()
        if row is None:
            raise NotFound("会话不存在")
        seq, channel = row
        message = Message(
            id=uuid4().hex,
            conversation_id=draft.conversation_id,
            seq=seq,
            author=draft.author,
            kind=draft.kind,
            body=draft.body,
            created_at=now,
            client_message_id=draft.client_message_id,
            agent_id=draft.agent_id,
            turn_id=draft.turn_id,
        )
        self._connection.execute(
            insert(messages).values(
                id=message.id,
                conversation_id=message.conversation_id,
                seq=seq,
                author=message.author.value,
                kind=message.kind.value,
                body=to_json(message.body),
                client_message_id=message.client_message_id,
                agent_id=message.agent_id,
                turn_id=message.turn_id,
                created_at=now,
            )
        )
        if message.author is not Author.SHOPPER and channel != WEB_CHANNEL:
            self._enqueue(message, channel, now)
        return message

    def find_by_client_id(self, conversation_id: str, client_message_id: str) -> Message | None:
        """The row that this client message became, if it came before."""
        query = select(messages).where(
            messages.c.conversation_id == conversation_id, messages.c.client_message_id == client_message_id
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else read_message(dict(row))

    def find_from_visitor(self, channel: str, visitor_id: str, client_message_id: str) -> Message | None:
        """The same over all conversations of the visitor, closed ones too."""
        query = (
            select(messages)
            .join(conversations, conversations.c.id == messages.c.conversation_id)
            .where(conversations.c.channel == channel, conversations.c.visitor_id == visitor_id)
            .where(messages.c.client_message_id == client_message_id)
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else read_message(dict(row))

    def messages_after(self, conversation_id: str, seq: int, *, limit: int = 500) -> Sequence[Message]:
        """Messages with a greater ``seq``, in order."""
        query = (
            select(messages)
            .where(messages.c.conversation_id == conversation_id, messages.c.seq > seq)
            .order_by(messages.c.seq)
            .limit(limit)
        )
        return [read_message(dict(row)) for row in self._connection.execute(query).mappings()]

    def unanswered(self, conversation_id: str, *, limit: int) -> Sequence[Message]:
        """Shopper messages after ``answered_seq``, in order."""
        query = (
            select(messages)
            .join(conversations, conversations.c.id == messages.c.conversation_id)
            .where(messages.c.conversation_id == conversation_id, messages.c.author == Author.SHOPPER.value)
            .where(messages.c.seq > conversations.c.answered_seq)
            .order_by(messages.c.seq)
            .limit(limit)
        )
        return [read_message(dict(row)) for row in self._connection.execute(query).mappings()]

    def list_unanswered(self) -> Sequence[str]:
        """Ids of open conversations, not owned by a human, with unanswered shopper messages."""
        pending = exists().where(
            and_(
                messages.c.conversation_id == conversations.c.id,
                messages.c.author == Author.SHOPPER.value,
                messages.c.seq > conversations.c.answered_seq,
            )
        )
        query = select(conversations.c.id).where(
            conversations.c.state == ConversationState.OPEN.value,
            conversations.c.owner != Owner.HUMAN.value,
            conversations.c.last_seq > conversations.c.answered_seq,
            pending,
        )
        return list(self._connection.execute(query).scalars())

    def list_conversations(self, *, owner: str | None, state: str | None, limit: int) -> Sequence[Conversation]:
        """Newest activity first."""
        query = select(conversations).order_by(conversations.c.updated_at.desc()).limit(limit)
        if owner is not None:
            query = query.where(conversations.c.owner == owner)
        if state is not None:
            query = query.where(conversations.c.state == state)
        return [_conversation(row) for row in self._connection.execute(query).mappings()]

    def add_turn(self, turn: Turn) -> None:
        """Store a completed turn."""
        values: dict[str, Any] = to_json(turn)
        values["created_at"] = turn.created_at
        self._connection.execute(insert(turns).values(**values, is_reviewed=False))

    def case_events(self, case_id: str) -> Sequence[dict[str, Any]]:
        """The dialogue engine's events of all completed turns of the case, in order."""
        query = select(turns.c.events).where(turns.c.case_id == case_id).order_by(turns.c.ordinal)
        return [event for events in self._connection.execute(query).scalars() for event in events]

    def list_turns(self, conversation_id: str) -> Sequence[Turn]:
        """Completed turns of the conversation, in order."""
        query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.from_seq)
        rows = self._connection.execute(query).mappings()
        return [from_json(dict(row), Turn) for row in rows]

    def _enqueue(self, message: Message, channel: str, now: datetime) -> None:
        """Put a message into the outbox of its channel, once."""
        known = self._connection.execute(select(outbox.c.id).where(outbox.c.message_id == message.id)).first()
        if known is not None:
            return
        self._connection.execute(
            insert(outbox).values(
                conversation_id=message.conversation_id,
                message_id=message.id,
                channel=channel,
                state="pending",
                attempts=0,
                next_attempt_at=now,
            )
        )

    def conversations_since(self, at: datetime) -> Sequence[Conversation]:
        """Conversations that began at or after that time."""
        query = select(conversations).where(conversations.c.created_at >= at)
        return [_conversation(row) for row in self._connection.execute(query).mappings()]

    def turns_since(self, at: datetime) -> Sequence[Turn]:
        """Turns that ended at or after that time, without their events."""
        columns = [column for column in turns.c if column.name != "events"]
        query = select(*columns).where(turns.c.created_at >= at).order_by(turns.c.created_at)
        rows = self._connection.execute(query).mappings()
        return [from_json({**row, "events": ()}, Turn) for row in rows]


def _conversation_values(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "visitor_id": conversation.visitor_id,
        "customer_id": conversation.customer_id,
        "state": conversation.state.value,
        "owner": conversation.owner.value,
        "epoch": conversation.epoch,
        "answered_seq": conversation.answered_seq,
        "case_id": conversation.case_id,
        "case_version": conversation.case_version,
        "agent_id": conversation.agent_id,
        "locale": conversation.locale,
        "page": to_json(conversation.page),
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "closed_at": conversation.closed_at,
        "csat_score": conversation.csat_score,
        "csat_comment": conversation.csat_comment,
    }


def _conversation(row: RowMapping) -> Conversation:
    values = dict(row)
    values["state"] = ConversationState(values["state"])
    values["owner"] = Owner(values["owner"])
    values["page"] = from_json(values["page"], PageContext)
    return Conversation(**values)


def read_message(row: Mapping[str, Any]) -> Message:
    """The message of a row of ``messages``."""
    values = dict(row)
    values["author"] = Author(values["author"])
    values["kind"] = MessageKind(values["kind"])
    values["body"] = from_json(values["body"], MessageBody)
    return Message(**values)
