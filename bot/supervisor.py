"""Starts the processes of the house, starts them again when they die, stops them all on Ctrl-C.

One group per process: the gateway and the runtime workers. A child that dies is started again at once; if it keeps
dying young, with growing pauses.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
PARENT_POLL_SECONDS = 1.0
YOUNG_SECONDS = 20.0
PAUSES_SECONDS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)


@dataclass(frozen=True, slots=True)
class ChildProcess:
    """A process to keep alive: its name in the logs and the arguments of the Python interpreter."""

    name: str
    arguments: Sequence[str]


class Supervisor:
    """Keeps children alive until :meth:`stop`."""

    def __init__(self, children: Sequence[ChildProcess], environ: Mapping[str, str] | None = None) -> None:
        self._children = tuple(children)
        self._environ = dict(os.environ if environ is None else environ)
        self._stopping = asyncio.Event()
        self.pids: dict[str, int] = {}

    async def run(self) -> None:
        """Run until stopped by :meth:`stop`, SIGINT or SIGTERM."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        await asyncio.gather(*(self._keep_alive(child) for child in self._children))

    def stop(self) -> None:
        """End all children; :meth:`run` returns when the last one is gone."""
        self._stopping.set()

    async def _keep_alive(self, child: ChildProcess) -> None:
        young_deaths = 0
        while not self._stopping.is_set():
            started = asyncio.get_running_loop().time()
            process = await asyncio.create_subprocess_exec(
                sys.executable, *child.arguments, env=self._environ, start_new_session=True
            )
            self.pids[child.name] = process.pid
            await self._wait(process)
            if self._stopping.is_set():
                return
            lived = asyncio.get_running_loop().time() - started
            young_deaths = 0 if lived > YOUNG_SECONDS else young_deaths + 1
            pause = PAUSES_SECONDS[min(max(0, young_deaths - 1), len(PAUSES_SECONDS) - 1)]
            log.warning("%s ended with %s; starting it again in %.1f s", child.name, process.returncode, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), timeout=pause)

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        """Until the process ends by itself or is asked to end."""
        ended = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not ended.done():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(asyncio.shield(ended), timeout=STOP_SECONDS)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        await ended


def follow_parent() -> None:
    """End this process when its parent is gone: an orphan would hold the port and the sockets of the next start."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
