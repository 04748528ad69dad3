"""After-sales: progress, money, how to send back."""

from __future__ import annotations

from collections.abc import Sequence

from actions.aftersale_answer import brief, buttons_of, describe, urge_payload
from actions.cards import order_card
from actions.knowledge import say_faq, tell_faq
from actions.order_access import ask_login
from actions.parcel_trouble import tell_registered_refund
from actions.product_in_view import match_product
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import goods, moment, money, tail
from bot.domain.aftersale import AftersaleKind, AftersaleState
from bot.domain.aftersale_question import Asked, read_question
from bot.domain.order import Order
from bot.domain.remarks import asks_why_refused
from bot.domain.return_rules import is_sent_by_post
from bot.services.look_up_aftersale import (
    AftersaleProgress,
    list_cancelled_orders,
    list_progress,
    list_refunds,
    pick_meant,
)
from bot.services.look_up_order import mentions_goods

SURE_GOODS = 0.5
_LISTED = 5
_SEVERAL = (
    "您有 {count} 个相关的申请：\n{lines}{rest}\n需要看哪一个的详情，请点选或者告诉我商品名称。",
    "目前的进度是这样的，一共 {count} 个：\n{lines}{rest}\n想先了解哪一个，请告诉我商品名称。",
    "我又为您全部查了一遍，{count} 个申请的进度是：\n{lines}{rest}\n需要催办的话，请告诉我是哪一个。",
)


class TrackRefund(ShopAction):
    """Answers “退款到哪了”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_track_refund"

    def answer(self, talk: Talk) -> None:
        """Progress from the shop's records; overdue ones are admitted; cancelled orders have none."""
        tools = talk.tools
        if talk.customer_id is None:
            ask_login(talk)
            return
        if not talk.entities("product") and tell_registered_refund(talk):
            return
        cancelled = _cancelled_meant(talk)
        if cancelled is not None:
            _tell_cancelled(talk, cancelled)
            return
        found = list_refunds(tools.shop, tools.clock, tools.policy, talk.customer_id)
        if found:
            _tell_meant(talk, found)
            return
        paid = [order for order in list_cancelled_orders(tools.shop, talk.customer_id) if order.paid_at]
        if paid:
            _tell_cancelled(talk, paid[0])
            return
        talk.say(
            "我查了一下，您的账号下没有找到退款记录。如果您想申请退款，或者退款来自其他账号，请告诉我。",
            buttons=[("申请退款", make_payload("request_refund", order_number=_named_number(talk))), HUMAN_BUTTON],
        )


class TrackAftersale(ShopAction):
    """Answers “换货到哪一步了”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_track_aftersale"

    def answer(self, talk: Talk) -> None:
        """Progress of the customer's applications."""
        tools = talk.tools
        if talk.customer_id is None:
            ask_login(talk)
            return
        found = list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id)
        if found:
            refused = [entry for entry in found if entry.aftersale.state is AftersaleState.REJECTED]
            _tell_meant(talk, (asks_why_refused(talk.text) and refused) or found)
            return
        if say_faq(
            talk, prefix="我没有查到您正在进行的售后申请。", buttons=(("申请退货", "/request_return"), HUMAN_BUTTON)
        ):
            return
        talk.say(
            "我没有查到您正在进行的售后申请。您可以在订单详情页点击“申请售后”，也可以由我为您办理。",
            buttons=[("申请退货", "/request_return"), ("申请换货", "/request_exchange"), HUMAN_BUTTON],
        )


class ExplainReturnShipping(ShopAction):
    """Answers how and where to send it back."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_explain_return_shipping"

    def has_own_facts(self, talk: Talk) -> bool:
        """An application under way, or goods that are not sent by post."""
        return _find_running(talk) is not None or _is_large(talk)

    def answer(self, talk: Talk) -> None:
        """The address only after the application was approved: parcels without one get lost."""
        entry = _find_running(talk)
        if entry is not None:
            asked = read_question(talk.text).asked
            _tell_one(talk, entry, asked if asked is Asked.PARCEL else Asked.SEND_BACK)
        elif _is_large(talk):
            talk.say(
                "空调、洗衣机、热水器这类大件不用您自己寄，由师傅上门检修或取件。请先把订单号和情况告诉我们，"
                "由售后客服与您约定上门时间。",
                buttons=[("申请维修", "/request_repair"), HUMAN_BUTTON],
            )
        else:
            tell_faq(talk, buttons=(("查询售后进度", "/query_aftersale"), HUMAN_BUTTON))


class AnswerReturnFee(ShopAction):
    """Answers who pays the return freight."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_return_fee"

    def has_own_facts(self, talk: Talk) -> bool:
        """A refund that is less than what was paid."""
        return self._asks_why_less(talk)

    def answer(self, talk: Talk) -> None:
        """The refund's arithmetic, if it is that, else the FAQ."""
        if self._asks_why_less(talk):
            tools = talk.tools
            _tell_meant(talk, list_refunds(tools.shop, tools.clock, tools.policy, str(talk.customer_id)))
            return
        tell_faq(talk)

    def _asks_why_less(self, talk: Talk) -> bool:
        tools = talk.tools
        if talk.customer_id is None or read_question(talk.text).asked is not Asked.AMOUNT:
            return False
        return bool(list_refunds(tools.shop, tools.clock, tools.policy, talk.customer_id))


def tell_refused(talk: Talk, order_number: str) -> bool:
    """Why the order's application was refused, and what to do; False if none was."""
    tools = talk.tools
    found = list_progress(tools.shop, tools.clock, tools.policy, str(talk.customer_id), order_number=order_number)
    refused = next((entry for entry in found if entry.aftersale.state is AftersaleState.REJECTED), None)
    if refused is not None:
        _tell_one(talk, refused, None)
    return refused is not None


