"""Orders of the demo shop: a list of scenarios that together cover every state of orders, parcels and after-sales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.backends import seed_parcels as parcels
from bot.backends.places import PLACES, Place
from bot.backends.seed_aftersales import AftersalePlan, make_aftersale
from bot.backends.seed_parcels import ParcelPlan, make_parcel, travel_time
from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.customer import Customer
from bot.domain.order import Order, OrderLine, OrderState
from bot.domain.product import Product
from bot.domain.shipment import Shipment

ORDERS = 660
_FREIGHT_FREE_FROM_FEN = 5900
_FREIGHT_FEN = 800


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of an order, with ranges of hours before the reference time.

    ``signed_hours``: when it was signed for; ``aged_hours``: when it was bought, for orders without a parcel.
    """

    name: str
    state: OrderState
    weight: int
    parcel: ParcelPlan | None = None
    aged_hours: tuple[float, float] = (1, 20)
    signed_hours: tuple[float, float] | None = None
    paid: bool = True
    aftersale: AftersalePlan | None = None
    note: str = ""


@dataclass(slots=True)
class ShopRecords:
    """What the scenarios produced."""

    orders: list[Order] = field(default_factory=list)
    shipments: list[tuple[str, Shipment]] = field(default_factory=list)
    aftersales: list[Aftersale] = field(default_factory=list)


def _plain_scenarios() -> list[Scenario]:
    shipped, signed, completed = OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED
    return [
        Scenario("unpaid", OrderState.UNPAID, 5, aged_hours=(0.2, 10), paid=False),
        Scenario("paid", OrderState.PAID, 9, aged_hours=(0.5, 14)),
        Scenario("paid_overdue", OrderState.PAID, 4, aged_hours=(75, 110)),
        Scenario("picked_up", shipped, 6, parcels.PICKED_UP),
        Scenario("in_transit", shipped, 14, parcels.IN_TRANSIT),
        Scenario("out_for_delivery", shipped, 8, parcels.OUT_FOR_DELIVERY),
        Scenario("delayed", shipped, 5, parcels.DELAYED),
        Scenario("stalled", shipped, 4, parcels.STALLED),
        Scenario("lost", shipped, 3, parcels.LOST),
        Scenario("returned", shipped, 3, parcels.RETURNED),
        Scenario("delivered", signed, 26, parcels.SIGNED, signed_hours=(6, 160)),
        Scenario("signed_not_received", signed, 4, parcels.SIGNED_BY_OTHERS, signed_hours=(6, 60), note="放代收点"),
        Scenario("completed", completed, 40, parcels.SIGNED, signed_hours=(400, 4000)),
        Scenario("cancelled_unpaid", OrderState.CANCELLED, 5, aged_hours=(30, 900), paid=False),
        Scenario("cancelled_paid", OrderState.CANCELLED, 5, aged_hours=(10, 400)),
    ]


def _aftersale_scenarios(kind: AftersaleKind) -> list[Scenario]:
    found = []
    for state in AftersaleState:
        plan = AftersalePlan(kind, state)
        name = f"{kind.value}_{state.value}"
        if kind is AftersaleKind.REFUND and state is AftersaleState.APPLIED:
            found.append(Scenario(name, OrderState.SHIPPED, 1, parcels.STALLED, aftersale=plan))
        else:
            hours = (900.0, 2600.0) if kind is AftersaleKind.REPAIR else (130.0, 165.0)
            found.append(Scenario(name, OrderState.SIGNED, 1, parcels.SIGNED, signed_hours=hours, aftersale=plan))
    return found


def demo_scenarios() -> dict[str, list[Scenario]]:
    """The scenarios of each demo customer."""
    plain = {scenario.name: scenario for scenario in _plain_scenarios()}
    names = {
        "C0001": ["unpaid", "paid", "paid_overdue", "picked_up", "in_transit", "out_for_delivery", "completed"],
        "C0002": ["delayed", "stalled", "lost", "returned", "in_transit", "delivered"],
        "C0003": ["delivered", "signed_not_received", "completed", "cancelled_unpaid", "cancelled_paid", "delivered"],
    }
    found = {customer_id: [plain[name] for name in chosen] for customer_id, chosen in names.items()}
    kinds = (AftersaleKind.RETURN, AftersaleKind.EXCHANGE, AftersaleKind.REFUND, AftersaleKind.REPAIR)
    for number, kind in enumerate(kinds, start=4):
        found[f"C{number:04d}"] = _aftersale_scenarios(kind)
    return found


def make_records(
    random: Random, products: Sequence[Product], people: dict[str, tuple[Customer, Place]], now: datetime
) -> ShopRecords:
    """All orders with their parcels and applications."""
    records = ShopRecords()
    used: set[str] = set()
    for customer_id, scenarios in demo_scenarios().items():
        for scenario in scenarios:
            _add(records, random, used, scenario, products, *people[customer_id], now)
    pool = _plain_scenarios() + [scenario for kind in AftersaleKind for scenario in _aftersale_scenarios(kind)]
    weights = [scenario.weight for scenario in pool]
    others = [customer_id for customer_id in people if customer_id not in demo_scenarios()]
    while len(records.orders) < ORDERS:
        scenario = random.choices(pool, weights)[0]
        _add(records, random, used, scenario, products, *people[random.choice(others)], now)
    return records


