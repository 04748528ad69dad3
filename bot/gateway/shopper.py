"""The shopper's API: open a session, read the log, send, and the same over a socket."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.domain.conversation import MessageKind, PageContext
from bot.domain.errors import BadRequest, NotAuthenticated, NotFound, TooManyRequests
from bot.domain.masking import mask_name
from bot.gateway.client_address import client_address
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.http import json_response, read_json
from bot.gateway.shopper_schemas import SendIn, SessionIn
from bot.gateway.tokens import ShopperSession
from bot.gateway.views import agent_names, message_view, state_view
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, Received, receive_message

WEB = "web"


def add_shopper_routes(app: web.Application) -> None:
    """Routes under ``/api/shopper`` but for the socket."""
    app.router.add_post("/api/shopper/session", open_session)
    app.router.add_get("/api/shopper/messages", list_messages)
    app.router.add_post("/api/shopper/messages", send_message)


async def open_session(request: web.Request) -> web.Response:
    """Open or renew the widget's session; a logged-in page proves the customer with a JWT."""
    context = request.app[CONTEXT]
    body = await read_json(request, SessionIn)
    if not context.session_limit.is_allowed(client_address(request)):
        raise TooManyRequests("请求过于频繁，请稍后再试")
    customer_id = context.tokens.read_identity(body.identity) if body.identity else None
    guest = _guest_of(context, body.session)
    visitor_id = f"customer-{customer_id}" if customer_id else guest or f"visitor-{uuid4().hex}"
    conversation = await asyncio.to_thread(
        open_conversation,
        context.transactions,
        context.clock,
        context.shop,
        context.policy,
        channel=WEB,
        visitor_id=visitor_id,
        customer_id=customer_id,
        locale=body.locale,
        guest_visitor_id=guest if customer_id else None,
    )
    session = ShopperSession(visitor_id, conversation.id, conversation.customer_id)
    customer = context.shop.find_customer(conversation.customer_id) if conversation.customer_id else None
    with context.transactions.read() as tx:
        state = state_view(tx, conversation, context.policy)
    return json_response(
        {
            "session": context.tokens.sign_shopper(session),
            "conversation_id": conversation.id,
            "customer": {"name": mask_name(customer.name), "level": customer.level} if customer else None,
            "state": state,
            "limits": {"max_text": context.settings.max_text},
        }
    )


async def list_messages(request: web.Request) -> web.Response:
    """The log after ``?after=<seq>``."""
    context = request.app[CONTEXT]
    session = read_session(request)
    after = request.query.get("after", "0")
    if not after.isdigit():
        raise BadRequest("参数 after 应为消息序号")
    return json_response(await asyncio.to_thread(read_log, context, session.conversation_id, int(after)))


async def send_message(request: web.Request) -> web.Response:
    """Send without a socket."""
    context = request.app[CONTEXT]
    session = read_session(request)
    received = await accept_message(context, session, await read_json(request, SendIn))
    return json_response({"seq": received.message.seq, "message_id": received.message.id})


def read_session(request: web.Request) -> ShopperSession:
    """The session of the request: bearer token, or ``?session=`` for sockets.

    Raises:
        NotAuthenticated: none, forged or expired.
    """
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header else request.query.get("session", "")
    if not token:
        raise NotAuthenticated("会话已失效，请刷新页面")
    return request.app[CONTEXT].tokens.read_shopper(token)


def read_log(context: GatewayContext, conversation_id: str, after: int) -> dict[str, Any]:
    """Messages after a ``seq`` with the state, from one consistent read.

    Raises:
        NotFound: no such conversation.
    """
    with context.transactions.read() as tx:
        conversation = tx.log.find(conversation_id)
        if conversation is None:
            raise NotFound("会话不存在，请刷新页面后重试")
        messages = list(tx.log.messages_after(conversation_id, after))
        names = agent_names(tx, messages)
        state = state_view(tx, conversation, context.policy)
    return {
        "messages": [message_view(message, context.tokens, names) for message in messages],
        "last_seq": conversation.last_seq,
        "state": state,
    }


async def accept_message(context: GatewayContext, session: ShopperSession, body: SendIn) -> Received:
    """Store what the shopper sent, tell everybody, and have it answered.

    Raises:
        BadRequest: empty, too long, or a button that is not ours.
        Conflict: the conversation is closed.
        TooManyRequests: more than a person can type.
    """
    if not context.message_limit.is_allowed(session.conversation_id):
        raise TooManyRequests("您发送得太快了，请稍等片刻再发")
    incoming = _incoming(context, session.conversation_id, body)
    received = await asyncio.to_thread(
        receive_message,
        context.transactions,
        context.clock,
        session.conversation_id,
        incoming,
        max_text=context.settings.max_text,
    )
    if not received.is_duplicate:
        context.publisher.messages(session.conversation_id, (received.message,))
    if received.needs_turn:
        context.scheduler.schedule(session.conversation_id)
    return received


def _incoming(context: GatewayContext, conversation_id: str, body: SendIn) -> IncomingMessage:
    page = PageContext(body.page.product_id, body.page.order_number) if body.page else None
    if body.kind == "button":
        payload = context.tokens.read_button(conversation_id, body.payload or "")
        return IncomingMessage(body.client_message_id, MessageKind.BUTTON, body.text, payload, page=page)
    return IncomingMessage(body.client_message_id, MessageKind.TEXT, body.text, page=page)


def _guest_of(context: GatewayContext, token: str | None) -> str | None:
    """The guest of an earlier session on this device. A customer's old session makes nobody that customer again."""
    if not token:
        return None
    try:
        visitor_id = context.tokens.read_shopper(token).visitor_id
    except NotAuthenticated:
        return None
    return visitor_id if visitor_id.startswith("visitor-") else None
