"""What the use cases need from outside. Implementations live in storage, backends, search, runtime, connectors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.domain.aftersale import Aftersale
from bot.domain.agent import Agent
from bot.domain.channel import ParsedWebhook, WebhookRequest
from bot.domain.conversation import Conversation, Message, MessageBody, MessageDraft, Turn
from bot.domain.customer import Customer
from bot.domain.faq import Faq, FaqHit
from bot.domain.handoff import Handoff, HandoffState, Summary
from bot.domain.learning import Candidate, Example, LogSummary, Miss
from bot.domain.order import Order
from bot.domain.outbox import OutboxItem
from bot.domain.product import Coupon, Product, Promotion
from bot.domain.shipment import Shipment
from bot.domain.turn import ParsedText, TurnRequest, TurnResult


class Clock(Protocol):
    """Tells the time; replaced in tests."""

    def now(self) -> datetime:
        """The current time, timezone-aware UTC."""
        ...


class ShopBackend(Protocol):
    """Where customers, products, orders and parcels come from. Read-only.

    An order is fetched by (order number, verified customer) only: unknown and somebody else's look the same (None).
    """

    def find_customer(self, customer_id: str) -> Customer | None:
        """The customer, or None."""
        ...

    def find_order(self, number: str, customer_id: str) -> Order | None:
        """The order if it exists and belongs to the customer."""
        ...

    def find_order_by_phone_tail(self, number: str, phone_tail: str) -> Order | None:
        """For anonymous shoppers: the order if the receiver's phone ends with these four digits."""
        ...

    def list_orders(self, customer_id: str, *, limit: int = 10) -> Sequence[Order]:
        """The customer's orders, newest first."""
        ...

    def list_shipments(self, order_number: str, customer_id: str) -> Sequence[Shipment]:
        """Parcels of the customer's order, newest first."""
        ...

    def find_shipment(self, tracking_number: str, customer_id: str) -> Shipment | None:
        """The parcel if it belongs to an order of the customer."""
        ...

    def list_aftersales(self, customer_id: str, *, order_number: str | None = None) -> Sequence[Aftersale]:
        """The customer's applications, newest first."""
        ...

    def list_coupons(self, customer_id: str) -> Sequence[Coupon]:
        """The customer's coupons: usable ones first."""
        ...

    def find_product(self, product_id: str) -> Product | None:
        """The product, or None."""
        ...

    def list_products(self, *, category: str | None = None) -> Sequence[Product]:
        """All products, or those of a category, in the shop's order."""
        ...

    def list_promotions(self, at: datetime, product: Product | None = None) -> Sequence[Promotion]:
        """Activities that run at that time (and apply to the product)."""
        ...


class ProductSearch(Protocol):
    """Finds products by what shoppers call them."""

    def search_products(self, text: str, *, limit: int = 5) -> Sequence[tuple[Product, float]]:
        """Best first with a score in 0…1; empty if nothing fits."""
        ...


class FaqSearch(Protocol):
    """Finds published FAQs."""

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        """Best first; ``intent`` favours FAQs of that intent."""
        ...


class FaqSource(Protocol):
    """Where the search index reads the FAQs; ``faq_revision`` changes whenever a published FAQ changes."""

    def faq_revision(self) -> int:
        """A number that grows with every change."""
        ...

    def published_faqs(self) -> Sequence[Faq]:
        """All FAQs that shoppers may see now."""
        ...


class HistoryNeeded(Exception):
    """The runtime does not have the case cached at this version: send the request again with ``history``."""


class DialogueEngine(Protocol):
    """The runtime."""

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        """Run one turn.

        Raises:
            HistoryNeeded: repeat with ``history``.
            bot.domain.errors.Unavailable: not reachable, failed, or over the deadline.
        """
        ...


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


class FaqStore(Protocol):
    """FAQs with versions. All methods run inside the caller's transaction."""

    def save(self, faq: Faq, *, now: datetime, author: str) -> None:
        """Insert or update; keeps a snapshot per version; a published FAQ becomes what shoppers see."""
        ...

    def find(self, faq_id: str, *, lock: bool = False) -> Faq | None:
        """The newest version, or None. ``lock`` holds its row until the transaction ends (PostgreSQL)."""
        ...

    def search(self, *, query: str, state: str | None, topic: str | None, limit: int) -> Sequence[Faq]:
        """FAQs whose text contains every word of ``query``."""
        ...

    def versions(self, faq_id: str) -> Sequence[Faq]:
        """All versions, newest first."""
        ...

    def revision(self) -> int:
        """Grows whenever what shoppers see changes."""
        ...

    def published(self, at: datetime) -> Sequence[Faq]:
        """What shoppers may see at that time: the published version of each FAQ, even while a newer draft exists."""
        ...


class ExampleStore(Protocol):
    """Training messages that trainers added. All methods run inside the caller's transaction."""

    def add(self, example: Example) -> None:
        """Store one; Conflict if the text exists."""
        ...

    def list_examples(self, *, intent: str | None = None) -> Sequence[Example]:
        """All, newest first."""
        ...

    def remove(self, example_id: str) -> bool:
        """False if there was none."""
        ...


class AgentStore(Protocol):
    """People who work at the desk and in the workshop. All methods run inside the caller's transaction."""

    def add(self, agent: Agent, password_hash: str, now: datetime) -> None:
        """Store one; Conflict if the user name exists."""
        ...

    def find(self, agent_id: str) -> Agent | None:
        """The agent, or None."""
        ...

    def find_credentials(self, username: str) -> tuple[Agent, str] | None:
        """The agent and the argon2 hash of the password."""
        ...

    def record(self, actor: str, action: str, target: str, now: datetime) -> None:
        """Write the access log."""
        ...


class MissStore(Protocol):
    """Turns that the bot did not understand. All methods run inside the caller's transaction."""

    def list_misses(self, *, limit: int) -> Sequence[Miss]:
        """Unreviewed turns that ended in a question back, a low-confidence handoff or a failure; equal texts once."""
        ...

    def mark_reviewed(self, turn_id: str) -> str | None:
        """Mark it and all unreviewed turns with the same text; the text, or None if unknown."""
        ...


class CandidateStore(Protocol):
    """Messages of imported logs that wait for a trainer. All methods run inside the caller's transaction."""

    def add(self, candidates: Sequence[Candidate]) -> int:
        """Store those whose text was never imported before, dismissed ones included; how many that were."""
        ...

    def list_open(self, *, limit: int) -> Sequence[Candidate]:
        """Those that nobody has looked at: clusters with the most messages first, frequent ones first in each."""
        ...

    def settle(self, candidate_ids: Sequence[str]) -> Sequence[Candidate]:
        """Take those that are open off the list for good; what was taken."""
        ...


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


class IntentParser(Protocol):
    """Understands texts without holding a conversation: for the workshop and the command line."""

    async def parse(self, texts: Sequence[str]) -> Sequence[ParsedText]:
        """One result per text, in order.

        Raises:
            bot.domain.errors.Unavailable: the runtime does not answer.
        """
        ...

    async def reload(self) -> str:
        """Make every runtime worker load the current model; its name."""
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
