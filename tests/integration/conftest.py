"""The runtime with its model, loaded once per test process."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from bot.runtime.agent_host import AgentHost
from bot.runtime.main import quiet_logs
from bot.services.assistant_tools import AssistantTools
from tests.integration.dialogue_rig import build_host, build_tools, current_model


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
