from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.masking import mask_address, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678谢谢", "电话138****5678谢谢"),
        ("138 1234 5678", "138****5678"),
        ("+86-138-1234-5678", "138****5678"),
        ("身份证11010519491231002X", "身份证110***********002X"),
        ("卡号6222021234567890128", "卡号6222***********0128"),
        ("编号6222021234567890129", "编号6222021234567890129"),
        ("卡号 4111 1111 1111 1111", "卡号 4111********1111"),
        ("邮箱 wang.ming@example.com.cn", "邮箱 w***@example.com.cn"),
        ("订单202611110123456789到哪了", "订单202611110123456789到哪了"),
        ("单号SF1234567890123", "单号SF1234567890123"),
        ("价格 12345678901 元不是电话吗", "价格 12345678901 元不是电话吗"),
    ],
)
def test_personal_data_is_hidden_and_numbers_of_the_shop_stay(text: str, masked: str) -> None:
    assert mask_text(text) == masked


def test_house_numbers_are_hidden() -> None:
    masked = mask_text("送到文华路123号5栋2单元301室，谢谢")
    assert "123" not in masked
    assert "301" not in masked
    assert masked.startswith("送到文华路****")
    assert masked.endswith("，谢谢")


def test_name_phone_and_address() -> None:
    assert mask_name("王小明") == "王**"
    assert mask_name("王") == "王*"
    assert mask_name("") == ""
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("12345") == "*****"
    assert mask_address("浙江省杭州市西湖区文华路12号3栋") == "浙江省杭州市西湖区****"
    assert mask_address("北京市朝阳区望京北路9号") == "北京市朝阳区****"
    assert mask_address("随便一句话") == "****"


@given(
    before=st.text("我的电话是，。 abc", max_size=8),
    number=st.from_regex(r"1[3-9]\d{9}", fullmatch=True),
    after=st.text("谢谢，。 xyz", max_size=8),
)
def test_no_mobile_number_survives(before: str, number: str, after: str) -> None:
    masked = mask_text(before + number + after)
    assert number not in masked
    assert not re.search(r"1[3-9]\d{9}", masked)


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once
