"""The days and deeds that a shopper tells, and what they mean for a return."""

from __future__ import annotations

import pytest

from actions.return_answer import Case, answer_case
from bot.domain.circumstances import Circumstances, Deed, damaging_deed, read_circumstances
from bot.domain.policy import Policy
from bot.domain.return_rules import is_sent_by_post
from tests.unit.shop_samples import make_product

POLICY = Policy()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("到第九天了", 9),
        ("签收十二天了", 12),
        ("收到三周了", 21),
        ("买了一个半月", 45),
        ("上个月收到的", 30),
        ("半个月前买的", 15),
        ("前天到的", 2),
        ("超过24小时了", 2),
        ("才过了10小时", 0),
        ("七天无理由怎么算", None),
        ("能退吗", None),
    ],
)
def test_days(text: str, days: int | None) -> None:
    assert read_circumstances(text).days == days


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("吊牌我给剪了", {Deed.TAG_CUT}),
        ("吊牌没剪", set()),
        ("下水洗过", {Deed.WASHED}),
        ("没洗过也没穿过", set()),
        ("桌子拼好了", {Deed.BUILT}),
        ("口红试色了", {Deed.USED}),
        ("牛奶喝了两盒", {Deed.EATEN}),
        ("包装拆了", {Deed.OPENED}),
        ("外盒扔了", {Deed.BOX_LOST}),
    ],
)
def test_deeds(text: str, deeds: set[Deed]) -> None:
    assert set(read_circumstances(text).deeds) == deeds


def test_opening_spoils_only_some_goods() -> None:
    assert damaging_deed((Deed.OPENED,), make_product(category="美妆")) is Deed.OPENED
    assert damaging_deed((Deed.OPENED,), make_product(category="数码")) is None
    assert damaging_deed((Deed.USED,), make_product(category="数码")) is Deed.USED


def test_the_answer_begins_with_yes_or_no_and_ends_with_another_way() -> None:
    late = answer_case(Case(None, Circumstances(9)), POLICY)
    assert late.startswith("很抱歉")
    assert "15 天" in late
    assert "按您说的时间" in late
    opened = answer_case(Case(make_product(category="家居"), Circumstances(2, (Deed.OPENED,))), POLICY)
    assert opened.startswith("可以的")


def test_fresh_goods_are_judged_by_the_day() -> None:
    fruit = make_product(category="食品", tags=("生鲜",), specs={"坏果": "按坏果比例赔付"})
    assert "按坏果比例赔付" in answer_case(Case(fruit, Circumstances(), has_defect=True), POLICY)
    late = answer_case(Case(fruit, Circumstances(2), has_defect=True), POLICY)
    assert "24 小时" in late
    assert "比例" not in late


def test_large_goods_are_fetched() -> None:
    assert not is_sent_by_post(make_product(tags=("大家电",)))
    assert not is_sent_by_post(make_product(needs_installation=True))
    assert is_sent_by_post(make_product())
