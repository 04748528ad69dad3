"""Which orders hold the goods that somebody names in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.talk import Talk
from bot.domain.order import Order
from bot.services.look_up_order import mentions_goods

_SURE = 0.5
_AROUND = re.compile(
    r"[那我的个这呢啊呀吧了还有买在帮给，,。?？!！~\s]+|取消|退货|退款|换货|退|换|不要|催一?下|催|订单|单子?"
)
_SHORTEST = 2


def find_with_goods(talk: Talk, orders: Sequence[Order], text: str) -> list[Order]:
    """The orders with goods that the words name: by their own name, a part of it (燕麦), or another name (洗面奶)."""
    named = [order for order in orders if mentions_goods(order, text)]
    if named:
        return named
    words = [word for word in _AROUND.split(text) if len(word) >= _SHORTEST and re.search(r"[\u4e00-\u9fff]", word)]
    named = [order for order in orders if any(word in line.name for line in order.lines for word in words)]
    if named:
        return named
    meant = {product.id for product, score in talk.tools.products.search_products(text) if score >= _SURE}
    return [order for order in orders if any(line.product_id in meant for line in order.lines)]
