"""The outbox, connectors and the transaction that holds the stores together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.domain.channel import ParsedWebhook, WebhookRequest
from bot.domain.conversation import MessageBody
from bot.domain.learning import LogSummary
from bot.domain.outbox import OutboxItem
from bot.services.ports.conversations import ConversationLog, HandoffStore
from bot.services.ports.knowledge import AgentStore, CandidateStore, ExampleStore, FaqStore, MissStore


class LogImporter(Protocol):
    """Finds in a shop's chat log what the bot is unsure of."""

    async def import_log(
        self, data: bytes, name: str, *, column: str = "", role_column: str = "", shopper_value: str = ""
    ) -> LogSummary:
        """Put the candidates of a log file on the list.

        Args:
            data: the file.
            name: its name; the end tells the format.
            column: the column of the text; found out if empty.
            role_column: the column that tells who wrote; found out if empty.
            shopper_value: what that column holds for shoppers; found out if empty.

        Raises:
            bot.domain.errors.BadRequest: the file cannot be read; the message names row or column.
            bot.domain.errors.Conflict: another import is running.
            bot.domain.errors.Unavailable: it failed or took too long.
        """
        ...


class Outbox(Protocol):
    """What still has to reach an IM channel. All methods run inside the caller's transaction.

    The log fills it: every row that is not the shopper's, in a conversation of an IM channel, goes in with it.
    """

    def list_due(self, now: datetime) -> Sequence[str]:
        """Ids of conversations whose oldest pending message may be tried now."""
        ...

    def pending(self, conversation_id: str) -> Sequence[OutboxItem]:
        """The conversation's pending messages, in order."""
        ...

    def claim(self, item_ids: Sequence[int], until: datetime) -> None:
        """Count an attempt; nobody else tries these before ``until``."""
        ...

    def mark_sent(self, item_ids: Sequence[int]) -> None:
        """They reached the channel."""
        ...

    def mark_failed(self, item_ids: Sequence[int], reason: str) -> None:
        """They are not tried again; the messages stay in the log."""
        ...

    def postpone(self, item_ids: Sequence[int], until: datetime, reason: str) -> None:
        """They are tried again at ``until``."""
        ...


class Transaction(Protocol):
    """One open transaction with the stores that take part in it."""

    @property
    def log(self) -> ConversationLog:
        """Conversations, messages and turns."""
        ...

    @property
    def handoffs(self) -> HandoffStore:
        """Handoffs."""
        ...

    @property
    def faqs(self) -> FaqStore:
        """FAQs."""
        ...

    @property
    def examples(self) -> ExampleStore:
        """Training messages of trainers."""
        ...

    @property
    def agents(self) -> AgentStore:
        """Agents and the access log."""
        ...

    @property
    def misses(self) -> MissStore:
        """Turns that were not understood."""
        ...

    @property
    def candidates(self) -> CandidateStore:
        """Messages of imported logs."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What still has to reach an IM channel."""
        ...


class Transactions(Protocol):
    """Starts transactions: all of it is written at the end of the ``with`` block, or nothing."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that may write."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that only reads."""
        ...


class DeliveryRefused(Exception):
    """The channel will never take this message (out of quota, blocked, …); the text says why."""


class Connector(Protocol):
    """One IM channel (contract and errors: ``connectors/base.py``)."""

    @property
    def channel(self) -> str:
        """The name of the channel, as in ``conversations.channel`` and in ``/api/channels/<name>``."""
        ...

    def parse(self, request: WebhookRequest) -> ParsedWebhook:
        """Verify a webhook request and read the messages in it. No I/O.

        Raises:
            bot.domain.errors.XiaoerError: forged, stale, malformed or meant for another service.
        """
        ...

    def fits_one_message(self, bodies: Sequence[MessageBody], *, first_option: int) -> bool:
        """Whether the channel can take these in one message."""
        ...

    async def send(
        self, external_user_id: str, bodies: Sequence[MessageBody], *, idempotency_key: str, first_option: int = 1
    ) -> None:
        """Show the bodies to the user, joined into as few messages as the channel allows.

        Args:
            external_user_id: the user in the channel's own terms.
            bodies: what to show, in order.
            idempotency_key: the same for every attempt at the same bodies; 32 characters of ``[0-9a-f]``.
            first_option: the number of the first thing that can be chosen.

        Raises:
            DeliveryRefused: trying again is pointless.
            bot.domain.errors.Unavailable: try again later.
        """
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
