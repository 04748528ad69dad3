"""Builds the aiohttp application from its context."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from aiohttp import web

from bot.gateway.auth import add_auth_routes
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.desk import add_desk_routes
from bot.gateway.http import (
    MAX_BODY_BYTES,
    allow_widget_origins,
    errors_middleware,
    json_response,
    security_headers_middleware,
)
from bot.gateway.pages import add_page_routes
from bot.gateway.shop import add_shop_routes
from bot.gateway.shopper import add_shopper_routes
from bot.gateway.shopper_socket import add_shopper_socket
from bot.gateway.webhooks import add_webhook_routes
from bot.gateway.workshop import add_workshop_routes
from bot.gateway.workshop_logs import add_workshop_log_routes
from bot.services.log_in import LoginGate

log = logging.getLogger(__name__)


def build_app(context: GatewayContext, gate: LoginGate | None = None) -> web.Application:
    """The whole gateway. Starting it recovers what a crash left unanswered; closing it stops all turns."""
    cross_origin = allow_widget_origins(context.settings.widget_origins)
    app = web.Application(
        middlewares=[security_headers_middleware, cross_origin, errors_middleware], client_max_size=MAX_BODY_BYTES
    )
    app[CONTEXT] = context
    add_shopper_routes(app)
    add_shopper_socket(app)
    add_auth_routes(app, gate)
    add_desk_routes(app)
    add_workshop_routes(app)
    add_workshop_log_routes(app)
    add_webhook_routes(app)
    if context.settings.environment == "demo":
        add_shop_routes(app)
    add_page_routes(app, context.settings.web_dir)
    app.router.add_get("/healthz", health)
    app.cleanup_ctx.append(_background)
    return app


async def health(request: web.Request) -> web.Response:
    """200 when the log can be read."""
    with request.app[CONTEXT].transactions.read() as tx:
        tx.faqs.revision()
    return json_response({"status": "ok"})


async def _background(app: web.Application) -> AsyncIterator[None]:
    context = app[CONTEXT]
    waiting = await context.scheduler.recover()
    if waiting:
        log.info("recovered %s unanswered conversations", waiting)
    context.outbox.start()
    context.summaries.wake()
    context.trainer.recover()
    yield
    await context.scheduler.close()
    await context.outbox.close()
    await context.summaries.close()
    await context.trainer.close()
