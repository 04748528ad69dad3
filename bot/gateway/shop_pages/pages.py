"""Renders the pages of the demo shop: pure functions from domain objects to escaped HTML.

Every page carries the widget's script tag with what the shopper looks at, and the signed identity if logged in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.customer import Customer
from bot.domain.masking import mask_address, mask_name, mask_phone
from bot.domain.order import Order
from bot.domain.product import Product, Promotion
from bot.domain.shipment import Shipment
from bot.gateway.shop_pages.illustrations import look_of

STATIC_DIR = Path(__file__).parent / "static"
_TEMPLATE_DIR = Path(__file__).parent / "templates"
_CHINA = timezone(timedelta(hours=8))
_LOW_STOCK = 10


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the page. ``identity`` is the signed token that the widget hands to the gateway."""

    customer: Customer | None = None
    identity: str | None = None
    shop_name: str = "小二优选"


GUEST = Visitor()


def render_product_list(
    products: Sequence[Product],
    *,
    visitor: Visitor = GUEST,
    categories: Sequence[str] = (),
    category: str | None = None,
    query: str = "",
    promotions: Sequence[Promotion] = (),
) -> str:
    """The shop's front page, or what a category or a search holds; ``categories`` fill the navigation."""
    title = f"搜索“{query}”" if query else (category or "全部商品")
    return _render(
        "list.html",
        visitor,
        title=title,
        products=products,
        categories=categories or _categories(products),
        category=category,
        query=query,
        promotions=promotions,
    )


def render_product(
    product: Product,
    *,
    visitor: Visitor = GUEST,
    promotions: Sequence[Promotion] = (),
    related: Sequence[Product] = (),
) -> str:
    """One product with its variants, specifications, size chart and service promises."""
    return _render(
        "product.html",
        visitor,
        title=product.name,
        product=product,
        promotions=promotions,
        related=related,
        options=_options(product),
        skus=[_sku_data(sku) for sku in map(asdict, product.skus)],
        product_id=product.id,
    )


def render_login(
    customers: Sequence[Customer], *, visitor: Visitor = GUEST, next_path: str = "/shop/", error: str = ""
) -> str:
    """Choose one of the demo customers; posts ``customer_id`` and ``next`` to ``/shop/login``."""
    return _render("login.html", visitor, title="登录", customers=customers, next_path=next_path, error=error)


def render_orders(customer: Customer, orders: Sequence[Order], *, visitor: Visitor | None = None) -> str:
    """The customer's orders, newest first."""
    return _render("orders.html", visitor or Visitor(customer), title="我的订单", customer=customer, orders=orders)


def render_order(
    customer: Customer, order: Order, shipments: Sequence[Shipment] = (), *, visitor: Visitor | None = None
) -> str:
    """One order with its parcels; the widget knows which order is looked at."""
    return _render(
        "order.html",
        visitor or Visitor(customer),
        title=f"订单 {order.number}",
        order=order,
        shipments=shipments,
        order_number=order.number,
    )


def render_message(title: str, text: str, *, visitor: Visitor = GUEST) -> str:
    """A page with one message, such as “not found”."""
    return _render("message.html", visitor, title=title, text=text)


def render_product_image(product: Product) -> str:
    """The product's picture as an SVG document, for ``<img>`` elements such as those of the widget's cards."""
    return _environment().get_template("image.svg").render(product=product)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE_DIR), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(yuan=_yuan, moment=_moment, price=_price)
    environment.globals.update(
        look_of=look_of,
        stock_of=_stock,
        stock_label=_stock_label,
        mask_name=mask_name,
        mask_phone=mask_phone,
        mask_address=mask_address,
    )
    return environment


def _render(template: str, visitor: Visitor, **values: Any) -> str:
    context: dict[str, Any] = {"visitor": visitor, "product_id": None, "order_number": None, "query": "", **values}
    return _environment().get_template(template).render(context)


def _categories(products: Sequence[Product]) -> list[str]:
    return list(dict.fromkeys(product.category for product in products))


def _options(product: Product) -> dict[str, list[str]]:
    """Attribute → its values, in the order in which the variants name them."""
    options: dict[str, list[str]] = {}
    for sku in product.skus:
        for name, value in sku.attributes.items():
            values = options.setdefault(name, [])
            if value not in values:
                values.append(value)
    return options


def _sku_data(sku: Mapping[str, Any]) -> dict[str, Any]:
    """What the page's script needs to show price and stock of the chosen variant."""
    restock = sku["restock_at"]
    return {
        "attributes": sku["attributes"],
        "price": _yuan(sku["price_fen"]),
        "stock": sku["stock"],
        "label": _stock_label(sku["stock"]) + (f"，预计{_day(restock)}补货" if restock and sku["stock"] <= 0 else ""),
    }


def _stock(product: Product) -> int:
    return sum(sku.stock for sku in product.skus)


def _stock_label(stock: int) -> str:
    if stock <= 0:
        return "暂时缺货"
    return f"仅剩 {stock} 件" if stock <= _LOW_STOCK else "有货"


def _yuan(fen: int) -> str:
    """``129900`` → ``1,299`` and ``12950`` → ``129.50``."""
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def _price(product: Product) -> str:
    prices = [sku.price_fen for sku in product.skus] or [0]
    low, high = min(prices), max(prices)
    return _yuan(low) if low == high else f"{_yuan(low)}–{_yuan(high)}"


def _day(moment: datetime) -> str:
    local = moment.astimezone(_CHINA)
    return f"{local.month}月{local.day}日"


def _moment(moment: datetime | None) -> str:
    """Shop time, e.g. ``2026-11-20 14:05``; empty for None."""
    return moment.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M") if moment else ""
