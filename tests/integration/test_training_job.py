"""Training in a process of its own: progress, failure, restarts."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from bot.domain.errors import Conflict, Unavailable
from bot.services.training_job import TrainingJob, TrainingState
from tests.fakes import FakeClock

GOOD = """
import json, sys
print("some noise", flush=True)
for percent in (10, 50, 120):
    print(json.dumps({"step": f"第 {percent} 步", "percent": percent}), flush=True)
print(json.dumps({"model": "m1"}), flush=True)
sys.stderr.write("warning\\n" * 10000)
"""
BAD = "import sys; sys.stderr.write('stack\\nno data for intent greet\\n'); sys.exit(3)"
SLOW = "import time; print('{\"percent\": 20}', flush=True); time.sleep(60)"


async def loaded() -> str:
    return "m1"


def make(tmp_path: Path, code: str) -> TrainingJob:
    return TrainingJob([sys.executable, "-c", code], loaded, FakeClock(), tmp_path / "state" / "training.json")


async def test_progress_and_done(tmp_path: Path) -> None:
    job = make(tmp_path, GOOD)
    assert job.status.state is TrainingState.IDLE
    started = job.start()
    assert (started.state, started.percent) == (TrainingState.RUNNING, 0)
    assert started.started_at == FakeClock().now()
    with pytest.raises(Conflict):
        job.start()
    done = await job.wait()
    assert (done.state, done.percent, done.model, done.message) == (TrainingState.DONE, 100, "m1", "新模型已启用")
    assert job.start().state is TrainingState.RUNNING
    await job.close()


async def test_a_failure_tells_why(tmp_path: Path) -> None:
    job = make(tmp_path, BAD)
    job.start()
    failed = await job.wait()
    assert failed.state is TrainingState.FAILED
    assert "退出码 3" in failed.message
    assert "no data for intent greet" in failed.message


async def test_a_command_that_does_not_exist(tmp_path: Path) -> None:
    job = TrainingJob(["/no/such/program"], loaded, FakeClock(), tmp_path / "training.json")
    job.start()
    assert (await job.wait()).state is TrainingState.FAILED


async def test_a_model_that_cannot_be_loaded(tmp_path: Path) -> None:
    async def refuse() -> str:
        raise Unavailable("运行时没有响应")

    job = TrainingJob([sys.executable, "-c", GOOD], refuse, FakeClock(), tmp_path / "training.json")
    job.start()
    failed = await job.wait()
    assert failed.state is TrainingState.FAILED
    assert "运行时没有响应" in failed.message


async def test_closing_stops_the_process(tmp_path: Path) -> None:
    job = make(tmp_path, SLOW)
    job.start()
    while job.status.percent < 20:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    process = job._process
    await job.close()
    assert process is not None
    assert process.returncode is not None
    assert job.status.state is TrainingState.FAILED


async def test_a_restart_reports_an_interrupted_training_as_failed(tmp_path: Path) -> None:
    job = make(tmp_path, SLOW)
    job.start()
    state_file = tmp_path / "state" / "training.json"
    assert json.loads(state_file.read_text())["state"] == "running"
    after = make(tmp_path, GOOD)
    after.recover()
    assert after.status.state is TrainingState.FAILED
    assert "中断" in after.status.message
    await job.close()
    again = make(tmp_path, GOOD)
    again.start()
    await again.wait()
    last = make(tmp_path, GOOD)
    last.recover()
    assert (last.status.state, last.status.model) == (TrainingState.DONE, "m1")
    assert last.status.started_at == FakeClock().now()


@pytest.mark.parametrize("content", ["", "nonsense", "[]", '{"state": "unknown"}'])
def test_a_broken_state_file_is_no_reason_to_fail(tmp_path: Path, content: str) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "training.json").write_text(content)
    job = make(tmp_path, GOOD)
    job.recover()
    assert job.status.state is TrainingState.IDLE
