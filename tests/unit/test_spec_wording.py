from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.spec_sheet import AnswerKind, answer_attribute, asks_something_particular
from bot.domain.spec_wording import tell_line
from bot.search.content import load_products

PRODUCTS = {product.id: product for product in load_products(Path(__file__).parents[2] / "knowledge_base" / "products")}


@pytest.mark.parametrize(
    ("product_id", "question", "said"),
    [
        ("P1001", "这个插线听行不行", "「X」不支持有线连接。"),
        ("P1006", "这表可以量血压吗", "很抱歉，「X」不支持血压测量。"),
        ("P1010", "挂在院子里可以不", "「X」不防水，仅限室内使用。"),
        ("P2005", "这裙子白天穿会透光露点吗", "「X」有内衬，不透。"),
        ("P2001", "洗几次会起球吗", "「X」不易起球。"),
        ("P3003", "果皮有没有打蜡", "「X」不打蜡。"),
        ("P3001", "送长辈，带不带手提袋", "「X」附手提袋 1 个。"),
        ("P3004", "是不是合成的肉", "「X」是原切，非合成、未注水。"),
        ("P3008", "是今年的新米吧", "是的，「X」是当季新米。"),
        ("P5001", "里面有皂基么", "「X」不含皂基。"),
        ("P5003", "怀着孕可以涂吗", "「X」不建议孕妇使用。"),
        ("P6006", "用完能不能冲马桶", "「X」不可冲入马桶。"),
        ("P6008", "可以面对面推着走吗", "「X」不支持双向推行。"),
        ("P7007", "拿来装雪碧可以吗", "「X」不可以装碳酸饮料，也不要装牛奶过久。"),
        ("P4009", "水箱里滴几滴精油行吗", "「X」不支持香薰，不可加精油。"),
        ("P7008", "真丝衬衫能洗吗", "「X」的适用面料：棉麻、化纤等，不适合羊毛、真丝。"),
    ],
)
def test_a_line_is_told_in_one_natural_sentence(product_id: str, question: str, said: str) -> None:
    answer = answer_attribute(PRODUCTS[product_id], question)
    assert answer is not None
    assert tell_line("X", answer, question) == said


@pytest.mark.parametrize(
    ("product_id", "question"),
    [
        ("P3008", "米里会不会有虫"),
        ("P1010", "5g的wifi能连上吗"),
        ("P7001", "轮子会把地板刮花吗"),
        ("P1003", "会不会自燃"),
    ],
)
def test_no_yes_before_a_line_that_does_not_say_so(product_id: str, question: str) -> None:
    answer = answer_attribute(PRODUCTS[product_id], question)
    assert answer is None or answer.kind is not AnswerKind.YES


@pytest.mark.parametrize("question", ["送货上门吗", "送赠品吗", "送到楼上吗"])
def test_delivery_and_gifts_are_not_in_the_package(question: str) -> None:
    answer = answer_attribute(PRODUCTS["P1006"], question)
    assert answer is None or answer.key != "包装清单"


@pytest.mark.parametrize(
    ("question", "particular"), [("猫毛吸得动吗", True), ("介绍一下", False), ("这款怎么样", False), ("吸尘器", False)]
)
def test_what_is_asked_of_the_whole_product(question: str, particular: bool) -> None:
    assert asks_something_particular(PRODUCTS["P4008"], question) is particular


@pytest.mark.parametrize("product_id", sorted(PRODUCTS))
def test_no_sentence_says_its_key_twice(product_id: str) -> None:
    product = PRODUCTS[product_id]
    for key in product.specs:
        answer = answer_attribute(product, f"{key}是什么")
        assert answer is not None
        assert f"{key}是{key}" not in tell_line("X", answer, f"{key}是什么")
