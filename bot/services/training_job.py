"""Trains a new model while the shop goes on, then has the runtimes load it.

The training runs in a process of its own (``command``, normally ``xiaoer train --progress``) that writes one JSON
object per line to its standard output: ``{"step": "…", "percent": 0…100}`` while it works and ``{"model": "…"}`` at the
end; other lines are ignored. The state is kept in a small file, so that a restarted gateway reports an interrupted
training as failed instead of forgetting it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.domain.errors import Conflict, Unavailable
from bot.services.ports import Clock

log = logging.getLogger(__name__)

LINE_LIMIT_BYTES = 1024 * 1024
STOP_SECONDS = 5.0


class TrainingState(StrEnum):
    """Where the job stands."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TrainingStatus:
    """What the workshop shows."""

    state: TrainingState = TrainingState.IDLE
    step: str = ""
    percent: int = 0
    started_at: datetime | None = None
    message: str = ""
    model: str | None = None


class TrainingJob:
    """One training at a time per gateway."""

    def __init__(
        self, command: Sequence[str], reload: Callable[[], Awaitable[str]], clock: Clock, state_file: Path
    ) -> None:
        self._command = tuple(command)
        self._reload = reload
        self._clock = clock
        self._state_file = state_file
        self._status = TrainingStatus()
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None

    @property
    def status(self) -> TrainingStatus:
        """The state now."""
        return self._status

    def recover(self) -> None:
        """Read what an earlier process left behind; call once at start."""
        try:
            stored = json.loads(self._state_file.read_text(encoding="utf-8"))
            started_at = datetime.fromisoformat(stored["started_at"]) if stored["started_at"] else None
            status = TrainingStatus(
                state=TrainingState(stored["state"]),
                step=stored["step"],
                percent=stored["percent"],
                started_at=started_at,
                message=stored["message"],
                model=stored["model"],
            )
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("training state is not readable and is ignored", exc_info=True)
            return
        if status.state is TrainingState.RUNNING:
            status = replace(status, state=TrainingState.FAILED, message="服务重启，训练已中断，请重新开始训练")
        self._set(status)

    def start(self) -> TrainingStatus:
        """Begin training on the running event loop.

        Raises:
            Conflict: ``already_running``.
        """
        if self._status.state is TrainingState.RUNNING:
            raise Conflict("训练正在进行中，请等待完成", code="already_running")
        self._set(TrainingStatus(TrainingState.RUNNING, step="准备训练", started_at=self._clock.now()))
        self._task = asyncio.get_running_loop().create_task(self._run(), name="training")
        return self._status

    async def wait(self) -> TrainingStatus:
        """Wait until nothing runs."""
        if self._task is not None:
            await asyncio.wait((self._task,))
        return self._status

    async def close(self) -> None:
        """Stop a running training; it is reported as failed."""
        if self._task is None or self._task.done():
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        try:
            await self._train()
            self._set(replace(self._status, step="加载新模型", percent=99))
            model = await self._reload()
        except asyncio.CancelledError:
            await self._stop_process()
            self._fail("训练已中止，请重新开始训练")
            raise
        except _TrainingFailed as error:
            self._fail(str(error))
        except Unavailable as error:
            self._fail(f"模型已训练完成，但加载失败：{error.message}")
        except Exception:
            log.exception("training failed")
            await self._stop_process()
            self._fail("训练没有成功，请查看服务日志")
        else:
            done = replace(self._status, state=TrainingState.DONE, step="训练完成", percent=100, model=model)
            self._set(replace(done, message="新模型已启用"))

    async def _train(self) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LINE_LIMIT_BYTES,
            )
        except OSError as error:
            raise _TrainingFailed(f"无法启动训练：{error}") from error
        self._process = process
        _, errors, code = await asyncio.gather(self._follow(process), _read_tail(process), process.wait())
        self._process = None
        if code != 0:
            log.error("training ended with %s: %s", code, errors)
            reason = next((line for line in reversed(errors) if line.strip()), "")
            raise _TrainingFailed(f"训练没有成功（退出码 {code}）{'：' + reason.strip()[:300] if reason else ''}")

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        stream = process.stdout
        while stream is not None:
            try:
                line = await stream.readline()
            except ValueError:
                continue
            if not line:
                return
            progress = _read_progress(line)
            if progress is None:
                continue
            percent = progress.get("percent")
            known = isinstance(percent, int | float)
            status = replace(
                self._status,
                step=str(progress.get("step") or self._status.step),
                percent=max(0, min(98, int(percent))) if known and percent is not None else self._status.percent,
                model=str(progress["model"]) if progress.get("model") else self._status.model,
            )
            self._set(status)

    async def _stop_process(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    def _fail(self, message: str) -> None:
        self._set(replace(self._status, state=TrainingState.FAILED, message=message))

    def _set(self, status: TrainingStatus) -> None:
        self._status = status
        try:
            self._state_file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._state_file.with_suffix(".tmp")
            draft.write_text(json.dumps(asdict(status), default=_to_json, ensure_ascii=False), encoding="utf-8")
            os.replace(draft, self._state_file)
        except OSError:
            log.warning("training state could not be written", exc_info=True)


class _TrainingFailed(Exception):
    """The training process could not be started or ended badly."""


async def _read_tail(process: asyncio.subprocess.Process) -> list[str]:
    """Read everything that the process complains about; keep the last lines."""
    lines: deque[str] = deque(maxlen=20)
    while process.stderr is not None:
        try:
            line = await process.stderr.readline()
        except ValueError:
            continue
        if not line:
            break
        lines.append(line.decode(errors="replace").rstrip())
    return list(lines)


def _read_progress(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _to_json(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
