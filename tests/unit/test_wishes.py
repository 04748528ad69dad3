from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.wishes import Person, Turn, read_turn, read_wish
from bot.search.content import load_products
from bot.search.product_index import ProductIndex
from bot.services.goods_kinds import find_kind, find_unsold_word, same_kind
from bot.services.recommend_products import cheaper_than, recommend_products
from tests.fakes import FakeShop

SHOP = FakeShop(products=load_products(Path(__file__).parents[2] / "knowledge_base" / "products"))
INDEX = ProductIndex(SHOP)


def recommended(text: str, earlier: str = "") -> list[str]:
    return [product.id for product in recommend_products(SHOP, INDEX, text, limit=9, earlier=earlier).products]


@pytest.mark.parametrize(
    ("text", "people", "months", "household"),
    [
        ("给八个月的宝宝", {Person.CHILD}, 8, None),
        ("孩子三岁半", {Person.CHILD}, 42, None),
        ("五口之家", set(), None, 5),
        ("我妈怀孕的妹妹", {Person.PREGNANT, Person.ELDER, Person.WOMAN}, None, None),
        ("女儿用的", {Person.CHILD}, None, None),
        ("推荐个耳机", set(), None, None),
    ],
)
def test_people_are_read_from_the_words(
    text: str, people: set[Person], months: int | None, household: int | None
) -> None:
    wish = read_wish(text)
    assert (set(wish.people), wish.months, wish.household) == (people, months, household)


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("还有没有别的", Turn.OTHERS),
        ("便宜一点的有吗", Turn.CHEAPER),
        ("再大一点的", Turn.BIGGER),
        ("小一号的", Turn.SMALLER),
        ("多大", None),
    ],
)
def test_follow_ups_are_told_from_new_wishes(text: str, turn: Turn | None) -> None:
    assert read_turn(text) == turn


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("三个人用的锅", {"P4001", "P4002", "P7006"}, {"P7001", "P7002"}),
        ("七个月宝宝穿的衣服", {"P6007"}, {"P2001"}),
        ("男士穿的鞋", {"P2007"}, {"P2008"}),
        ("孕妇用的护肤品", {"P5001", "P5004"}, {"P5003"}),
        ("糖尿病能吃的零食", {"P3006"}, {"P3002"}),
        ("支持降噪的耳机", {"P1002"}, {"P1001", "P1003"}),
        ("送婆婆200左右的礼物", {"P3005"}, set()),
    ],
)
def test_recommendations_keep_to_the_wish(text: str, wanted: set[str], unwanted: set[str]) -> None:
    found = set(recommended(text))
    assert wanted <= found
    assert not unwanted & found


def test_what_was_said_before_still_holds() -> None:
    assert recommended("200以内的", earlier="想买个耳机") == ["P1001"]


@pytest.mark.parametrize(
    ("text", "word"),
    [("有没有显示器", "显示器"), ("卖不卖耳机套", "耳机套"), ("有没有耳机", None), ("有平底鞋吗", None)],
)
def test_goods_that_the_shop_lacks_are_known(text: str, word: str | None) -> None:
    assert find_unsold_word(SHOP, text) == word


def test_a_head_noun_names_all_goods_that_end_with_it() -> None:
    kind = find_kind(SHOP, "什么锅好")
    assert kind is not None
    assert {product.id for product in kind.products} == {"P4001", "P4002", "P7006"}


def test_a_chair_is_no_choice_beside_a_desk() -> None:
    desk, earphone = SHOP.find_product("P7002"), SHOP.find_product("P1002")
    assert desk is not None
    assert earphone is not None
    assert [product.id for product in same_kind(SHOP, desk)] == ["P7002"]
    assert [item.id for item in cheaper_than(same_kind(SHOP, earphone), 49900)] == ["P1001"]
