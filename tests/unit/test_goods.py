"""A name of goods alone, small talk that is none, and questions that are no complaints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.emotion import Emotion
from bot.runtime.goods import resolve_goods, resolve_variant
from bot.runtime.mood import read_mood
from bot.runtime.remarks import Setting, doubt_small_talk, resolve_remark
from bot.runtime.thoughts import Thought

PAID = Thought("支付宝扣了88", "inform", 0.5, entities=({"entity": "money"},), is_unsure=True)


def named(text: str, goods: str = "炒锅", intent: str = "report_quality_issue") -> Thought:
    start = text.index(goods)
    entity: dict[str, Any] = {"entity": "product", "value": "P7006", "start": start, "end": start + len(goods)}
    return Thought(text, intent, 0.85, entities=(entity,))


def resolve(
    thought: Thought, topic: str = "", awaiting: str = "", question: str = "", in_form: bool = False
) -> Thought:
    return resolve_goods(thought, topic=topic, awaiting=awaiting, question=question, in_form=in_form)


@pytest.mark.parametrize(
    ("text", "topic", "awaiting", "intent"),
    [
        ("炒锅呢", "", "", "inform"),
        ("炒锅呢", "query_logistics", "", "query_logistics"),
        ("炒锅呢", "ask_price_promotion", "", "ask_price_promotion"),
        ("炒锅", "ask_product_detail", "", "inform"),
        ("那炒锅呢", "ask_product_detail", "", "ask_product_detail"),
        ("炒锅", "ask_price_promotion", "request_return", "request_return"),
        ("炒锅呢", "invoice", "", "inform"),
        ("有没有炒锅", "", "", "ask_stock"),
        ("炒锅糊了", "query_logistics", "", "report_quality_issue"),
    ],
)
def test_goods_alone_take_up_what_is_open(text: str, topic: str, awaiting: str, intent: str) -> None:
    assert resolve(named(text), topic, awaiting).intent == intent


def test_the_open_question_is_asked_about_the_other_goods() -> None:
    thought = resolve(named("那炒锅呢"), "ask_product_detail", question="有多重")
    assert [entity["value"] for entity in thought.entities if entity["entity"] == "said"] == ["炒锅有多重"]


def test_a_scrap_without_a_defect_complains_of_nothing() -> None:
    assert resolve(replace(named("开炒锅"), confidence=0.5)).intent == "inform"
    assert resolve(Thought("哈衣那", "report_quality_issue", 0.5)).is_unsure


@pytest.mark.parametrize(
    ("text", "topic", "intent"),
    [
        ("黑色的呢", "ask_price_promotion", "ask_price_promotion"),
        ("黑色", "ask_product_detail", "ask_stock"),
        ("黑色", "modify_order", "inform"),
        ("黑色掉色", "", "inform"),
    ],
)
def test_a_variant_alone_goes_on_about_the_goods(text: str, topic: str, intent: str) -> None:
    thought = Thought(text, "inform", 0.4, entities=({"entity": "colour", "value": "黑", "start": 0, "end": 2},))
    assert resolve_variant(thought, topic=topic, has_product=True).intent == intent


def test_a_request_in_progress_reads_goods_itself() -> None:
    thought = named("炒锅呢")
    assert resolve(thought, in_form=True) is thought


def test_names_of_goods_are_no_feelings() -> None:
    thought = named("气死虫喷雾有货吗", "气死虫喷雾", "ask_stock")
    assert read_mood(thought.text, [thought], ()) is Emotion.CALM
    assert read_mood("气死我了", [thought], ()) is Emotion.ANGRY


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "topic", "emotion", "is_unsure"),
    [
        ("今天好冷", "chitchat", 0.92, "", Emotion.CALM, False),
        ("今天好冷", "chitchat", 0.6, "", Emotion.CALM, True),
        ("用着心里发毛", "chitchat", 0.8, "query_order", Emotion.CALM, True),
        ("你声音真好听哈哈", "chitchat", 0.5, "query_order", Emotion.CALM, False),
        ("行啊你们", "affirm", 0.9, "", Emotion.ANGRY, True),
        ("谢谢", "thank", 0.99, "query_order", Emotion.CALM, False),
    ],
)
def test_doubtful_small_talk_is_asked_about(
    text: str, intent: str, confidence: float, topic: str, emotion: Emotion, is_unsure: bool
) -> None:
    thought = doubt_small_talk(Thought(text, intent, confidence), Setting(topic=topic), emotion)
    assert thought.is_unsure is is_unsure


@pytest.mark.parametrize(
    ("text", "intent"),
    [("里面套卫衣紧不紧", "ask_product_detail"), ("漏水是不是坏了", "report_quality_issue")],
)
def test_a_question_without_a_defect_is_no_complaint(text: str, intent: str) -> None:
    thought = Thought(text, "report_quality_issue", 0.6)
    assert doubt_small_talk(thought, Setting(has_product=True), Emotion.CALM).intent == intent


@pytest.mark.parametrize(
    ("thought", "setting", "intent"),
    [
        (Thought("🍇🤢", "safety_incident", 0.96), Setting(), "inform"),
        (PAID, Setting("query_refund"), "inform"),
        (Thought("在吗", "greet", 1.0), Setting(greeted=True), "urge_reply"),
        (Thought("在吗", "greet", 1.0), Setting(), "greet"),
        (Thought("？", "urge_reply", 0.9), Setting("query_order"), "urge_reply"),
        (Thought("有点大", "ask_size", 0.5), Setting("ask_size"), "ask_size"),
    ],
)  # fmt: skip
def test_asides_in_their_setting(thought: Thought, setting: Setting, intent: str) -> None:
    resolved = resolve_remark(thought, setting)
    assert (resolved.intent, resolved.is_unsure) == (intent, False)
