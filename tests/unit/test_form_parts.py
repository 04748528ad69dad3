"""Goods that go and goods that stay, corrections of an address, the end of a request, split wishes."""

from __future__ import annotations

import pytest

from bot.domain.form_address import correct_address
from bot.domain.form_answers import split_question
from bot.domain.form_changes import take_back
from bot.domain.form_closing import after_denial, after_stopping, urges
from bot.domain.form_parts import dropped_words, read_parts
from bot.domain.form_split import is_split_wish
from bot.domain.request_values import SAME, merge_values, read_address

_GOODS = ("台灯", "书包", "水杯")


def _names(text: str) -> list[int]:
    return [index for index, name in enumerate(_GOODS) if name in text]


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("台灯我要的 书包不要", {0}, {1}),
        ("取消书包，台灯留着", {0}, {1}),
        ("是取消书包 不是台灯", {0}, {1}),
        ("我没说取消台灯，取消的是书包", {0}, {1}),
        ("取消书包留台灯", {0}, {1}),
        ("书包 水杯 都不要了", set(), {1, 2}),
        ("台灯留着", {0}, {1, 2}),
        ("保留台灯，其他不要了", {0}, {1, 2}),
        ("不要取消台灯", {0}, {1, 2}),
        ("取消 书包", set(), {1}),
        ("取消订单", set(), set()),
    ],
)
def test_each_clause_decides_about_its_own_goods(text: str, kept: set[int], dropped: set[int]) -> None:
    parts = read_parts(text, _names, len(_GOODS))
    assert (set(parts.kept), set(parts.dropped)) == (kept, dropped)


def test_only_the_clauses_that_ask_are_searched_for_the_order() -> None:
    assert dropped_words("台灯还要，书包取消") == "书包取消"
    assert dropped_words("台灯留着") == ""


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("单元是3单元不是1", "文三路8号2栋3单元601"),
        ("是901不是601", "文三路8号2栋1单元901"),
        ("门牌号是702", "文三路8号2栋1单元702"),
        ("写错了 是502", "文三路8号2栋1单元502"),
        ("楼号错了是5栋", "文三路8号5栋1单元601"),
        ("不是2栋是6栋", "文三路8号6栋1单元601"),
        ("换成13900001111", None),
        ("周六送", None),
    ],
)
def test_a_correction_replaces_its_part_of_the_address(told: str, address: str | None) -> None:
    assert correct_address("文三路8号2栋1单元601", told) == address


def test_words_are_taken_out_of_the_address() -> None:
    assert correct_address("文三路8号放门口", "地址里不要放门口三个字") == "文三路8号"
    assert correct_address("文三路8号", "不要放快递柜") is None


def test_who_receives_and_which_phone_are_no_part_of_the_address() -> None:
    for told in ("还是我本人收", "收件人不用改就是何洋", "收货人还是我"):
        sheet = read_address(told)
        assert sheet is not None
        assert (sheet.name, sheet.address) == (SAME, "")
    merged = merge_values("modify_address", "地址：文三路8号2栋", "电话还是原来那个吧 不对 换成13900001111")
    assert merged == "地址：文三路8号2栋，电话：13900001111"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("算了那转卖得了", "那转卖得了"),
        ("先不，我再想想，付款有优惠吗", "付款有优惠吗"),
        ("先不办理", ""),
        ("算了 还是退吧", None),
        ("先不发货 周五再发", None),
        ("尺码不合适", None),
    ],
)
def test_stopping_leaves_the_rest_of_the_message(text: str, rest: str | None) -> None:
    assert after_stopping(text) == rest


@pytest.mark.parametrize(
    ("kind", "text", "rest"),
    [
        ("cancel_order", "不是取消 是快点发货", "是快点发货"),
        ("request_exchange", "我没要换", ""),
        ("request_return", "谁让你退了", ""),
        ("request_exchange", "不是换41 是换42", None),
        ("request_return", "不是退款 是退货", None),
        ("request_return", "不是很喜欢", None),
    ],
)
def test_a_denied_request_is_told_from_a_corrected_one(kind: str, text: str, rest: str | None) -> None:
    assert after_denial(kind, text) == rest


def test_urging_is_no_cancelling() -> None:
    assert urges("帮我加急")
    assert urges("赶紧发货啊")
    assert not urges("取消订单")
    assert not urges("快递送错了")


@pytest.mark.parametrize("text", ["退1袋的钱 另外两袋补发", "一双换40一双退", "退一件的钱 另外补发一件"])
def test_two_wishes_for_two_parts_are_split(text: str) -> None:
    assert is_split_wish(text)


@pytest.mark.parametrize("text", ["退货退款", "换一个新的", "三个里退一个", "坏了两个 换一个"])
def test_one_wish_is_not(text: str) -> None:
    assert not is_split_wish(text)


def test_a_change_taken_back_is_gone() -> None:
    assert take_back(["奶粉换成2罐"], "奶粉不换了 音箱换成2个") == ([], "音箱换成2个")
    assert take_back(["奶粉换成2罐"], "音箱改成黑色") == (["奶粉换成2罐"], "音箱改成黑色")


def test_question_and_statement_come_apart() -> None:
    assert split_question("啥时候送 我只有周六在家") == ("我只有周六在家", "啥时候送")
