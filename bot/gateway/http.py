"""Bodies, errors and headers that all handlers share."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.domain.errors import (
    BadRequest,
    Conflict,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
    Unavailable,
    XiaoerError,
)

log = logging.getLogger(__name__)
T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_BODY_BYTES = 256 * 1024

_STATUS: dict[type[XiaoerError], int] = {
    BadRequest: 400,
    NotAuthenticated: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    TooManyRequests: 429,
    Unavailable: 503,
}


def json_response(data: Any, *, status: int = 200) -> web.Response:
    """UTF-8 JSON; dataclasses and datetimes are fine."""
    return web.Response(body=msgspec.json.encode(data), status=status, content_type="application/json")


async def read_json(request: web.Request, kind: type[T]) -> T:
    """The request's body as ``kind``.

    Raises:
        BadRequest: not JSON, or a field is missing or of the wrong type; the message names it.
    """
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.DecodeError as error:
        raise BadRequest(f"请求内容有误：{error}") from error
    except RecursionError as error:
        raise BadRequest("请求内容有误：嵌套太深") from error


def error_response(error: XiaoerError) -> web.Response:
    """The error as ``{"code", "message"}`` with its status."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    return json_response({"code": error.code, "message": error.message}, status=status)


@web.middleware
async def errors_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Known errors become answers; unknown ones are logged and become a plain apology."""
    try:
        return await handler(request)
    except XiaoerError as error:
        return error_response(error)
    except (web.HTTPException, ConnectionResetError):  # the latter: the client has gone, nobody to answer
        raise
    except Exception:
        log.exception("request failed: %s %s", request.method, request.path)
        body = {"code": "internal", "message": "抱歉，系统出了点问题，请稍后再试"}
        return json_response(body, status=500)


@web.middleware
async def security_headers_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Headers that keep pages from being framed, sniffed or fed with foreign scripts."""
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
            "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        )
    return response


def allow_widget_origins(origins: str) -> Middleware:
    """Middleware: pages of these origins (comma-separated) may load the widget and call the shopper API (CORS).

    The API takes bearer tokens, never cookies, so no credentials are allowed across origins.
    """
    allowed = frozenset(origin.strip().rstrip("/") for origin in origins.split(",") if origin.strip())

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        is_ours = request.path.startswith("/api/shopper/") or request.path == "/widget.js"
        if not is_ours or origin not in allowed:
            return await handler(request)
        headers = {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Max-Age": "600",
            "Vary": "Origin",
        }
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=headers)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(headers)
        return response

    return middleware
