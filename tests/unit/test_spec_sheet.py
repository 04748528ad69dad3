from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.product import Product
from bot.domain.spec_match import STORY
from bot.domain.spec_sheet import AnswerKind, answer_attribute, full_sheet
from bot.search.content import load_products

PRODUCTS = {product.id: product for product in load_products(Path(__file__).parents[2] / "knowledge_base" / "products")}
EARPHONES, NUTS, SHIRT, AIRCON, CLEANSER = (PRODUCTS[key] for key in ("P1001", "P3001", "P2001", "P4005", "P5001"))
YES, NO, VALUE, UNKNOWN = AnswerKind.YES, AnswerKind.NO, AnswerKind.VALUE, AnswerKind.UNKNOWN


@pytest.mark.parametrize(
    ("product", "question", "kind", "key"),
    [
        (EARPHONES, "这个支持蓝牙吗", YES, "蓝牙版本"),
        (EARPHONES, "蓝牙耳机防水吗", VALUE, "防水等级"),
        (EARPHONES, "充一次电能用几个小时", VALUE, "续航"),
        (EARPHONES, "能无线充电吗", NO, "无线充电"),
        (EARPHONES, "有没有降噪", NO, "主动降噪"),
        (EARPHONES, "多重", VALUE, "单耳重量"),
        (EARPHONES, "有什么颜色", VALUE, "颜色"),
        (EARPHONES, "有黑色的吗", YES, "颜色"),
        (EARPHONES, "有没有红色", NO, "颜色"),
        (EARPHONES, "盒子里面有什么", VALUE, "包装清单"),
        (EARPHONES, "保修多长时间", VALUE, "保修期"),
        (EARPHONES, "iPhone能用吗", VALUE, "兼容系统"),
        (EARPHONES, "支持NFC吗", UNKNOWN, ""),
        (EARPHONES, "能插卡吗", UNKNOWN, ""),
        (NUTS, "保质期多久", VALUE, "保质期"),
        (NUTS, "有防腐剂吗", NO, "防腐剂"),
        (NUTS, "会不会过敏", VALUE, "过敏原"),
        (NUTS, "是独立包装吗", YES, "独立包装"),
        (NUTS, "孕妇能吃吗", UNKNOWN, ""),
        (SHIRT, "什么料子的", VALUE, "面料"),
        (SHIRT, "是纯棉的吗", YES, "面料"),
        (SHIRT, "可以机洗吗", YES, "洗涤方式"),
        (SHIRT, "加绒吗", NO, "加绒"),
        (AIRCON, "能制热吗", YES, "制热"),
        (AIRCON, "吵不吵", VALUE, "噪音"),
        (AIRCON, "带新风吗", NO, "新风"),
        (CLEANSER, "含酒精吗", NO, "酒精"),
        (CLEANSER, "敏感肌可以用吗", YES, "适用肤质"),
        (CLEANSER, "孕妇可以用吗", YES, "孕妇可用"),
        (PRODUCTS["P1010"], "送内存卡吗", VALUE, "存储"),
        (PRODUCTS["P1005"], "带线吗", NO, "自带线"),
        (PRODUCTS["P7006"], "电磁炉能用吗", YES, "适用灶具"),
        (PRODUCTS["P7006"], "能放洗碗机么", NO, "洗碗机"),
    ],
)
def test_the_sheet_answers(product: Product, question: str, kind: AnswerKind, key: str) -> None:
    answer = answer_attribute(product, question)
    assert answer is not None
    assert (answer.kind, answer.key) == (kind, key)
    if kind is not UNKNOWN:
        assert answer.value == full_sheet(product)[key]


@pytest.mark.parametrize(
    "text", ["在吗", "这个怎么退货", "几天能到", "质量好吗", "能便宜点吗", "有优惠券吗", "", "？？"]
)
def test_other_questions_are_not_answered(text: str) -> None:
    assert answer_attribute(EARPHONES, text) is None


@given(st.text(max_size=25), st.sampled_from(sorted(PRODUCTS)))
def test_nothing_is_ever_invented(text: str, product_id: str) -> None:
    product = PRODUCTS[product_id]
    answer = answer_attribute(product, text)
    if answer is not None and answer.key:
        sheet = full_sheet(product) | {"商品名称": product.name}
        assert answer.value == sheet.get(answer.key) or (answer.key == STORY and answer.value in product.description)


@given(st.data())
def test_asking_with_the_sheets_own_word_finds_its_line(data: st.DataObject) -> None:
    product = PRODUCTS[data.draw(st.sampled_from(sorted(PRODUCTS)))]
    key = data.draw(st.sampled_from(sorted(product.specs)))
    answer = answer_attribute(product, f"{key}是什么")
    assert answer is not None
    assert key in answer.key or answer.key in key or answer.kind is VALUE
