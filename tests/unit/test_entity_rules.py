"""Each entity type against a table of messages: ``entity_cases/<type>.yml`` holds [message, expected values]."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bot.nlu.entity_rules import ENTITY_TYPES, EntityRules

CASES = Path(__file__).parent / "entity_cases"
TODAY = date(2024, 11, 22)
PRODUCT_NAMES = {
    "声悦 Air3 真无线蓝牙耳机": "P1001",
    "声悦 Air3": "P1001",
    "Air3": "P1001",
    "蓝牙耳机": "P1001",
    "充电宝": "P1002",
    "两万毫安充电宝": "P1003",
    "五常大米": "P2001",
    "大米": "P2001",
    "黑猪肉香肠": "P2002",
    "香肠": "P2002",
    "纯棉T恤": "P3001",
    "T恤": "P3001",
    "纸尿裤": "P4001",
    "空调": "P5001",
    "A3灯": "P5002",
}
RULES = EntityRules(PRODUCT_NAMES)


@cache
def read_cases() -> list[tuple[str, str, list[str]]]:
    return [
        (entity_type, text, values)
        for entity_type in ENTITY_TYPES
        for text, values in yaml.safe_load((CASES / f"{entity_type}.yml").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("entity_type", "text", "values"), read_cases())
def test_finds_exactly_the_values_of_the_table(entity_type: str, text: str, values: list[str]) -> None:
    found = [entity.value for entity in RULES.find(text, TODAY) if entity.type == entity_type]
    assert found == values


@pytest.mark.parametrize("entity_type", ENTITY_TYPES)
def test_every_type_has_thirty_cases_of_both_kinds(entity_type: str) -> None:
    cases = [values for kind, _, values in read_cases() if kind == entity_type]
    assert len(cases) >= 30
    assert sum(not values for values in cases) >= 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身高175体重130穿多大", [("height", "175", "175"), ("weight", "65", "130")]),
        (
            "13812345678 浙江省杭州市余杭区文一西路969号",
            [
                ("phone", "13812345678", "13812345678"),
                ("address", "浙江省杭州市余杭区文一西路969号", "浙江省杭州市余杭区文一西路969号"),
            ],
        ),
        ("明天下午三点送到", [("date", "2024-11-23", "明天"), ("time", "15:00", "下午三点")]),
        ("黑色 XL 两件", [("colour", "黑色", "黑色"), ("size", "XL", "XL"), ("quantity", "2", "两件")]),
        ("發顺丰要１２块嗎", [("carrier", "顺丰速运", "顺丰"), ("money", "1200", "１２块")]),
        ("五常大米10斤多少钱", [("product", "P2001", "五常大米"), ("weight", "5", "10斤")]),
        (
            "退了SF1234567890123 退我99块9",
            [
                ("tracking_number", "SF1234567890123", "SF1234567890123"),
                ("money", "9990", "99块9"),
            ],
        ),
    ],
)
def test_spans_point_into_the_text_as_typed(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(entity.type, entity.value, text[entity.start : entity.end]) for entity in RULES.find(text, TODAY)]
    assert found == expected


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "😡", "啊啊啊", "9" * 500, "一" * 300, "路" * 200, "1.1.1.1.1", "￥"]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    for entity in RULES.find(text, TODAY):
        assert 0 <= entity.start < entity.end <= len(text)


def test_entities_never_overlap() -> None:
    for _, text, _ in read_cases():
        found = RULES.find(text, TODAY)
        assert all(left.end <= right.start for left, right in pairwise(found)), text


def test_reference_day_is_optional() -> None:
    assert [entity.type for entity in RULES.find("明天")] == ["date"]
