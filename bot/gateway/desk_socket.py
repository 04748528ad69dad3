"""The desk's socket: the queue, the conversations that the agent watches, and typing."""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
from aiohttp import WSMsgType, web

from bot.domain.agent import DESK_ROLES, Agent
from bot.gateway.auth import require_agent, require_own_origin
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.hub import DESK, Subscription
from bot.gateway.shopper_socket import HEARTBEAT_SECONDS, MAX_FRAME_BYTES, write_events

MAX_WATCHED = 50


class DeskFrame(msgspec.Struct, frozen=True):
    """What a desk page sends: ``watch``, ``unwatch``, ``typing`` or ``ping``."""

    type: str
    conversation_id: str = ""


def add_desk_socket(app: web.Application) -> None:
    """The route of the socket."""
    app.router.add_get("/api/desk/socket", desk_socket)


async def desk_socket(request: web.Request) -> web.WebSocketResponse:
    """One desk page. It only hears that something changed and reads the rest from the API: nothing can be missed."""
    require_own_origin(request)
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_FRAME_BYTES)
    await socket.prepare(request)
    subscription = Subscription()
    context.hub.subscribe(DESK, subscription)
    watched: dict[str, None] = {}
    writer = asyncio.create_task(write_events(socket, subscription))
    try:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await _handle(context, agent, subscription, watched, frame.data)
    finally:
        context.hub.unsubscribe(subscription)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
    return socket


async def _handle(
    context: GatewayContext, agent: Agent, subscription: Subscription, watched: dict[str, None], data: str
) -> None:
    try:
        frame = msgspec.json.decode(data, type=DeskFrame)
    except msgspec.DecodeError:
        subscription.push({"type": "refused", "code": "bad_request", "message": "无法识别的请求"})
        return
    if frame.type == "ping":
        subscription.push({"type": "pong"})
    elif frame.type in ("watch", "unwatch"):
        _watch(context, subscription, watched, frame)
    elif frame.type == "typing" and await asyncio.to_thread(_is_owner, context, agent, frame.conversation_id):
        context.publisher.typing(frame.conversation_id, "agent")


def _watch(context: GatewayContext, subscription: Subscription, watched: dict[str, None], frame: DeskFrame) -> None:
    """Keep the last conversations that the page asked for; the hub forgets all at once, so subscribe anew."""
    watched.pop(frame.conversation_id, None)
    if frame.type == "watch":
        watched[frame.conversation_id] = None
    while len(watched) > MAX_WATCHED:
        watched.pop(next(iter(watched)))
    context.hub.unsubscribe(subscription)
    for topic in (DESK, *watched):
        context.hub.subscribe(topic, subscription)


def _is_owner(context: GatewayContext, agent: Agent, conversation_id: str) -> bool:
    with context.transactions.read() as tx:
        conversation = tx.log.find(conversation_id)
        return conversation is not None and conversation.agent_id == agent.id
