"""Imports an uploaded chat log in a process of its own, so that shoppers do not wait for the reading of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.domain.errors import BadRequest, Conflict, Unavailable
from bot.domain.learning import LogSummary

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 170.0


class _Answer(msgspec.Struct):
    """What the process prints."""

    summary: LogSummary | None = None
    error: str | None = None
    code: str | None = None


class LogImportProcess:
    """Implements ``bot.services.ports.LogImporter``; one import at a time."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._lock = asyncio.Lock()

    async def import_log(
        self, data: bytes, name: str, *, column: str = "", role_column: str = "", shopper_value: str = ""
    ) -> LogSummary:
        """Run the command on the data; the file is gone afterwards. Errors as the port says."""
        if self._lock.locked():
            raise Conflict("正在导入另一份聊天记录，请稍后再试", code="already_running")
        options = {"--column": column, "--role-column": role_column, "--shopper-value": shopper_value}
        arguments = [f"{option}={value}" for option, value in options.items() if value]
        async with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="log-", dir=self._folder) as folder:
                file = Path(folder) / f"log{Path(name).suffix.lower()}"
                await asyncio.to_thread(file.write_bytes, data)
                return await self._run([*self._command, str(file), *arguments])

    async def _run(self, command: Sequence[str]) -> LogSummary:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            output, errors = await asyncio.wait_for(process.communicate(), TIMEOUT_SECONDS)
        except TimeoutError as error:
            raise Unavailable("聊天记录太大，没有在规定时间内处理完，请拆分后再试") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        try:
            answer = msgspec.json.decode(output, type=_Answer)
        except msgspec.DecodeError as error:
            log.exception("log import ended with %s: %s", process.returncode, errors.decode(errors="replace")[-2000:])
            raise Unavailable("聊天记录没有导入成功，请稍后再试") from error
        if answer.error is not None:
            raise BadRequest(answer.error, code=answer.code)
        if answer.summary is None:
            raise Unavailable("聊天记录没有导入成功，请稍后再试")
        return answer.summary
