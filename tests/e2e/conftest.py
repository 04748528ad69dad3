from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.settings import PROJECT_ROOT
from tests.e2e.browser import CHROMIUM, CHROMIUM_ARGS, Browsing
from tests.e2e.running_house import RunningHouse

ALL_DAY = {"opens": "00:00:00", "closes": "23:59:59"}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """One running house for all tests of this process that do not hurt it.

    It starts with the project's model but trains into a folder of its own, and its agents never go home.
    """
    state_dir: Path = tmp_path_factory.mktemp("house")
    models, knowledge = state_dir / "models", state_dir / "knowledge_base"
    copy_model(PROJECT_ROOT / "models", models)
    shutil.copytree(PROJECT_ROOT / "knowledge_base", knowledge)
    open_all_day(knowledge / "policies" / "service.yml")
    house = RunningHouse(state_dir, {"XIAOER_MODEL_DIR": str(models), "XIAOER_KNOWLEDGE_DIR": str(knowledge)})
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: while it lives, no asyncio test can run in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(CHROMIUM_ARGS))
        yield browser
        browser.close()


@pytest.fixture
def browsing(house: RunningHouse, chromium: Browser) -> Iterator[Browsing]:
    """Pages on the house; the test fails when one of them complained."""
    browsing = Browsing(chromium, house.url)
    yield browsing
    browsing.close()


def copy_model(source: Path, target: Path) -> None:
    """The current model only; nothing when there is none yet."""
    target.mkdir()
    current = source / "current.json"
    if not current.exists():
        return
    shutil.copy2(current, target)
    name = json.loads(current.read_text(encoding="utf-8"))["model"]
    for file in source.glob(f"{name}*"):
        shutil.copy2(file, target)


def open_all_day(policy_file: Path) -> None:
    """Handoffs queue at any hour of the test run."""
    text = policy_file.read_text(encoding="utf-8")
    text = re.sub(r'(opens|closes): "[0-9:]+"', lambda found: f'{found[1]}: "{ALL_DAY[found[1]]}"', text)
    policy_file.write_text(text, encoding="utf-8")
