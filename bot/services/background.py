"""Work that is done beside the conversations, never in their way."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class BackgroundJob:
    """Runs ``work`` (blocking, safe to repeat) in a thread whenever it is woken; once at a time."""

    def __init__(self, name: str, work: Callable[[], object], after: Callable[[], None] | None = None) -> None:
        self._name = name
        self._work = work
        self._after = after
        self._again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Do the work soon."""
        self._again.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run(), name=self._name)

    async def close(self) -> None:
        """Stop; what is left is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while self._again.is_set():
            self._again.clear()
            try:
                await asyncio.to_thread(self._work)
            except Exception:
                log.exception("%s failed", self._name)
            if self._after is not None:
                self._after()
