"""The workshop's API for chat logs: upload one, label or dismiss what the bot was unsure of."""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Annotated, Any

import msgspec
from aiohttp import BodyPartReader, web

from bot.domain.agent import WORKSHOP_ROLES
from bot.domain.errors import BadRequest
from bot.domain.intents import intent_label
from bot.domain.learning import Candidate
from bot.gateway.auth import require_agent
from bot.gateway.context import CONTEXT
from bot.gateway.http import json_response, read_json
from bot.services.settle_candidates import (
    dismiss_candidates,
    label_candidates,
    list_candidates,
    restore_candidates,
)

MAX_LOG_BYTES = 10 * 1024 * 1024
_FIELDS = ("column", "role_column", "shopper_value")
_MAX_FIELD = 100

Ids = Annotated[list[str], msgspec.Meta(min_length=1, max_length=500)]


class CandidatesIn(msgspec.Struct):
    """Some candidates."""

    ids: Ids


class LabelCandidatesIn(msgspec.Struct):
    """Some candidates and what they mean."""

    ids: Ids
    intent: str


class RestoreCandidatesIn(msgspec.Struct):
    """What a label or a dismissal had answered."""

    settled: Ids
    examples: Annotated[list[str], msgspec.Meta(max_length=500)] = []


def add_workshop_log_routes(app: web.Application) -> None:
    """Everything under ``/api/workshop/logs``."""
    app.router.add_get("/api/workshop/logs", read_candidates)
    app.router.add_post("/api/workshop/logs", upload)
    app.router.add_post("/api/workshop/logs/label", label)
    app.router.add_post("/api/workshop/logs/dismiss", dismiss)
    app.router.add_post("/api/workshop/logs/restore", restore)


async def read_candidates(request: web.Request) -> web.Response:
    """What waits for a trainer, the largest groups first."""
    await require_agent(request, WORKSHOP_ROLES)
    candidates = await asyncio.to_thread(list_candidates, request.app[CONTEXT].transactions)
    return json_response({"candidates": [candidate_view(candidate) for candidate in candidates]})


async def upload(request: web.Request) -> web.Response:
    """A form with ``file`` and, if they cannot be found out, ``column``, ``role_column`` and ``shopper_value``."""
    await require_agent(request, WORKSHOP_ROLES)
    name, data, fields = await _read_form(request)
    summary = await request.app[CONTEXT].log_importer.import_log(data, name, **fields)
    return json_response(summary, status=201)


async def label(request: web.Request) -> web.Response:
    """Make candidates training messages."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    context = request.app[CONTEXT]
    body = await read_json(request, LabelCandidatesIn)
    settled = await asyncio.to_thread(
        label_candidates, context.transactions, context.clock, agent, body.ids, body.intent
    )
    return json_response(settled)


async def dismiss(request: web.Request) -> web.Response:
    """Take candidates off the list."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    body = await read_json(request, CandidatesIn)
    settled = await asyncio.to_thread(dismiss_candidates, request.app[CONTEXT].transactions, agent, body.ids)
    return json_response(settled)


async def restore(request: web.Request) -> web.Response:
    """Undo a label or a dismissal, from what its answer said."""
    agent = await require_agent(request, WORKSHOP_ROLES)
    body = await read_json(request, RestoreCandidatesIn)
    transactions = request.app[CONTEXT].transactions
    count = await asyncio.to_thread(restore_candidates, transactions, agent, body.settled, body.examples)
    return json_response({"restored": count})


def candidate_view(candidate: Candidate) -> dict[str, Any]:
    """A message of an imported log."""
    return {
        "id": candidate.id,
        "cluster": candidate.cluster,
        "text": candidate.text,
        "count": candidate.count,
        "ranking": [[intent, intent_label(intent), confidence] for intent, confidence in candidate.ranking],
        "created_at": candidate.created_at.isoformat(),
    }


async def _read_form(request: web.Request) -> tuple[str, bytes, dict[str, str]]:
    """The file's name and content, and the other fields that are not empty."""
    if not request.content_type.startswith("multipart/"):
        raise BadRequest("请以表单方式上传聊天记录文件")
    name, data, fields = "", b"", dict[str, str]()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise BadRequest("上传的内容有误")
            if part.name == "file":
                name, data = PurePath(part.filename or "").name, await _read_part(part, MAX_LOG_BYTES)
            elif part.name in _FIELDS:
                value = (await _read_part(part, _MAX_FIELD * 4)).decode("utf-8").strip()
                fields |= {part.name: value} if value else {}
    except ValueError as error:
        raise BadRequest("上传的内容有误") from error
    if not name:
        raise BadRequest("请选择一份聊天记录文件")
    if not data:
        raise BadRequest("文件是空的，里面没有内容")
    return name, data, fields


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > limit:
            raise BadRequest(f"文件超过 {MAX_LOG_BYTES // 1024 // 1024} MB，请拆分后上传", code="too_large")
    return bytes(content)