def _tell_meant(talk: Talk, found: Sequence[AftersaleProgress]) -> None:
    """The application that is meant, or a line for each of several."""
    question = read_question(talk.text)
    named, number = named_orders(talk), _named_number(talk)
    meant = pick_meant(found, talk.text, named)
    has_hint = len(meant) < len(found)
    if question.wants_all and not named:
        _tell_several(talk, [entry for entry in meant if not entry.is_finished] or list(meant))
        return
    of_order = [entry for entry in meant if entry.aftersale.order_number == number] if number else []
    if of_order:
        _tell_one(talk, of_order[0], question.asked)
        return
    running = [entry for entry in meant if not entry.is_finished]
    if len(running) > 1 and len({entry.aftersale.id for entry in running}) > 1 and not (has_hint and named):
        _tell_several(talk, running)
        return
    _tell_one(talk, meant[0], question.asked)


def _tell_several(talk: Talk, entries: Sequence[AftersaleProgress]) -> None:
    if len(entries) == 1:
        _tell_one(talk, entries[0], None)
        return
    lines = "\n".join(f"{number}. {brief(talk, entry)}" for number, entry in enumerate(entries[:_LISTED], 1))
    buttons = [
        (
            f"{entry.aftersale.kind.label}{tail(entry.aftersale.order_number)}",
            make_payload("query_aftersale", order_number=entry.aftersale.order_number),
        )
        for entry in entries[:3]
    ]
    rest = "" if len(entries) <= _LISTED else f"\n另外还有 {len(entries) - _LISTED} 个申请。"
    head = talk.pick(*(text.format(count=len(entries), lines=lines, rest=rest) for text in _SEVERAL))
    talk.say(
        head,
        buttons=[*buttons, ("催办进度", urge_payload(entries[0].aftersale))],
    )


def _tell_one(talk: Talk, entry: AftersaleProgress, asked: Asked | None) -> None:
    talk.set_slot("order_number", entry.aftersale.order_number)
    if entry.is_overdue:
        talk.offer(urge_payload(entry.aftersale))
    talk.say(
        describe(talk, entry, asked),
        card=order_card(entry.order) if entry.order else None,
        buttons=buttons_of(entry),
    )


def _find_running(talk: Talk) -> AftersaleProgress | None:
    """The application under way that the question about sending back is about."""
    tools = talk.tools
    if talk.customer_id is None or not tools.policy.returns.return_address:
        return None
    found = list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id)
    named = named_orders(talk)
    if named and not any(entry.aftersale.order_number in named for entry in found):
        return None
    meant = pick_meant(found, talk.text, named)
    number = _named_number(talk)
    running = [entry for entry in meant if not entry.is_finished]
    running = [entry for entry in running if entry.aftersale.kind in _GOES_BACK] or running
    running.sort(
        key=lambda entry: (
            entry.aftersale.order_number != number,
            entry.aftersale.state is not AftersaleState.APPROVED,
        )
    )
    return running[0] if running else None


_GOES_BACK = frozenset({AftersaleKind.RETURN, AftersaleKind.EXCHANGE, AftersaleKind.REPAIR})


def _is_large(talk: Talk) -> bool:
    return not is_sent_by_post(match_product(talk).product)


def _cancelled_meant(talk: Talk) -> Order | None:
    """The cancelled order that is asked about."""
    assert talk.customer_id is not None
    orders = list_cancelled_orders(talk.tools.shop, talk.customer_id)
    named = named_orders(talk)
    number = talk.entity("order_number") or talk.page_order_number
    meant = [order for order in orders if order.number == number or order.number in named]
    if meant or number:
        return meant[0] if meant else None
    return orders[0] if orders and read_question(talk.text).is_cancelled else None


def _tell_cancelled(talk: Talk, order: Order) -> None:
    talk.set_slot("order_number", order.number)
    policy, now = talk.tools.policy, talk.tools.clock.now()
    when = f"在{moment(order.cancelled_at, policy, now)}" if order.cancelled_at else ""
    head = f"您的订单（{tail(order.number)}，{goods(order)}）{when}已经取消"
    if order.paid_at is None:
        talk.say(
            f"{head}，当时没有付款，没有扣您的钱，所以不需要退款。", card=order_card(order), buttons=[HUMAN_BUTTON]
        )
        return
    missing = make_payload("request_human", order_number=order.number, note="取消订单的退款未到账")
    talk.say(
        f"{head}，{money(order.total_fen)} 会原路退回您付款的账户，一般 1–7 个工作日到账，具体以支付渠道为准。"
        "如果超时未到账，可以请人工客服核实。",
        card=order_card(order),
        buttons=[("仍未到账，转人工", missing)],
    )


def named_orders(talk: Talk) -> frozenset[str]:
    """Orders with the goods that the words name, directly or by another name (橙子 → 脐橙)."""
    assert talk.customer_id is not None
    orders = talk.own_orders
    named = {order.number for order in orders if mentions_goods(order, talk.text)}
    if named:
        return frozenset(named)
    hits = talk.tools.products.search_products(talk.text)
    meant = {product.id for product, score in hits if score >= SURE_GOODS}
    return frozenset(order.number for order in orders if any(line.product_id in meant for line in order.lines))


def _named_number(talk: Talk) -> str | None:
    """An order that was named now, or the page's; the one talked about last if it has an application."""
    customer_id = talk.customer_id
    assert customer_id is not None
    named = talk.entity("order_number")
    for number in (named, talk.page_order_number, talk.slot("order_number")):
        if not number or talk.tools.shop.find_order(str(number), customer_id) is None:
            continue
        if number == named or talk.tools.shop.list_aftersales(customer_id, order_number=str(number)):
            return str(number)
    return None
