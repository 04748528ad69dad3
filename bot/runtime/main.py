"""The process of one runtime worker."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.domain.errors import Unavailable
from bot.nlu.model_file import find_current_model, read_current
from bot.nlu.quiet import import_quietly
from bot.runtime.lean_imports import skip_tensorflow
from bot.runtime.places import Place, claim_place
from bot.settings import Settings
from bot.supervisor import follow_parent

if TYPE_CHECKING:
    from bot.runtime.server import Worker

SHUTDOWN_SECONDS = 3.0
PLACE_POLL_SECONDS = 0.1
QUIET_LOGGERS = ("rasa", "rasa_sdk", "sanic", "tensorflow", "absl", "jieba", "asyncio", "apscheduler", "matplotlib")


def run_worker(settings: Settings) -> None:
    """Load the published model, wait for a free place, serve turns until SIGTERM, SIGINT or the end of the parent.

    Raises:
        NotFound: nothing was trained yet.
        Unavailable: the model's digest is wrong, or it cannot be loaded.
    """
    model = find_current_model(settings.model_dir)
    skip_tensorflow(model)
    quiet_logs(settings.log_level)
    follow_parent()
    asyncio.run(_serve(settings, model))


def quiet_logs(level: str) -> None:
    """Our own lines only: Rasa tells every shopper's message to the log, and tracebacks help nobody there."""
    import_quietly()
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    number = logging.getLevelName(level.upper())
    number = number if isinstance(number, int) else logging.INFO
    logging.basicConfig(level=number, format="%(asctime)s %(name)s: %(message)s")
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(max(number, logging.INFO)),
    )
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"


async def _serve(settings: Settings, model: Path) -> None:
    from bot.runtime.server import build_app

    worker = _load_worker(settings, model)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    place = await _wait_for_place(settings, worker, stopping)
    if place is None:
        return
    runner = web.AppRunner(build_app(worker), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    try:
        await runner.setup()
        await web.UnixSite(runner, str(place.socket)).start()
        await stopping.wait()
    finally:
        await runner.cleanup()


async def _wait_for_place(settings: Settings, worker: Worker, stopping: asyncio.Event) -> Place | None:
    """A place with the published model ready to serve it; None if the process is to end before there is one."""
    sockets = [settings.runtime_socket(number) for number in range(settings.runtime_workers)]
    place = claim_place(sockets)
    if place is None:
        structlog.get_logger().info("runtime stands by")
    while place is None and not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), PLACE_POLL_SECONDS)
        _keep_up(settings, worker)
        place = claim_place(sockets)
    return place


def _keep_up(settings: Settings, worker: Worker) -> None:
    """Load what was published meanwhile: the gateway tells it only to those who serve."""
    published = read_current(settings.model_dir)
    if published is not None and published.model != worker.host.model_path.name:
        worker.load(find_current_model(settings.model_dir))


def _load_worker(settings: Settings, model: Path) -> Worker:
    from actions.registry import build_actions
    from bot.bootstrap import build_assistant_tools
    from bot.runtime.agent_host import AgentHost, load_agent
    from bot.runtime.server import Worker

    tools = build_assistant_tools(settings)

    def load(path: Path) -> AgentHost:
        return load_agent(path, list(build_actions(tools)))

    def load_published(path: Path) -> AgentHost:
        """Only what ``current.json`` names, at its digest; a path from outside could be anybody's file."""
        published = find_current_model(settings.model_dir)
        if path.resolve() != published.resolve():
            raise Unavailable(f"模型 {path.name} 不是已发布的模型")
        return load(published)

    return Worker(load(model), tools.policy, load_published)
