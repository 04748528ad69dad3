from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backends.places import WAREHOUSE_HUBS
from bot.backends.registry import UnknownBackend, UnsupportedBackend, create_shop_backend
from bot.backends.seed_aftersales import CHANNELS
from bot.backends.seed_parcels import TRACKING_FORMATS
from bot.domain.product import Product
from bot.domain.spec_sheet import full_sheet
from bot.policy_file import load_policy
from bot.search.content import ContentError, load_faqs, load_products, load_promotions
from tests.fakes import NOON

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"
PRODUCTS = load_products(KNOWLEDGE / "products", reference_time=NOON)
FAQS = load_faqs(KNOWLEDGE / "faq")
POLICY = load_policy(KNOWLEDGE / "policies" / "service.yml")
_NAMES = (
    "ask_service_hours ask_authenticity ask_size ask_stock ask_product_detail ask_usage ask_installation ask_warranty "
    "compare_products ask_recommendation ask_price_promotion ask_coupon price_protection membership review "
    "ask_payment_method payment_problem ask_shipping_fee ask_delivery_time ask_carrier how_to_order ask_return_policy "
    "ask_return_shipping ask_return_shipping_fee query_refund request_exchange invoice account_problem "
    "schedule_delivery modify_address modify_order cancel_order request_repair"
)
INFORMATIONAL = _NAMES.split()


def test_the_shop_is_well_stocked() -> None:
    assert len(PRODUCTS) >= 64
    assert len(Counter(product.category for product in PRODUCTS)) >= 7
    assert any(sku.stock == 0 and sku.restock_at for product in PRODUCTS for sku in product.skus)
    assert any(sku.stock == 0 and not sku.restock_at for product in PRODUCTS for sku in product.skus)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.id)
def test_a_product_page_is_complete(product: Product) -> None:
    assert 8 <= len(product.specs) <= 20
    assert product.carrier in TRACKING_FORMATS
    assert product.warehouse in WAREHOUSE_HUBS
    assert product.aliases
    assert all(len(alias) >= 2 for alias in product.aliases)
    assert all(value.strip() for value in full_sheet(product).values())
    sizes = {row.size for row in product.size_chart}
    offered = {value.split(" ")[0] for sku in product.skus for key, value in sku.attributes.items() if key == "尺码"}
    assert offered <= sizes or not sizes, (offered, sizes)
    if product.not_returnable_reason:
        assert product.not_returnable_reason in POLICY.returns.not_returnable


def test_promotions_name_goods_that_exist() -> None:
    ids = {product.id for product in PRODUCTS}
    categories = {product.category for product in PRODUCTS}
    for promotion in load_promotions(KNOWLEDGE / "products", reference_time=NOON):
        assert set(promotion.product_ids) <= ids
        assert set(promotion.categories) <= categories
        assert promotion.ends_at > NOON + timedelta(days=1)


def test_there_are_enough_faqs_and_each_is_asked_in_several_ways() -> None:
    assert len(FAQS) >= 160
    assert sum(faq.topic == "invoice" for faq in FAQS) >= 12
    for faq in FAQS:
        assert 3 <= len(faq.similar) <= 8, faq.id
        assert faq.id.startswith(f"faq-{faq.topic}-"), faq.id
        assert faq.answer[-1] in "。！", faq.id


def test_no_wording_belongs_to_two_faqs() -> None:
    wordings = Counter(phrase for faq in FAQS for phrase in (faq.question, *faq.similar))
    assert [phrase for phrase, count in wordings.items() if count > 1] == []


@pytest.mark.parametrize("intent", INFORMATIONAL)
def test_every_informational_intent_has_one_default(intent: str) -> None:
    assert sum(faq.intent == intent for faq in FAQS) == 1


def test_faqs_limited_to_products_name_some_that_exist() -> None:
    known = {product.id for product in PRODUCTS} | {product.category for product in PRODUCTS}
    assert {name for faq in FAQS for name in faq.products} <= known


def find(faq_id: str) -> str:
    return next(faq.answer for faq in FAQS if faq.id == faq_id)


def test_the_answers_say_what_the_policy_says() -> None:
    hours = POLICY.hours.label
    assert hours in find("faq-social-001")
    assert POLICY.service_phone in find("faq-social-002")
    assert f"{POLICY.returns.default_days} 天内" in find("faq-aftersale-001")
    assert f"签收后 {POLICY.returns.quality_days} 天" in find("faq-aftersale-001")
    assert POLICY.returns.return_address in find("faq-aftersale-009")
    assert f"{POLICY.returns.refund_within_hours} 小时" in find("faq-aftersale-016")
    assert f"{POLICY.price_protection_days} 天" in find("faq-promotion-012")
    for channel, days in POLICY.returns.refund_days.items():
        assert channel in find("faq-aftersale-016")
        for number in re.findall(r"\d+(?:–\d+)?", days):
            assert number in find("faq-aftersale-016")
    assert set(CHANNELS) == set(POLICY.returns.refund_days)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- id: X\n  name: a\n", "entry 1 (X)"),
        ("- id: X\n  question: a\n  answer: b\n  anwser: c\n", "anwser"),
        ("id: X\n", "must be a list"),
        ("- id: [\n", "not valid YAML"),
        ("- {id: X, question: a, answer: b}\n- {id: X, question: c, answer: d}\n", "already used"),
        (
            "- {id: X, question: a, answer: b, intent: invoice}\n- {id: Y, question: c, answer: d, intent: invoice}\n",
            "default of invoice",
        ),
        ("- {id: X, question: a, answer: b, intent: invioce}\n", "the nearest is invoice (发票)"),
        ("- {id: X, question: ' ', answer: b}\n", "must not be empty"),
        ("- {id: X, question: 1, answer: b}\n", "$.question"),
    ],
)
def test_a_mistake_in_a_faq_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "delivery.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_faqs(tmp_path)
    assert str(file) in caught.value.message
    assert complaint in caught.value.message


def test_an_faq_under_an_unknown_topic_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "delivry.yml").write_text("- {id: X, question: a, answer: b}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"no topic “delivry”; the nearest is delivery\.yml"):
        load_faqs(tmp_path)


@pytest.mark.parametrize(
    ("sku", "complaint"),
    [
        ("{id: S, attributes: {}, price_fen: 0, stock: 1}", "price_fen"),
        ("{id: S, attributes: {}, price_fen: 9.9, stock: 1}", "price_fen"),
        ("{id: S, attributes: {}, price_fen: 10, stock: -1}", "stock"),
        ("{id: S, attributes: {}, price_fen: 10}", "stock"),
    ],
)
def test_a_mistake_in_a_product_file_is_named(tmp_path: Path, sku: str, complaint: str) -> None:
    file = tmp_path / "digital.yml"
    file.write_text(
        f"- {{id: P1, name: n, category: c, brand: b, description: d, specs: {{}}, skus: [{sku}]}}", encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        load_products(tmp_path)
    assert "P1" in caught.value.message
    assert complaint in caught.value.message


def test_missing_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such file"):
        load_faqs(tmp_path / "nowhere")
    with pytest.raises(ContentError, match=r"holds no \.yml"):
        load_products(tmp_path)


def test_back_ends_known_and_unknown_are_different_errors() -> None:
    with pytest.raises(UnsupportedBackend, match="closed to new third parties"):
        create_shop_backend("taobao", "sqlite://")
    with pytest.raises(UnknownBackend, match="choose one of: sql"):
        create_shop_backend("sqll", "sqlite://")
