"""What the bot says while a human is awaited, ellipsis, and topics without a question."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Button, MessageBody
from bot.domain.topic_words import read_topic
from bot.runtime.replies import withdraw_offers
from bot.runtime.thoughts import Thought, resolve_ellipsis

HUMAN = Button("转人工客服", "/request_human")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("满 59 元包邮。需要请人工客服为您核实吗？", "满 59 元包邮。"),
        ("请把订单号发来，并回复“转人工”，由发票客服登记。", "请把订单号发来，由发票客服登记。"),
        ("请回复“转人工”，由账号客服核实。", "由账号客服核实。"),
        ("人工客服的服务时间是每天 9:00–23:30。", "人工客服的服务时间是每天 9:00–23:30。"),
    ],
)
def test_offers_of_a_human_are_withdrawn(text: str, expected: str) -> None:
    (reply,) = withdraw_offers((MessageBody(text),))
    assert reply.text == expected


def test_buttons_to_a_human_go_and_others_stay() -> None:
    body = MessageBody("订单已发货。", (Button("查看物流", "/query_logistics"), HUMAN))
    (reply,) = withdraw_offers((body,))
    assert [button.title for button in reply.buttons] == ["查看物流"]


def test_a_reply_never_becomes_empty() -> None:
    (reply,) = withdraw_offers((MessageBody("需要为您转接人工客服吗？"),))
    assert reply.text


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "is_unsure", "expected"),
    [
        ("那黑色的呢", "inform", 0.8, False, "ask_stock"),
        ("那大一码的呢？", "ask_size", 0.3, True, "ask_stock"),
        ("那运费呢", "ask_shipping_fee", 0.9, False, "ask_shipping_fee"),
        ("那算了", "deny", 0.4, False, "deny"),
        ("我要退货", "request_return", 0.4, True, "request_return"),
    ],
)
def test_a_short_follow_up_goes_on_with_the_question_before(
    text: str, intent: str, confidence: float, is_unsure: bool, expected: str
) -> None:
    thought = Thought(text, intent, confidence, is_unsure=is_unsure)
    assert resolve_ellipsis(thought, "ask_stock").intent == expected


def test_without_a_question_before_nothing_is_assumed() -> None:
    thought = Thought("那黑色的呢", "inform", 0.3, is_unsure=True)
    assert resolve_ellipsis(thought, None) == thought


@pytest.mark.parametrize(
    ("text", "word"),
    [("送货问题", "送货"), ("发票问题", "发票"), ("售后问题 售后问题", "售后"), ("请选择订单咨询", "订单")],
)
def test_a_topic_without_a_question_is_a_menu(text: str, word: str) -> None:
    topic = read_topic(text)
    assert topic is not None
    assert topic[0] == word
    assert topic[1]


@pytest.mark.parametrize("text", ["发票什么时候能开", "有质量问题", "你好", "配送员态度有问题怎么办"])
def test_a_question_is_no_menu(text: str) -> None:
    assert read_topic(text) is None
