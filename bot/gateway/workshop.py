"""The workshop's API: knowledge, examples, misses, trying and training."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.domain.agent import PUBLISH_ROLES, WORKSHOP_ROLES
from bot.domain.conversation import PageContext
from bot.domain.errors import BadRequest, NotFound, Unavailable
from bot.domain.faq import Faq
from bot.domain.intents import INTENTS
from bot.domain.turn import Bubble, TurnContext, TurnRequest
from bot.gateway.auth import require_agent
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.http import json_response, read_json
from bot.gateway.schemas import ExampleIn, FaqIn, LabelIn, RestoreIn, TryIn, VersionIn
from bot.gateway.workshop_views import example_view, faq_view, intents_view, miss_view, training_view, try_view
from bot.services.manage_examples import (
    add_example,
    count_examples,
    dismiss_miss,
    label_miss,
    list_examples,
    list_misses,
    remove_example,
)
from bot.services.manage_faqs import (
    FaqDraft,
    archive_faq,
    create_faq,
    edit_faq,
    list_faqs,
    list_published_versions,
    list_versions,
    publish_faq,
    restore_faq,
)

MAX_HITS = 5


def add_workshop_routes(app: web.Application) -> None:
    """Everything under ``/api/workshop``."""
    router = app.router
    router.add_get("/api/workshop/intents", read_intents)
    router.add_get("/api/workshop/faqs", read_faqs)
    router.add_post("/api/workshop/faqs", create)
    router.add_put("/api/workshop/faqs/{id}", edit)
    router.add_post("/api/workshop/faqs/{id}/publish", publish)
    router.add_post("/api/workshop/faqs/{id}/archive", archive)
    router.add_get("/api/workshop/faqs/{id}/versions", read_versions)
    router.add_post("/api/workshop/faqs/{id}/restore", restore)
    router.add_post("/api/workshop/try", try_question)
    router.add_get("/api/workshop/misses", read_misses)
    router.add_post("/api/workshop/misses/{id}/dismiss", dismiss)
    router.add_post("/api/workshop/misses/{id}/label", label)
    router.add_get("/api/workshop/examples", read_examples)
    router.add_post("/api/workshop/examples", create_example)
    router.add_delete("/api/workshop/examples/{id}", delete_example)
    router.add_get("/api/workshop/train", read_training)
    router.add_post("/api/workshop/train", start_training)


async def read_intents(request: web.Request) -> web.Response:
    """The catalogue with the number of training messages."""
    await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    counts = await asyncio.to_thread(count_examples, context.transactions, context.settings.data_dir / "nlu")
    return json_response({"intents": intents_view(counts)})


async def read_faqs(request: web.Request) -> web.Response:
    """FAQs by words, state and topic."""
    await require_agent(request, WORKSHOP_ROLES)
    transactions = request.app[CONTEXT].transactions
    faqs = await asyncio.to_thread(
        list_faqs,
        transactions,
        query=request.query.get("query", ""),
        state=request.query.get("state"),
        topic=request.query.get("topic"),
    )
    published = await asyncio.to_thread(list_published_versions, transactions)
    return json_response({"faqs": [faq_view(faq, published.get(faq.id)) for faq in faqs]})


async def create(request: web.Request) -> web.Response:
    """A new draft."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    draft = _draft(await read_json(request, FaqIn))
    faq = await asyncio.to_thread(create_faq, context.transactions, context.clock, agent, draft)
    return await _faq_response(context, faq, status=201)


async def edit(request: web.Request) -> web.Response:
    """A new version; refused when somebody saved another one meanwhile."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, FaqIn)
    if body.version is None:
        raise BadRequest("请带上所编辑的版本号 version")
    faq = await asyncio.to_thread(
        edit_faq,
        context.transactions,
        context.clock,
        agent,
        request.match_info["id"],
        _draft(body),
        body.version,
    )
    return await _faq_response(context, faq)


async def publish(request: web.Request) -> web.Response:
    """Show the newest version to shoppers."""
    agent = await require_agent(request, PUBLISH_ROLES)
    context = request.app[CONTEXT]
    version = await _version(request)
    faq = await asyncio.to_thread(
        publish_faq, context.transactions, context.clock, agent, request.match_info["id"], version
    )
    return await _faq_response(context, faq)


async def archive(request: web.Request) -> web.Response:
    """Hide it from shoppers."""
    agent = await require_agent(request, PUBLISH_ROLES)
    context = request.app[CONTEXT]
    version = await _version(request)
    faq = await asyncio.to_thread(
        archive_faq, context.transactions, context.clock, agent, request.match_info["id"], version
    )
    return await _faq_response(context, faq)


async def read_versions(request: web.Request) -> web.Response:
    """All versions, newest first."""
    await require_agent(request, WORKSHOP_ROLES)
    transactions = request.app[CONTEXT].transactions
    versions = await asyncio.to_thread(list_versions, transactions, request.match_info["id"])
    published = await asyncio.to_thread(list_published_versions, transactions)
    return json_response({"versions": [faq_view(faq, published.get(faq.id)) for faq in versions]})


async def restore(request: web.Request) -> web.Response:
    """Make an old version the newest draft."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, RestoreIn)
    faq = await asyncio.to_thread(
        restore_faq, context.transactions, context.clock, agent, request.match_info["id"], body.version
    )
    return await _faq_response(context, faq)


