"""After-sales: rules, progress, how to send back."""

from __future__ import annotations

from actions.cards import order_card
from actions.knowledge import say_faq, tell_faq
from actions.order_access import ask_login, find_customer_order
from actions.product_in_view import match_product
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import day, goods, moment, money, tail
from bot.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from bot.domain.order import Order, OrderState
from bot.domain.return_rules import not_returnable_reason
from bot.services.answer_faq import answer_faq
from bot.services.check_return import check_return
from bot.services.look_up_aftersale import (
    AftersaleProgress,
    list_cancelled_paid_orders,
    list_progress,
    list_refunds,
)

_KIND_WORDS = {"换货": AftersaleKind.EXCHANGE, "维修": AftersaleKind.REPAIR, "退货": AftersaleKind.RETURN}


class ExplainReturnPolicy(ShopAction):
    """Answers “能退吗”: by the order if one is clear, by the product, else the rule."""

    next_steps = (("申请退货", "/request_return"), ("申请换货", "/request_exchange"))

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_explain_return_policy"

    def has_own_facts(self, talk: Talk) -> bool:
        """The order that is talked about, or goods that cannot be returned at all."""
        product = match_product(talk).product if talk.metadata.get("page_product_id") else None
        is_excluded = product is not None and bool(not_returnable_reason(product, talk.tools.policy))
        return is_excluded or (talk.customer_id is not None and _clear_order(talk) is not None)

    def answer(self, talk: Talk) -> None:
        """Quote the clause."""
        order = _clear_order(talk)
        if order is not None and talk.customer_id:
            self._by_order(talk, order)
            return
        product = match_product(talk).product
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal, product=product)
        if product is not None and talk.metadata.get("page_product_id"):
            talk.remember_product(product)
            reason = not_returnable_reason(product, talk.tools.policy)
            rule = reason or f"自签收次日起 {product.return_days} 天内，商品完好可以无理由退货"
            talk.say(f"「{product.name}」：{rule}。")
            return
        if found is not None:
            talk.say(found.faq.answer, buttons=self.next_steps)
            return
        tell_faq(talk, buttons=self.next_steps)

    def _by_order(self, talk: Talk, order: Order) -> None:
        tools = talk.tools
        assert talk.customer_id is not None
        check = check_return(tools.shop, tools.clock, tools.policy, talk.customer_id, order.number)
        if check is None:
            tell_faq(talk)
            return
        verdict = next((line.verdict for line in check.lines if line.verdict.is_eligible), check.lines[0].verdict)
        until = ""
        if verdict.is_eligible and verdict.deadline_at is not None:
            until = f"，最晚{day(verdict.deadline_at, tools.policy, tools.clock.now())}前申请"
        talk.set_slot("order_number", order.number)
        kind = "request_return" if verdict.is_eligible else "report_quality_issue"
        title = "申请退货" if verdict.is_eligible else "商品有质量问题"
        talk.say(
            f"您的订单（{tail(order.number)}，{goods(order)}）：{verdict.clause}{until}。",
            card=order_card(order),
            buttons=[(title, make_payload(kind, order_number=order.number)), HUMAN_BUTTON],
        )


