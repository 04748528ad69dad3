"""Where IM channels call: ``/api/channels/{channel}``. Stored first, acknowledged then, answered later."""

from __future__ import annotations

import asyncio
import logging
from weakref import WeakValueDictionary

from aiohttp import web

from bot.domain.channel import ChannelMessage, WebhookRequest
from bot.domain.errors import NotFound
from bot.gateway.context import CONTEXT, GatewayContext
from bot.services.receive_channel_message import receive_channel_message

log = logging.getLogger(__name__)

MAX_WEBHOOK_BYTES = 64 * 1024

_LOCKS: web.AppKey[WeakValueDictionary[tuple[str, str], asyncio.Lock]] = web.AppKey("channel_locks")


def add_webhook_routes(app: web.Application) -> None:
    """One address for every connector; how to verify a request is the connector's business."""
    app[_LOCKS] = WeakValueDictionary()
    app.router.add_route("*", "/api/channels/{channel}", receive_webhook)


async def receive_webhook(request: web.Request) -> web.Response:
    """Verify, store, acknowledge. When storing fails the answer is a 5xx, so that the channel sends it again."""
    context = request.app[CONTEXT]
    connector = context.outbox.connectors.get(request.match_info["channel"])
    if connector is None:
        raise NotFound("没有配置这个渠道")
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = await _read_body(request)
    parsed = connector.parse(WebhookRequest(request.method, dict(request.query), headers, body))
    if parsed.ignored:
        log.info("ignored: %s", parsed.ignored, extra={"channel": connector.channel})
    for message in parsed.messages:
        await _accept(request.app, context, message)
    return web.Response(body=parsed.reply, content_type=parsed.content_type, charset="utf-8")


async def _accept(app: web.Application, context: GatewayContext, message: ChannelMessage) -> None:
    locks, key = app[_LOCKS], (message.channel, message.external_user_id)
    # Two requests of a new shopper at once must not open two conversations.
    async with locks.setdefault(key, asyncio.Lock()):
        received = await asyncio.to_thread(
            receive_channel_message,
            context.transactions,
            context.clock,
            context.shop,
            context.policy,
            message,
            max_text=context.settings.max_text,
        )
    context.outbox.wake()
    if received is None:
        return
    conversation_id = received.message.conversation_id
    if received.needs_turn:
        context.scheduler.schedule(conversation_id)
    if not received.is_duplicate:
        context.publisher.messages(conversation_id, (received.message,))


async def _read_body(request: web.Request) -> bytes:
    """The raw body: signatures cover bytes.

    Raises:
        web.HTTPRequestEntityTooLarge: more than any message needs.
    """
    if (request.content_length or 0) <= MAX_WEBHOOK_BYTES:
        body = await request.read()
        if len(body) <= MAX_WEBHOOK_BYTES:
            return body
    raise web.HTTPRequestEntityTooLarge(MAX_WEBHOOK_BYTES, request.content_length or 0)