async def try_question(request: web.Request) -> web.Response:
    """What the bot makes of a question, and what it would say; nothing is kept."""
    await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, TryIn)
    if body.product_id and await asyncio.to_thread(context.shop.find_product, body.product_id) is None:
        raise NotFound("没有找到这个商品")
    parsed = (await context.parser.parse([body.text]))[0]
    hits = await asyncio.to_thread(context.faq_search.search_faqs, body.text, intent=parsed.intent, limit=MAX_HITS)
    return json_response(try_view(parsed, hits, await _replies(context, body)))


async def read_misses(request: web.Request) -> web.Response:
    """What the bot did not understand."""
    await require_agent(request, WORKSHOP_ROLES)
    misses = await asyncio.to_thread(list_misses, request.app[CONTEXT].transactions)
    return json_response({"misses": [miss_view(miss) for miss in misses]})


async def dismiss(request: web.Request) -> web.Response:
    """Take a miss off the list."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    await asyncio.to_thread(dismiss_miss, request.app[CONTEXT].transactions, agent, request.match_info["id"])
    return json_response({"ok": True})


async def label(request: web.Request) -> web.Response:
    """Make a miss a training message."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, LabelIn)
    example = await asyncio.to_thread(
        label_miss, context.transactions, context.clock, agent, request.match_info["id"], body.intent
    )
    return json_response({"example": example_view(example) if example else None})


async def read_examples(request: web.Request) -> web.Response:
    """Training messages that trainers added."""
    await require_agent(request, WORKSHOP_ROLES)
    intent = request.query.get("intent") or None
    if intent is not None and intent not in INTENTS:
        raise BadRequest(f"未知的意图：{intent}")
    examples = await asyncio.to_thread(list_examples, request.app[CONTEXT].transactions, intent)
    return json_response({"examples": [example_view(example) for example in examples]})


async def create_example(request: web.Request) -> web.Response:
    """A new training message."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, ExampleIn)
    example = await asyncio.to_thread(add_example, context.transactions, context.clock, agent, body.intent, body.text)
    return json_response(example_view(example), status=201)


async def delete_example(request: web.Request) -> web.Response:
    """Remove a training message."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    await asyncio.to_thread(remove_example, request.app[CONTEXT].transactions, agent, request.match_info["id"])
    return json_response({"ok": True})


async def read_training(request: web.Request) -> web.Response:
    """Where the training stands."""
    await require_agent(request, WORKSHOP_ROLES)
    return json_response(training_view(request.app[CONTEXT].trainer.status))


async def start_training(request: web.Request) -> web.Response:
    """Train a new model and load it."""
    await require_agent(request, PUBLISH_ROLES)
    return json_response(training_view(request.app[CONTEXT].trainer.start()), status=202)


async def _faq_response(context: GatewayContext, faq: Faq, *, status: int = 200) -> web.Response:
    """The newest version as it was stored just now."""
    published = await asyncio.to_thread(list_published_versions, context.transactions)
    return json_response(faq_view(faq, published.get(faq.id)), status=status)


async def _replies(context: GatewayContext, body: TryIn) -> list[dict[str, Any]]:
    """The bot's answer in a case of its own; empty when the runtime is busy or down."""
    name = f"try-{uuid4().hex}"
    turn = TurnRequest(
        case_id=name,
        case_version=0,
        bubbles=(Bubble(text=body.text),),
        context=TurnContext(
            conversation_id=name, turn_id=name, channel="workshop", page=PageContext(product_id=body.product_id)
        ),
        history=(),
    )
    try:
        result = await context.engine.run_turn(turn, deadline_seconds=context.settings.turn_deadline_seconds)
    except Unavailable:
        return []
    return [asdict(reply) for reply in result.replies]


async def _version(request: web.Request) -> int | None:
    """The version in the body, which may be empty."""
    return (await read_json(request, VersionIn)).version if request.can_read_body else None


def _draft(body: FaqIn) -> FaqDraft:
    return FaqDraft(
        topic=body.topic,
        question=body.question,
        answer=body.answer,
        similar=tuple(body.similar),
        intent=body.intent,
        tags=tuple(body.tags),
        products=tuple(body.products),
        valid_from=body.valid_from,
        valid_until=body.valid_until,
    )
