from __future__ import annotations

from datetime import date

import pytest

from bot.domain.order_reference import Edge, begins_number, has_order_number, join_number, read_reference

TODAY = date(2026, 11, 11)


@pytest.mark.parametrize(
    ("text", "place"), [("第三个", 3), ("第十单", 10), ("看第2笔", 2), ("最后一个", -1), ("第二", 2)]
)
def test_places(text: str, place: int) -> None:
    assert read_reference(text, TODAY).place == place


@pytest.mark.parametrize("text", ["第二个问题", "第二件半价吗", "第二天到", "最后一个问题", "第一次买"])
def test_no_places(text: str) -> None:
    assert read_reference(text, TODAY).place is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("3号那单", date(2026, 11, 3), date(2026, 11, 3)),
        ("20号买的那个", date(2026, 10, 20), date(2026, 10, 20)),
        ("12月5日下的单", date(2025, 12, 5), date(2025, 12, 5)),
        ("九月买的那两单", date(2026, 9, 1), date(2026, 9, 30)),
        ("上个月的订单", date(2026, 10, 1), date(2026, 10, 31)),
        ("昨天拍的那个", date(2026, 11, 10), date(2026, 11, 10)),
    ],
)
def test_days_of_the_purchase(text: str, since: date, until: date) -> None:
    reference = read_reference(text, TODAY)
    assert (reference.since, reference.until) == (since, until)


@pytest.mark.parametrize("text", ["15号之前能到吗", "今天下单明天能到吗", "11月有活动吗", "最早什么时候能到"])
def test_other_days_point_at_no_order(text: str) -> None:
    assert not read_reference(text, TODAY).points


@pytest.mark.parametrize(("text", "fen"), [("299那个", 29900), ("59.9的那单", 5990), ("129元的订单", 12900)])
def test_prices(text: str, fen: int) -> None:
    assert read_reference(text, TODAY).price_fen == fen


@pytest.mark.parametrize("text", ["给我补50块", "退我20元吧", "满299减多少", "第2个"])
def test_amounts_that_are_no_price_of_an_order(text: str) -> None:
    assert read_reference(text, TODAY).price_fen is None


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("最贵的那个", Edge.DEAREST),
        ("最便宜的一单", Edge.CHEAPEST),
        ("最早下单的", Edge.OLDEST),
        ("最便宜多少钱", None),
    ],
)
def test_edges(text: str, edge: Edge | None) -> None:
    assert read_reference(text, TODAY).edge is edge


@pytest.mark.parametrize(
    ("text", "denied", "meant"),
    [("不是大米！是钢化膜", "大米", "钢化膜"), ("我问的不是裤子，外套", "裤子", "外套"), ("不是台灯", "台灯", "")],
)
def test_denials(text: str, denied: str, meant: str) -> None:
    reference = read_reference(text, TODAY)
    assert reference.denied == denied
    assert denied not in reference.meant
    assert meant in reference.meant


@pytest.mark.parametrize("text", ["是不是丢了", "不是说今天到吗"])
def test_questions_deny_nothing(text: str) -> None:
    assert read_reference(text, TODAY).denied == ""


def test_a_number_in_pieces() -> None:
    assert join_number(["帮我查查", "20261101", "8426", "7700"]) == "2026110184267700"
    assert join_number(["20261101", "订单号 84267700"]) == "2026110184267700"
    assert join_number(["20261101", "好的"]) == ""
    assert begins_number("20261101")
    assert not begins_number("13800001234")


def test_a_number_with_gaps() -> None:
    assert has_order_number("麻烦查 2026 1101 8426 7700")
    assert not has_order_number("2026 1101")
