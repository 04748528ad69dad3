"""One runtime worker behind a unix socket: ``POST /turn``, ``/parse``, ``/reload``, ``GET /health``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

import msgspec
import structlog
from aiohttp import web

from bot.domain.emotion import read_emotion
from bot.domain.errors import BadRequest, XiaoerError
from bot.domain.policy import Policy
from bot.domain.turn import TurnRequest
from bot.runtime.agent_host import AgentHost
from bot.runtime.turn_runner import TurnRunner
from bot.services.ports import HistoryNeeded

MAX_BODY = 16 * 1024 * 1024
LoadAgent = Callable[[Path], AgentHost]
log = structlog.get_logger()
T = TypeVar("T")


class Worker:
    """The agent of this process and what goes through it."""

    def __init__(self, host: AgentHost, policy: Policy, load: LoadAgent) -> None:
        self.host = host
        self._policy = policy
        self._load = load
        self._runner = TurnRunner(host, policy)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run_turn(self, request: web.Request) -> web.Response:
        """Run one turn; turns of the same case wait for each other."""
        turn = _decode(await request.read(), TurnRequest)
        lock = self._locks.setdefault(turn.case_id, asyncio.Lock())
        started = time.perf_counter()
        async with lock:
            try:
                result = await self._runner.run(turn)
            except HistoryNeeded:
                return _error(409, "history_needed", "send the history")
            except BadRequest as error:
                return _error(400, error.code, error.message)
            except Exception as error:
                log.error("turn failed", case=turn.case_id, turn=turn.context.turn_id, error=repr(error))
                return _error(500, "turn_failed", type(error).__name__)
        log.debug(
            "turn",
            turn=turn.context.turn_id,
            intent=result.understanding.intent,
            outcome=result.outcome.value,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return _json(result)

    async def parse(self, request: web.Request) -> web.Response:
        """Understand texts without answering them."""
        body = _decode(await request.read(), dict[str, list[str]])
        texts = body.get("texts", [])
        return _json([_flat(parsed) for parsed in self.host.parse_many(texts)] if texts else [])

    def load(self, model: Path) -> None:
        """Change to another model; the old one stays if that fails.

        Raises:
            XiaoerError: it cannot be loaded.
        """
        host = self._load(model)
        self.host, self._runner = host, TurnRunner(host, self._policy)

    async def reload(self, request: web.Request) -> web.Response:
        """Load another model; the old one answers until the new one is ready. Live cases are rebuilt on demand."""
        body = _decode(await request.read(), dict[str, str])
        if not body.get("model"):
            return _error(400, "bad_request", "model is missing")
        try:
            await asyncio.to_thread(self.load, Path(body["model"]))
        except XiaoerError as error:
            log.error("reload failed", model=body["model"], error=error.message)
            return _error(503, error.code, error.message)
        log.info("model loaded", model=self.host.model_path.name)
        return _json({"model": self.host.model_path.name, "ready": True})

    async def health(self, request: web.Request) -> web.Response:
        """Which model answers."""
        return _json({"model": self.host.model_path.name, "ready": True})


WORKER = web.AppKey("worker", Worker)


def build_app(worker: Worker) -> web.Application:
    """The worker's HTTP interface."""
    app = web.Application(client_max_size=MAX_BODY)
    app[WORKER] = worker
    app.router.add_post("/turn", worker.run_turn)
    app.router.add_post("/parse", worker.parse)
    app.router.add_post("/reload", worker.reload)
    app.router.add_get("/health", worker.health)
    return app


def _decode(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise web.HTTPBadRequest(text=f'{{"code":"bad_request","message":"{type(error).__name__}"}}') from error


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def _error(status: int, code: str, message: str) -> web.Response:
    return _json({"code": code, "message": message}, status)


def _flat(parsed: object) -> object:
    fields = msgspec.to_builtins(parsed)
    fields["emotion"] = read_emotion(fields["text"]).value
    return fields
