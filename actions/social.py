"""Small talk that depends on what was said before."""

from __future__ import annotations

import re
from typing import Any

from actions.cards import LOGIN_CARD
from actions.changing_mind import drop_discussed
from actions.knowledge import say_faq
from actions.repetition import AGAIN, GREETING, find_gist
from actions.shop_action import ShopAction
from actions.social_texts import (
    ASK_POINT,
    DECLINING,
    DECLINING_OFFER,
    EXPLAINED,
    FOLLOWING,
    FOLLOWING_LIST,
    FOLLOWING_LOGIN,
    FOLLOWING_QUEUE,
    FOLLOWING_STEPS,
    LISTENING,
    MISUNDERSTOOD,
    NOT_CLEAR,
    NOT_CLEAR_WITHOUT_ANSWER,
    NOT_THESE,
    PRESENT,
    URGED,
    URGED_ABOUT,
    URGED_IN_QUEUE,
    WAITING_FOR_SHOPPER,
)
from actions.talk import HUMAN_BUTTON, Button, Talk
from actions.waiting import ask_to_leave, is_confirmed, leave_queue
from actions.which_thing import ask_which_thing
from bot.domain.asides import Aside, closes, read_aside
from bot.domain.emotion import is_presence
from bot.domain.intents import INTENTS
from bot.domain.remarks import is_vague, leaves_queue, lets_go
from bot.domain.service_request import SERVICES
from bot.services.answer_faq import find_default

HELP_BUTTONS: tuple[Button, ...] = (
    ("查询订单", "/query_order"),
    ("查询物流", "/query_logistics"),
    ("退换货", "/ask_return_policy"),
    HUMAN_BUTTON,
)
_PATIENCE = re.compile(r"稍[等后候]|等等|等一?下|等会|我看看|我看一?下|我想想|我试试|试一?下")
_NOT_NOW = re.compile(r"算了|先不|不(?:弄|办|搞|处理|申请)了|下次|再说|改天|回头")
_MISUNDERSTOOD = re.compile(r"不是(?:这|那)个意思|不是(?:问|说)(?:这|那)|答非所问|[没不](?:听|看)懂我|理解错|误会")
_STEPS = re.compile(r"怎么|如何|哪里|在哪|步骤|操作|怎样")
_THING = re.compile(r"东西|玩意")
_MEANING = re.compile(r"意思|[没不]太?[看听搞弄]?太?[懂明清]|不理解|解释|说清楚|再说|详细|具体|[?？啥]$|^[啊嗯哈]$")
_HOW_TO = frozenset({*SERVICES, "ask_return_policy", "invoice", "how_to_order", "ask_coupon", "review"})
"""Topics that are an errand: 怎么弄 after them means how it is done."""
_LONG = 6


class FollowUp(ShopAction):
    """A yes without an open question. (A yes to an offer runs the offer: see the turn runner.)"""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_follow_up"

    def answer(self, talk: Talk) -> None:
        """Acknowledge what was talked about and stay open."""
        if talk.is_waiting:
            talk.say(talk.pick(*FOLLOWING_QUEUE))
        elif _PATIENCE.search(talk.text):
            talk.say(talk.pick(*WAITING_FOR_SHOPPER))
        elif _last_card(talk).get("type") == "order_list":
            talk.set_slot("awaiting", talk.tracker.get_slot("awaiting"))
            talk.say(talk.pick(*FOLLOWING_LIST), card=_last_card(talk))
        elif _last_card(talk).get("type") == LOGIN_CARD["type"]:
            talk.say(talk.pick(*FOLLOWING_LOGIN, *FOLLOWING[1:]))
        elif talk.tracker.get_slot("offer") == "/request_human":
            talk.say(talk.pick(*FOLLOWING_STEPS, *FOLLOWING[1:]))
        else:
            talk.say(talk.pick(*FOLLOWING))


class DeclineOffer(ShopAction):
    """A no: drops what was offered."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_decline_offer"

    def answer(self, talk: Talk) -> None:
        """Accept it; a longer sentence is more than a goodbye."""
        if talk.is_waiting and (leaves_queue(talk.text) or is_confirmed(talk)):
            leave_queue(talk)
            return
        if talk.is_waiting and lets_go(talk.text):
            ask_to_leave(talk)
            return
        if _NOT_NOW.search(talk.text) and drop_discussed(talk):
            return
        if _MISUNDERSTOOD.search(talk.text):
            talk.say(talk.pick(*MISUNDERSTOOD), outcome="clarify")
            return
        named = str(talk.metadata.get("named_goods") or "")
        if named and talk.text.startswith("不是") and not talk.is_waiting:
            talk.say(talk.pick(*MISUNDERSTOOD), outcome="clarify")
        elif named and not talk.is_waiting and not talk.tracker.get_slot("offer"):
            talk.say(talk.pick(*(text.format(goods=named) for text in NOT_THESE)))
        elif not closes(talk.text) and (len(talk.text) > _LONG or re.search("[?？]", talk.text)):
            talk.say(talk.pick(*LISTENING))
        elif talk.tracker.get_slot("offer") and not talk.is_waiting:
            talk.say(talk.pick(*DECLINING_OFFER))
        elif talk.is_waiting:
            talk.say(
                talk.pick(
                    "好的。人工客服接入后如果不再需要，您直接说明即可；想现在就不等了，请告诉我“取消排队”。",
                    *FOLLOWING_QUEUE,
                )
            )
        else:
            talk.say(talk.pick(*DECLINING))


class AnswerUrge(ShopAction):
    """“人呢”: present, and back to what was open."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_urge"

    def answer(self, talk: Talk) -> None:
        """Apologise for the wait; offer a human."""
        if _PATIENCE.search(talk.text):
            talk.say(talk.pick(*WAITING_FOR_SHOPPER))
            return
        if talk.is_waiting:
            talk.say(talk.pick(*URGED_IN_QUEUE))
            return
        if read_aside(talk.text) is Aside.MARK:
            _ask_what_is_unclear(talk)
            return
        if is_presence(talk.text):
            talk.say(talk.pick(*PRESENT))
            return
        topic = str(talk.tracker.get_slot("last_intent") or "")
        is_business = topic in INTENTS and INTENTS[topic].topic not in ("social", "escalation")
        variants = URGED_ABOUT if is_business else URGED
        talk.offer("/request_human")
        talk.say(talk.pick(*variants), buttons=[HUMAN_BUTTON])


