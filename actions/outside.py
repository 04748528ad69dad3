"""Small talk, and what is not a shopper's business: kindly, with what can be done here."""

from __future__ import annotations

from actions.activities import asks_about_activities
from actions.invoice import note_invoice
from actions.shop_action import ShopAction
from actions.talk import Talk
from bot.domain.faq import Faq
from bot.domain.invoice_parts import gives_invoice_parts, is_bare_name
from bot.domain.outside import Outside, read_outside
from bot.services.answer_faq import answer_faq
from bot.services.goods_kinds import find_kind

_HERE = "本店的商品咨询、订单和物流查询、退换货、发票和优惠活动，我都很乐意为您解答，请问有什么可以帮您？"
_SURE_OUTSIDE, _SURE_RULE = 0.8, 0.7
OUTSIDE_WORDS = {
    Outside.MERCHANT: (
        "您好，我是面向顾客的购物客服，商家入驻、开店和店铺后台的问题我没有权限处理，建议您通过平台的商家服务渠道咨询。"
        + _HERE,
        "很抱歉，商家和店铺后台方面的事情我确实处理不了，以免给您错误的信息，请您向平台的商家服务咨询。"
        "如果您在本店购物有任何问题，请直接告诉我。",
    ),
    Outside.JOB: (
        "感谢您对我们的关注。招聘和应聘的事情不由购物客服负责，我没有相关信息可以提供，请您留意公司对外发布的招聘信息。"
        + _HERE,
        "谢谢您的信任，招聘方面我确实没有信息，不敢随意答复您。购物上的问题，请随时告诉我。",
    ),
    Outside.COURIER: (
        "辛苦您了。我是面向顾客的购物客服，派件、改派和网点结算属于快递公司内部事务，我没有权限处理，"
        "请您联系所属网点或快递公司。如果您是本店的顾客，查询包裹、修改收货信息都可以告诉我。",
        "辛苦您了，快递公司内部的事情我确实处理不了，请您联系所属网点。购物上的问题，请随时告诉我。",
    ),
}


class AnswerOutside(ShopAction):
    """Names the right door for merchants, job seekers and couriers; else the trainers' own wording."""

    keeps_memory = False

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_outside"

    def answer(self, talk: Talk) -> None:
        """Decline kindly and say what can be done here."""
        kind, topic = read_outside(talk.text), str(talk.tracker.get_slot("last_intent") or "")
        if kind is not None:
            talk.say(talk.pick(*OUTSIDE_WORDS[kind]))
        elif gives_invoice_parts(talk.text) or (topic == "invoice" and is_bare_name(talk.text)):
            talk.set_slot("last_intent", "invoice")
            note_invoice(talk)
        elif asks_about_activities(talk.text) and find_kind(talk.tools.shop, talk.text) is not None:
            talk.set_slot("last_intent", "ask_price_promotion")
            talk.follow_with("action_quote_price")
        elif (rule := _rule_for(talk)) is not None:
            talk.say(rule.answer)
        else:
            talk.follow_with(f"utter_social_{talk.intent}")


def _rule_for(talk: Talk) -> Faq | None:
    """A published rule that the words fit after all, where the classifier was not sure that it is none of ours."""
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy) if talk.confidence < _SURE_OUTSIDE else None
    return found.faq if found is not None and found.score >= _SURE_RULE and found.faq.topic != "social" else None
