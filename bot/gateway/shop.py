"""The demo shop: product pages that carry the widget, and a log-in as one of the demo customers."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.domain.customer import Customer
from bot.domain.errors import NotAuthenticated
from bot.gateway.context import CONTEXT, GatewayContext
from bot.gateway.shop_pages import pages

COOKIE = "shop_identity"
COOKIE_SECONDS = 12 * 3600
MAX_ORDERS = 50
MAX_RELATED = 4
DEMO_CUSTOMERS = tuple(f"C{number:04d}" for number in range(1, 8))


def add_shop_routes(app: web.Application) -> None:
    """Routes under ``/shop``: in a demo only, because anybody may log in as a demo customer."""
    app.router.add_get("/shop", _redirect_to_shop)
    app.router.add_get("/shop/", product_list)
    app.router.add_get("/shop/products/{id}", product_page)
    app.router.add_get("/shop/images/{id}.svg", product_image)
    app.router.add_get("/shop/orders", orders_page)
    app.router.add_get("/shop/orders/{number}", order_page)
    app.router.add_get("/shop/login", login_page)
    app.router.add_post("/shop/login", log_in)
    app.router.add_post("/shop/logout", log_out)
    app.router.add_static("/shop/static", pages.STATIC_DIR)


async def _redirect_to_shop(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/shop/")


async def product_list(request: web.Request) -> web.Response:
    """All products, a category (``?category=``) or a search (``?q=``)."""
    context = request.app[CONTEXT]
    category, query = request.query.get("category") or None, request.query.get("q", "").strip()[:50]
    everything = await asyncio.to_thread(context.shop.list_products)
    products = [product for product in everything if category in (None, product.category)]
    if query:
        products = [product for product, _ in context.product_search.search_products(query, limit=24)]
    return _html(
        pages.render_product_list(
            products,
            visitor=_visitor(request),
            categories=list(dict.fromkeys(product.category for product in everything)),
            category=category,
            query=query,
            promotions=context.shop.list_promotions(context.clock.now()),
        )
    )


async def product_page(request: web.Request) -> web.Response:
    """One product."""
    context = request.app[CONTEXT]
    product = context.shop.find_product(request.match_info["id"])
    if product is None:
        return _not_found(request, "没有找到这件商品", "它可能已经下架，您可以看看其他商品。")
    related = [other for other in context.shop.list_products(category=product.category) if other.id != product.id]
    return _html(
        pages.render_product(
            product,
            visitor=_visitor(request),
            promotions=context.shop.list_promotions(context.clock.now(), product),
            related=related[:MAX_RELATED],
        )
    )


async def product_image(request: web.Request) -> web.Response:
    """The product's picture."""
    product = request.app[CONTEXT].shop.find_product(request.match_info["id"])
    if product is None:
        raise web.HTTPNotFound
    return web.Response(text=pages.render_product_image(product), content_type="image/svg+xml")


async def orders_page(request: web.Request) -> web.Response:
    """The customer's orders."""
    customer = _customer(request)
    if customer is None:
        raise web.HTTPFound("/shop/login?next=/shop/orders")
    orders = await asyncio.to_thread(request.app[CONTEXT].shop.list_orders, customer.id, limit=MAX_ORDERS)
    return _html(pages.render_orders(customer, orders, visitor=_visitor(request)))


async def order_page(request: web.Request) -> web.Response:
    """One order of the customer; somebody else's looks like none."""
    customer = _customer(request)
    number = request.match_info["number"]
    if customer is None:
        raise web.HTTPFound("/shop/login?next=/shop/orders")
    shop = request.app[CONTEXT].shop
    order = await asyncio.to_thread(shop.find_order, number, customer.id)
    if order is None:
        return _not_found(request, "没有找到这个订单", "请核对订单号，或返回“我的订单”查看。")
    shipments = await asyncio.to_thread(shop.list_shipments, number, customer.id)
    return _html(pages.render_order(customer, order, shipments, visitor=_visitor(request)))


async def login_page(request: web.Request) -> web.Response:
    """Choose a demo customer."""
    shop = request.app[CONTEXT].shop
    found = (shop.find_customer(customer_id) for customer_id in DEMO_CUSTOMERS)
    customers = [customer for customer in found if customer is not None]
    next_path = _own_path(request.query.get("next", ""))
    return _html(pages.render_login(customers, visitor=_visitor(request), next_path=next_path))


async def log_in(request: web.Request) -> web.StreamResponse:
    """Become a demo customer. Only these few: a shop with real customers has a log-in of its own."""
    context = request.app[CONTEXT]
    form = await request.post()
    customer_id = str(form.get("customer_id", ""))
    if customer_id not in DEMO_CUSTOMERS or context.shop.find_customer(customer_id) is None:
        raise web.HTTPFound("/shop/login")
    response = web.HTTPFound(_own_path(str(form.get("next", ""))))
    response.set_cookie(
        COOKIE,
        context.tokens.sign_identity(customer_id),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=context.settings.resolved_public_url.startswith("https://"),
    )
    return response


async def log_out(_request: web.Request) -> web.StreamResponse:
    """Be a guest again."""
    response = web.HTTPFound("/shop/")
    response.del_cookie(COOKIE)
    return response


def _own_path(path: str) -> str:
    """Only ever back into the shop: never to another site."""
    return path if path.startswith("/shop/") and "\\" not in path and "//" not in path else "/shop/"


def _customer(request: web.Request) -> Customer | None:
    context: GatewayContext = request.app[CONTEXT]
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    try:
        return context.shop.find_customer(context.tokens.read_identity(token))
    except NotAuthenticated:
        return None


def _visitor(request: web.Request) -> pages.Visitor:
    context = request.app[CONTEXT]
    customer = _customer(request)
    identity = context.tokens.sign_identity(customer.id) if customer else None
    return pages.Visitor(customer, identity, context.policy.shop_name)


def _not_found(request: web.Request, title: str, text: str) -> web.Response:
    return _html(pages.render_message(title, text, visitor=_visitor(request)), status=404)


def _html(text: str, *, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status, headers={"Cache-Control": "no-store"})
