"""Feelings and urgency from words and behaviour."""

from __future__ import annotations

import pytest

from bot.domain.emotion import Emotion, is_presence, measure_emotion, needs_calming, read_conversation, read_emotion
from bot.domain.turn import Priority
from bot.domain.urgency import is_emergency, judge_urgency


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("这个杯子能装热水吗", Emotion.CALM),
        ("谢谢啦！！！", Emotion.CALM),
        ("麻烦您帮我看一下", Emotion.CALM),
        ("这款垃圾桶多大", Emotion.CALM),
        ("滚筒洗衣机怎么清洁", Emotion.CALM),
        ("粽子好吃到哭", Emotion.CALM),
        ("求推荐一款防晒", Emotion.CALM),
        ("我没有生气哈", Emotion.CALM),
        ("别着急慢慢来", Emotion.CALM),
        ("不会是骗人的吧", Emotion.CALM),
        ("我怕被骗", Emotion.CALM),
        ("请问毛毯怎么还没发呢", Emotion.CALM),
        ("都等了五天了", Emotion.ANNOYED),
        ("怎么还不发货？？？", Emotion.ANNOYED),
        ("客服太敷衍了", Emotion.ANNOYED),
        ("等了三天了还没人处理，太慢", Emotion.ANNOYED),
        ("你们是骗子吧！！！", Emotion.ANGRY),
        ("什么破快递，烦死了", Emotion.ANGRY),
        ("垃圾店再也不来了", Emotion.ANGRY),
        ("滚！", Emotion.ANGRY),
        ("求求你们快点吧，孩子等着喝奶", Emotion.DESPERATE),
        ("我要崩溃了", Emotion.DESPERATE),
    ],
)
def test_words(text: str, emotion: Emotion) -> None:
    assert read_emotion(text) is emotion, measure_emotion(text)


def test_repeating_and_urging_raise_the_strength() -> None:
    alone = measure_emotion("快点处理")
    again = measure_emotion("快点处理", ["在吗", "快点处理", "快点处理"])
    assert alone.emotion is Emotion.CALM
    assert again.emotion is Emotion.ANNOYED
    assert again.strength > alone.strength


def test_shouting_counts_only_beside_a_cue() -> None:
    assert read_emotion("太好看了！！！") is Emotion.CALM
    assert measure_emotion("太慢了！！").strength > measure_emotion("太慢了").strength


def test_cues_are_named() -> None:
    assert measure_emotion("你们太敷衍，纯属忽悠").cues == ("忽悠", "敷衍")


def test_the_mood_of_a_conversation_is_its_worst_moment() -> None:
    assert read_conversation([]).emotion is Emotion.CALM
    assert read_conversation(["在吗", "气死我了", "好吧"]).emotion is Emotion.ANGRY
    soothed = ["气死我了", "嗯", "好的", "知道了", "谢谢你"]
    assert read_conversation(soothed).emotion is Emotion.ANNOYED
    grumbling = ["太慢了", "客服敷衍", "一直没人回", "到底管不管"]
    assert read_conversation(grumbling).emotion is Emotion.ANGRY


def test_anger_or_lasting_annoyance_brings_a_human() -> None:
    calm, annoyed = Emotion.CALM, Emotion.ANNOYED
    assert needs_calming(Emotion.ANGRY, [Emotion.ANGRY])
    assert needs_calming(Emotion.DESPERATE, [calm, Emotion.DESPERATE])
    assert not needs_calming(annoyed, [annoyed, annoyed])
    assert needs_calming(annoyed, [annoyed, annoyed, annoyed])
    assert not needs_calming(annoyed, [annoyed, calm, annoyed])


@pytest.mark.parametrize(
    "text",
    [
        "充电宝突然爆炸把手烫伤了",
        "孩子吃完就拉肚子了",
        "用了你们面膜脸上过敏红肿",
        "插上电就冒烟",
        "我已经打12315了",
        "我要找律师起诉你们",
        "再不处理我就曝光你们",
        "不退钱的话我就起诉",
        "昨天充电器冒烟了，担心会起火",
        "热水袋漏水不小心烫伤了",
        "保险丝冒烟了怎么办",
    ],
)
def test_emergencies(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize(
    "text",
    [
        "充电宝会爆炸吗",
        "敏感肌用了会不会过敏",
        "插座有没有防漏电保护",
        "治拉肚子的药有吗",
        "怕烫伤小孩，有没有安全锁",
        "我没打算起诉",
        "单号是4431231588",
        "过敏体质能用吗",
        "有烫伤膏卖吗",
        "爆炸盐怎么用",
        "这个锅容易着火不",
        "宝宝吃了万一过敏怎么办",
    ],
)
def test_questions_about_risk_are_no_emergencies(text: str) -> None:
    assert not is_emergency(text)


@pytest.mark.parametrize(
    ("texts", "emotion", "priority"),
    [
        (["你好"], Emotion.CALM, Priority.P3),
        (["收到就坏了"], Emotion.CALM, Priority.P2),
        (["扣了两次钱"], Emotion.CALM, Priority.P1),
        (["显示签收了可我没收到"], Emotion.CALM, Priority.P1),
        (["不用投诉了"], Emotion.CALM, Priority.P3),
        (["你好"], Emotion.ANGRY, Priority.P2),
        (["收到就坏了"], Emotion.ANGRY, Priority.P1),
        (["你好"], Emotion.DESPERATE, Priority.P1),
        ([], Emotion.CALM, Priority.P3),
    ],
)
def test_urgency(texts: list[str], emotion: Emotion, priority: Priority) -> None:
    assert judge_urgency(texts, emotion) is priority


def test_a_known_priority_is_never_lowered() -> None:
    assert judge_urgency(["你好"], known=[Priority.P1]) is Priority.P1
    assert judge_urgency(["着火了"], known=[Priority.P3]) is Priority.P0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("空气炸烤箱有货吗", Emotion.CALM),
        ("花生气味大不大", Emotion.CALM),
        ("宝宝断奶了喝几段", Emotion.CALM),
        ("也太可爱了救命", Emotion.CALM),
        ("馋哭了什么时候补货", Emotion.CALM),
        ("网友都说是骗子，真的吗", Emotion.CALM),
        ("救命 药还没送到", Emotion.DESPERATE),
        ("你们都是骗子", Emotion.ANGRY),
        ("我跟你们没完", Emotion.ANGRY),
    ],
)
def test_words_that_only_look_like_a_feeling(text: str, expected: Emotion) -> None:
    assert read_emotion(text) is expected, measure_emotion(text)


def test_knocking_again_and_again_is_no_anger() -> None:
    assert read_emotion("在吗", ["在吗", "在吗", "在吗"]) is Emotion.CALM
    assert is_presence("在不在呀？")
    assert not is_presence("在哪里买")
