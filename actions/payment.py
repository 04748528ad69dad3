"""Payment troubles."""

from __future__ import annotations

from actions.knowledge import tell_faq
from actions.shop_action import ShopAction
from actions.talk import Talk, shorten
from actions.wording import goods, moment, money, tail
from bot.domain.order import Order, OrderState
from bot.domain.order_question import OrderFact, read_fact
from bot.domain.payment_claim import asks_pay_again, claims_charge, insists_on_payment, is_double, read_charge

_LOOKED_AT, _CASE = 20, "支付异常"


class HelpPayment(ShopAction):
    """Charged without an order: a human at once. Cannot pay: the steps."""

    next_steps = (("仍然付不了，转人工", "/request_human"),)

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_help_payment"

    def has_own_facts(self, talk: Talk) -> bool:
        """Money that is gone."""
        return claims_charge(talk.text) or insists_on_payment(talk.text) or asks_pay_again(talk.text)

    def answer(self, talk: Talk) -> None:
        """Money that is gone is urgent (S2: P1): say what the records show, then let a human compare the accounts."""
        if asks_pay_again(talk.text) and self._answer_again(talk):
            return
        if not claims_charge(talk.text) and not insists_on_payment(talk.text):
            if read_fact(talk.text) is OrderFact.PAY_DEADLINE:
                talk.follow_with("action_show_order")
                return
            talk.offer("/request_human")
            tell_faq(talk, buttons=self.next_steps)
            return
        order = _meant_order(talk)
        shown = _tell_records(talk, order)
        kind = "重复扣款" if is_double(talk.text) else "已扣款，订单未显示付款"
        proof = "两笔扣款的记录" if is_double(talk.text) else "扣款记录"
        talk.hand_over(
            f"非常抱歉让您担心了，涉及款项的问题我们会优先核实。{shown}已为您记录情况，马上请支付客服核对支付记录，"
            f"多扣或者没有对应订单的款项会按原支付方式退回。请您把{proof}的截图发在这里，方便更快核对；核实清楚之前请不要重复付款。",
            note=f"{_CASE}（{kind}）：{shorten(talk.text, 80)}；系统显示：{shown or '未登录，尚未核对订单'}",
            order_number=order.number if order else None,
            intent="payment_problem",
        )

    def _answer_again(self, talk: Talk) -> bool:
        """Whether to pay again, while a payment is being looked into: no. False where none is."""
        handoffs = [((event.get("data") or {}).get("custom") or {}).get("handoff") for event in talk.tracker.events]
        if not any(_CASE in str((handoff or {}).get("note") or "") for handoff in handoffs):
            return False
        talk.say(
            "请您先不要重复付款。您的付款情况已经登记，支付客服核对清楚后会在这里告诉您；"
            "如果确认没有付款成功，您再付款也不迟，多付的款项会按原支付方式退回。"
        )
        return True


def _meant_order(talk: Talk) -> Order | None:
    """The order with the amount that was taken, else the newest unpaid one; charged twice: the newest."""
    if talk.customer_id is None:
        return None
    orders = list(talk.tools.shop.list_orders(talk.customer_id, limit=_LOOKED_AT))
    charged = read_charge(talk.text)
    same = [order for order in orders if charged is not None and order.total_fen // 100 == charged // 100]
    known = str(talk.page_order_number or talk.slot("order_number") or "")
    unpaid = [order for order in orders if order.state is OrderState.UNPAID or is_double(talk.text)]
    dropped = [order for order in orders if order.state is OrderState.CANCELLED and order.paid_at is None]
    likely = [*(order for order in (*unpaid, *dropped) if order.number == known), *unpaid, *dropped[:1]]
    return next(iter([*(order for order in same if order in likely), *same, *likely, *orders]), None)


def _tell_records(talk: Talk, order: Order | None) -> str:
    """What the shop's records show of it."""
    if talk.customer_id is None:
        return "核对订单需要先登录，您也可以准备好订单号，由支付客服核实。"
    if order is None:
        return "我查了一下，您的账号下目前还没有订单。"
    now, policy = talk.tools.clock.now(), talk.tools.policy
    head = f"系统显示订单（{tail(order.number)}，{goods(order)}）"
    if order.state is OrderState.UNPAID:
        return f"{head}目前是「待付款」，应付 {money(order.total_fen)}，还没有记录到这笔付款。"
    if order.paid_at is None:
        return f"{head}目前是「{order.state.label}」，没有付款记录。"
    paid = moment(order.paid_at, policy, now)
    if not is_double(talk.text):
        head = f"系统里暂时没有查到待付款的订单，最近的订单（{tail(order.number)}，{goods(order)}）"
    return f"{head}目前是「{order.state.label}」，付款时间是{paid}，实付 {money(order.total_fen)}。"
