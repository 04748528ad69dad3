"""Invoices."""

from __future__ import annotations

import re

from actions.knowledge import tell_faq
from actions.order_access import require_order
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload, shorten
from actions.wording import goods, tail

_CHANGE = re.compile(r"错|改|换|重开|重新开|补开|没收到|没有收到|没开|还没|作废|红冲|漏开|少开")


class HelpInvoice(ShopAction):
    """The rule from the knowledge base; a wrong or missing invoice is carried out by a human."""

    next_steps = (HUMAN_BUTTON,)

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_help_invoice"

    def has_own_facts(self, talk: Talk) -> bool:
        """A wrong or missing invoice belongs to an order."""
        return talk.customer_id is not None and bool(_CHANGE.search(talk.text))

    def answer(self, talk: Talk) -> None:
        """Tell, and offer what a human would do."""
        if not _CHANGE.search(talk.text) or talk.customer_id is None:
            tell_faq(talk, buttons=self.next_steps)
            return
        order = require_order(talk, intent="invoice", question="请问是哪一个订单的发票？请您点选，我为您登记。")
        if order is None:
            return
        note = f"发票问题：{shorten(talk.text, 80)}"
        payload = make_payload("request_human", order_number=order.number, note=note)
        talk.offer(payload)
        tell_faq(talk)
        talk.say(
            f"订单（{tail(order.number)}，{goods(order)}）的发票需要人工核对，请问要我转给开票客服办理吗？",
            buttons=[("转给开票客服", payload), ("先不用", "/deny")],
        )
