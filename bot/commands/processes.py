"""The processes under ``xiaoer serve``: gateway and runtime."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.settings import Settings
from bot.supervisor import follow_parent

SHUTDOWN_SECONDS = 5.0


def run_gateway(settings: Settings) -> None:
    """Serve until SIGTERM, SIGINT or the end of the parent process."""
    from bot.bootstrap import build_core
    from bot.gateway.app import build_app
    from bot.gateway_wiring import build_gateway_context

    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s: %(message)s")
    core = build_core(settings)
    follow_parent()

    async def start() -> web.Application:
        return build_app(build_gateway_context(core))

    web.run_app(
        start(),
        host=settings.host,
        port=settings.port,
        shutdown_timeout=SHUTDOWN_SECONDS,
        print=None,
        access_log=None,
    )
