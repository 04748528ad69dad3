"""The message log with its scheduler and a fake engine, without a gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.conversation import Author, Conversation, Message, MessageKind
from bot.domain.policy import Policy
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, Received, receive_message
from bot.services.turn_scheduler import TurnEvents, TurnScheduler
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine, FakeShop


@dataclass
class House:
    transactions: SqlTransactions
    clock: FakeClock
    engine: FakeEngine
    policy: Policy
    published: list[Message] = field(default_factory=list)
    handoffs: list[str] = field(default_factory=list)
    schedulers: list[TurnScheduler] = field(default_factory=list)

    def open(self, visitor: str = "v1", customer_id: str | None = None) -> Conversation:
        return open_conversation(
            self.transactions,
            self.clock,
            FakeShop(),
            self.policy,
            channel="web",
            visitor_id=visitor,
            customer_id=customer_id,
        )

    def say(self, conversation: Conversation, text: str, client_id: str | None = None) -> Received:
        message = IncomingMessage(client_id or f"c-{text}", MessageKind.TEXT, text)
        return receive_message(self.transactions, self.clock, conversation.id, message, max_text=2000)

    def scheduler(self, *, deadline: float = 0.3, pause: float = 0.02) -> TurnScheduler:
        events = TurnEvents(
            published=lambda _id, messages: self.published.extend(messages),
            typing=lambda _id: None,
            handoff_opened=self.handoffs.append,
        )
        scheduler = TurnScheduler(
            self.transactions,
            self.clock,
            self.policy,
            self.engine,
            events,
            deadline_seconds=deadline,
            bubble_pause_seconds=pause,
        )
        self.schedulers.append(scheduler)
        return scheduler

    def log(self, conversation: Conversation) -> Sequence[Message]:
        with self.transactions.read() as tx:
            return tx.log.messages_after(conversation.id, 0)

    def bot_texts(self, conversation: Conversation) -> list[str]:
        return [message.body.text for message in self.log(conversation) if message.author is Author.BOT][1:]

    def now_is(self, conversation: Conversation) -> Conversation:
        with self.transactions.read() as tx:
            found = tx.log.find(conversation.id)
        assert found is not None
        return found


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("did not happen in time")
