"""Reported speech, needs, deeds and advice: the rules behind the summary."""

from __future__ import annotations

import pytest

from bot.domain.deeds import Answered, find_deeds, find_promises, join_deeds
from bot.domain.emotion import Emotion
from bot.domain.needs import MAX_LENGTH, Said, find_needs, join_needs
from bot.domain.next_step import CLAIM, EVIDENCE, ORDER, advise, find_matter, find_missing
from bot.domain.reported_speech import Act, report
from bot.domain.turn import Priority


@pytest.mark.parametrize(
    ("text", "act", "reported"),
    [
        ("这个锅支持电磁炉吗", Act.ASK, "这个锅是否支持电磁炉"),
        ("亲，能不能便宜点呀", Act.ASK, "能否便宜点"),
        ("请问一下有保温袋吗？", Act.ASK, "是否有保温袋"),
        ("到货了没有", Act.ASK, "是否到货"),
        ("怎么还不发货啊", Act.ASK, "为什么还不发货"),
        ("啥时候补货", Act.ASK, "什么时候补货"),
        ("你们走哪家快递", Act.ASK, "走哪家快递"),
        ("我要退这双鞋", Act.REQUEST, "退这双鞋"),
        ("帮我改下电话", Act.REQUEST, "改下电话"),
        ("把运费退给我", Act.REQUEST, "把运费退给顾客"),
        ("我买的杯子到手就碎了", Act.STATE, "买的杯子到手就碎了"),
        ("快递一动不动", Act.STATE, "快递一动不动"),
    ],
)
def test_reported_speech(text: str, act: Act, reported: str) -> None:
    result = report(text)
    assert (result.act, result.text) == (act, reported)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "你好",
        "在吗",
        "谢谢你",
        "好的，好的呢",
        "嗯嗯",
        "！！！",
        "12345678",
        "😊😊",
        "https://shop.example/p/1",
    ],
)
def test_courtesies_and_bare_data_are_not_reported(text: str) -> None:
    assert report(text).act is Act.NONE


def said(*texts: str, group: int = 0) -> list[Said]:
    return [Said(text, index, group) for index, text in enumerate(texts, 1)]


def test_needs_leave_out_greetings_and_repetitions() -> None:
    needs = find_needs(said("你好", "在吗", "我想退掉这件毛衣", "我想退掉这件毛衣", "谢谢"))
    assert [(need.text, need.seqs) for need in needs] == [("顾客希望退掉这件毛衣", (3,))]


def test_a_problem_joins_its_question() -> None:
    (need,) = find_needs(said("电饭煲少发了蒸格", "能补发吗"))
    assert need.text == "顾客表示电饭煲少发了蒸格，询问能否补发"
    assert need.seqs == (1, 2)


def test_what_was_said_between_answers_stays_apart() -> None:
    needs = find_needs([*said("这款有黑色吗"), Said("多久能到上海", 3, 1)])
    assert join_needs(needs) == "顾客询问商品是否有黑色；顾客询问多久能到上海。"


def test_emergencies_come_first() -> None:
    needs = find_needs([Said("这款加湿器怎么清洗", 1, 0), Said("刚才插电冒烟了", 3, 1)])
    assert "冒烟" in needs[0].text


def test_it_stays_short_and_keeps_why_the_shopper_came() -> None:
    talk = [
        Said(f"第{number}件商品的颜色尺码和包装都和页面上写的不一样怎么办", number, number) for number in range(1, 15)
    ]
    talk[0] = Said("请问儿童座椅能退货吗", 1, 0)
    text = join_needs(find_needs(talk))
    assert len(text) <= MAX_LENGTH + 1
    assert text.startswith("顾客询问儿童座椅能否退货")


def test_a_bare_call_for_a_human_is_a_need() -> None:
    assert join_needs(find_needs(said("转人工"))) == "顾客要求转接人工客服。"
    assert find_needs([]) == []
    assert find_needs(said("", "……")) == []


def answered(*texts: str, speaker: str = "客服") -> list[Answered]:
    return [Answered(Said(text, index, index), speaker) for index, text in enumerate(texts, 1)]


def test_deeds_are_reported_without_courtesies() -> None:
    deeds = find_deeds(answered("您好，请稍等哦", "亲，您的订单已经为您备注了呢", "请您告知一下机身编号"))
    assert join_deeds(deeds) == "客服表示订单已经为顾客备注了；客服答复请顾客提供机身编号。"
    assert [deed.seqs for deed in deeds] == [(2,), (3,)]


def test_promises_are_found() -> None:
    promises = find_promises(answered("退款 24 小时内会给您到账", "这款是纯棉的哦", "保证金是 50 元", speaker="机器人"))
    assert [promise.text for promise in promises] == ["机器人承诺：退款 24 小时内会给顾客到账"]


def test_promises_outlive_other_answers_when_it_gets_long() -> None:
    chatter = [f"第{number}点：这款商品的材质说明在详情页的第{number}张图片里面写得很清楚" for number in range(12)]
    deeds = find_deeds(answered("我会在明天中午前回电给您", *chatter))
    assert deeds[0].is_promise
    assert len(join_deeds(deeds)) <= 201


def test_advice_by_matter_emotion_and_urgency() -> None:
    matter = find_matter(["杯子碎了"])
    assert matter is not None
    assert matter.name == "商品问题"
    assert find_matter(["今天天气"]) is None
    known = find_matter(["你好"], ["invoice", "safety_incident"])
    assert known is not None
    assert known.name == "安全与健康"
    assert advise(matter, Emotion.ANGRY, Priority.P1).startswith("先安抚顾客情绪")
    assert advise(known, Emotion.CALM, Priority.P0).startswith("【紧急】")
    assert advise(None, Emotion.CALM, Priority.P3).endswith("。")


def test_missing_facts() -> None:
    matter = find_matter(["杯子碎了"])
    assert find_missing(matter, has_order=False, has_image=False, has_contact=True) == (ORDER, EVIDENCE)
    assert find_missing(matter, has_order=True, has_image=True, has_contact=False) == ()
    complaint = find_matter(["我要投诉"])
    assert CLAIM in find_missing(complaint, has_order=True, has_image=True, has_contact=True)
    assert find_missing(None, has_order=False, has_image=False, has_contact=False) == ()
