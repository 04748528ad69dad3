"""What is kept of conversations and handoffs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.domain.conversation import Conversation, Message, MessageDraft, Turn
from bot.domain.handoff import Handoff, HandoffState, Summary


class ConversationLog(Protocol):
    """The message log. All methods run inside the caller's transaction."""

    def create(self, conversation: Conversation) -> None:
        """Store a new conversation."""
        ...

    def find(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """The conversation, or None. ``lock`` holds its row until the transaction ends (PostgreSQL)."""
        ...

    def find_open(self, channel: str, visitor_id: str) -> Conversation | None:
        """The visitor's open conversation, newest first."""
        ...

    def save(self, conversation: Conversation) -> None:
        """Write back everything but ``last_seq``, which only ``append`` moves."""
        ...

    def append(self, draft: MessageDraft, now: datetime) -> Message:
        """Give the draft the next ``seq`` and store it; what an IM channel has to show goes into its outbox too."""
        ...

    def find_by_client_id(self, conversation_id: str, client_message_id: str) -> Message | None:
        """The row that this client message became, if it came before."""
        ...

    def find_from_visitor(self, channel: str, visitor_id: str, client_message_id: str) -> Message | None:
        """The same over all conversations of the visitor, closed ones too."""
        ...

    def messages_after(self, conversation_id: str, seq: int, *, limit: int = 500) -> Sequence[Message]:
        """Messages with a greater ``seq``, in order."""
        ...

    def unanswered(self, conversation_id: str, *, limit: int) -> Sequence[Message]:
        """Shopper messages after ``answered_seq``, in order."""
        ...

    def list_unanswered(self) -> Sequence[str]:
        """Ids of open conversations, not owned by a human, with unanswered shopper messages."""
        ...

    def list_conversations(self, *, owner: str | None, state: str | None, limit: int) -> Sequence[Conversation]:
        """Newest activity first."""
        ...

    def add_turn(self, turn: Turn) -> None:
        """Store a completed turn."""
        ...

    def case_events(self, case_id: str) -> Sequence[dict[str, Any]]:
        """The dialogue engine's events of all completed turns of the case, in order."""
        ...

    def list_turns(self, conversation_id: str) -> Sequence[Turn]:
        """Completed turns of the conversation, in order."""
        ...

    def conversations_since(self, at: datetime) -> Sequence[Conversation]:
        """Conversations that began at or after that time."""
        ...

    def turns_since(self, at: datetime) -> Sequence[Turn]:
        """Turns that ended at or after that time, without their events."""
        ...


class HandoffStore(Protocol):
    """Handoffs. All methods run inside the caller's transaction."""

    def create(self, handoff: Handoff) -> None:
        """Store a new handoff."""
        ...

    def find(self, handoff_id: str) -> Handoff | None:
        """The handoff, or None."""
        ...

    def find_active(self, conversation_id: str) -> Handoff | None:
        """The conversation's handoff that waits or is taken, if any."""
        ...

    def find_latest(self, conversation_id: str) -> Handoff | None:
        """The conversation's newest handoff in any state."""
        ...

    def save(self, handoff: Handoff, *, expected: HandoffState) -> bool:
        """Write back if the stored state is still ``expected``; False if somebody was faster. Keeps ``summary``."""
        ...

    def set_summary(self, handoff_id: str, summary: Summary) -> None:
        """Attach the summary, whatever the state."""
        ...

    def list_waiting(self) -> Sequence[Handoff]:
        """The queue: by priority, then by time."""
        ...

    def list_taken(self, agent_id: str) -> Sequence[Handoff]:
        """What the agent has in hand, oldest first."""
        ...

    def list_without_summary(self) -> Sequence[Handoff]:
        """Waiting or taken handoffs whose summary is still to be written."""
        ...

    def list_since(self, at: datetime) -> Sequence[Handoff]:
        """Handoffs that were asked for at or after that time."""
        ...
