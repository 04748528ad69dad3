"""The process of one runtime worker."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path

import structlog
from aiohttp import web

from bot.domain.errors import Unavailable
from bot.nlu.model_file import find_current_model
from bot.nlu.quiet import import_quietly
from bot.runtime.lean_imports import skip_tensorflow
from bot.settings import Settings
from bot.supervisor import follow_parent

SHUTDOWN_SECONDS = 3.0
QUIET_LOGGERS = ("rasa", "rasa_sdk", "sanic", "tensorflow", "absl", "jieba", "asyncio", "apscheduler", "matplotlib")


def run_worker(settings: Settings, worker: int) -> None:
    """Load the published model and serve turns until SIGTERM, SIGINT or the end of the parent process.

    Raises:
        NotFound: nothing was trained yet.
        Unavailable: the model's digest is wrong, or it cannot be loaded.
    """
    model = find_current_model(settings.model_dir)
    skip_tensorflow(model)
    quiet_logs(settings.log_level)
    follow_parent()
    socket = settings.runtime_socket(worker)
    socket.parent.mkdir(parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    web.run_app(
        _build(settings, model),
        path=str(socket),
        shutdown_timeout=SHUTDOWN_SECONDS,
        print=None,
        access_log=None,
    )


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


async def _build(settings: Settings, model: Path) -> web.Application:
    from actions.registry import build_actions
    from bot.bootstrap import build_assistant_tools
    from bot.runtime.agent_host import AgentHost, load_agent
    from bot.runtime.server import Worker, build_app

    tools = build_assistant_tools(settings)

    def load(path: Path) -> AgentHost:
        return load_agent(path, list(build_actions(tools)))

    def load_published(path: Path) -> AgentHost:
        """Only what ``current.json`` names, at its digest; a path from outside could be anybody's file."""
        published = find_current_model(settings.model_dir)
        if path.resolve() != published.resolve():
            raise Unavailable(f"模型 {path.name} 不是已发布的模型")
        return load(published)

    host = load(model)
    return build_app(Worker(host, tools.policy, load_published))
