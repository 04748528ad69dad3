"""The demo shop's pages: escaped, complete, and carrying what the widget needs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import pytest

from bot.domain.customer import Customer
from bot.domain.order import OrderState
from bot.domain.product import Promotion, SizeRow
from bot.gateway.shop_pages import illustrations, pages
from bot.gateway.shop_pages.illustrations import look_of
from tests.fakes import NOON
from tests.unit.shop_samples import make_order, make_product, make_shipment

CUSTOMER = Customer("C1", "林晓雨", "19900001234", "金卡", 320, NOON)
VISITOR = pages.Visitor(CUSTOMER, 'jwt"><script>')
NASTY = '<img src=x onerror="alert(1)">'


class _Page(HTMLParser):
    """Collects the start tags with their attributes, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def widget(self) -> dict[str, str | None]:
        return next(attrs for tag, attrs in self.tags if tag == "script" and attrs.get("src") == "/widget.js")


def all_pages() -> dict[str, str]:
    product = make_product(
        size_chart=(SizeRow("M", (160, 168), (50, 58)),), package_list=("耳机", "充电盒"), specs={"蓝牙": "5.3"}
    )
    promotion = Promotion("A1", "满减", "满 200 减 20", NOON, NOON + timedelta(days=1))
    order = make_order()
    return {
        "list": pages.render_product_list([product], promotions=[promotion]),
        "empty list": pages.render_product_list([], query="不存在"),
        "product": pages.render_product(product, visitor=VISITOR, promotions=[promotion], related=[product]),
        "login": pages.render_login([CUSTOMER]),
        "orders": pages.render_orders(CUSTOMER, [order], visitor=VISITOR),
        "no orders": pages.render_orders(CUSTOMER, []),
        "order": pages.render_order(CUSTOMER, order, [make_shipment()], visitor=VISITOR),
        "message": pages.render_message("没有找到", "请返回首页。"),
    }


@pytest.mark.parametrize("name", list(all_pages()))
def test_every_page_keeps_the_strict_content_security_policy(name: str) -> None:
    page = _Page(all_pages()[name])
    for tag, attrs in page.tags:
        assert "style" not in attrs
        assert tag != "style"
        assert not [attribute for attribute in attrs if attribute.startswith("on")]
        assert tag != "script" or attrs.get("src")
        for address in (attrs.get("src"), attrs.get("action")):
            assert address is None or address.startswith("/")


def test_the_widget_learns_what_is_looked_at_and_by_whom() -> None:
    product = _Page(all_pages()["product"]).widget()
    assert product["data-product-id"] == "P1"
    assert product["data-identity"] == VISITOR.identity
    order = _Page(all_pages()["order"]).widget()
    assert order["data-order-number"] == make_order().number
    guest = _Page(all_pages()["list"]).widget()
    assert not {"data-identity", "data-product-id", "data-order-number"} & set(guest)


def test_names_and_queries_stay_text() -> None:
    product = make_product(name=NASTY, description=NASTY, specs={NASTY: NASTY}, aliases=())
    rendered = [
        pages.render_product(product, related=[product]),
        pages.render_product_list([product], query=NASTY, category=NASTY),
        pages.render_login([], next_path=NASTY, error=NASTY),
        pages.render_orders(CUSTOMER, [make_order(note=NASTY)]),
        pages.render_order(CUSTOMER, make_order(note=NASTY)),
        pages.render_product_image(product),
    ]
    for html in rendered:
        assert "onerror" not in {name for _, attrs in _Page(html).tags for name in attrs}
        assert NASTY not in html


def test_the_script_gets_every_variant_with_price_and_stock() -> None:
    html = pages.render_product(make_product())
    data = next(attrs["data-skus"] for _, attrs in _Page(html).tags if "data-skus" in attrs)
    assert data is not None
    black, white = json.loads(data)
    assert black == {"attributes": {"颜色": "黑色"}, "price": "199", "stock": 5, "label": "仅剩 5 件"}
    assert white["price"] == "219"
    assert re.fullmatch(r"暂时缺货，预计\d+月\d+日补货", white["label"])
    assert "199–219" in _Page(html).text


def test_orders_show_state_lines_and_no_personal_data_in_full() -> None:
    text = _Page(all_pages()["order"]).text
    for part in (make_order().number, "已签收", "晨风 降噪蓝牙耳机", "黑色", "圆通速递", "到达武汉转运中心"):
        assert part in text
    for secret in ("林晓雨", "19900001234", "文华路"):
        assert secret not in text


def test_a_cancelled_order_promises_no_shipment() -> None:
    order = make_order(state=OrderState.CANCELLED, cancelled_at=NOON, promised_ship_at=NOON + timedelta(days=1))
    assert "预计发货" not in pages.render_order(CUSTOMER, order)
    waiting = make_order(state=OrderState.PAID, promised_ship_at=NOON + timedelta(days=1))
    assert "预计发货" in pages.render_order(CUSTOMER, waiting)


def test_empty_pages_say_what_to_do() -> None:
    assert "没有找到相关商品" in all_pages()["empty list"]
    assert "还没有订单" in all_pages()["no orders"]


def test_pictures_are_well_formed_stable_and_fit_the_product() -> None:
    washer = make_product(id="P7", name="清岚 滚筒洗衣机", category="家电")
    assert look_of(washer).glyph == "washer"
    assert look_of(make_product(name="新品", category="食品")).glyph == "snack"
    assert look_of(make_product(name="新品", category="其他")).glyph == "box"
    assert pages.render_product_image(washer) == pages.render_product_image(washer)
    assert pages.render_product_image(washer) != pages.render_product_image(make_product())


def test_every_glyph_is_drawn() -> None:
    source = (pages.STATIC_DIR.parent / "templates" / "glyphs.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r"macro (\w+)\(", source))
    used = {glyph for _, glyph in (*illustrations._WORDS, *illustrations._BY_CATEGORY)} | {"box"}
    assert used <= drawn
    for word, _ in illustrations._WORDS:
        fromstring(pages.render_product_image(make_product(name=word)))


def test_static_files_exist() -> None:
    for html in all_pages().values():
        for address in re.findall(r'"/shop/static/([\w.]+)"', html):
            assert (pages.STATIC_DIR / address).is_file()
