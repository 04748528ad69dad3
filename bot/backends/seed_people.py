"""Customers and coupons of the demo shop; all names, phones and addresses are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.backends.places import GIVEN_NAMES, PLACES, SURNAMES, Place
from bot.domain.customer import Customer
from bot.domain.product import Coupon

CUSTOMERS = 220
LEVELS = ("普通", "银卡", "金卡", "VIP")
_LEVEL_WEIGHTS = (58, 24, 13, 5)
_POINTS = {"普通": (0, 900), "银卡": (1000, 2900), "金卡": (3000, 7900), "VIP": (8000, 26000)}
_TAGS = ("新客", "老客", "企业采购", "宝妈", "数码爱好者", "爱买零食", "关注优惠", "常买衣服", "送礼较多")
_COUPON_KINDS = (
    ("新客立减券", 5900, 1000, "全店通用"),
    ("满 199 减 20", 19900, 2000, "全店通用"),
    ("满 399 减 50", 39900, 5000, "全店通用"),
    ("食品满 99 减 15", 9900, 1500, "限食品类商品使用"),
    ("服饰满 299 减 40", 29900, 4000, "限服饰类商品使用"),
    ("家电满 999 减 100", 99900, 10000, "限家电类商品使用"),
    ("母婴满 199 减 30", 19900, 3000, "限母婴类商品使用"),
    ("会员生日券", 10000, 2000, "全店通用"),
)


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer that the demo shop's log-in page offers."""

    id: str
    name: str
    level: str
    points: int
    description: str


_DEMO = (
    DemoCustomer("C0001", "林晓雨", "VIP", 12680, "等付款、等发货和在途的订单"),
    DemoCustomer("C0002", "陈志远", "金卡", 5230, "延误、久未更新、丢件和退回的包裹"),
    DemoCustomer("C0003", "周佳宁", "银卡", 1840, "已签收、签收未收到和取消的订单"),
    DemoCustomer("C0004", "吴建国", "普通", 320, "各个阶段的退货退款"),
    DemoCustomer("C0005", "何梦瑶", "金卡", 3960, "各个阶段的换货"),
    DemoCustomer("C0006", "许文博", "银卡", 2150, "各个阶段的仅退款"),
    DemoCustomer("C0007", "沈丽华", "普通", 580, "各个阶段的维修"),
)


def demo_customers() -> tuple[DemoCustomer, ...]:
    """The named customers; their orders together show every state that there is."""
    return _DEMO


def make_customers(random: Random, now: datetime) -> dict[str, tuple[Customer, Place]]:
    """All customers by id, each with the place where they live."""
    tails = random.sample(range(1000, 10000), CUSTOMERS)
    people: dict[str, tuple[Customer, Place]] = {}
    for number in range(1, CUSTOMERS + 1):
        place = PLACES[number % len(PLACES)] if number <= len(_DEMO) else random.choice(PLACES)
        demo = _DEMO[number - 1] if number <= len(_DEMO) else None
        level = demo.level if demo else random.choices(LEVELS, _LEVEL_WEIGHTS)[0]
        name = demo.name if demo else random.choice(SURNAMES) + random.choice(GIVEN_NAMES)
        customer = Customer(
            id=f"C{number:04d}",
            name=name,
            phone=f"1990000{tails[number - 1]}",
            level=level,
            points=demo.points if demo else random.randint(*_POINTS[level]),
            created_at=now - timedelta(days=random.randint(40, 1400), minutes=random.randint(0, 1439)),
            tags=tuple(sorted(random.sample(_TAGS, random.randint(0, 2)))),
            address=make_address(random, place),
            is_vip=level == "VIP",
        )
        people[customer.id] = (customer, place)
    return people


def make_address(random: Random, place: Place) -> str:
    """An address that does not exist, at a street of the place."""
    head = "" if place.province in {"", "重庆"} else place.province
    house = f"{place.street}{random.randint(1, 399)}号{random.randint(1, 30)}栋{random.randint(1, 3)}单元"
    return f"{head}{place.city}{place.district}{house}{random.randint(1, 28)}{random.randint(1, 4):02d}室"


def make_coupons(random: Random, now: datetime, customer_ids: list[str]) -> list[tuple[str, Coupon]]:
    """Pairs of customer id and coupon; every demo customer has a usable, a used and an expired one."""
    demo_ids = {demo.id for demo in _DEMO}
    coupons: list[tuple[str, Coupon]] = []
    for customer_id in customer_ids:
        states = ["unused", "unused", "used", "expired"] if customer_id in demo_ids else None
        states = states or random.choices(["unused", "used", "expired"], (5, 3, 2), k=random.randint(0, 4))
        for index, state in enumerate(states):
            title, threshold, value, scope = random.choice(_COUPON_KINDS)
            days = random.randint(2, 40) if state == "unused" else -random.randint(1, 60)
            expires_at = (now + timedelta(days=days)).replace(hour=15, minute=59, second=59, microsecond=0)
            coupon_id = f"{customer_id}-Q{index + 1}"
            coupons.append((customer_id, Coupon(coupon_id, title, threshold, value, expires_at, state, scope)))
    return coupons
