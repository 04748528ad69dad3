"""Messages that name a topic and ask nothing: 送货问题, 发票问题. Shop pages send such words from their menus."""

from __future__ import annotations

import re

_TOPIC_ONLY = re.compile(
    r"(?:你好|您好|请)?[，, ]*(?:选择)?[，, ]*([\u4e00-\u9fff]{2,6}?)(?:信息|权益)?(?:咨询|问题|服务|相关)[。 ]*"
)
_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("配送|送货|运费", ("ask_delivery_time", "ask_shipping_fee", "query_logistics")),
    ("物流|快递", ("query_logistics", "urge_delivery", "report_delivery_problem")),
    ("退货|换货|退换|售后", ("ask_return_policy", "request_return", "query_aftersale")),
    ("退款", ("query_refund", "request_refund", "ask_return_policy")),
    ("发票|开票", ("invoice",)),
    ("会员|积分", ("membership", "ask_coupon")),
    ("优惠|活动|促销|价格|保价", ("ask_price_promotion", "ask_coupon", "price_protection")),
    ("支付|付款", ("ask_payment_method", "payment_problem")),
    ("订单|下单", ("query_order", "modify_order", "cancel_order")),
    ("商品|产品", ("ask_product_detail", "ask_stock", "ask_price_promotion")),
    ("账号|账户|登录", ("account_problem", "membership")),
)


def read_topic(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The topic's word and the intents to choose from; None if the message says more, or names no topic of ours."""
    words = text.split()
    if len(words) > 1 and len(set(words)) == 1:
        text = words[0]
    match = _TOPIC_ONLY.fullmatch(text.strip())
    if match is None:
        return None
    for pattern, intents in _MENUS:
        if found := re.search(pattern, match.group(1)):
            return found.group(0), intents
    return None
