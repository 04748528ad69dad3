"""What may answer the question of a form, and how what was told is joined."""

from __future__ import annotations

import pytest

from bot.domain import form_answers
from bot.domain.form_fit import Fit, Reading, judge_answer, read_wish, tells_defect
from bot.domain.request_values import clean_value, corrects, merge_values, read_address, read_bare_count, read_part
from bot.domain.service_request import SERVICES


@pytest.mark.parametrize(
    "text", ["好", "好的呢", "对", "是的", "嗯嗯", "行吧", "确认", "要的", "哦好的", "OK", "可以，麻烦了"]
)
def test_plain_yes_is_consent(text: str) -> None:
    assert form_answers.is_consent(text)


@pytest.mark.parametrize("text", ["哦", "嗯哼", "？", "？？", "👌", "啊", "好不好用", "不好", "可以退吗", ""])
def test_everything_else_is_none(text: str) -> None:
    assert not form_answers.is_consent(text)


@pytest.mark.parametrize(
    "text",
    ["能上门取不", "几号之前要寄", "洗面奶呢", "卡住了？", "170 适合多大码", "这个洗过没", "谁出运费", "到了没有"],
)
def test_questions_are_seen_without_a_mark(text: str) -> None:
    assert form_answers.is_question(text)


@pytest.mark.parametrize(
    "text",
    ["怎么按都不亮", "不知道为什么就黑屏了", "用了几天就坏了", "没什么味道", "改到文三路 8 号可以吗", "颜色不喜欢"],
)
def test_statements_with_question_words_are_none(text: str) -> None:
    assert not form_answers.is_question(text)


def test_endings_and_refusals_are_told_apart_from_requests() -> None:
    assert form_answers.lets_go("算了算了，不弄了")
    assert form_answers.lets_go("先不买了")
    assert not form_answers.lets_go("算了 给我退款吧")
    assert form_answers.negated_verb("千万别取消啊") == "取消"
    assert not form_answers.is_negated_request("不退钱就投诉")
    assert form_answers.was_not_asked_for("我没说要退啊")
    assert form_answers.was_not_asked_for("别登记，我就问问")
    assert not form_answers.was_not_asked_for("不想要了")
    assert not form_answers.was_not_asked_for("我就问一下运费谁出")


@pytest.mark.parametrize(
    ("kind", "text", "intent", "confidence", "fit"),
    [
        ("request_return", "穿着太紧", "ask_size", 0.9, Fit.ANSWER),
        ("request_return", "不想要了", "cancel_order", 0.95, Fit.ANSWER),
        ("request_return", "抬头写个人", "invoice", 0.95, Fit.OTHER),
        ("request_return", "两件", "inform", 0.9, Fit.COUNT),
        ("request_return", "好", "affirm", 0.95, Fit.AGAIN),
        ("request_return", "运费谁出", "ask_return_shipping_fee", 0.9, Fit.OTHER),
        ("modify_address", "李霞收", "inform", 0.5, Fit.ANSWER),
        ("modify_address", "寄到我公司", "inform", 0.9, Fit.AGAIN),
        ("modify_address", "多久能到", "ask_delivery_time", 0.9, Fit.OTHER),
        ("schedule_delivery", "别放快递柜", "deny", 0.9, Fit.ANSWER),
        ("schedule_delivery", "快点发货", "urge_shipment", 0.9, Fit.OTHER),
        ("report_damage", "给我换个新的吧", "request_exchange", 0.9, Fit.ANSWER),
        ("report_damage", "盖子也裂了", "report_damage", 0.9, Fit.DESCRIPTION),
    ],
)
def test_words_and_classifier_decide_together(kind: str, text: str, intent: str, confidence: float, fit: Fit) -> None:
    assert judge_answer(SERVICES[kind], Reading(text, intent, confidence)) is fit


def test_other_goods_answer_no_question() -> None:
    reading = Reading("电饭煲的锅太重", "inform", 0.9, is_about_others=True)
    assert judge_answer(SERVICES["request_return"], reading) is Fit.OTHER


def test_parts_of_an_address_become_one_sheet() -> None:
    value = ""
    for told in ("哦 改到武汉市洪山区珞喻路 20 号 3 栋", "赵晨收", "电话还是之前那个"):
        value = merge_values("modify_address", value, told)
    assert value == "地址：武汉市洪山区珞喻路 20 号 3 栋，收货人：赵晨，电话：与原订单相同"
    assert "电话：13712345678" in merge_values("modify_address", value, "电话改成13712345678")
    assert "珞喻路 20 号 5 栋，" in merge_values("modify_address", value, "不对，是5栋")
    assert read_address("我在上班") is None
    assert merge_values("modify_address", "地址：七莘路 18 号", "周敏") == "地址：七莘路 18 号，收货人：周敏"
    assert merge_values("modify_address", "", "改到成都市锦江区书院街 3 号").startswith("地址：成都市")


@pytest.mark.parametrize(
    ("earlier", "told", "merged"),
    [
        ("椅子换成黑色", "抱枕改成2个", "椅子换成黑色；抱枕改成2个"),
        ("不要放驿站", "放门口就行", "不要放驿站；放门口就行"),
        ("椅子换成黑色；抱枕改成2个", "不对，抱枕是3个", "椅子换成黑色；抱枕是3个"),
        ("换成L码", "等等 XL吧", "XL"),
        ("周四下午送", "周四下午送", "周四下午送"),
    ],
)
def test_further_wishes_are_added_and_corrections_replace(earlier: str, told: str, merged: str) -> None:
    assert merge_values("modify_order", earlier, told) == merged


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("哦，那换黑色的吧", "换黑色的"),
        ("等下 周六送啊", "周六送"),
        ("不是真皮", "不是真皮"),
        ("那里坏了", "那里坏了"),
        ("啊", "啊"),
    ],
)
def test_values_are_quoted_without_fillers(text: str, cleaned: str) -> None:
    assert clean_value(text) == cleaned


def test_part_of_the_order() -> None:
    assert read_part("尺码不合适，只退没拆的") == "只退没拆的"
    assert read_part("四个里退一个") == "四个里退一个"
    assert not read_part("全部退掉")
    assert read_bare_count("退三袋就行") == "退三袋就行"
    assert not read_bare_count("两个都坏了")
    assert corrects("不对，是两盒")
    assert not corrects("等下 再加一盒")
    assert read_wish("能给我换个新的吗") == "给我换个新的"
    assert tells_defect("有股霉味")
