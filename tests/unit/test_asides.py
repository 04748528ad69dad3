"""Short messages that are no question yet, and goods that are named alone."""

from __future__ import annotations

import pytest

from bot.domain.asides import Aside, closes, drop_openings, read_aside
from bot.domain.bare_goods import read_bare_goods
from bot.domain.mentions import is_topic
from bot.domain.shorthand import spell_out

NOUNS = ("冰箱", "毛衣")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我想咨询一下", Aside.OPENING),
        ("就是那个", Aside.OPENING),
        ("亲，请问", Aside.OPENING),
        ("我想问下运费", None),
        ("？？", Aside.MARK),
        ("😤", Aside.UPSET_FACE),
        ("🦐🤮", Aside.SICK_FACE),
        ("😊", None),
        ("裤子买大了", Aside.MISFIT),
        ("有点紧 勒肚子", Aside.MISFIT),
        ("大了还能换吗", None),
        ("你都能做什么呀", Aside.ABILITIES),
        ("你们能做什么优惠", None),
        ("查一下我室友买了什么", Aside.OTHERS_ORDERS),
        ("同事的收货地址发给我", Aside.OTHERS_ORDERS),
        ("把地址改成我同事的地址", None),
        ("他电话是多少", None),
        ("我朋友推荐我买的这款还有吗", None),
        ("没有？我早上才付的款", Aside.CONTRADICTION),
        ("没有 我要的是黑色", None),
        ("没别的事了，谢谢", None),
        ("硌得腰难受", Aside.DISCOMFORT),
    ],
)
def test_asides_are_told_from_questions(text: str, kind: Aside | None) -> None:
    assert read_aside(text) is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有了，多谢您", True),
        ("好的，知道了", True),
        ("不用了", True),
        ("没有？我昨天买的", False),
        ("好的那运费呢", False),
    ],
)
def test_only_thanks_and_agreement_close(text: str, expected: bool) -> None:
    assert closes(text) is expected


def test_openings_are_no_part_of_the_question() -> None:
    assert drop_openings(["我想问下", "就是那个", "炒锅", "粘不粘"]) == ["炒锅", "粘不粘"]
    assert drop_openings(["我想问下"]) == ["我想问下"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("炒锅呢", "炒锅"),
        ("那炒锅那个呢", "炒锅"),
        ("我买的炒锅", "炒锅"),
        ("炒锅多少钱", None),
        ("炒锅坏了", None),
        ("不要炒锅", None),
    ],
)
def test_goods_named_alone(text: str, name: str | None) -> None:
    start = text.index("炒锅")
    found = read_bare_goods(text, [(start, start + 2)], NOUNS)
    assert (found.name if found else None) == name


def test_goods_that_are_not_sold_are_goods_too() -> None:
    found = read_bare_goods("那冰箱呢", [], NOUNS)
    assert found is not None
    assert (found.name, found.goes_on, found.is_asked_for) == ("冰箱", True, False)
    assert read_bare_goods("怎么还没到", [], NOUNS) is None


@pytest.mark.parametrize("text", ["你们有炒锅吗", "有没有炒锅", "炒锅有卖吗", "店里卖不卖炒锅"])
def test_asking_whether_the_shop_has_it(text: str) -> None:
    start = text.index("炒锅")
    found = read_bare_goods(text, [(start, start + 2)], NOUNS)
    assert found is not None
    assert found.is_asked_for


@pytest.mark.parametrize(
    ("text", "goods", "expected"),
    [
        ("洗衣机多少钱", "洗衣机", True),
        ("我想买洗衣机", "洗衣机", True),
        ("可以放洗衣机里洗吗", "洗衣机", False),
        ("能泡奶粉吗", "奶粉", False),
        ("里面穿毛衣会紧吗", "毛衣", False),
        ("配牛仔裤好看吗", "牛仔裤", False),
        ("这款和耳机一起发吗", "耳机", False),
        ("有牛仔裤吗", "牛仔裤", True),
        ("好的，耳机有货吗", "耳机", True),
    ],
)
def test_goods_beside_the_matter_are_no_topic(text: str, goods: str, expected: bool) -> None:
    start = text.index(goods)
    assert is_topic(text, start, start + len(goods)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("th", "退货"),
        ("TUI KUAN", "退款"),
        ("fp怎么弄", "发票怎么弄"),
        ("woxiang huanhuo", "我想换货"),
        ("查下dd", "查下订单"),
        ("dd", "dd"),
        ("幾錢", "多少钱"),
        ("有冇貨", "有没有貨"),
        ("K87 有货吗", "K87 有货吗"),
        ("iphone 15 pro", "iphone 15 pro"),
        ("https://a.cn/p?utm=wx 这个", "https://a.cn/p?utm=wx 这个"),
        ("this is nice", "this is nice"),
    ],
)
def test_initials_and_pinyin_are_spelled_out(text: str, expected: str) -> None:
    assert spell_out(text) == expected
