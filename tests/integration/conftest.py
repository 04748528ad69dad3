"""The runtime with its model, loaded once per test process, and what several test files run on."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.policy import Policy
from bot.runtime.agent_host import AgentHost
from bot.runtime.main import quiet_logs
from bot.services.assistant_tools import AssistantTools
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine
from tests.integration.desk_samples import CUSTOMER, ORDER, PARCEL
from tests.integration.dialogue_rig import build_host, build_tools, current_model
from tests.integration.gateway_rig import GatewayRig
from tests.integration.message_house import House
from tests.integration.wechat_channel import Channel
from tests.integration.weixin import FakeWeixin


@pytest.fixture(scope="session")
def model() -> Path:
    quiet_logs("ERROR")
    return current_model(Path(tempfile.gettempdir()))


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> AssistantTools:
    return build_tools(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def host(model: Path, tools: AssistantTools) -> AgentHost:
    return build_host(model, tools)


@pytest.fixture
async def house(
    transactions: SqlTransactions, clock: FakeClock, engine: FakeEngine, policy: Policy
) -> AsyncIterator[House]:
    house = House(transactions, clock, engine, policy)
    yield house
    for scheduler in house.schedulers:
        await scheduler.close()


@pytest.fixture
async def rig(transactions: SqlTransactions, tmp_path: Path) -> AsyncIterator[GatewayRig]:
    rig = GatewayRig(transactions, tmp_path)
    rig.shop.customers.append(CUSTOMER)
    rig.shop.orders.append(ORDER)
    rig.shop.shipments.append(PARCEL)
    yield rig
    await rig.close()


@pytest.fixture
async def weixin() -> AsyncIterator[FakeWeixin]:
    weixin = FakeWeixin()
    await weixin.start()
    yield weixin
    await weixin.close()


@pytest.fixture
async def channel(
    transactions: SqlTransactions, clock: FakeClock, policy: Policy, weixin: FakeWeixin
) -> AsyncIterator[Channel]:
    channel = Channel(transactions, clock, policy, weixin)
    await channel.start()
    yield channel
    await channel.close()
