"""The intents that the assistant knows, with the words that people read for them.

``label`` is what trainers and agents see; ``phrase`` is what a shopper sees on a button when the bot asks back
(“您是想…？”), at most eight characters so that three fit into one line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intent:
    """One intent. ``topic`` is also the name of its files under ``data/`` and ``knowledge_base/faq``."""

    name: str
    label: str
    topic: str
    phrase: str


TOPIC_LABELS = {
    "social": "社交与闲聊",
    "product": "商品咨询",
    "promotion": "价格与活动",
    "payment": "支付",
    "delivery": "配送时效与运费",
    "order": "订单",
    "logistics": "物流",
    "aftersale": "售后",
    "quality": "商品质量",
    "invoice": "发票",
    "account": "账号",
    "escalation": "升级处理",
}

_CATALOGUE = {
    "social": (
        ("greet", "打招呼", "打个招呼"),
        ("goodbye", "告别", "结束咨询"),
        ("thank", "致谢", "表示感谢"),
        ("affirm", "肯定", "是的"),
        ("deny", "否定", "不是"),
        ("bot_challenge", "询问是否机器人", "确认是否机器人"),
        ("chitchat", "闲聊", "随便聊聊"),
        ("urge_reply", "催促回复", "催促回复"),
        ("ask_clarification", "追问上一句", "请您再解释一下"),
        ("ask_service_hours", "服务时间与联系方式", "客服服务时间"),
        ("out_of_scope", "超出服务范围", "其他问题"),
        ("inform", "提供信息", "补充信息"),
    ),
    "product": (
        ("ask_product_detail", "商品参数与详情", "了解商品详情"),
        ("ask_recommendation", "求推荐", "推荐商品"),
        ("compare_products", "商品对比", "对比两款商品"),
        ("ask_size", "尺码建议", "选择尺码"),
        ("ask_stock", "库存与补货", "查询库存"),
        ("ask_authenticity", "正品与货源", "是否正品"),
        ("ask_usage", "使用方法", "商品使用方法"),
        ("ask_installation", "安装服务", "商品安装"),
        ("ask_warranty", "保修政策", "保修期限"),
    ),
    "promotion": (
        ("ask_price_promotion", "价格与活动", "价格和活动"),
        ("ask_coupon", "优惠券", "优惠券"),
        ("price_protection", "价格保护", "降价补差价"),
        ("membership", "会员与积分", "会员和积分"),
        ("review", "评价与晒单", "商品评价"),
    ),
    "payment": (
        ("ask_payment_method", "支付方式", "支付方式"),
        ("payment_problem", "支付异常", "付款遇到问题"),
    ),
    "delivery": (
        ("ask_shipping_fee", "运费", "运费和包邮"),
        ("ask_delivery_time", "发货与送达时效", "多久发货送达"),
        ("ask_carrier", "快递公司与发货地", "用哪家快递"),
    ),
    "order": (
        ("how_to_order", "下单方法", "怎么下单"),
        ("query_order", "查询订单", "查询订单"),
        ("modify_address", "修改收货信息", "修改收货地址"),
        ("modify_order", "修改订单内容", "修改订单商品"),
        ("cancel_order", "取消订单", "取消订单"),
        ("withdraw_request", "撤销申请", "撤销已提交申请"),
    ),
    "logistics": (
        ("urge_shipment", "催促发货", "催促发货"),
        ("query_logistics", "查询物流", "查询物流"),
        ("urge_delivery", "催促配送", "催促配送"),
        ("report_delivery_problem", "物流异常", "快递出现异常"),
        ("schedule_delivery", "预约配送或自提", "预约送货时间"),
    ),
    "aftersale": (
        ("ask_return_policy", "退换货政策", "了解退换规则"),
        ("request_return", "申请退货", "申请退货"),
        ("request_exchange", "申请换货", "申请换货"),
        ("request_refund", "申请退款", "申请退款"),
        ("query_refund", "退款进度", "查询退款进度"),
        ("query_aftersale", "售后进度", "查询售后进度"),
        ("ask_return_shipping", "退换寄回方式", "怎么寄回商品"),
        ("ask_return_shipping_fee", "退换运费", "退货运费"),
        ("request_repair", "申请维修", "申请维修"),
    ),
    "quality": (
        ("report_quality_issue", "商品质量问题", "商品有质量问题"),
        ("report_damage", "运输破损", "收到商品破损"),
        ("report_wrong_item", "发错商品", "收到商品不对"),
        ("report_missing_item", "少发漏发", "商品少发漏发"),
    ),
    "invoice": (("invoice", "发票", "发票问题"),),
    "account": (("account_problem", "账号问题", "账号登录问题"),),
    "escalation": (
        ("request_human", "转人工", "转人工客服"),
        ("complain", "投诉", "投诉"),
        ("report_counterfeit", "举报假货", "怀疑买到假货"),
        ("safety_incident", "安全与健康事件", "人身安全问题"),
        ("legal_threat", "法律与监管", "维权与法律问题"),
    ),
}

INTENTS: dict[str, Intent] = {
    name: Intent(name, label, topic, phrase) for topic, rows in _CATALOGUE.items() for name, label, phrase in rows
}


def intent_label(name: str) -> str:
    """The Chinese word for an intent; the name itself if it is unknown (an old model, a shop's own intent)."""
    intent = INTENTS.get(name)
    return intent.label if intent else name


def intent_phrase(name: str) -> str:
    """What a clarification button says."""
    intent = INTENTS.get(name)
    return intent.phrase if intent else name
