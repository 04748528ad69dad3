from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.product import SizeRow
from bot.domain.sizing import SizeFit, advise_size, parse_measures, shoe_size

CHART = (
    SizeRow("M", (160, 168), (50.0, 60.0)),
    SizeRow("L", (166, 174), (59.0, 69.0)),
    SizeRow("XL", (172, 180), (68.0, 79.0)),
)
DIAPERS = (SizeRow("M", (0, 300), (6.0, 11.0)), SizeRow("L", (0, 300), (9.0, 14.0)))


@pytest.mark.parametrize(
    ("text", "height", "weight"),
    [
        ("身高175体重140", 175, 70.0),
        ("身高175 体重70", 175, 70.0),
        ("175cm 65kg", 175, 65.0),
        ("1米75，130斤", 175, 65.0),
        ("一米六五 一百一十斤", 165, 55.0),
        ("一米七 一百三", 170, None),
        ("1.68m 52公斤", 168, 52.0),
        ("160/90", 160, 45.0),
        ("178，150斤半", 178, 75.25),
        ("我180斤穿多大", None, 90.0),
        ("一百零五斤", None, 52.5),
        ("宝宝20斤", None, 10.0),
        ("宝宝9公斤用什么码", None, 9.0),
        ("体重120", None, 60.0),
        ("说错啦，应该是160斤 体重80.0公斤", None, 80.0),
        ("140斤，高个子，181", 181, 70.0),
        ("体重62", None, 62.0),
        ("175", 175, None),
        ("订单号202611110123456789", None, None),
        ("这件多大", None, None),
    ],
)
def test_measures_in_shoppers_words(text: str, height: int | None, weight: float | None) -> None:
    told = parse_measures(text)
    assert (told.height_cm, told.weight_kg) == (height, weight)


def test_foot_length() -> None:
    assert parse_measures("脚长24.5").foot_cm == 24.5
    assert parse_measures("脚长245").foot_cm == 24.5
    assert parse_measures("脚长25厘米").height_cm is None
    assert [shoe_size(cm) for cm in (22.5, 24.5, 26.0)] == [35, 39, 42]


@pytest.mark.parametrize(
    ("height", "weight", "fit", "size", "alternative"),
    [
        (170, 64.0, SizeFit.EXACT, "L", None),
        (167, 59.5, SizeFit.EXACT, "M", "L"),
        (178, 62.0, SizeFit.BETWEEN, "L", "XL"),
        (170, 95.0, SizeFit.OUTSIDE, "XL", "L"),
        (None, 55.0, SizeFit.EXACT, "M", None),
        (175, None, SizeFit.EXACT, "XL", None),
        (None, None, SizeFit.NEEDS_MEASURES, None, None),
    ],
)
def test_advice(
    height: int | None, weight: float | None, fit: SizeFit, size: str | None, alternative: str | None
) -> None:
    advice = advise_size(CHART, height, weight)
    assert (advice.fit, advice.size, advice.alternative) == (fit, size, alternative)


def test_a_line_that_holds_both_measures_wins() -> None:
    jeans = (
        SizeRow("S", (150, 160), (40.0, 48.0)),
        SizeRow("M", (155, 165), (47.0, 54.0)),
        SizeRow("L", (158, 170), (53.0, 60.0)),
    )
    both = advise_size(jeans, 159, 49.5)
    assert (both.fit, both.size, both.alternative) == (SizeFit.EXACT, "M", None)
    tie = advise_size(jeans, 160, 53.5)
    assert (tie.fit, tie.size, tie.alternative) == (SizeFit.EXACT, "M", "L")


def test_diapers_go_by_weight_alone() -> None:
    assert advise_size(DIAPERS, 80, 13.0).size == "L"
    assert advise_size(DIAPERS, 80, None).fit is SizeFit.NEEDS_MEASURES


def test_no_chart() -> None:
    assert advise_size((), 170, 60.0).fit is SizeFit.NO_CHART


@given(st.integers(140, 200), st.floats(35, 110))
def test_a_size_of_the_chart_is_always_named(height: int, weight: float) -> None:
    advice = advise_size(CHART, height, weight)
    assert advice.size in {"M", "L", "XL"}
    if advice.fit is SizeFit.EXACT:
        row = next(row for row in CHART if row.size == advice.size)
        assert row.weight_kg[0] <= weight <= row.weight_kg[1]
        assert row.height_cm[0] <= height <= row.height_cm[1]


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    told = parse_measures(text)
    assert told.height_cm is None or 50 <= told.height_cm <= 230
