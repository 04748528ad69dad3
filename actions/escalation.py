"""A human at once: asked for, complaint, counterfeit, safety, law."""

from __future__ import annotations

from actions.first_aid import ALARM, tell_danger
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, shorten
from actions.wording import tail
from bot.domain.handoff import HandoffReason
from bot.domain.remarks import claims_costs, wants_message
from bot.domain.threats import threatens
from bot.domain.urgency import is_legal, names_law

_WORDS = {
    "complain": "非常抱歉给您带来了不好的体验，您反馈的问题我们非常重视。我已经如实记录，马上为您转接投诉专员处理。",
    "report_counterfeit": "非常抱歉让您产生疑虑，本店对商品品质负责到底。我已经如实记录，"
    "马上请专员为您核实货源和鉴定事宜，请您保留好商品和包装。",
    "legal_threat": "非常抱歉给您带来困扰，我们完全尊重您维护权益的权利。"
    "我已经把情况加急上报，马上由专员与您沟通解决方案。",
}
_COSTS = (
    "非常抱歉给您造成了不便。您提出的费用赔偿诉求我已经如实记录，需要由投诉专员核实情况后答复您，"
    "我这里不能直接承诺结果。马上为您转接投诉专员，相关票据请您先保留好。"
)
_THREATENED = (
    "非常抱歉让您这么生气，您的心情我理解。请您先冷静一下，伤到人对谁都不好，也会让您自己承担责任。"
    "我已经把您的问题加急上报，马上请投诉专员与您联系，帮您把事情解决好。"
)
SURE_OF_LAW = 0.9
"""Below it, without words of the law, a threat is taken for a complaint."""
STILL_WAITING = (
    "让您久等了，非常抱歉，我再为您看一下。",
    "非常抱歉，还没有轮到您，我马上为您再看一次。",
    "实在不好意思让您等着，我再帮您确认一下。",
)
"""Nothing about the queue: the gateway tells the place beside it."""
MESSAGE_WELCOME = (
    "可以的，请把要说的事情直接写在这里，我会原样记录给人工客服，接入后马上按您写的处理。",
    "可以留言的：您写在这里的每一句，人工客服接手时都能看到。",
)


class RequestHuman(ShopAction):
    """Hands over on request, with what is known."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_request_human"

    def answer(self, talk: Talk) -> None:
        """No persuasion, no questions first."""
        asked = talk.entity("note") or ""
        number = talk.entity("order_number")
        noted = f"已为您备注：{asked.rstrip('。')}。" if asked else ""
        about = f"（订单{tail(number)}）" if number else ""
        if talk.is_waiting and not asked:
            texts = MESSAGE_WELCOME if wants_message(talk.text) else STILL_WAITING
            talk.hand_over(talk.pick(*texts), reason=HandoffReason.REQUESTED, order_number=number)
            return
        talk.hand_over(
            f"好的，{noted}我这就帮您联系人工客服{about}。",
            reason=HandoffReason.PROCESSING if asked else HandoffReason.REQUESTED,
            priority="P2" if asked else None,
            note=asked,
            order_number=number,
        )


class Escalate(ShopAction):
    """Apologises in the right tone and hands over with priority."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_escalate"

    def answer(self, talk: Talk) -> None:
        """Safety first, then the words."""
        intent = talk.intent
        if intent == ALARM:
            tell_danger(talk)
            return
        if intent == "legal_threat" and talk.confidence < SURE_OF_LAW and not is_legal(talk.text):
            if names_law(talk.text):
                _ask_matter(talk)
                return
            intent = "complain"
        text = _COSTS if claims_costs(talk.text) else _WORDS[intent]
        if threatens(talk.text):
            text = _THREATENED
        talk.hand_over(text, reason=HandoffReason.RISK, note=f"顾客原话：{shorten(talk.text, 100)}", intent=intent)


def _ask_matter(talk: Talk) -> None:
    """An authority was named, but perhaps only as an address or a place of work."""
    talk.say(
        "我想和您确认一下：您是有需要投诉或维权的问题要我们处理，还是想咨询商品、订单或收货地址？"
        "请您告诉我具体情况，需要专员处理的话也可以点下面的按钮。",
        buttons=[("投诉维权", "/complain"), ("咨询订单", "/query_order"), HUMAN_BUTTON],
        outcome="clarify",
    )
