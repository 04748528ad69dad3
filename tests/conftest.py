"""Fixtures that more than one suite uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.domain.policy import Policy
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine, FakeShop

# The first example of a test pays for imports and indexes, on a busy machine more than any deadline.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def policy() -> Policy:
    return Policy()


@pytest.fixture
def transactions(tmp_path: Path) -> Iterator[SqlTransactions]:
    database = make_engine(f"sqlite:///{tmp_path / 'xiaoer.db'}")
    upgrade_schema(database)
    store = SqlTransactions(database)
    yield store
    store.close()
