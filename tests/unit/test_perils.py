"""What danger the words tell of; the classifier has decided before that it is one."""

from __future__ import annotations

import pytest

from actions.escalation import Escalate
from bot.domain.perils import Peril, is_own_life, perils_of_goods, read_perils, threatens_own_life
from bot.runtime.danger import ALARM, stay_with_danger
from bot.runtime.thoughts import Thought
from tests.unit.action_rig import Desk
from tests.unit.shop_samples import make_product


@pytest.mark.parametrize(
    ("text", "perils"),
    [
        ("插头冒烟了", {Peril.FIRE}),
        ("电池鼓起来了", {Peril.FIRE}),
        ("被热水烫到起泡了", {Peril.BURN}),
        ("摸到外壳被电了一下", {Peril.SHOCK}),
        ("屋里有股煤气味", {Peril.GAS}),
        ("女儿误食了干燥剂", {Peril.SWALLOWED}),
        ("用完面膜起红疹", {Peril.BODY}),
        ("玻璃碎了割到手", {Peril.WOUND}),
        ("昨天吃了拉肚子，还发烧", {Peril.BODY}),
        ("我想轻生", {Peril.OWN_LIFE}),
        ("不知道怎么了", set()),
    ],
)
def test_words_tell_the_danger(text: str, perils: set[Peril]) -> None:
    assert set(read_perils(text)) == perils


def test_a_child_that_swallowed_pills_is_no_suicide() -> None:
    assert not is_own_life("孩子误吃了安眠药")
    assert is_own_life("我把安眠药都吃了")


@pytest.mark.parametrize("text", ["想死你们家的酱了", "想死你啦", "今天累得想死"])
def test_longing_and_tiredness_are_no_wish_to_die(text: str) -> None:
    assert not is_own_life(text)


def test_goods_tell_the_danger_only_where_they_agree() -> None:
    cream, phone = make_product(category="美妆"), make_product(category="数码")
    assert perils_of_goods([cream]) == (Peril.BODY,)
    assert perils_of_goods([cream, phone]) == ()
    assert perils_of_goods([]) == ()


@pytest.mark.parametrize(
    ("intent", "confidence", "text", "is_kept"),
    [
        ("ask_product_detail", 0.95, "这个成分有毒没", True),
        ("thank", 1.0, "谢谢", True),
        ("query_logistics", 0.95, "另一个包裹到哪了", False),
        ("request_human", 1.0, "转人工", False),
        ("deny", 0.9, "取消排队", False),
    ],
)
def test_what_a_person_in_danger_adds_is_about_the_danger(
    intent: str, confidence: float, text: str, is_kept: bool
) -> None:
    read = stay_with_danger(Thought(text, intent, confidence), ["孩子把电池吞了"], is_waiting=True)
    assert (read.intent == ALARM) is is_kept


def test_after_words_about_the_own_life_everything_is_met_with_care() -> None:
    for intent in ("query_logistics", "deny", "thank"):
        assert stay_with_danger(Thought("随便吧", intent, 0.99), ["我想自尽"], is_waiting=False).intent == ALARM
    assert stay_with_danger(Thought("随便吧", "thank", 0.99), [], is_waiting=True).intent == "thank"


async def test_care_names_who_helps_and_nothing_about_goods() -> None:
    desk = await Desk().run(Escalate, "我吃了一把安眠药", intent="safety_incident")
    assert all(word in desk.said for word in ("120", "110", "12356", "现在安全吗", "不要催吐"))
    assert "商品" not in desk.said
    assert desk.handoff["priority"] == "P0"


async def test_a_threat_without_the_law_is_a_complaint() -> None:
    angry = await Desk().run(Escalate, "再这样我可要投诉了", intent="legal_threat", confidence=0.6)
    assert "投诉专员" in angry.said
    assert "权益" not in angry.said
    sure = await Desk().run(Escalate, "我已经请律师起诉了", intent="legal_threat", confidence=0.6)
    assert "权益" in sure.said


async def test_an_authority_that_is_only_a_place_is_asked_about() -> None:
    desk = await Desk().run(Escalate, "我住在法院旁边", intent="legal_threat", confidence=0.7)
    assert not desk.handoff
    assert "确认" in desk.said


@pytest.mark.parametrize(
    "text", ["再不退款我就从楼顶跳下去", "不给处理我就死给你们看", "我现在站在天台上", "今天没个说法我就喝农药"]
)
def test_a_threat_to_ones_own_life_counts_beside_any_business(text: str) -> None:
    assert threatens_own_life(text)
    refund = Thought(text, "request_refund", 0.97)
    assert stay_with_danger(refund, [], is_waiting=False).intent == ALARM


@pytest.mark.parametrize(
    "text", ["我家猫从桌子跳下去把杯子打了", "我买的农药到哪了", "急得我想跳楼哈哈", "孩子误喝农药"]
)
def test_other_jumps_and_poisons_are_no_such_threat(text: str) -> None:
    assert not threatens_own_life(text)
