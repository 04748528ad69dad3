"""Passwords changed, accounts switched off and on again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.errors import BadRequest, NotFound
from bot.services.accounts import change_password, switch_account
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema
from bot.storage.tables import audit_log
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock
from tests.integration.gateway_rig import PASSWORD, GatewayRig, fast_gate, get, post

NEW = "another-password"


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path)
    yield rig
    await rig.close()


async def test_only_the_new_password_lets_one_in(rig: GatewayRig) -> None:
    await rig.log_in()
    change_password(rig.transactions, rig.clock, rig.gate, username="XiaoYu", password=NEW)
    client = await rig.client()
    await post(client, "/api/login", {"username": "xiaoyu", "password": PASSWORD}, status=401)
    await post(client, "/api/login", {"username": "xiaoyu", "password": NEW})
    with rig.transactions._engine.connect() as connection:
        assert "change_password" in list(connection.execute(select(audit_log.c.action)).scalars())
    with pytest.raises(BadRequest):
        change_password(rig.transactions, rig.clock, rig.gate, username="xiaoyu", password="short")
    with pytest.raises(NotFound):
        change_password(rig.transactions, rig.clock, rig.gate, username="nobody", password=NEW)


async def test_a_disabled_account_stops_at_once_and_comes_back(rig: GatewayRig) -> None:
    client = await rig.log_in()
    switch_account(rig.transactions, rig.clock, username="xiaoyu", is_active=False)
    await get(client, "/api/me", status=401)
    await post(await rig.client(), "/api/login", {"username": "xiaoyu", "password": PASSWORD}, status=401)
    switch_account(rig.transactions, rig.clock, username="xiaoyu", is_active=True)
    assert (await get(client, "/api/me"))["agent"]["username"] == "xiaoyu"
    with pytest.raises(NotFound):
        switch_account(rig.transactions, rig.clock, username="nobody", is_active=False)


def test_the_commands_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'xiaoer.db'}"
    engine = make_engine(url)
    upgrade_schema(engine)
    monkeypatch.setenv("XIAOER_DATABASE_URL", url)
    monkeypatch.setenv("XIAOER_STATE_DIR", str(tmp_path))
    store, gate, clock = SqlTransactions(engine), fast_gate(), FakeClock()

    def run(*words: str, password: str = "") -> int:
        return CliRunner().invoke(app, ["user", *words], env={"NEW_USER_PASSWORD": password}).exit_code

    assert run("add", "lili", "--name", "莉莉", password=PASSWORD) == 0
    assert run("password", "lili", password=NEW) == 0
    assert gate.log_in(store, clock, "lili", NEW, "").name == "莉莉"
    assert run("disable", "lili") == 0
    with store.read() as tx:
        found = tx.agents.find_credentials("lili")
    assert found is not None
    assert not found[0].is_active
    assert run("enable", "lili") == 0
    assert gate.log_in(store, clock, "lili", NEW, "").is_active
    assert run("disable", "nobody") != 0
    store.close()
