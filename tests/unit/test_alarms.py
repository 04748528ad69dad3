"""Words that only sound of danger, and how long an alarm stays open."""

from __future__ import annotations

import pytest

from bot.domain.alarms import calm_rest, open_alarms, settles
from bot.domain.perils import Peril, is_own_life, read_perils
from bot.domain.remarks import asks_place_in_queue, asks_why_refused, leaves_queue
from bot.domain.threats import threatens


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("灯不是着火 是接触不良", "灯 是接触不良"),
        ("没漏电就是外壳松了", "就是外壳松了"),
        ("地垫臭死人了", "地垫"),
        ("不是着火 是冒烟", None),
        ("是不是漏电", None),
        ("差点没烧起来", None),
        ("这不是漏电吗", None),
        ("没反应还冒烟", None),
        ("插头冒烟了", None),
        ("今天发货吗", None),
    ],
)
def test_what_remains_beside_denied_dangers(text: str, rest: str | None) -> None:
    assert calm_rest(text) == rest


@pytest.mark.parametrize(
    ("text", "told", "is_over"),
    [
        ("大家都没事", "插头冒烟了", True),
        ("刚才开玩笑的", "插头冒烟了", True),
        ("不用叫救护车", "插头冒烟了", True),
        ("人没事，可是还在冒烟", "插头冒烟了", False),
        ("不会有事吧", "插头冒烟了", False),
        ("孩子没事", "孩子把电池吞了", False),
        ("我没事", "我不想活了", False),
    ],
)
def test_the_danger_is_over_when_it_is_denied(text: str, told: str, is_over: bool) -> None:
    assert settles(text, [told]) is is_over


def test_an_alarm_is_open_until_it_is_settled() -> None:
    assert open_alarms([("插头冒烟了", True), ("怎么办", True)]) == ["插头冒烟了", "怎么办"]
    assert open_alarms([("插头冒烟了", True), ("人没事", True)]) == []
    assert open_alarms([("插头冒烟了", True), ("人没事", True), ("又着火了", True)]) == ["又着火了"]


def test_perils_of_falls_and_food() -> None:
    assert read_perils("椅子断了，我摔了一跤") == (Peril.FALL,)
    assert read_perils("宝宝舔了一口面霜") == (Peril.EATEN,)
    assert read_perils("杯子摔坏了") == ()


def test_despair_about_a_parcel_is_a_manner_of_speaking() -> None:
    assert not is_own_life("死的心都有了，快递还不到")
    assert is_own_life("我真的想死")
    assert is_own_life("快递到了也没用，我不想活了")


def test_threats_are_violence_against_somebody() -> None:
    assert threatens("我带刀去你们店里")
    assert threatens("信不信我砸了你们仓库")
    assert not threatens("能砍价吗")


def test_the_queue_is_left_and_asked_about() -> None:
    assert leaves_queue("不排了，取消")
    assert leaves_queue("取消")
    assert not leaves_queue("取消订单")
    assert asks_place_in_queue("我前面还有多少人")
    assert not asks_place_in_queue("订单在哪里")


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("我的换货怎么就被驳了", True),
        ("为啥把电脑椅的申请拒了", True),
        ("审核没给过是什么原因，退款为什么不通过", True),
        ("快递可以拒收吗", False),
        ("为什么拒绝回答我", False),
        ("申请退货要多久", False),
    ],
)
def test_why_an_application_was_refused(text: str, is_asked: bool) -> None:
    assert asks_why_refused(text) is is_asked
