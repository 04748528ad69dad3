"""The gateway's handlers on the real database, with a runtime, searches and a shop that the test controls."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from bot.domain.agent import Role
from bot.domain.conversation import Conversation, MessageKind, Owner
from bot.domain.faq import FaqHit
from bot.domain.handoff import Handoff
from bot.domain.policy import Policy
from bot.domain.product import Product
from bot.domain.turn import HandoffRequest, Outcome, ParsedText, Priority, RankedIntent
from bot.gateway.app import build_app
from bot.gateway.context import GatewayContext
from bot.gateway.hub import Hub
from bot.gateway.publisher import Publisher
from bot.gateway.rate_limit import RateLimit
from bot.gateway.tokens import Tokens
from bot.log_import import LogImportProcess
from bot.services.background import BackgroundJob
from bot.services.deliver_outbox import OutboxDeliverer
from bot.services.hand_off import open_handoff
from bot.services.log_in import LoginGate, add_agent
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, receive_message
from bot.services.summarize import write_summaries
from bot.services.training_job import TrainingJob
from bot.services.turn_scheduler import TurnEvents, TurnScheduler
from bot.settings import Settings
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine, FakeShop

OWN_PAGE = {"X-Xiaoer": "1"}
PASSWORD = "correct horse"
Client = TestClient[web.Request, web.Application]


class FakeParser:
    """Takes everything for a question about the invoice."""

    def __init__(self) -> None:
        self.reloads = 0

    async def parse(self, texts: Sequence[str]) -> Sequence[ParsedText]:
        ranking = (RankedIntent("invoice", 0.8), RankedIntent("ask_stock", 0.1))
        return [ParsedText(text, "invoice", 0.8, ranking, (), Outcome.ANSWER) for text in texts]

    async def reload(self) -> str:
        self.reloads += 1
        return "model-2"


class FakeSearch:
    """Finds what the test put into ``hits``."""

    def __init__(self) -> None:
        self.hits: list[FaqHit] = []

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        return self.hits[:limit]

    def search_products(self, text: str, *, limit: int = 5) -> Sequence[tuple[Product, float]]:
        return []


def fast_gate(**limits: str) -> LoginGate:
    """A gate whose hashes cost nothing."""
    return LoginGate(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), **limits)


@dataclass
class GatewayRig:
    """One gateway; ``log_in`` gives a client with the cookie of a new person."""

    transactions: SqlTransactions
    state_dir: Path
    shop: FakeShop = field(default_factory=FakeShop)
    clock: FakeClock = field(default_factory=FakeClock)
    engine: FakeEngine = field(default_factory=FakeEngine)
    parser: FakeParser = field(default_factory=FakeParser)
    search: FakeSearch = field(default_factory=FakeSearch)
    policy: Policy = field(default_factory=Policy)
    gate: LoginGate = field(default_factory=fast_gate)
    train_command: Sequence[str] = (sys.executable, "-c", 'print(\'{"model": "m"}\')')
    log_command: Sequence[str] = (sys.executable, "-c", "print('{}')")
    public_url: str = ""
    clients: list[Client] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = Settings(state_dir=self.state_dir, data_dir=self.state_dir / "data", public_url=self.public_url)
        tokens = Tokens("k" * 32, "i" * 32)
        hub = Hub()
        publisher = Publisher(hub, tokens, self.transactions, self.policy)
        events = TurnEvents(publisher.messages, publisher.typing, lambda _id: None)
        scheduler = TurnScheduler(
            self.transactions,
            self.clock,
            self.policy,
            self.engine,
            events,
            deadline_seconds=1.0,
            bubble_pause_seconds=0.01,
        )
        self.context = GatewayContext(
            settings=settings,
            clock=self.clock,
            policy=self.policy,
            transactions=self.transactions,
            shop=self.shop,
            tokens=tokens,
            hub=hub,
            publisher=publisher,
            scheduler=scheduler,
            engine=self.engine,
            parser=self.parser,
            faq_search=self.search,
            product_search=self.search,
            trainer=TrainingJob(self.train_command, self.parser.reload, self.clock, self.state_dir / "training.json"),
            log_importer=LogImportProcess(self.log_command, self.state_dir / "uploads"),
            summaries=BackgroundJob("summaries", lambda: write_summaries(self.transactions, self.shop)),
            outbox=OutboxDeliverer(self.transactions, self.clock, {}),
            session_limit=RateLimit("1000/second"),
            message_limit=RateLimit("1000/second"),
        )
        self.app = build_app(self.context, self.gate)

    def use(self, context: GatewayContext) -> None:
        """Serve another context; before the first client."""
        self.context = context
        self.app = build_app(context, self.gate)

    async def client(self) -> Client:
        """A browser without a cookie."""
        if not self.clients:
            self.server = TestServer(self.app)
            await self.server.start_server()
        client = TestClient(self.server)
        self.clients.append(client)
        return client

    async def log_in(self, username: str = "xiaoyu", name: str = "小雨", role: Role = Role.AGENT) -> Client:
        """A browser of a person who is created for it."""
        add_agent(
            self.transactions,
            self.clock,
            self.gate,
            username=username,
            name=name,
            role=role.value,
            password=PASSWORD,
        )
        client = await self.client()
        body = {"username": username, "password": PASSWORD}
        response = await client.post("/api/login", json=body, headers=OWN_PAGE)
        assert response.status == 200, await response.text()
        return client

    async def close(self) -> None:
        await self.context.trainer.close()
        for client in self.clients:
            await client.close()
        await self.context.scheduler.close()

    def open(self, visitor: str = "v1", customer_id: str | None = None, channel: str = "web") -> Conversation:
        return open_conversation(
            self.transactions,
            self.clock,
            self.shop,
            self.policy,
            channel=channel,
            visitor_id=visitor,
            customer_id=customer_id,
        )

    def say(self, conversation: Conversation, *texts: str) -> None:
        for text in texts:
            message = IncomingMessage(f"c-{visitor_count(self)}-{text}"[:100], MessageKind.TEXT, text)
            receive_message(self.transactions, self.clock, conversation.id, message, max_text=2000)

    def hand_off(
        self,
        visitor: str = "v1",
        *texts: str,
        priority: Priority = Priority.P3,
        customer_id: str | None = None,
        channel: str = "web",
        order_number: str | None = None,
    ) -> Handoff:
        """A conversation in which the shopper said something and now waits for a human."""
        conversation = self.open(visitor, customer_id, channel)
        self.say(conversation, *(texts or ("我要人工",)))
        request = HandoffRequest("requested", priority, order_number=order_number)
        with self.transactions.begin() as tx:
            current = tx.log.find(conversation.id)
            assert current is not None
            open_handoff(tx, current, request, "request_human", self.policy, self.clock.now())
            handoff = tx.handoffs.find_active(conversation.id)
        assert handoff is not None
        return handoff

    def conversation(self, conversation_id: str) -> Conversation:
        with self.transactions.read() as tx:
            found = tx.log.find(conversation_id)
        assert found is not None
        return found

    def owner(self, conversation_id: str) -> Owner:
        return self.conversation(conversation_id).owner


def visitor_count(rig: GatewayRig) -> int:
    """How many conversations there are: makes client ids unique across them."""
    with rig.transactions.read() as tx:
        return sum(item.last_seq for item in tx.log.list_conversations(owner=None, state=None, limit=1000))


async def post(client: Client, path: str, body: Any = None, *, status: int = 200) -> Any:
    """POST as our own page does; checks the status and gives the JSON."""
    response = await client.post(path, json=body, headers=OWN_PAGE)
    assert response.status == status, await response.text()
    return await response.json()


async def get(client: Client, path: str, *, status: int = 200) -> Any:
    """GET; checks the status and gives the JSON."""
    response = await client.get(path)
    assert response.status == status, await response.text()
    return await response.json()
