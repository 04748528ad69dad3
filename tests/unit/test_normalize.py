"""Normalization of shoppers' texts and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalize import normalize_text

CASES = [
    ("ＡＢＣ１２３", "ABC123"),
    ("多少钱?", "多少钱？"),
    ("多少钱？", "多少钱？"),
    ("好的,谢谢!", "好的，谢谢！"),
    ("1,299元", "1,299元"),
    ("時間：１０：３０", "时间:10:30"),
    ("這個東西什麼時候發貨", "这个东西什么时候发货"),
    ("乾淨嗎 餘額", "干净吗 余额"),
    ("啊啊啊啊", "啊啊"),
    ("！！！！", "！！"),
    ("!!!!", "！！"),
    ("？！？！", "？！？！"),
    ("好好好好", "好好"),
    ("哈哈", "哈哈"),
    ("退款退款退款退款", "退款退款"),
    ("在吗在吗", "在吗在吗"),
    ("。。。。。。", "。。"),
    ("~~~~~", "~~"),
    ("hhhhhhh", "hhh"),
    ("XXXXL", "XXXXL"),
    ("13888888888", "13888888888"),
    ("幺三八八八八八八八八八", "幺三八八八八八八八八八"),
    ("138****5678", "138****5678"),
    ("太差了😡", "太差了 生气"),
    ("😡😡😡", "生气"),
    ("不😡", "不 生气"),
    ("好👍🏻", "好 赞"),
    ("❤️❤️", "爱心"),
    ("👨‍👩‍👧在吗", "在吗"),
    ("好🐶的", "好 的"),
    ("1️⃣件", "1件"),
    ("A→B", "A B"),
    ("[发怒]退钱", "生气 退钱"),
    ("[握手]", ""),
    ("[订单编号]在这", "[订单编号]在这"),
    ("你\u200b好\ufeff", "你好"),
    ("你\x00好\x07", "你好"),
    ("  在吗 \n\n 亲\t", "在吗 亲"),
    ("第一行\r\n第二行", "第一行 第二行"),
    ("全角\u3000空格", "全角 空格"),
    ("175㎝ 60㎏", "175cm 60kg"),
    ("①号", "1号"),
    ("￥99", "¥99"),
    ("⼀个", "一个"),
    ("", ""),
    ("\u200b", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_one_spelling(text: str, expected: str) -> None:
    assert normalize_text(text).text == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_normalizing_twice_changes_nothing(text: str, expected: str) -> None:
    assert normalize_text(expected).text == expected


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("這個１７５ｃｍ", "175cm", "１７５ｃｍ"),
        ("  在吗  \n亲", "亲", "亲"),
        ("太差😡了", "生气", "😡"),
        ("175㎝高", "cm", "㎝"),
        ("啊啊啊啊好", "啊啊", "啊啊啊啊"),
        ("退款退款退款吧", "吧", "吧"),
        ("你\u200b好", "你好", "你\u200b好"),
        ("餘額😭不足", "不足", "不足"),
    ],
)
def test_spans_lead_back(text: str, part: str, original: str) -> None:
    normalized = normalize_text(text)
    at = normalized.text.index(part)
    start, end = normalized.to_original(at, at + len(part))
    assert text[start:end] == original


def test_empty_spans_and_bounds() -> None:
    normalized = normalize_text("Ａ  Ｂ")
    assert normalized.to_original(0, 0) == (0, 0)
    assert normalized.to_original(2, 2) == (3, 3)
    assert normalized.to_original(3, 3) == (4, 4)
    assert normalize_text("").to_original(0, 0) == (0, 0)
    with pytest.raises(IndexError):
        normalized.to_original(0, 4)


@given(
    st.text(alphabet=st.characters() | st.sampled_from("啊好！!?，,😡😭👍\u200d\ufe0f 1x臺灣後[]怒哭\n"), max_size=40)
)
def test_any_text_is_stable_and_maps_into_the_original(text: str) -> None:
    once = normalize_text(text)
    assert normalize_text(once.text).text == once.text
    assert len(once.starts) == len(once.ends) == len(once.text)
    assert list(once.starts) == sorted(once.starts)
    for start, end in zip(once.starts, once.ends, strict=True):
        assert 0 <= start < end <= len(text)
