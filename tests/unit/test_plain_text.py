"""Cards and buttons on channels that show only text."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.channel import find_option, list_options, without_options
from bot.domain.conversation import Author, Button, Message, MessageBody, MessageKind
from connectors.base import join_as_text, split_text
from tests.fakes import NOON


def said(seq: int, author: Author, *titles: str) -> Message:
    body = MessageBody("文字", buttons=tuple(Button(title, f"/{title}") for title in titles))
    return Message(f"m{seq}", "c", seq, author, MessageKind.TEXT, body, NOON)


CARDS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {
            "type": "order",
            "number": "20261111001",
            "state_label": "已发货",
            "total_fen": 19905,
            "lines": [{"name": "蓝牙耳机", "attributes": "黑色", "quantity": 2, "price_fen": 9900}],
        },
        ["订单 20261111001（已发货）", "· 蓝牙耳机（黑色） × 2 ¥99.00", "合计：¥199.05"],
    ),
    (
        {
            "type": "parcel",
            "tracking_number": "ZT1",
            "carrier": "中通快递",
            "state_label": "派送中",
            "events": [
                {"at": "2026-11-10T01:00:00+00:00", "place": "杭州", "text": "已揽收"},
                {"at": "2026-11-11T01:00:00+00:00", "place": "上海", "text": "派送中"},
            ],
        },
        ["中通快递 ZT1（派送中）", "· 11月11日 09:00 上海 派送中", "· 11月10日 09:00 杭州 已揽收"],
    ),
    (
        {"type": "coupons", "coupons": [{"title": "满减券", "threshold_fen": 10000, "value_fen": 1000}]},
        ["· 满减券：满 ¥100.00 减 ¥10.00"],
    ),
    ({"type": "compare", "names": ["甲", "乙"], "rows": [["重量", "5 克", "6 克"]]}, ["· 重量：甲 5 克；乙 6 克"]),
    (
        {"type": "product", "name": "蓝牙耳机", "price_fen": 9900, "max_price_fen": 12900, "url": "/shop/products/1"},
        ["蓝牙耳机 ¥99.00–¥129.00"],
    ),
    ({"type": "something_new"}, []),
]


@pytest.mark.parametrize(("card", "lines"), CARDS)
def test_a_card_becomes_lines(card: dict[str, Any], lines: list[str]) -> None:
    assert join_as_text([MessageBody("如下：", card=card)], 1) == "\n".join(["如下：", *lines])


def test_a_log_in_is_explained_where_it_cannot_be_done() -> None:
    body = MessageBody("请先登录。", buttons=(Button("登录", "login"),), card={"type": "login"})
    assert list_options(body) == ()
    assert "后四位" in join_as_text([body], 1)


def test_options_of_an_order_list_replace_its_lines() -> None:
    orders = [{"number": "1", "payload": "/a"}, {"number": "2"}]
    body = MessageBody("请选择：", card={"type": "order_list", "orders": orders})
    assert join_as_text([body], 3) == "请选择：\n· 订单 2\n3. 订单 1\n\n（回复数字选择）"
    assert join_as_text([without_options(body)], 1) == "请选择：\n· 订单 1\n· 订单 2"


@pytest.mark.parametrize("text", ["2", "２", " 2. ", "选2", "第2个", "回复2", "2、"])
def test_ways_to_say_a_number(text: str) -> None:
    option = find_option([said(1, Author.BOT, "查物流", "转人工")], text)
    assert option is not None
    assert option.payload == "/转人工"


@pytest.mark.parametrize("text", ["0", "3", "22", "2件", "要2个", "两", ""])
def test_what_is_no_choice(text: str) -> None:
    assert find_option([said(1, Author.BOT, "查物流", "转人工")], text) is None


def test_numbers_run_through_what_was_said_since_the_shopper() -> None:
    recent = [
        said(1, Author.BOT, "旧"),
        said(2, Author.SHOPPER),
        said(3, Author.BOT, "甲"),
        said(4, Author.SYSTEM, "乙"),
        said(5, Author.SHOPPER),
    ]
    assert [find_option(recent, number) for number in "123"] == [Button("甲", "/甲"), Button("乙", "/乙"), None]


def test_after_a_human_a_number_is_a_number() -> None:
    assert find_option([said(1, Author.BOT, "甲"), said(2, Author.AGENT)], "1") is None


def test_pieces_lose_nothing_and_fit() -> None:
    text = "\n".join(["短", "长" * 25, "短"])
    pieces = split_text(text, 10)
    assert all(len(piece) <= 10 for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