class TrackRefund(ShopAction):
    """Answers “退款到哪了”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_track_refund"

    def answer(self, talk: Talk) -> None:
        """Progress from the shop's records; overdue ones are admitted."""
        tools = talk.tools
        if talk.customer_id is None:
            ask_login(talk)
            return
        number = _named_number(talk)
        found = list_refunds(tools.shop, tools.clock, tools.policy, talk.customer_id, order_number=number)
        if found:
            _tell_progress(talk, found)
            return
        cancelled = [
            order
            for order in list_cancelled_paid_orders(tools.shop, talk.customer_id)
            if number is None or order.number == number
        ]
        if cancelled:
            order = cancelled[0]
            talk.set_slot("order_number", order.number)
            talk.say(
                f"您的订单（{tail(order.number)}，{goods(order)}）已经取消，{money(order.total_fen)} 会原路退回，"
                "一般 1–7 个工作日到账，具体以支付渠道为准。如果超时未到账，可以请人工客服核实。",
                card=order_card(order),
                buttons=[
                    (
                        "仍未到账，转人工",
                        make_payload("request_human", order_number=order.number, note="取消订单的退款未到账"),
                    )
                ],
            )
            return
        talk.say(
            "我查了一下，您的账号下没有找到退款记录。如果您想申请退款，或者退款来自其他账号，请告诉我。",
            buttons=[("申请退款", make_payload("request_refund", order_number=number)), HUMAN_BUTTON],
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
        number = _named_number(talk)
        kinds = frozenset(kind for word, kind in _KIND_WORDS.items() if word in talk.text)
        found = list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id, kinds=kinds) if kinds else ()
        found = found or list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id, order_number=number)
        if found:
            _tell_progress(talk, found)
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
        """An application that waits for its parcel."""
        return _find_approved(talk) is not None

    def answer(self, talk: Talk) -> None:
        """The address only after the application was approved: parcels without one get lost."""
        entry = _find_approved(talk)
        if entry is None:
            tell_faq(talk, buttons=(("查询售后进度", "/query_aftersale"), HUMAN_BUTTON))
            return
        talk.set_slot("order_number", entry.order_number)
        talk.say(
            f"您的{entry.kind.label}申请（订单{tail(entry.order_number)}）已审核通过，请寄到："
            f"{talk.tools.policy.returns.return_address}。寄出后请在申请里填写快递单号，请不要使用到付。"
        )


class AnswerReturnFee(ShopAction):
    """Answers who pays the return freight."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_return_fee"

    def answer(self, talk: Talk) -> None:
        """The FAQ."""
        tell_faq(talk)


def _find_approved(talk: Talk) -> Aftersale | None:
    """The customer's application that is to be sent back now, if the shop has an address for it."""
    tools = talk.tools
    if talk.customer_id is None or not tools.policy.returns.return_address:
        return None
    found = list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id)
    return next((entry.aftersale for entry in found if entry.aftersale.state is AftersaleState.APPROVED), None)


def _tell_progress(talk: Talk, found: tuple[AftersaleProgress, ...]) -> None:
    tools = talk.tools
    now, policy = tools.clock.now(), tools.policy
    entry = found[0]
    sale = entry.aftersale
    talk.set_slot("order_number", sale.order_number)
    what = goods(entry.order) if entry.order else ""
    amount = f"，金额 {money(sale.amount_fen)}" if sale.amount_fen else ""
    text = (
        f"您的{sale.kind.label}申请（订单{tail(sale.order_number)}{what}{amount}）目前是「{sale.state.label}」，"
        f"{entry.next_step}，更新于{moment(sale.updated_at, policy, now)}。"
    )
    if entry.channel_days and sale.refund_channel:
        text += f"退款到{sale.refund_channel}：{entry.channel_days}。"
    urge = make_payload("request_human", order_number=sale.order_number, note=f"催办{sale.kind.label}")
    buttons = [("催办进度", urge)]
    if entry.is_overdue:
        text = "非常抱歉，这笔退款已经超过了承诺的处理时间。" + text + "需要我请人工客服马上为您核实吗？"
        talk.offer(urge)
    elif entry.refund_due_at is not None:
        text += f"我们会在{moment(entry.refund_due_at, policy, now)}前完成退款。"
    others = [other for other in found[1:] if not other.is_finished]
    if others:
        text += f"另外还有 {len(others)} 个售后申请正在处理。"
        number = others[0].aftersale.order_number
        buttons.append(("查看另一个申请", make_payload("query_aftersale", order_number=number)))
    talk.say(text, card=order_card(entry.order) if entry.order else None, buttons=buttons)


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


def _clear_order(talk: Talk) -> Order | None:
    """The order that is talked about, if there is no doubt; never the mere fact of having one."""
    if talk.customer_id is None:
        return None
    known = talk.entity("order_number") or talk.page_order_number or talk.slot("order_number")
    if not known:
        return None
    order = find_customer_order(talk).order
    return order if order is not None and order.state is not OrderState.UNPAID else None
