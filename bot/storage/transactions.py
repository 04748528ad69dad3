"""The unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine

from bot.storage.candidate_store import SqlCandidateStore
from bot.storage.conversation_log import SqlConversationLog
from bot.storage.faq_store import SqlFaqStore
from bot.storage.handoff_store import SqlHandoffStore
from bot.storage.learning_store import SqlExampleStore, SqlMissStore
from bot.storage.outbox_store import SqlOutbox
from bot.storage.people import SqlAgentStore
from bot.storage.turnstile import Turnstile


class SqlTransaction:
    """One open transaction with its stores (``bot.services.ports.Transaction``)."""

    def __init__(self, connection: Connection) -> None:
        self.log = SqlConversationLog(connection)
        self.handoffs = SqlHandoffStore(connection)
        self.faqs = SqlFaqStore(connection)
        self.examples = SqlExampleStore(connection)
        self.agents = SqlAgentStore(connection)
        self.misses = SqlMissStore(connection)
        self.candidates = SqlCandidateStore(connection)
        self.outbox = SqlOutbox(connection)


class SqlTransactions:
    """Implements ``bot.services.ports.Transactions``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # PostgreSQL has row locks; on SQLite the writers of this process queue here, those of others in the database.
        self._writers: AbstractContextManager[None] = Turnstile() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """All of it is written at the end of the block, or nothing when the block raises."""
        with self._writers, self._engine.begin() as connection:
            yield SqlTransaction(connection)

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """Reads one consistent state; takes no write lock."""
        with self._engine.connect() as connection:
            reader = connection.execution_options(read_only=True)
            yield SqlTransaction(reader)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()
