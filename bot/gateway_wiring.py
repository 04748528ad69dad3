"""Wires the gateway's context from the core. Called on the event loop that will serve it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from bot.bootstrap import Core
from bot.domain.conversation import Message
from bot.gateway.client_address import read_networks
from bot.gateway.context import GatewayContext
from bot.gateway.hub import DESK, Hub
from bot.gateway.publisher import Publisher
from bot.gateway.rate_limit import RateLimit
from bot.gateway.tokens import Tokens
from bot.log_import import LogImportProcess
from bot.runtime.client import RuntimeClient
from bot.runtime.parser import RuntimeParser
from bot.services.background import BackgroundJob
from bot.services.deliver_outbox import OutboxDeliverer
from bot.services.ports import DialogueEngine
from bot.services.summarize import write_summaries
from bot.services.training_job import TrainingJob
from bot.services.turn_scheduler import TurnEvents, TurnScheduler
from connectors.registry import make_connectors

SESSIONS_PER_ADDRESS = "120/minute"
MESSAGES_PER_CONVERSATION = "120/minute"


def build_gateway_context(core: Core, *, engine: DialogueEngine | None = None) -> GatewayContext:
    """Connect hub, scheduler, outbox and jobs. Starts nothing; the application does (``bot.gateway.app``)."""
    settings = core.settings
    read_networks(settings.trusted_proxies)  # a mistake is told at the start, not to the first shopper
    tokens = Tokens(settings.secret_key, settings.identity_secret)
    hub = Hub()
    publisher = Publisher(hub, tokens, core.transactions, core.policy)
    runtime = RuntimeClient([settings.runtime_socket(worker) for worker in range(settings.runtime_workers)])
    parser = RuntimeParser(runtime, settings.model_dir)
    outbox = OutboxDeliverer(core.transactions, core.clock, make_connectors(settings, core.clock))
    summaries = BackgroundJob(
        "summaries",
        partial(write_summaries, core.transactions, core.shop),
        after=lambda: hub.publish(DESK, {"type": "queue"}),
    )

    def published(conversation_id: str, messages: Sequence[Message]) -> None:
        publisher.messages(conversation_id, messages)
        outbox.wake()

    def handoff_opened(_conversation_id: str) -> None:
        summaries.wake()
        publisher.queue_changed()

    scheduler = TurnScheduler(
        core.transactions,
        core.clock,
        core.policy,
        engine or runtime,
        TurnEvents(published, publisher.typing, handoff_opened),
        deadline_seconds=settings.turn_deadline_seconds,
        bubble_pause_seconds=settings.bubble_pause_seconds,
    )
    trainer = TrainingJob(
        [sys.executable, "-m", "bot.cli", "train", "--progress"],
        parser.reload,
        core.clock,
        settings.state_dir / "training.json",
    )
    return GatewayContext(
        settings=settings,
        clock=core.clock,
        policy=core.policy,
        transactions=core.transactions,
        shop=core.shop,
        tokens=tokens,
        hub=hub,
        publisher=publisher,
        scheduler=scheduler,
        engine=engine or runtime,
        parser=parser,
        faq_search=core.faq_search,
        product_search=core.product_search,
        trainer=trainer,
        log_importer=LogImportProcess(
            [sys.executable, "-m", "bot.cli", "nlu", "import-log"], settings.state_dir / "uploads"
        ),
        summaries=summaries,
        outbox=outbox,
        session_limit=RateLimit(SESSIONS_PER_ADDRESS),
        message_limit=RateLimit(MESSAGES_PER_CONVERSATION),
    )
