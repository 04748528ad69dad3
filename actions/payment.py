"""Payment troubles."""

from __future__ import annotations

import re

from actions.knowledge import tell_faq
from actions.shop_action import ShopAction
from actions.talk import Talk, shorten

_CHARGED = re.compile(
    r"扣了?[两2二]次|重复[扣付支]|多扣|扣了?钱|扣款|付了?[两2二]次|钱扣了|已经付|付款成功|支付成功|双倍"
)


class HelpPayment(ShopAction):
    """Charged without an order: a human at once. Cannot pay: the steps."""

    next_steps = (("仍然付不了，转人工", "/request_human"),)

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_help_payment"

    def has_own_facts(self, talk: Talk) -> bool:
        """Money that is gone."""
        return bool(_CHARGED.search(talk.text))

    def answer(self, talk: Talk) -> None:
        """Money that is gone is urgent (S2: P1)."""
        if _CHARGED.search(talk.text):
            talk.hand_over(
                "非常抱歉让您担心了，涉及款项的问题我们会优先核实。已为您记录情况，马上请人工客服核对支付记录，"
                "请您准备好扣款时间和支付截图。",
                note=f"支付异常，疑似已扣款：{shorten(talk.text, 80)}",
            )
            return
        talk.offer("/request_human")
        tell_faq(talk, buttons=self.next_steps)
