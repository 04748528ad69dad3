"""The desk's API: the queue, one conversation, and what an agent does with it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import web

from bot.domain.agent import DESK_ROLES, Agent
from bot.domain.conversation import ConversationState, Owner
from bot.domain.errors import BadRequest, NotFound
from bot.gateway.auth import require_agent
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.desk_socket import add_desk_socket
from bot.gateway.desk_views import conversation_row, handoff_view, is_shown, profile_view, queue_view, summary_view
from bot.gateway.http import json_response, read_json
from bot.gateway.schemas import AgentReplyIn, RevealIn
from bot.gateway.views import agent_names, message_view, state_view
from bot.services.agent_reply import reply_as_agent
from bot.services.assign_agent import Assignment, close_as_agent, return_to_bot, take_handoff, take_over
from bot.services.customer_profile import PersonalField, read_profile, reveal_field
from bot.services.summarize import refresh_summary

log = logging.getLogger(__name__)

MAX_CONVERSATIONS = 200


def add_desk_routes(app: web.Application) -> None:
    """Everything under ``/api/desk``."""
    app.router.add_get("/api/desk/queue", read_queue)
    app.router.add_post("/api/desk/handoffs/{id}/take", take)
    app.router.add_get("/api/desk/conversations", list_conversations)
    app.router.add_get("/api/desk/conversations/{id}", read_conversation)
    app.router.add_post("/api/desk/conversations/{id}/messages", reply)
    app.router.add_post("/api/desk/conversations/{id}/return", give_back)
    app.router.add_post("/api/desk/conversations/{id}/close", close)
    app.router.add_post("/api/desk/conversations/{id}/takeover", take_over_conversation)
    app.router.add_post("/api/desk/customers/{id}/reveal", reveal)
    add_desk_socket(app)


async def read_queue(request: web.Request) -> web.Response:
    """Who waits and what the agent has in hand."""
    agent = await require_agent(request, DESK_ROLES)
    return json_response(await asyncio.to_thread(_queue, request.app[CONTEXT], agent))


async def take(request: web.Request) -> web.Response:
    """Take a handoff; of several agents exactly one succeeds."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    done = await asyncio.to_thread(take_handoff, context.transactions, context.clock, request.match_info["id"], agent)
    return json_response(await _announce(context, done))


async def list_conversations(request: web.Request) -> web.Response:
    """Conversations by owner and state, newest activity first."""
    await require_agent(request, DESK_ROLES)
    owner, state = request.query.get("owner") or None, request.query.get("state") or None
    if owner is not None and owner not in set(Owner):
        raise BadRequest(f"未知的接待方：{owner}")
    if state is not None and state not in set(ConversationState):
        raise BadRequest(f"未知的会话状态：{state}")
    rows = await asyncio.to_thread(_conversations, request.app[CONTEXT], owner, state)
    return json_response({"conversations": rows})


async def read_conversation(request: web.Request) -> web.Response:
    """The whole conversation with the bot's part, the summary, the customer and the orders."""
    await require_agent(request, DESK_ROLES)
    return json_response(await asyncio.to_thread(_conversation, request.app[CONTEXT], request.match_info["id"]))


async def reply(request: web.Request) -> web.Response:
    """Say something to the shopper."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, AgentReplyIn)
    conversation_id = request.match_info["id"]
    replied = await asyncio.to_thread(
        reply_as_agent,
        context.transactions,
        context.clock,
        conversation_id,
        agent,
        client_message_id=body.client_message_id,
        text=body.text,
        max_text=context.settings.max_text,
    )
    if not replied.is_duplicate:
        context.publisher.messages(conversation_id, (replied.message,))
        context.outbox.wake()
    return json_response({"seq": replied.message.seq, "message_id": replied.message.id})


async def give_back(request: web.Request) -> web.Response:
    """Back to the bot."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    done = await asyncio.to_thread(return_to_bot, context.transactions, context.clock, request.match_info["id"], agent)
    return json_response(await _announce(context, done))


async def close(request: web.Request) -> web.Response:
    """End the conversation; the shopper is asked for a rating."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    done = await asyncio.to_thread(close_as_agent, context.transactions, context.clock, request.match_info["id"], agent)
    return json_response(await _announce(context, done))


async def take_over_conversation(request: web.Request) -> web.Response:
    """Step into an open conversation that nobody handed over."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    done = await asyncio.to_thread(
        take_over, context.transactions, context.clock, context.policy, request.match_info["id"], agent
    )
    return json_response(await _announce(context, done))


async def reveal(request: web.Request) -> web.Response:
    """Show one masked value; the access log keeps who looked."""
    agent = await require_agent(request, DESK_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, RevealIn)
    value = await asyncio.to_thread(
        reveal_field,
        context.transactions,
        context.clock,
        context.shop,
        agent,
        request.match_info["id"],
        PersonalField(body.field),
        body.order_number,
    )
    return json_response({"value": value})


async def _announce(context: GatewayContext, done: Assignment) -> dict[str, Any]:
    """Tell everybody what changed and answer with the handoff, or the state when there is none any more."""
    context.publisher.messages(done.conversation.id, done.messages)
    context.publisher.queue_changed()
    context.outbox.wake()
    if done.handoff is not None and done.messages:
        try:
            await asyncio.to_thread(refresh_summary, context.transactions, context.shop, done.handoff.id)
        except Exception:
            log.exception("summary could not be refreshed", extra={"handoff_id": done.handoff.id})
    return await asyncio.to_thread(_assignment_view, context, done)


def _assignment_view(context: GatewayContext, done: Assignment) -> dict[str, Any]:
    with context.transactions.read() as tx:
        if done.handoff is None:
            return {"state": state_view(tx, done.conversation, context.policy)}
        return handoff_view(tx, context.shop, done.handoff, context.clock.now())


def _queue(context: GatewayContext, agent: Agent) -> dict[str, Any]:
    with context.transactions.read() as tx:
        return queue_view(tx, context.shop, agent.id, context.clock.now())


def _conversations(context: GatewayContext, owner: str | None, state: str | None) -> list[dict[str, Any]]:
    with context.transactions.read() as tx:
        found = tx.log.list_conversations(owner=owner, state=state, limit=MAX_CONVERSATIONS)
        return [conversation_row(tx, context.shop, conversation) for conversation in found]


def _conversation(context: GatewayContext, conversation_id: str) -> dict[str, Any]:
    with context.transactions.read() as tx:
        conversation = tx.log.find(conversation_id)
        if conversation is None:
            raise NotFound("会话不存在")
        messages = list(tx.log.messages_after(conversation_id, 0))
        while messages and messages[-1].seq < conversation.last_seq:
            messages.extend(tx.log.messages_after(conversation_id, messages[-1].seq))
        names = agent_names(tx, messages)
        handoff = tx.handoffs.find_latest(conversation_id)
        view: dict[str, Any] = {
            "state": state_view(tx, conversation, context.policy),
            "messages": [message_view(message, context.tokens, names) for message in messages],
            "handoff": None,
            "summary": summary_view(handoff.summary) if handoff else None,
        }
        if handoff is not None and is_shown(handoff):
            view["handoff"] = handoff_view(tx, context.shop, handoff, context.clock.now())
    return view | profile_view(read_profile(context.shop, conversation.customer_id))
