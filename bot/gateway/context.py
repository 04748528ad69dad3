"""What the handlers of the gateway work with."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.domain.policy import Policy
from bot.gateway.hub import Hub
from bot.gateway.publisher import Publisher
from bot.gateway.rate_limit import RateLimit
from bot.gateway.tokens import Tokens
from bot.services.background import BackgroundJob
from bot.services.deliver_outbox import OutboxDeliverer
from bot.services.ports import (
    Clock,
    DialogueEngine,
    FaqSearch,
    IntentParser,
    LogImporter,
    ProductSearch,
    ShopBackend,
    Transactions,
)
from bot.services.training_job import TrainingJob
from bot.services.turn_scheduler import TurnScheduler
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class GatewayContext:
    """Wired by ``bot.bootstrap``; handlers get it from the application under ``CONTEXT``."""

    settings: Settings
    clock: Clock
    policy: Policy
    transactions: Transactions
    shop: ShopBackend
    tokens: Tokens
    hub: Hub
    publisher: Publisher
    scheduler: TurnScheduler
    engine: DialogueEngine
    parser: IntentParser
    faq_search: FaqSearch
    product_search: ProductSearch
    trainer: TrainingJob
    log_importer: LogImporter
    summaries: BackgroundJob
    outbox: OutboxDeliverer
    session_limit: RateLimit
    message_limit: RateLimit


CONTEXT: web.AppKey[GatewayContext] = web.AppKey("context", GatewayContext)
