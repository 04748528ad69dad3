"""What words are about: an order placed, one that is only thought of, several at once; and what they press for."""

from __future__ import annotations

import pytest

from bot.domain.order_scope import asks_for_several, asks_which_first, means_to_buy, names_own_order
from bot.domain.order_urging import only_presses, presses
from bot.domain.parcel_count import read_missing
from bot.domain.parcel_trouble import Remedy, read_remedy, reproaches
from bot.domain.payment_claim import asks_pay_again, insists_on_payment


@pytest.mark.parametrize("text", ["我还没买呢，想先问问", "再买三个能便宜吗", "不是之前的订单，我现在要再买一个"])
def test_buying_that_is_still_to_come(text: str) -> None:
    assert means_to_buy(text)


@pytest.mark.parametrize("text", ["我买的耳机到哪了", "我那单什么时候发货", "上次买的多少钱"])
def test_orders_that_were_placed(text: str) -> None:
    assert names_own_order(text)
    assert not means_to_buy(text)


@pytest.mark.parametrize("text", ["三个都帮我查", "我买的东西都到哪里了", "键盘和鼠标哪个先到", "还有哪些没发"])
def test_several_orders(text: str) -> None:
    assert asks_for_several(text)


@pytest.mark.parametrize("text", ["我的快递到哪了", "这个订单什么时候到", "哪个颜色好看"])
def test_one_order_or_none(text: str) -> None:
    assert not asks_for_several(text)
    assert not asks_which_first(text)


def test_pressing() -> None:
    assert only_presses("麻烦加急一下")
    assert presses("帮我催催快递")
    assert not only_presses("加急要多少钱")
    assert not presses("什么时候到")


def test_a_choice_in_a_longer_sentence() -> None:
    assert read_remedy("那就重新发吧，大概几天能到") is Remedy.RESEND
    assert read_remedy("补发还是退款好") is None
    assert reproaches("这么大的事怎么没通知我")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我拍了三盒只到了一盒", "report_missing_item"),
        ("快递放在楼下被雨淋湿了", "report_damage"),
        ("买了两件什么时候到", None),
    ],
)
def test_parcels_not_as_ordered(text: str, intent: str | None) -> None:
    assert read_missing(text) == intent


def test_payment_that_is_insisted_on() -> None:
    assert insists_on_payment("我真的付了钱的")
    assert asks_pay_again("那我还要再付一遍吗")
    assert not insists_on_payment("付了款什么时候发货")
    assert not asks_pay_again("怎么付款")
