"""A cancellation of some goods of an order only: 键盘留着，取消牛奶; and 不是键盘那单, which means another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.goods_named import find_with_goods
from actions.service_questions import ONLY, current_order
from actions.talk import Talk
from actions.wording import goods, tail
from bot.domain.form_answers import is_question
from bot.domain.form_parts import Parts, dropped_words, read_parts
from bot.domain.order import Order, OrderLine
from bot.domain.service_request import Feasibility, ServiceSpec, check_change
from bot.services.look_up_order import mentions_goods

_ALSO = "也"


def parts_of(order: Order, text: str) -> Parts:
    """What the words say about the lines of the order."""
    return read_parts(text, lambda clause: _named(order, clause), len(order.lines))


def lines_meant(order: Order, text: str) -> list[OrderLine]:
    """The lines that the request is about, where it is not about the whole order; empty: the words do not tell."""
    dropped = parts_of(order, text).dropped
    return (
        [line for index, line in enumerate(order.lines) if index in dropped] if len(dropped) < len(order.lines) else []
    )


def only_these(lines: Sequence[OrderLine]) -> str:
    """How the confirmation and the note say it, word for word the same; empty for no lines."""
    names = "".join(f"「{line.name}」" for line in lines)
    return f"{ONLY}{names}，其他商品保留" if lines else ""


def read_goods_told(talk: Talk, service: ServiceSpec) -> bool:
    """Take which goods are meant from the message; the latest word counts. False: it names none."""
    order = current_order(talk)
    if service.kind != "cancel_order" or order is None or talk.is_button or is_question(talk.text):
        return False
    parts = parts_of(order, talk.text)
    if not parts.dropped:
        return _turn_to_other_order(talk, order) or _keeps_all(talk, parts)
    if len(order.lines) < 2:
        return False
    dropped = parts.dropped
    if _ALSO in talk.text:
        earlier = str(talk.slot("service_problem") or "")
        dropped |= {
            index for index, line in enumerate(order.lines) if earlier.startswith(ONLY) and line.name in earlier
        }
        dropped -= parts.kept
    is_all = len(dropped) == len(order.lines)
    meant = [line for index, line in enumerate(order.lines) if index in dropped]
    talk.set_slot("service_problem", None if is_all else only_these(meant))
    talk.set_slot("service_confirmed", None)
    return True


def _named(order: Order, text: str) -> frozenset[int]:
    lines = enumerate(order.lines)
    return frozenset(index for index, line in lines if mentions_goods(replace(order, lines=(line,)), text))


def _keeps_all(talk: Talk, parts: Parts) -> bool:
    """The only goods of the order are to stay: there is nothing to cancel."""
    if parts.kept:
        talk.set_slot("service_confirmed", False)
    return bool(parts.kept)


def _turn_to_other_order(talk: Talk, order: Order) -> bool:
    """The goods to be cancelled are in another order: it takes the place of this one."""
    words = dropped_words(talk.text)
    if not words or talk.customer_id is None or find_with_goods(talk, [order], words):
        return False
    orders = [entry for entry in talk.own_orders if entry.number != order.number]
    named = [
        entry
        for entry in orders
        if _named(entry, words) and check_change("cancel_order", entry).feasibility is not Feasibility.IMPOSSIBLE
    ]
    if len(named) != 1:
        return False
    other = named[0]
    clause = check_change("cancel_order", other).clause
    talk.say(f"好的，您说的是这个订单（{tail(other.number)}，{goods(other)}）：{clause}。")
    talk.set_slot("order_number", other.number)
    talk.set_slot("service_order", other.number)
    talk.set_slot("service_problem", only_these(lines_meant(other, talk.text)) or None)
    talk.set_slot("service_confirmed", None)
    return True
