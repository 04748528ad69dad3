"""Log-in of people who work here, and who may call what.

The session is a signed cookie (HttpOnly, SameSite=Strict, Secure behind https). Writes also need the header
``X-Xiaoer: 1``, which no foreign page can send without our consent (CSRF).
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import web

from bot.domain.agent import Agent, Role
from bot.domain.errors import NotAllowed, NotAuthenticated
from bot.gateway.client_address import client_address
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.http import json_response, read_json
from bot.gateway.schemas import LoginIn
from bot.gateway.tokens import AGENT_SESSION_SECONDS
from bot.services.log_in import LoginGate

COOKIE = "xiaoer_agent"
CSRF_HEADER = "X-Xiaoer"
GATE: web.AppKey[LoginGate] = web.AppKey("login_gate", LoginGate)


def add_auth_routes(app: web.Application, gate: LoginGate | None = None) -> None:
    """``/api/login``, ``/api/logout``, ``/api/me``."""
    app[GATE] = gate or LoginGate()
    app.router.add_post("/api/login", log_in)
    app.router.add_post("/api/logout", log_out)
    app.router.add_get("/api/me", read_me)


async def log_in(request: web.Request) -> web.Response:
    """Check the password and set the cookie."""
    require_own_page(request)
    context = request.app[CONTEXT]
    body = await read_json(request, LoginIn)
    agent = await asyncio.to_thread(
        request.app[GATE].log_in,
        context.transactions,
        context.clock,
        body.username,
        body.password,
        client_address(request),
    )
    response = json_response({"agent": agent_view(agent)})
    response.set_cookie(
        COOKIE,
        context.tokens.sign_agent(agent.id),
        max_age=AGENT_SESSION_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=_is_https(context),
        path="/",
    )
    return response


async def log_out(request: web.Request) -> web.Response:
    """Forget the cookie."""
    require_own_page(request)
    response = json_response({"ok": True})
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict", secure=_is_https(request.app[CONTEXT]))
    return response


async def read_me(request: web.Request) -> web.Response:
    """Who is logged in."""
    return json_response({"agent": agent_view(await require_agent(request))})


async def require_agent(request: web.Request, roles: Collection[Role] = frozenset(Role)) -> Agent:
    """The logged-in person; looked up anew each time, so that a switched-off account stops at once.

    Raises:
        NotAllowed: the role is not among ``roles``, or a write came without the header.
        NotAuthenticated: no valid cookie, or the account is switched off.
    """
    context = request.app[CONTEXT]
    token = request.cookies.get(COOKIE)
    if not token:
        raise NotAuthenticated("请先登录")
    agent = await asyncio.to_thread(_find_agent, context, context.tokens.read_agent(token))
    if agent is None or not agent.is_active:
        raise NotAuthenticated("账号不可用，请联系管理员")
    if agent.role not in roles:
        raise NotAllowed("您的账号没有这项权限")
    if request.method not in ("GET", "HEAD"):
        require_own_page(request)
    return agent


def require_own_page(request: web.Request) -> None:
    """Raises NotAllowed when a write lacks the header that only our own pages send."""
    if request.headers.get(CSRF_HEADER) != "1":
        raise NotAllowed("请求来源无法确认，请在本站页面内操作", code="csrf")


def require_own_origin(request: web.Request) -> None:
    """For sockets, which cannot carry the header: raises NotAllowed when a foreign page opens one."""
    origin = request.headers.get("Origin")
    if origin is None:
        return
    own = {request.host, urlsplit(request.app[CONTEXT].settings.resolved_public_url).netloc}
    if urlsplit(origin).netloc not in own:
        raise NotAllowed("请求来源无法确认，请在本站页面内操作", code="csrf")


def agent_view(agent: Agent) -> dict[str, str]:
    """The person as the pages see them."""
    return {"id": agent.id, "username": agent.username, "name": agent.name, "role": agent.role.value}


def _find_agent(context: GatewayContext, agent_id: str) -> Agent | None:
    with context.transactions.read() as tx:
        return tx.agents.find(agent_id)


def _is_https(context: GatewayContext) -> bool:
    return context.settings.resolved_public_url.startswith("https://")