def _add(
    records: ShopRecords,
    random: Random,
    used: set[str],
    scenario: Scenario,
    products: Sequence[Product],
    customer: Customer,
    place: Place,
    now: datetime,
) -> None:
    goods = _choose_goods(random, products, scenario)
    order = _make_order(random, used, scenario, goods, customer, now)
    records.orders.append(order)
    if scenario.parcel is not None:
        main = goods[0]
        carrier = main.carrier if main.carrier in parcels.TRACKING_FORMATS else "中通快递"
        target = place if place in PLACES else PLACES[0]
        parcel = make_parcel(
            random, order, target, carrier=carrier, warehouse=main.warehouse, plan=scenario.parcel, now=now
        )
        records.shipments.append((customer.id, parcel))
    if scenario.aftersale is not None:
        number = len(records.aftersales) + 1
        records.aftersales.append(make_aftersale(random, number, order, goods[0], scenario.aftersale, now))


def _choose_goods(random: Random, products: Sequence[Product], scenario: Scenario) -> list[Product]:
    choice = list(products)
    if scenario.aftersale is not None and scenario.aftersale.kind is AftersaleKind.REPAIR:
        choice = [product for product in choice if product.warranty_months]
    elif scenario.aftersale is not None and scenario.aftersale.kind is not AftersaleKind.REFUND:
        choice = [product for product in choice if not product.not_returnable_reason]
    count = 1 if scenario.aftersale else random.choices((1, 2, 3), (70, 22, 8))[0]
    return random.sample(choice, count)


def _make_order(
    random: Random, used: set[str], scenario: Scenario, goods: list[Product], customer: Customer, now: datetime
) -> Order:
    lines = tuple(_make_line(random, product) for product in goods)
    amount = sum(line.price_fen * line.quantity for line in lines)
    discount = random.choice((0, 0, 0, 500, 1000, 2000)) if amount > 10000 else 0
    freight = 0 if amount >= _FREIGHT_FREE_FROM_FEN else _FREIGHT_FEN
    signed_at = (
        _by_day(now - timedelta(hours=random.uniform(*scenario.signed_hours))) if scenario.signed_hours else None
    )
    shipped_at = None
    if scenario.parcel is not None:
        end = signed_at or now - scenario.parcel.quiet
        shipped_at = end - travel_time(scenario.parcel)
    created_at = shipped_at or now - timedelta(hours=random.uniform(*scenario.aged_hours))
    if shipped_at is not None:
        created_at -= timedelta(hours=random.uniform(3, 22))
    paid_at = created_at + timedelta(minutes=random.uniform(0.5, 9)) if scenario.paid else None
    hours = goods[0].ships_within_hours if scenario.name != "paid_overdue" else min(goods[0].ships_within_hours, 48)
    is_cancelled = scenario.state is OrderState.CANCELLED
    return Order(
        number=_number(random, used, created_at),
        customer_id=customer.id,
        state=scenario.state,
        lines=lines,
        total_fen=amount + freight - discount,
        freight_fen=freight,
        discount_fen=discount,
        created_at=created_at,
        receiver_name=customer.name,
        receiver_phone=customer.phone,
        receiver_address=customer.address,
        paid_at=paid_at,
        shipped_at=shipped_at,
        signed_at=signed_at,
        cancelled_at=created_at + timedelta(hours=random.uniform(1, 8)) if is_cancelled else None,
        promised_ship_at=paid_at + timedelta(hours=hours) if paid_at and not is_cancelled else None,
        note=scenario.note,
    )


def _by_day(moment: datetime) -> datetime:
    """The same moment, or the last one before it at which couriers are out (9–19 h in China, UTC+8)."""
    hour = (moment.hour + 8) % 24
    return moment if 9 <= hour < 19 else moment - timedelta(hours=(hour - 18) % 24)


def _make_line(random: Random, product: Product) -> OrderLine:
    sku = random.choice([sku for sku in product.skus if sku.stock > 0] or list(product.skus))
    quantity = random.choices((1, 2, 3), (80, 15, 5))[0]
    return OrderLine(product.id, sku.id, product.name, dict(sku.attributes), quantity, sku.price_fen)


def _number(random: Random, used: set[str], created_at: datetime) -> str:
    """A number of 15–18 digits that starts with the day of the purchase."""
    while True:
        length = random.choices((15, 16, 17, 18), (10, 20, 20, 50))[0] - 8
        number = f"{created_at:%Y%m%d}{random.randrange(10**length):0{length}d}"
        if number not in used:
            used.add(number)
            return number
