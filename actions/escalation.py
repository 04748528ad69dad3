"""A human at once: asked for, complaint, counterfeit, safety, law."""

from __future__ import annotations

import re

from actions.shop_action import ShopAction
from actions.talk import Talk, shorten
from actions.wording import tail
from bot.domain.handoff import HandoffReason

_WORDS = {
    "complain": "非常抱歉给您带来了不好的体验，您反馈的问题我们非常重视。我已经如实记录，马上为您转接投诉专员处理。",
    "report_counterfeit": "非常抱歉让您产生疑虑，本店对商品品质负责到底。我已经如实记录，"
    "马上请专员为您核实货源和鉴定事宜，请您保留好商品和包装。",
    "legal_threat": "非常抱歉给您带来困扰，我们完全尊重您维护权益的权利。"
    "我已经把情况加急上报，马上由专员与您沟通解决方案。",
}
STILL_WAITING = (
    "让您久等了，非常抱歉，我再为您看一下。",
    "非常抱歉，还没有轮到您，我马上为您再看一次。",
    "实在不好意思让您等着，我再帮您确认一下。",
)
"""Nothing about the queue: the gateway tells the place beside it."""
_BODY = re.compile(
    r"拉肚子|过敏|呕吐|吐了|发烧|头晕|肚子疼|肚子痛|中毒|住院|医院|烫伤|烧伤|受伤|划伤|割|流血|红肿|皮疹|孩子|宝宝"
)
_FIRE = re.compile(r"火|烟|爆|漏电|触电|电到|烧焦|焦味|烫")


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
            talk.hand_over(talk.pick(*STILL_WAITING), reason=HandoffReason.REQUESTED, order_number=number)
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
        text = _first_aid(talk.text) if talk.intent == "safety_incident" else _WORDS[talk.intent]
        talk.hand_over(text, reason=HandoffReason.RISK, note=f"顾客原话：{shorten(talk.text, 100)}")


def _first_aid(said: str) -> str:
    """What the person should do now, before anything about goods."""
    advice = []
    if _FIRE.search(said):
        advice.append("请立即断电、停止使用并远离商品，如有明火请拨打 119")
    if _BODY.search(said) or not advice:
        advice.append("如身体不适请停止使用或食用，尽快就医，紧急情况请拨打 120")
    return (
        f"非常抱歉，您和家人的安全最重要：{'；'.join(advice)}。请保留商品、包装和相关凭证，"
        "我已按最高优先级上报，马上由专员为您处理。"
    )
