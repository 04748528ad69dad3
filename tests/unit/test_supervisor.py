"""Dead children come back: at once, and with pauses when they keep dying."""

from __future__ import annotations

import asyncio
import itertools
import time
from pathlib import Path

from bot.supervisor import ChildProcess, Supervisor


async def test_a_first_early_death_costs_no_pause_the_next_ones_do(tmp_path: Path) -> None:
    births = tmp_path / "births"
    program = f"import time; open({str(births)!r}, 'a').write(str(time.time()) + chr(10))"
    supervisor = Supervisor([ChildProcess("mayfly", ["-S", "-c", program])])
    running = asyncio.create_task(supervisor.run())
    times = await asyncio.to_thread(_read_births, births, 3)
    supervisor.stop()
    await running
    first, second = (later - earlier for earlier, later in itertools.pairwise(times))
    assert first < 0.5 <= second


def _read_births(file: Path, count: int) -> list[float]:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        times = [float(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
        if len(times) >= count:
            return times[:count]
        time.sleep(0.05)
    raise AssertionError("the child was not started again")