class ExplainAgain(ShopAction):
    """“什么意思”: says it again, with the knowledge base's detail if there is one; “那个咋弄”: asks which thing."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_explain_again"

    def answer(self, talk: Talk) -> None:
        """Detail, repetition, or a human."""
        earlier = str(talk.tracker.get_slot("last_intent") or "")
        if is_vague(talk.text):
            if _THING.search(talk.text) or not _tell_steps(talk, earlier):
                ask_which_thing(talk)
            return
        if talk.is_waiting and not _MEANING.search(talk.text):
            talk.say(talk.pick(*URGED_IN_QUEUE))
            return
        last = _last_answer(talk)
        talk.offer("/request_human")
        if not last:
            talk.say(talk.pick(*ASK_POINT), buttons=HELP_BUTTONS)
            return
        if _STEPS.search(talk.text) and earlier and say_faq(talk, intent=earlier, buttons=(HUMAN_BUTTON,)):
            return
        was_explained = last.startswith(EXPLAINED) or any(last in text and text != last for text in talk.replies)
        if was_explained or not _MEANING.search(talk.text):
            talk.say(talk.pick(*AGAIN), buttons=[HUMAN_BUTTON])
            return
        talk.say(
            f"{EXPLAINED}我的意思是：{last.removeprefix(GREETING)}\n如果还有疑问，我可以请人工客服为您详细说明。",
            buttons=[HUMAN_BUTTON],
        )


class TellServiceHours(ShopAction):
    """Hours and telephone."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_service_hours"

    def answer(self, talk: Talk) -> None:
        """The policy's facts."""
        policy = talk.tools.policy
        is_open = policy.hours.is_open(talk.tools.clock.now())
        now = (
            "现在人工客服在线，需要的话可以马上为您转接。"
            if is_open
            else "现在是非工作时间，您可以留言，上班后会第一时间回复您。"
        )
        phone = f"，客服电话 {policy.service_phone}" if policy.service_phone else ""
        talk.say(
            f"人工客服的服务时间是每天 {policy.hours.label}{phone}，智能客服小二 24 小时为您服务。{now}",
            buttons=[HUMAN_BUTTON],
        )


def _ask_what_is_unclear(talk: Talk) -> None:
    """？ alone: of the last answer, in words of its own."""
    last = _last_answer(talk)
    if not last:
        talk.say(talk.pick(*NOT_CLEAR_WITHOUT_ANSWER))
        return
    talk.offer("/request_human")
    if awaiting := talk.tracker.get_slot("awaiting"):
        talk.set_slot("awaiting", awaiting)
    talk.say(talk.pick(*(text.format(gist=find_gist(last)) for text in NOT_CLEAR)), buttons=[HUMAN_BUTTON])


def _tell_steps(talk: Talk, topic: str) -> bool:
    """How what was talked about is done, where that can only be one thing and was not told yet."""
    steps = find_default(talk.tools.faqs, topic) if topic in _HOW_TO else None
    if steps is None or any(steps.answer.removeprefix(GREETING) in text for text in talk.replies):
        return False
    talk.say(steps.answer, buttons=[HUMAN_BUTTON])
    return True


def _last_answer(talk: Talk) -> str:
    """What the bot said last, unless that was small talk or a question back: there is nothing to explain then."""
    small = {*FOLLOWING, *DECLINING, *DECLINING_OFFER, *LISTENING, *URGED, *ASK_POINT, *AGAIN, *WAITING_FOR_SHOPPER}
    small |= {*FOLLOWING_LIST, *FOLLOWING_LOGIN, *FOLLOWING_QUEUE, *FOLLOWING_STEPS, *PRESENT, *URGED_ABOUT}
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            is_small = event["text"] in small or "utter_action" in (event.get("metadata") or {})
            custom = (event.get("data") or {}).get("custom") or {}
            return "" if is_small or custom.get("outcome") == "clarify" else str(event["text"])
    return ""


def _last_card(talk: Talk) -> dict[str, Any]:
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            return dict(((event.get("data") or {}).get("custom") or {}).get("card") or {})
    return {}
