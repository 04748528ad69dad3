"""A fact that answers a question about an order: 支付宝扣了169, 11月18号那单, 微信付的."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.order_access import choose_order
from actions.routing import ACTION_OF_INTENT
from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.order import Order
from bot.services.look_up_order import mentions_goods

_LOOK_UPS = frozenset(
    {"query_order", "query_logistics", "urge_shipment", "urge_delivery", "query_refund", "query_aftersale"}
    | {"report_delivery_problem", "price_protection", "request_refund", "request_return", "request_exchange"}
    | {"cancel_order", "modify_address", "modify_order", "payment_problem"}
)
_REFUNDS = frozenset({"query_refund", "request_refund", "ask_return_policy", "request_return", "cancel_order"})
_ON_ITS_WAY = frozenset({"query_logistics", "urge_delivery"})
_AMOUNT = re.compile(r"(?<![\d.:])(\d{1,6}(?:\.\d{1,2})?)(?![\d.:]|[号日月年天次点个件])")
_MEANS = (
    ("微信", "微信支付"),
    ("支付宝", "支付宝"),
    ("花呗", "花呗"),
    ("信用卡", "信用卡"),
    ("银行卡|储蓄卡|银联", "银行卡"),
)
_LISTED, _TELLS_SOMETHING = 5, 6


def continue_with_fact(talk: Talk, topic: str) -> bool:
    """Take the last question up again with what was told now; False: the fact does not help it on."""
    if topic not in _LOOK_UPS | _REFUNDS:
        return False
    if topic in _LOOK_UPS and talk.customer_id is not None and _goes_on_with_order(talk, topic):
        return True
    if topic in _REFUNDS and _tell_refund_days(talk):
        return True
    if topic in _ON_ITS_WAY and talk.slot("order_number") and len(talk.text) >= _TELLS_SOMETHING:
        talk.offer("/urge_delivery")
        talk.say(
            talk.pick(
                "理解您盼着收货的心情。接下来的派送由快递公司安排，到达网点后会尽快联系您；需要的话，我可以请人工客服帮您催一下。",
                "好的，您说的情况我了解了。包裹之后的动态一更新，您随时可以来问我，也可以由我帮您催促配送。",
            ),
            buttons=[("催促配送", "/urge_delivery"), HUMAN_BUTTON],
        )
        return True
    return False


def _goes_on_with_order(talk: Talk, topic: str) -> bool:
    """The order with that amount, date or goods; several are listed, none is said honestly."""
    assert talk.customer_id is not None
    orders = talk.own_orders
    amounts, dates = _amounts(talk), talk.entities("date")
    found = [order for order in orders if _fits(talk, order, amounts, dates)]
    if not found and not (amounts or dates):
        return False
    if len(found) == 1:
        talk.set_slot("order_number", found[0].number)
        talk.set_slot("last_intent", topic)
        talk.follow_with(ACTION_OF_INTENT[topic])
        return True
    told = "符合您说的情况的订单有几笔" if found else "抱歉，我没有找到和您说的金额或日期一致的订单，下面是您最近的订单"
    shown: Sequence[Order] = found or orders
    choose_order(
        talk, shown[:_LISTED], intent=topic, question=f"{told}，请问是哪一个呢？您可以点选，也可以说“第一个”。"
    )
    return True


def _amounts(talk: Talk) -> set[int]:
    told = {int(value) for value in talk.entities("money") if value.isdigit()}
    return told or {round(float(number) * 100) for number in _AMOUNT.findall(talk.text)}


def _fits(talk: Talk, order: Order, amounts: set[int], dates: Sequence[str]) -> bool:
    if not amounts and not dates:
        return mentions_goods(order, talk.text)
    prices = {order.total_fen, *(line.price_fen for line in order.lines)}
    day = order.created_at.astimezone(talk.tools.policy.hours.zone).strftime("%m-%d")
    return (not amounts or bool(amounts & prices)) and (not dates or any(date[5:] == day for date in dates))


def _tell_refund_days(talk: Talk) -> bool:
    """How long a refund takes to the means of payment that was named."""
    for words, means in _MEANS:
        days = talk.tools.policy.returns.refund_days.get(means)
        if days and re.search(words, talk.text):
            talk.say(
                f"用{means}付款的，退款会原路退回{means}，到账时间：{days}。如果超过这个时间还没有到账，请告诉我订单，我为您核实。",
                buttons=[("查询退款进度", "/query_refund"), HUMAN_BUTTON],
            )
            return True
    return False
