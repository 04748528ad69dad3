"""Serves the built pages: the widget's script, the desk and the workshop."""

from __future__ import annotations

import secrets
from pathlib import Path

from aiohttp import web

from bot.gateway.context import CONTEXT

NONCE_PLACEHOLDER = "__CSP_NONCE__"
PAGES = ("desk", "workshop")
ASSET_SECONDS = 365 * 24 * 3600
NOT_BUILT = "pages are not built yet: run `make web`"


def add_page_routes(app: web.Application, web_dir: Path) -> None:
    """``/widget.js``, ``/desk/``, ``/workshop/`` and their hashed assets."""
    app.router.add_get("/", redirect_home)
    app.router.add_get("/widget.js", send_widget)
    for name in PAGES:
        app.router.add_get(f"/{name}", redirect_slash)
        app.router.add_get(f"/{name}/", send_page)
        assets = web_dir / name / "assets"
        if assets.is_dir():
            app.router.add_static(f"/{name}/assets", assets)


async def redirect_home(request: web.Request) -> web.StreamResponse:
    """The demo shop is the front door; without it, the desk."""
    is_demo = request.app[CONTEXT].settings.environment == "demo"
    raise web.HTTPFound("/shop/" if is_demo else "/desk/")


async def redirect_slash(request: web.Request) -> web.StreamResponse:
    """``/desk`` → ``/desk/``."""
    raise web.HTTPFound(f"{request.path}/")


async def send_widget(request: web.Request) -> web.StreamResponse:
    """The widget is one script; pages revalidate it so that a new version arrives at once."""
    script = request.app[CONTEXT].settings.web_dir / "widget.js"
    if not script.is_file():
        raise web.HTTPNotFound(text=NOT_BUILT)
    headers = {"Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}
    return web.FileResponse(script, headers=headers)


async def send_page(request: web.Request) -> web.StreamResponse:
    """A page with a fresh nonce: its component library writes style elements, which a strict CSP else refuses."""
    name = request.path.strip("/")
    index = request.app[CONTEXT].settings.web_dir / name / "index.html"
    if not index.is_file():
        raise web.HTTPNotFound(text=NOT_BUILT)
    nonce = secrets.token_urlsafe(16)
    html = index.read_text(encoding="utf-8").replace(NONCE_PLACEHOLDER, nonce)
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'self'; img-src 'self' data:; style-src 'self' 'nonce-{nonce}'; script-src 'self'; "
            "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
        ),
    }
    return web.Response(text=html, content_type="text/html", headers=headers)
