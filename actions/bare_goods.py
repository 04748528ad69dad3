"""Goods are named and nothing is asked: the order with them that is under way, or what about them?"""

from __future__ import annotations

from actions.cards import product_card, product_list_card
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload
from bot.domain.order import Order, OrderState
from bot.domain.product import Product
from bot.services.look_up_order import mentions_goods
from bot.services.look_up_product import find_product

_RUNNING = frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED})
_LISTED = 4
ABOUT_ONE = (
    "您说的是「{name}」吗？请问您想了解商品介绍，还是已经下单，需要查物流或办理售后呢？",
    "好的，「{name}」。请问您想看商品介绍、查物流，还是办理售后？",
)
ABOUT_SEVERAL = (
    "{name}店里有下面几款，请问您说的是哪一款？已经下单的话，我也可以为您查物流或办理售后。",
    "{name}有好几款，请您点选或告诉我型号；如果是已经买的，我可以直接为您查订单。",
)
NOT_SOLD = (
    "抱歉，我在店里没有找到{name}。请问您是想选购类似的商品，还是查询已经下单的商品呢？",
    "店里暂时没有查到{name}。您可以换个名称告诉我，或者把订单号发给我。",
)


def ask_about_goods(talk: Talk, name: str) -> None:
    """Go on with the order under way that holds the goods; else ask what about them."""
    products = _find_products(talk, name)
    running = _running_orders(talk, name, products)
    if running:
        if len(running) == 1:
            talk.set_slot("order_number", running[0].number)
        is_on_its_way = len(running) == 1 and running[0].state is OrderState.SHIPPED
        talk.set_slot("last_intent", "query_logistics" if is_on_its_way else "query_order")
        talk.follow_with("action_track_parcel" if is_on_its_way else "action_show_order")
        return
    if len(products) == 1:
        product = products[0]
        talk.remember_product(product)
        wordings = [text.format(name=product.name) for text in ABOUT_ONE]
        talk.say(talk.pick(*wordings), card=product_card(product), buttons=_choices(product.id), outcome="clarify")
    elif products:
        wordings = [text.format(name=name) for text in ABOUT_SEVERAL]
        card = product_list_card(products)
        talk.say(talk.pick(*wordings), card=card, buttons=_choices(None)[1:], outcome="clarify")
    else:
        wordings = [text.format(name=name) for text in NOT_SOLD]
        buttons = (("推荐商品", "/ask_recommendation"), ("查询我的订单", "/query_order"), HUMAN_BUTTON)
        talk.say(talk.pick(*wordings), buttons=buttons, outcome="clarify")


def _find_products(talk: Talk, name: str) -> tuple[Product, ...]:
    """Those that are called so; else those that the search takes for them."""
    called = tuple(
        product
        for product in talk.tools.shop.list_products()
        if any(name.lower() in known.lower() for known in (product.name, *product.aliases))
    )
    return called[:_LISTED] or find_product(talk.tools.shop, talk.tools.products, name).products


def _choices(product_id: str | None) -> list[Button]:
    return [
        ("商品介绍", make_payload("ask_product_detail", product_id=product_id)),
        ("查物流", "/query_logistics"),
        ("申请售后", "/request_return"),
        HUMAN_BUTTON,
    ]


def _running_orders(talk: Talk, name: str, products: tuple[Product, ...]) -> list[Order]:
    if talk.customer_id is None:
        return []
    meant = {product.id for product in products}
    orders = talk.own_orders
    return [
        order
        for order in orders
        if order.state in _RUNNING
        and (mentions_goods(order, name) or any(line.product_id in meant for line in order.lines))
    ]
