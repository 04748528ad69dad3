"""The gateway's side of the runtime: ``bot.services.ports.DialogueEngine`` over the workers' unix sockets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import aiohttp
import msgspec

from bot.domain.errors import Unavailable
from bot.domain.turn import TurnRequest, TurnResult
from bot.services.ports import HistoryNeeded

RETRY_SECONDS = 0.25
RELOAD_SECONDS = 180.0


class RuntimeClient:
    """Talks to the workers; the same case always goes to the same one. ``close`` when done."""

    def __init__(self, sockets: Sequence[Path]) -> None:
        self._sockets = tuple(sockets)
        self._sessions: dict[Path, aiohttp.ClientSession] = {}

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        """Run one turn. A worker that restarts is waited for until the deadline.

        Raises:
            HistoryNeeded: repeat with ``history``.
            Unavailable: not reachable or over the deadline; code ``turn_failed`` when the turn itself failed.
        """
        socket = self._sockets[crc32(request.case_id.encode()) % len(self._sockets)]
        status, body = await self._post(socket, "/turn", msgspec.json.encode(request), deadline_seconds)
        if status == 409:
            raise HistoryNeeded(request.case_id)
        if status != 200:
            reason = body[:200].decode(errors="replace")
            raise Unavailable(f"the runtime answered {status}: {reason}", code="turn_failed")
        try:
            return msgspec.json.decode(body, type=TurnResult)
        except msgspec.MsgspecError as error:
            raise Unavailable("the runtime's answer cannot be read") from error

    async def parse(self, texts: Sequence[str], *, deadline_seconds: float = 10.0) -> list[dict[str, Any]]:
        """What the model takes the texts for.

        Raises:
            Unavailable: not reachable, failed, or over the deadline.
        """
        body = msgspec.json.encode({"texts": list(texts)})
        status, answer = await self._post(self._sockets[0], "/parse", body, deadline_seconds)
        if status != 200:
            raise Unavailable(f"the runtime answered {status}")
        return msgspec.json.decode(answer, type=list[dict[str, Any]])

    async def reload(self, model: Path) -> None:
        """Make every worker load another model, one after the other.

        Raises:
            Unavailable: a worker could not load it; it goes on with its old one.
        """
        body = msgspec.json.encode({"model": str(model)})
        for socket in self._sockets:
            status, _ = await self._post(socket, "/reload", body, RELOAD_SECONDS)
            if status != 200:
                raise Unavailable(f"a runtime worker could not load {model.name}")

    async def is_ready(self) -> bool:
        """Whether every worker answers."""
        for socket in self._sockets:
            try:
                async with self._session(socket).get("http://runtime/health", timeout=_timeout(2.0)) as response:
                    if response.status != 200:
                        return False
            except (aiohttp.ClientError, TimeoutError, OSError):
                return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def _post(self, socket: Path, path: str, body: bytes, deadline_seconds: float) -> tuple[int, bytes]:
        ends = time.monotonic() + deadline_seconds
        while True:
            left = ends - time.monotonic()
            if left <= 0:
                raise Unavailable("the runtime did not answer in time")
            try:
                async with self._session(socket).post(
                    f"http://runtime{path}", data=body, timeout=_timeout(left)
                ) as response:
                    return response.status, await response.read()
            except TimeoutError as error:
                raise Unavailable("the runtime did not answer in time") from error
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError):
                await asyncio.sleep(min(RETRY_SECONDS, max(0.0, ends - time.monotonic())))

    def _session(self, socket: Path) -> aiohttp.ClientSession:
        session = self._sessions.get(socket)
        if session is None or session.closed:
            session = aiohttp.ClientSession(connector=aiohttp.UnixConnector(path=str(socket), limit=64))
            self._sessions[socket] = session
        return session


def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds)
