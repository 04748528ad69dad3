from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from actions.pricing import read_amount, read_sum
from bot.domain.invoice_parts import gives_invoice_parts, is_bare_name, read_invoice_parts
from bot.domain.policy import FreightPolicy
from bot.domain.product import Coupon
from bot.domain.variants import named_variants, read_pieces, read_unit, units_in
from bot.search.content import load_products, load_promotions
from bot.services.look_up_coupons import CouponWallet
from bot.services.work_out_price import Bill, Line, work_out
from tests.fakes import NOON

FOLDER = Path(__file__).parents[2] / "knowledge_base" / "products"
PRODUCTS = {product.id: product for product in load_products(FOLDER)}
RUNNING = [item for item in load_promotions(FOLDER, reference_time=NOON) if item.starts_at <= NOON]
COUPON = Coupon("Q1", "满 199 减 20", 19900, 2000, NOON + timedelta(days=3), "unused")


def bill_of(product_id: str, pieces: int = 1, level: str = "", coupons: tuple[Coupon, ...] = (), at: int = 0) -> Bill:
    product = PRODUCTS[product_id]
    line = Line(product.skus[at].price_fen, pieces, product, product.skus[at])
    return work_out([line], RUNNING, FreightPolicy(), level=level, wallet=CouponWallet(coupons, (), ()))


@pytest.mark.parametrize(
    ("bill", "pay", "freight"),
    [
        (bill_of("P4008"), 52900, 0),
        (bill_of("P1012"), 2900, 800),
        (bill_of("P6001", 2), 14220, 0),
        (bill_of("P2001", 3), 20145, 0),
        (bill_of("P3005", level="金卡"), 19206, 0),
        (bill_of("P4005"), 239900, 0),
        (bill_of("P4008", coupons=(COUPON,)), 50900, 0),
        (bill_of("P1003", coupons=(COUPON,)), 12900, 0),
    ],
)
def test_what_is_paid_in_the_end(bill: Bill, pay: int, freight: int) -> None:
    assert (bill.pay_fen, bill.freight_fen) == (pay, freight)
    assert bill.goods_fen - sum(fen for _, fen in bill.steps) == bill.pay_fen


def test_a_presale_is_outside_the_shop_wide_reduction() -> None:
    bill = bill_of("P4005")
    assert bill.deposit_fen == 10000
    assert not [reason for reason, _ in bill.steps if reason.startswith("满")]


@pytest.mark.parametrize(
    ("product_id", "text", "ids"),
    [
        ("P7006", "28的和32的", ["P7006-32", "P7006-28"]),
        ("P4003", "灰色跟白色", ["P4003-W", "P4003-G"]),
        ("P3001", "七袋的", ["P3001-7"]),
        ("P3008", "10公斤的多少钱一斤", ["P3008-10"]),
        ("P5001", "两支装", ["P5001-2"]),
        ("P3005", "多少钱", []),
    ],
)
def test_variants_as_shoppers_name_them(product_id: str, text: str, ids: list[str]) -> None:
    assert [sku.id for sku in named_variants(PRODUCTS[product_id], text)] == ids


@pytest.mark.parametrize(
    ("product_id", "text", "pieces"),
    [("P3005", "买三份", 3), ("P3009", "两箱多少钱", 1), ("P3001", "买2送1怎么算", 1), ("P1001", "第二件便宜吗", 1)],
)
def test_pieces_are_no_variants_and_no_activities(product_id: str, text: str, pieces: int) -> None:
    assert read_pieces(text, PRODUCTS[product_id]) == pieces


def test_a_price_for_a_unit() -> None:
    rice = PRODUCTS["P3008"]
    assert read_unit("10公斤的合多少钱一斤") == "斤"
    assert units_in(rice, rice.skus[1], "斤") == 20
    assert read_unit("一共多少钱") is None


def test_sums_and_amounts() -> None:
    assert read_sum("88元加上 120 一共多少") == [8800, 12000]
    assert read_sum("买2个和3个") == []
    assert read_amount("买45块的东西") == 4500
    assert read_amount("10公斤的") is None


def test_data_for_an_invoice_come_in_pieces() -> None:
    parts = read_invoice_parts(["个人", "邓若兰", "a.b@example.com"])
    assert (parts.title, parts.is_person, parts.email, parts.missing) == ("邓若兰", True, "a.b@example.com", ())
    company = read_invoice_parts(["抬头 苏州某某贸易有限公司", "91320500MA1ABCDE2F"])
    assert (company.title, company.missing) == ("苏州某某贸易有限公司", ("接收邮箱",))
    assert gives_invoice_parts("个人 邓若兰")
    assert not gives_invoice_parts("个人抬头可以吗")
    assert is_bare_name("邓若兰")
    assert not is_bare_name("怎么开")
