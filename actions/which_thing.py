"""那个东西咋弄: which thing is meant? The choices come from what is looked at or was talked about."""

from __future__ import annotations

from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from actions.wording import goods, tail
from bot.domain.intents import INTENTS
from bot.domain.order import Order, OrderState
from bot.domain.product import Product

_ABOUT_GOODS = frozenset({"product", "promotion"})
WHICH = (
    "请问您说的是哪一样呢？是某款商品的使用方法、某个订单，还是下单、退换货这类操作？您可以点选，也可以直接告诉我名称。",
    "不好意思，我还没有对上您说的是哪一样。您可以把商品名称或者订单号发给我，也可以说一下想办的事情，例如“怎么申请退货”。",
    "为了不答错，请您再多说几个字，例如“耳机怎么连手机”“优惠券怎么用”；也可以由人工客服为您处理。",
)
CHOICES: tuple[Button, ...] = (
    ("怎么下单", "/how_to_order"),
    ("查询订单", "/query_order"),
    ("退换货", "/ask_return_policy"),
    HUMAN_BUTTON,
)


def ask_which_thing(talk: Talk) -> None:
    """Ask back; the thing in view is named first, once."""
    text, buttons = WHICH[0], CHOICES
    named = _product_or_order(talk)
    if named is not None and named[0] not in talk.replies:
        text, buttons = named
    else:
        text = talk.pick(*WHICH)
    talk.say(text, buttons=buttons, outcome="clarify")


def _product_or_order(talk: Talk) -> tuple[str, tuple[Button, ...]] | None:
    product = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    number = talk.page_order_number or talk.slot("order_number")
    order = talk.tools.shop.find_order(str(number), talk.customer_id) if number and talk.customer_id else None
    topic = INTENTS.get(str(talk.slot("last_intent") or ""))
    is_about_goods = topic is None or topic.topic in _ABOUT_GOODS
    if product is not None and (is_about_goods or order is None):
        return _about_product(product)
    return _about_order(order) if order is not None else None


def _about_product(product: Product) -> tuple[str, tuple[Button, ...]]:
    ask = {"product_id": product.id}
    return f"请问您说的是「{product.name}」吗？您想了解怎么使用、怎么下单，还是怎么退换呢？", (
        ("怎么使用", make_payload("ask_usage", **ask)),
        ("怎么下单", "/how_to_order"),
        ("退换规则", "/ask_return_policy"),
        HUMAN_BUTTON,
    )


def _about_order(order: Order) -> tuple[str, tuple[Button, ...]]:
    ask = {"order_number": order.number}
    head = f"请问您说的是订单（{tail(order.number)}，{goods(order)}）吗？"
    if order.state in (OrderState.UNPAID, OrderState.PAID):
        return f"{head}您想修改收货信息、取消订单，还是查询进度呢？", (
            ("修改收货信息", make_payload("modify_address", **ask)),
            ("取消订单", make_payload("cancel_order", **ask)),
            ("查询进度", make_payload("query_order", **ask)),
            HUMAN_BUTTON,
        )
    return f"{head}您想查询物流、申请售后，还是了解别的呢？", (
        ("查询物流", make_payload("query_logistics", **ask)),
        ("申请退货", make_payload("request_return", **ask)),
        ("申请换货", make_payload("request_exchange", **ask)),
        HUMAN_BUTTON,
    )
