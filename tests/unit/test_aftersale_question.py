"""Which of several applications is meant, and which fact is told first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.aftersale import AftersaleKind, AftersaleState
from bot.domain.aftersale_question import Asked, read_question
from bot.domain.order import OrderLine
from bot.domain.policy import Policy
from bot.services.look_up_aftersale import pick_meant, progress_of
from tests.fakes import NOON
from tests.unit.shop_samples import make_aftersale, make_order


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("东西要寄回来吗", Asked.SEND_BACK),
        ("退货寄到哪", Asked.SEND_BACK),
        ("我寄回的单号是多少", Asked.PARCEL),
        ("寄过去你们收到了没", Asked.PARCEL),
        ("为什么才退了30", Asked.AMOUNT),
        ("退到微信还是银行卡", Asked.MONEY),
        ("大概几天能到账", Asked.MONEY),
        ("退货进度", None),
    ],
)
def test_the_fact_that_is_asked_for(text: str, asked: Asked | None) -> None:
    assert read_question(text).asked is asked


def test_kinds_amounts_days_and_all() -> None:
    assert read_question("换货的").kinds == {AftersaleKind.EXCHANGE}
    assert 16900 in read_question("169那笔").amounts_fen
    assert read_question("11月3日那个退款").dates == {(11, 3)}
    assert read_question("那几个退款").wants_all
    assert read_question("取消的那单").is_cancelled


def test_the_hint_picks_the_application() -> None:
    policy = Policy()
    coat = make_aftersale(id="A1", order_number="1", kind=AftersaleKind.RETURN, amount_fen=16900)
    shoes = make_aftersale(id="A2", order_number="2", kind=AftersaleKind.EXCHANGE, amount_fen=0)
    entries = [progress_of(entry, None, NOON, policy) for entry in (coat, shoes)]
    assert [entry.aftersale.id for entry in pick_meant(entries, "换的鞋呢")] == ["A2"]
    assert [entry.aftersale.id for entry in pick_meant(entries, "169块的到哪了")] == ["A1"]
    assert [entry.aftersale.id for entry in pick_meant(entries, "怎么样了", frozenset({"2"}))] == ["A2"]
    assert len(pick_meant(entries, "到哪了")) == 2


def test_nothing_is_sent_back_for_a_bare_refund() -> None:
    for state in (AftersaleState.APPROVED, AftersaleState.SENT_BACK):
        entry = make_aftersale(kind=AftersaleKind.REFUND, state=state)
        assert "寄回" not in entry.state_label
        assert "请将商品寄回" not in progress_of(entry, None, NOON, Policy()).next_step


@pytest.mark.parametrize(
    ("name", "variant", "title"),
    [
        ("不粘炒锅 32 厘米", "28 厘米", "不粘炒锅 28 厘米"),
        ("绿茶 200 克", "100 克×2 罐", "绿茶 200 克"),
        ("坚果 750 克（30 袋）", "7 袋尝鲜装", "坚果 750 克（30 袋）"),
        ("连衣裙", "S", "连衣裙"),
    ],
)
def test_the_bought_variant_names_the_goods(name: str, variant: str, title: str) -> None:
    line = OrderLine("P1", "S1", name, {"规格": variant}, 1, 100)
    assert replace(make_order(), lines=(line,)).lines[0].title == title
