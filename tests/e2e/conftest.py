from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running_house import RunningHouse


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """One running house for all tests of this process that do not hurt it."""
    state_dir: Path = tmp_path_factory.mktemp("house")
    house = RunningHouse(state_dir)
    house.start()
    yield house
    house.stop()


@pytest.fixture
def mortal_house(tmp_path: Path) -> Iterator[RunningHouse]:
    """A house of the test's own, to be killed."""
    house = RunningHouse(tmp_path)
    house.start()
    yield house
    house.stop()
