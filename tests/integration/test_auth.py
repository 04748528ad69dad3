"""Log-in: nobody learns who works here, nobody guesses for long, no foreign page writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from bot.domain.agent import Role
from bot.domain.errors import BadRequest, Conflict, NotAuthenticated
from bot.services.log_in import LoginGate, add_agent
from bot.storage.tables import agents, audit_log
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock
from tests.integration.gateway_rig import OWN_PAGE, PASSWORD, GatewayRig, fast_gate, get, post


class CountingHasher(PasswordHasher):
    """Cheap, and remembers which hashes it had to check."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=1024, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified.append(str(hash))
        return super().verify(hash, password)


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path)
    yield rig
    await rig.close()


async def test_log_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(rig: GatewayRig) -> None:
    await rig.log_in()
    client = await rig.client()
    body = {"username": " XiaoYu ", "password": PASSWORD}
    response = await client.post("/api/login", json=body, headers=OWN_PAGE)
    assert (await response.json())["agent"]["name"] == "小雨"
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    me = await get(client, "/api/me")
    assert me["agent"]["role"] == "agent"
    await post(client, "/api/logout")
    await get(client, "/api/me", status=401)


async def test_the_cookie_is_secure_behind_https(transactions: SqlTransactions, tmp_path: Path) -> None:
    rig = GatewayRig(transactions, tmp_path, public_url="https://kefu.example.com")
    add_agent(transactions, rig.clock, rig.gate, username="xiaoyu", name="小雨", role="agent", password=PASSWORD)
    client = await rig.client()
    body = {"username": "xiaoyu", "password": PASSWORD}
    response = await client.post("/api/login", json=body, headers=OWN_PAGE)
    assert "Secure" in response.headers["Set-Cookie"]
    await rig.close()


async def test_wrong_name_and_wrong_password_look_the_same(rig: GatewayRig) -> None:
    await rig.log_in()
    client = await rig.client()
    wrong = await post(client, "/api/login", {"username": "xiaoyu", "password": "nope"}, status=401)
    unknown = await post(client, "/api/login", {"username": "nobody", "password": "nope"}, status=401)
    assert wrong == unknown


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(transactions: SqlTransactions) -> None:
    hasher = CountingHasher()
    gate = LoginGate(hasher)
    clock = FakeClock()
    add_agent(transactions, clock, gate, username="known", name="小雨", role="agent", password=PASSWORD)

    def verified(name: str) -> list[str]:
        hasher.verified.clear()
        with pytest.raises(NotAuthenticated):
            gate.log_in(transactions, clock, name, "wrong", "10.0.0.1")
        return [stored.rpartition("$")[0].rpartition("$")[0] for stored in hasher.verified]

    assert len(verified("known")) == 1
    assert verified("unknown") == verified("known"), "other parameters would take another time"


async def test_guessing_is_stopped(transactions: SqlTransactions, tmp_path: Path) -> None:
    rig = GatewayRig(transactions, tmp_path, gate=fast_gate(per_user="3/minute", per_address="5/minute"))
    client = await rig.client()
    guess = {"username": "admin", "password": "123456"}
    for _ in range(3):
        await post(client, "/api/login", guess, status=401)
    assert (await post(client, "/api/login", guess, status=429))["code"] == "too_many_requests"
    await post(client, "/api/login", guess | {"username": "other"}, status=401)
    await post(client, "/api/login", guess | {"username": "third"}, status=429)
    await rig.close()


async def test_writes_need_the_header_of_our_own_pages(rig: GatewayRig) -> None:
    client = await rig.log_in(role=Role.ADMIN)
    handoff = rig.hand_off()
    for method, path in (
        ("post", f"/api/desk/handoffs/{handoff.id}/take"),
        ("post", f"/api/desk/conversations/{handoff.conversation_id}/messages"),
        ("post", "/api/workshop/faqs"),
        ("put", "/api/workshop/faqs/x"),
        ("delete", "/api/workshop/examples/x"),
        ("post", "/api/workshop/train"),
        ("post", "/api/login"),
        ("post", "/api/logout"),
    ):
        response = await client.request(method, path, json={})
        assert response.status == 403, path
        assert (await response.json())["code"] == "csrf"


async def test_a_switched_off_account_stops_at_once(rig: GatewayRig) -> None:
    client = await rig.log_in()
    await get(client, "/api/me")
    with rig.transactions._engine.begin() as connection:
        connection.execute(update(agents).values(is_active=False))
    await get(client, "/api/me", status=401)
    body = {"username": "xiaoyu", "password": PASSWORD}
    await post(await rig.client(), "/api/login", body, status=401)


async def test_a_forged_cookie_is_nobody(rig: GatewayRig) -> None:
    client = await rig.client()
    response = await client.get("/api/me", cookies={"xiaoer_agent": "forged"})
    assert response.status == 401


async def test_log_ins_are_in_the_access_log(rig: GatewayRig) -> None:
    await rig.log_in()
    with rig.transactions._engine.connect() as connection:
        assert list(connection.execute(select(audit_log.c.action)).scalars()) == ["log_in"]


def test_new_people_are_checked(transactions: SqlTransactions) -> None:
    gate, clock = fast_gate(), FakeClock()
    good = {"username": "xiaoyu", "name": "小雨", "role": "agent", "password": PASSWORD}
    agent = add_agent(transactions, clock, gate, **good)
    assert replace(agent, id="") == replace(agent, id="", username="xiaoyu", role=Role.AGENT)
    with pytest.raises(Conflict):
        add_agent(transactions, clock, gate, **good)
    for bad in ({"username": "小雨"}, {"name": " "}, {"role": "boss"}, {"password": "short"}):
        with pytest.raises(BadRequest):
            add_agent(transactions, clock, gate, **(good | {"username": "new"} | bad))


def test_passwords_are_argon2id() -> None:
    assert LoginGate().hash_password(PASSWORD).startswith("$argon2id$")
