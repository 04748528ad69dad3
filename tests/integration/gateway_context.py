"""A gateway context with real scheduling and storage and whatever engine the test brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.conversation import Message
from bot.domain.policy import Policy
from bot.gateway.context import GatewayContext
from bot.gateway.hub import Hub
from bot.gateway.publisher import Publisher
from bot.gateway.rate_limit import RateLimit
from bot.gateway.tokens import Tokens
from bot.services.deliver_outbox import OutboxDeliverer
from bot.services.ports import DialogueEngine
from bot.services.turn_scheduler import TurnEvents, TurnScheduler
from bot.settings import Settings
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeShop


def make_context(
    settings: Settings,
    transactions: SqlTransactions,
    clock: FakeClock,
    policy: Policy,
    *,
    engine: DialogueEngine,
    outbox: OutboxDeliverer,
    session_rate: str = "1000/minute",
) -> GatewayContext:
    """Without the parts that neither channels nor shoppers touch."""
    tokens, hub = Tokens("k" * 32, "i" * 32), Hub()
    publisher = Publisher(hub, tokens, transactions, policy)

    def published(conversation_id: str, messages: Sequence[Message]) -> None:
        publisher.messages(conversation_id, messages)
        outbox.wake()

    events = TurnEvents(published=published, typing=publisher.typing, handoff_opened=lambda _id: None)
    scheduler = TurnScheduler(
        transactions, clock, policy, engine, events, deadline_seconds=1.0, bubble_pause_seconds=0.02
    )
    unused: Any = None
    return GatewayContext(
        settings=settings,
        clock=clock,
        policy=policy,
        transactions=transactions,
        shop=FakeShop(),
        tokens=tokens,
        hub=hub,
        publisher=publisher,
        scheduler=scheduler,
        engine=engine,
        parser=unused,
        faq_search=unused,
        product_search=unused,
        trainer=unused,
        log_importer=unused,
        summaries=unused,
        outbox=outbox,
        session_limit=RateLimit(session_rate),
        message_limit=RateLimit("1000/minute"),
    )
