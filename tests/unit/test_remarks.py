"""Short remarks: what they say by themselves, and what they mean where the conversation stands."""

from __future__ import annotations

import pytest

from bot.domain import remarks
from bot.domain.outside import Outside, read_outside
from bot.runtime.remarks import Setting, resolve_remark
from bot.runtime.thoughts import Thought


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("算了不退了", {"request_return", "request_refund"}),
        ("那先不换了", {"request_exchange"}),
        ("等下 先别取消", {"cancel_order"}),
        ("算了 不改地址了，谢谢", {"modify_address", "modify_order", "schedule_delivery"}),
        ("不退了 我自己留着用吧", {"request_return", "request_refund"}),
        ("先不弄了", set()),
    ],
)
def test_giving_up_names_what_is_given_up(text: str, kinds: set[str]) -> None:
    assert remarks.read_dropped(text) == frozenset(kinds)


@pytest.mark.parametrize(
    "text",
    [
        "取消排队",
        "不排了",
        "别转了",
        "不等人工了",
        "算了不转了",
        "我已经自己弄好了",
        "不用找客服了，谢谢",
        "退出排队吧",
    ],
)
def test_the_queue_is_left(text: str) -> None:
    assert remarks.leaves_queue(text)


@pytest.mark.parametrize("text", ["取消订单", "还要排多久", "不要这件了", "别转给快递", "我自己去驿站拿"])
def test_other_sentences_do_not_leave_the_queue(text: str) -> None:
    assert not remarks.leaves_queue(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("别转人工，告诉我几天到", "告诉我几天到"), ("不要人工客服", ""), ("为什么不能转人工", None), ("转人工", None)],
)
def test_a_refused_human_leaves_the_question(text: str, rest: str | None) -> None:
    assert remarks.refuses_human(text) == rest


@pytest.mark.parametrize("text", ["怎么不退了", "不换了 我要退货", "不要了", "为什么不取消", "不退钱就投诉"])
def test_other_sentences_give_nothing_up(text: str) -> None:
    assert remarks.read_dropped(text) is None


@pytest.mark.parametrize(
    "text", ["好几天不动了", "一直没更新", "卡那儿了", "物流卡住了好几天了", "三天没更新", "快递停在路上了"]
)
def test_a_parcel_stands_still(text: str) -> None:
    assert remarks.is_stuck(text)


@pytest.mark.parametrize("text", ["那个东西咋弄", "这个怎么搞", "怎么弄啊", "那要怎么操作呢？", "咋整"])
def test_a_how_without_a_what(text: str) -> None:
    assert remarks.is_vague(text)


@pytest.mark.parametrize("text", ["怎么弄发票", "耳机怎么用", "怎么办理退货", "什么意思"])
def test_a_how_with_a_what_is_not_vague(text: str) -> None:
    assert not remarks.is_vague(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("商家入驻怎么弄", Outside.MERCHANT),
        ("怎么开店", Outside.MERCHANT),
        ("店铺后台登不上", Outside.MERCHANT),
        ("你们招人吗", Outside.JOB),
        ("我是快递员，这个件怎么改派", Outside.COURIER),
        ("快递员说送不了", None),
        ("发票怎么开", None),
        ("怎么在你们店里买", None),
    ],
)
def test_whose_business_it_is(text: str, kind: Outside | None) -> None:
    assert read_outside(text) is kind


@pytest.mark.parametrize(
    ("text", "intent", "setting", "expected"),
    [
        ("算了不改了", "modify_order", Setting(), "withdraw_request"),
        ("先不弄了", "deny", Setting(), "deny"),
        ("算了", "chitchat", Setting(), "deny"),
        ("不是这个订单", "deny", Setting(topic="query_order"), "inform"),
        ("不对，不是这一单", "deny", Setting(topic="query_order"), "inform"),
        ("不是这个订单 是上个月买的锅", "deny", Setting(topic="query_order"), "inform"),
        ("选错了", "deny", Setting(topic="query_order"), "inform"),
        ("换一个单人床行不行", "request_exchange", Setting(topic="query_order"), "request_exchange"),
        ("订单不对，少了一件", "report_missing_item", Setting(topic="query_order"), "report_missing_item"),
        ("卡那儿了", "inform", Setting(topic="query_logistics"), "report_delivery_problem"),
        ("卡那儿了", "inform", Setting(has_order=True), "report_delivery_problem"),
        ("卡那儿了", "inform", Setting(), "inform"),
        ("什么时候", "ask_stock", Setting(topic="query_logistics"), "query_logistics"),
        ("什么时候", "ask_stock", Setting(topic="ask_stock"), "ask_stock"),
        ("都好几天了", "urge_delivery", Setting(topic="query_refund"), "query_refund"),
        ("那寄到哪", "query_logistics", Setting(recent=frozenset({"ask_return_policy"})), "ask_return_shipping"),
        ("抬头 云栖科技有限公司", "invoice", Setting(topic="invoice"), "inform"),
        ("还有多久轮到我", "urge_delivery", Setting(is_waiting=True), "request_human"),
        ("还有多久轮到我", "urge_delivery", Setting(), "urge_delivery"),
        ("取消排队吧", "cancel_order", Setting(is_waiting=True), "deny"),
        ("那我不等了", "cancel_order", Setting(is_waiting=True), "deny"),
        ("取消排队吧", "cancel_order", Setting(), "cancel_order"),
        ("都发完了", "out_of_scope", Setting(has_offer=True), "affirm"),
        ("第二个怎么样", "ask_clarification", Setting(shows_goods=True), "ask_product_detail"),
        ("怎么开店", "out_of_scope", Setting(), "out_of_scope"),
        ("好几天不动了", "safety_incident", Setting(has_order=True), "safety_incident"),
    ],
)
def test_a_remark_means_what_the_conversation_makes_of_it(
    text: str, intent: str, setting: Setting, expected: str
) -> None:
    assert resolve_remark(Thought(text, intent, 0.9), setting).intent == expected


def test_a_weak_alarm_gives_way_to_what_was_asked_for() -> None:
    asked = Setting(has_offer=True)
    assert resolve_remark(Thought("都发完了", "legal_threat", 0.4), asked).intent == "affirm"
    assert resolve_remark(Thought("都发完了", "legal_threat", 0.7), asked).intent == "legal_threat"
    assert resolve_remark(Thought("我发给记者了", "legal_threat", 0.4), asked).intent == "legal_threat"


def test_a_courier_says_so_himself() -> None:
    said = Thought("我是快递员 这个件送不了怎么改派", "report_delivery_problem", 0.9)
    assert resolve_remark(said, Setting()).intent == "out_of_scope"


def test_measures_after_a_question_for_the_size_ask_again() -> None:
    measures = ({"entity": "weight", "value": "75", "start": 6, "end": 10},)
    thought = Thought("我老公178 150斤呢", "inform", 0.5, entities=measures, is_unsure=True)
    assert resolve_remark(thought, Setting(topic="ask_size")).intent == "ask_size"
    assert resolve_remark(thought, Setting(topic="query_order")).intent == "inform"


def test_a_request_in_progress_reads_its_answers_itself() -> None:
    thought = Thought("算了不退了", "withdraw_request", 0.9)
    assert resolve_remark(thought, Setting(in_form=True)) == thought
