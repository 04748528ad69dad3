from __future__ import annotations

import pytest

from bot.domain.order_question import OrderFact, read_fact
from bot.domain.parcel_trouble import Remedy, claims_loss, read_remedy
from bot.domain.payment_claim import claims_charge, is_double, is_sure_charge, read_charge


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("这是我啥时候买的", OrderFact.BOUGHT_AT),
        ("哪天付的钱", OrderFact.PAID_AT),
        ("那单总共多少钱", OrderFact.TOTAL),
        ("当时花了多少", OrderFact.TOTAL),
        ("是用支付宝还是花呗付的", OrderFact.PAY_CHANNEL),
        ("最晚几号前要付款", OrderFact.PAY_DEADLINE),
        ("没付款会自动取消吗", OrderFact.PAY_DEADLINE),
        ("收货地址填的是哪里", OrderFact.ADDRESS),
        ("谁帮我签收的", OrderFact.SIGNED_BY),
        ("为什么给我取消了", OrderFact.CANCELLED),
        ("怎么退回去了", OrderFact.RETURNED),
        ("送达了没，到了没", OrderFact.ARRIVED),
        ("明天能送到吗", OrderFact.ARRIVES_AT),
        ("最晚几号发货", OrderFact.SHIPS_AT),
        ("小哥电话给我", OrderFact.COURIER_PHONE),
        ("快递单号发我一下", OrderFact.TRACKING_NUMBER),
    ],
)
def test_facts(text: str, fact: OrderFact) -> None:
    assert read_fact(text) is fact


@pytest.mark.parametrize(
    "text",
    [
        "什么时候买最划算",
        "这个多少钱",
        "怎么取消订单",
        "可以用微信付吗",
        "我要改地址",
        "怎么还没退款",
        "什么时候付尾款",
    ],
)
def test_questions_about_no_fact_of_an_order(text: str) -> None:
    fact = read_fact(text)
    assert fact is None or not fact.is_settled_by_words


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("再给我寄一个", Remedy.RESEND),
        ("麻烦补发", Remedy.RESEND),
        ("把钱退我吧", Remedy.REFUND),
        ("你们得赔", Remedy.COMPENSATION),
        ("是补发还是退款", None),
        ("再买一个", None),
    ],
)
def test_remedies(text: str, remedy: Remedy | None) -> None:
    assert read_remedy(text) is remedy


@pytest.mark.parametrize(("text", "claims"), [("包裹给弄丢了", True), ("丢了谁负责", True), ("我把密码丢了", False)])
def test_claims_of_loss(text: str, claims: bool) -> None:
    assert claims_loss(text) is claims


@pytest.mark.parametrize(
    "text",
    ["银行卡扣了89怎么还是未付款", "微信扣了两笔", "刚付完怎么查不到订单", "付过了又让我付", "明明付了款的"],
)
def test_money_that_is_gone(text: str) -> None:
    assert claims_charge(text)


@pytest.mark.parametrize(
    "text",
    [
        "付款失败",
        "一直付不了",
        "付了款什么时候发货",
        "已经付款的订单怎么没有发货",
        "付了定金还要付尾款吗",
        "钱退了没到账",
    ],
)
def test_money_that_is_not_gone(text: str) -> None:
    assert not is_sure_charge(text)


def test_double_charges_and_amounts() -> None:
    assert is_double("花呗扣了我两次")
    assert not is_double("多付了运费")
    assert read_charge("卡里扣了129但还没付成功") == 12900
    assert read_charge("11月扣的") is None
