"""The shopper's socket: everything the widget does, live."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from bot.domain.errors import BadRequest, XiaoerError
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.http import json_response, read_json
from bot.gateway.hub import Subscription
from bot.gateway.shopper import accept_message, read_log, read_session
from bot.gateway.shopper_schemas import CsatIn, SendIn
from bot.gateway.tokens import ShopperSession
from bot.services.close_conversation import close_conversation, rate_conversation
from bot.services.hand_off import leave_queue

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 25.0
MAX_FRAME_BYTES = 64 * 1024
COMMANDS = frozenset({"close", "csat", "leave_queue"})


def add_shopper_socket(app: web.Application) -> None:
    """The route of the socket, and of its commands for those whom a proxy gives no socket."""
    app.router.add_get("/api/shopper/socket", shopper_socket)
    app.router.add_post("/api/shopper/commands", run_command)


async def shopper_socket(request: web.Request) -> web.WebSocketResponse:
    """One widget. The page resumes from the last ``seq`` it has seen; nothing is lost while it is away."""
    context = request.app[CONTEXT]
    session = read_session(request)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_FRAME_BYTES)
    await socket.prepare(request)
    subscription = Subscription()
    context.hub.subscribe(session.conversation_id, subscription)
    writer = asyncio.create_task(write_events(socket, subscription))
    try:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await _handle(context, session, subscription, frame.data)
    finally:
        context.hub.unsubscribe(subscription)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
    return socket


async def run_command(request: web.Request) -> web.Response:
    """End, rate or leave the queue without a socket; whoever polls sees the outcome in the log and the state."""
    context = request.app[CONTEXT]
    session = read_session(request)
    frame = await read_json(request, dict[str, Any])
    name = str(frame.get("type"))
    if name not in COMMANDS:
        raise BadRequest("无法识别的请求")
    try:
        await _ACTIONS[name](context, session, Subscription(), frame)
    except msgspec.DecodeError as error:
        raise BadRequest(f"请求内容有误：{error}") from error
    return json_response({"ok": True})


async def write_events(socket: web.WebSocketResponse, subscription: Subscription) -> None:
    """Send events in order until the reader is cut off."""
    while True:
        event = await subscription.events.get()
        if event is None:
            await socket.close(code=1013, message=b"resume")
            return
        try:
            await socket.send_str(msgspec.json.encode(event).decode())
        except ConnectionError:
            return


async def _handle(context: GatewayContext, session: ShopperSession, subscription: Subscription, data: str) -> None:
    frame: dict[str, Any] = {}
    try:
        frame = msgspec.json.decode(data, type=dict[str, Any])
        action = _ACTIONS.get(str(frame.get("type")))
        if action is None:
            raise BadRequest("无法识别的请求")
        await action(context, session, subscription, frame)
    except msgspec.DecodeError as error:
        _refuse(subscription, frame, "bad_request", f"请求内容有误：{error}")
    except XiaoerError as error:
        _refuse(subscription, frame, error.code, error.message)
    except Exception:
        # Not stored, so not acknowledged: the widget keeps the message and offers to send it again.
        log.exception("socket request failed", extra={"conversation_id": session.conversation_id})
        _refuse(subscription, frame, "unavailable", "消息暂时没有发送成功，请稍后重试")


def _refuse(subscription: Subscription, frame: dict[str, Any], code: str, message: str) -> None:
    client_message_id = frame.get("client_message_id")
    subscription.push({"type": "refused", "client_message_id": client_message_id, "code": code, "message": message})


async def _resume(context: GatewayContext, session: ShopperSession, out: Subscription, frame: dict[str, Any]) -> None:
    last_seq = frame.get("last_seq", 0)
    if not isinstance(last_seq, int) or last_seq < 0:
        raise BadRequest("last_seq 应为消息序号")
    while True:
        page = await asyncio.to_thread(read_log, context, session.conversation_id, last_seq)
        if page["messages"]:
            out.push({"type": "messages", "messages": page["messages"]})
            last_seq = page["messages"][-1]["seq"]
        if last_seq >= page["last_seq"] or not page["messages"]:
            break
    out.push({"type": "state", "state": page["state"]})


async def _send(context: GatewayContext, session: ShopperSession, out: Subscription, frame: dict[str, Any]) -> None:
    received = await accept_message(context, session, msgspec.convert(frame, SendIn))
    out.push(
        {
            "type": "ack",
            "client_message_id": received.message.client_message_id,
            "seq": received.message.seq,
        }
    )


async def _typing(context: GatewayContext, session: ShopperSession, _out: Subscription, _frame: dict[str, Any]) -> None:
    context.publisher.typing(session.conversation_id, "shopper")


async def _csat(context: GatewayContext, session: ShopperSession, _out: Subscription, frame: dict[str, Any]) -> None:
    rating = msgspec.convert(frame, CsatIn)
    await asyncio.to_thread(
        rate_conversation,
        context.transactions,
        context.clock,
        session.conversation_id,
        rating.score,
        rating.comment,
    )
    context.publisher.state(session.conversation_id)


async def _leave_queue(
    context: GatewayContext, session: ShopperSession, _out: Subscription, _frame: dict[str, Any]
) -> None:
    written = await asyncio.to_thread(leave_queue, context.transactions, context.clock, session.conversation_id)
    context.publisher.messages(session.conversation_id, written)
    context.publisher.queue_changed()


async def _close(context: GatewayContext, session: ShopperSession, _out: Subscription, _frame: dict[str, Any]) -> None:
    written = await asyncio.to_thread(close_conversation, context.transactions, context.clock, session.conversation_id)
    context.publisher.messages(session.conversation_id, written)
    context.publisher.queue_changed()


async def _ping(_context: GatewayContext, _session: ShopperSession, out: Subscription, _frame: dict[str, Any]) -> None:
    out.push({"type": "pong"})


Action = Callable[[GatewayContext, ShopperSession, Subscription, dict[str, Any]], Awaitable[None]]

_ACTIONS: dict[str, Action] = {
    "resume": _resume,
    "send": _send,
    "typing": _typing,
    "csat": _csat,
    "leave_queue": _leave_queue,
    "close": _close,
    "ping": _ping,
}
