"""Ctrl-C ends everything, soon and quietly."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot.settings import PROJECT_ROOT
from tests.e2e.running_house import RunningHouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("kill")]
SECONDS = 8.0


@pytest.mark.parametrize("moment", ["stop with Ctrl-C", "starting gateway and runtime"])
def test_ctrl_c_ends_all_processes(tmp_path: Path, moment: str) -> None:
    house = RunningHouse(tmp_path)
    with (tmp_path / "serve.log").open("ab") as log:
        house.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"], cwd=PROJECT_ROOT, env=house.environ, stdout=log, stderr=log
        )
    try:
        house.wait_until(lambda: moment in house.log_text(), 300)
        time.sleep(1.0)
        family = psutil.Process(house.process.pid).children(recursive=True)
        assert len(family) >= 2
        started = time.monotonic()
        house.process.send_signal(signal.SIGINT)
        assert house.process.wait(30) in (0, 130)
        assert time.monotonic() - started < SECONDS
        assert [child for child in family if child.is_running()] == []
        assert "Traceback" not in house.log_text()
    finally:
        if house.process.poll() is None:
            house.kill_all()
