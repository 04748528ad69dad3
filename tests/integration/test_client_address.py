"""Limits count the shopper, not the proxy in front of us; and nobody gets rid of a limit by inventing addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.gateway.client_address import read_networks
from bot.gateway.rate_limit import RateLimit
from bot.storage.transactions import SqlTransactions
from tests.integration.gateway_rig import OWN_PAGE, Client, GatewayRig, fast_gate

PROXY, OTHER_PROXY = "127.0.0.1", "10.0.0.7"


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path, gate=fast_gate(per_user="1000/minute", per_address="1/minute"))
    yield rig
    await rig.close()


async def connect(rig: GatewayRig, proxies: str) -> Client:
    settings = replace(rig.context.settings, trusted_proxies=proxies)
    rig.use(replace(rig.context, settings=settings, session_limit=RateLimit("1/minute")))
    return await rig.client()


async def open_session(client: Client, forwarded: str) -> int:
    return (await client.post("/api/shopper/session", json={}, headers={"X-Forwarded-For": forwarded})).status


async def test_without_a_trusted_proxy_the_header_counts_for_nothing(rig: GatewayRig) -> None:
    client = await connect(rig, "")
    assert await open_session(client, "203.0.113.1") == 200
    assert await open_session(client, "203.0.113.2") == 429


async def test_shoppers_behind_our_proxies_have_a_limit_each(rig: GatewayRig) -> None:
    client = await connect(rig, f"{PROXY}, 10.0.0.0/8")
    assert await open_session(client, "203.0.113.1") == 200
    assert await open_session(client, f"203.0.113.2, {OTHER_PROXY}") == 200
    assert await open_session(client, "203.0.113.1") == 429


@pytest.mark.parametrize("invented", ["198.51.100.9, 203.0.113.1", "10.0.0.9, 203.0.113.1", "rubbish,203.0.113.1"])
async def test_what_the_client_wrote_into_the_header_is_not_believed(rig: GatewayRig, invented: str) -> None:
    client = await connect(rig, PROXY)
    assert await open_session(client, "203.0.113.1") == 200
    assert await open_session(client, invented) == 429


async def test_log_ins_are_counted_the_same_way(rig: GatewayRig) -> None:
    client = await connect(rig, PROXY)
    body = {"username": "admin", "password": "123456"}
    statuses = [
        (await client.post("/api/login", json=body, headers={**OWN_PAGE, "X-Forwarded-For": address})).status
        for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1")
    ]
    assert statuses == [401, 401, 429]


@pytest.mark.parametrize("text", ["nginx", "10.0.0.1/8", "10.0.0.0/33"])
def test_a_wrong_setting_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(BadRequest, match="XIAOER_TRUSTED_PROXIES"):
        read_networks(text)
