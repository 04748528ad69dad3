"""Small talk that depends on what was said before."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.knowledge import say_faq
from actions.order import show_order
from actions.order_access import answer_status, ask_login
from actions.product import match_product
from actions.routing import ACTION_OF_INTENT
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Button, Talk
from bot.services.look_up_order import read_order_query

HELP_BUTTONS: tuple[Button, ...] = (
    ("查询订单", "/query_order"),
    ("查询物流", "/query_logistics"),
    ("退换货", "/ask_return_policy"),
    HUMAN_BUTTON,
)
_PHONE_TAIL = re.compile(r"(?<!\d)(\d{4}|1\d{10})(?!\d)")


class FollowUp(ShopAction):
    """A yes without an open question. (A yes to an offer runs the offer: see the turn runner.)"""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_follow_up"

    def answer(self, talk: Talk) -> None:
        """Acknowledge and stay open."""
        talk.say("好的。请问还有什么可以帮您？有需要请直接告诉我。")


class DeclineOffer(ShopAction):
    """A no: drops what was offered."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_decline_offer"

    def answer(self, talk: Talk) -> None:
        """Accept it."""
        if talk.tracker.get_slot("offer"):
            talk.say("好的，那就先不处理。之后有需要，随时告诉我。")
        else:
            talk.say("好的，感谢您的咨询。如果之后还有问题，欢迎随时联系我，祝您生活愉快。")


class AnswerUrge(ShopAction):
    """“人呢”: present, and back to what was open."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_urge"

    def answer(self, talk: Talk) -> None:
        """Apologise for the wait; offer a human."""
        talk.offer("/request_human")
        talk.say(
            "在的，让您久等了，非常抱歉。请您告诉我需要处理的问题，我马上为您查看；也可以直接转人工客服。",
            buttons=[HUMAN_BUTTON],
        )


class ExplainAgain(ShopAction):
    """“什么意思”: says it again, with the knowledge base's detail if there is one."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_explain_again"

    def answer(self, talk: Talk) -> None:
        """Detail, repetition, or a human."""
        earlier = str(talk.tracker.get_slot("last_intent") or "")
        last = _last_reply(talk)
        talk.offer("/request_human")
        if not last:
            talk.say(
                "请问您想了解哪方面的操作？您可以说得具体一些，例如“怎么申请退货”“怎么用优惠券”。", buttons=HELP_BUTTONS
            )
            return
        wants_steps = re.search(r"怎么|如何|哪里|在哪|步骤|操作", talk.text)
        if wants_steps and earlier and say_faq(talk, intent=earlier, buttons=(HUMAN_BUTTON,)):
            return
        talk.say(
            f"抱歉我没有说清楚。我的意思是：{last} 如果还有疑问，我可以请人工客服为您详细说明。", buttons=[HUMAN_BUTTON]
        )


class TellServiceHours(ShopAction):
    """Hours and telephone, from the policy."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_service_hours"

    def answer(self, talk: Talk) -> None:
        """A fitting FAQ, else the policy's facts."""
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


class UseInformation(ShopAction):
    """A bare number, measure or name: continues the open question, or answers what it most likely asks."""

    keeps_memory = True

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_use_information"

    def answer(self, talk: Talk) -> None:
        """Go on with what was open."""
        awaiting = str(talk.tracker.get_slot("awaiting") or "")
        number = talk.entity("order_number") or read_order_query(talk.text).number
        choice = talk.entity("choice")
        if talk.customer_id is None and (
            number or (talk.tracker.get_slot("order_number") and _PHONE_TAIL.search(talk.text))
        ):
            if not answer_status(talk):
                ask_login(talk)
        elif awaiting in ACTION_OF_INTENT and (number or not awaiting.startswith(("query_order",))):
            talk.set_slot("last_intent", awaiting)
            talk.follow_with(ACTION_OF_INTENT[awaiting])
        elif number and talk.customer_id:
            self._show(talk, number)
        elif talk.entity("tracking_number"):
            talk.follow_with("action_track_parcel")
        elif talk.entity("height") or talk.entity("weight"):
            talk.follow_with("action_advise_size")
        elif talk.has_image:
            talk.offer("/request_human")
            talk.say(
                "图片已经收到，不过我还不能识别图片内容。请您用文字描述一下问题，或者转人工客服查看图片。",
                buttons=[HUMAN_BUTTON],
            )
        elif choice:
            talk.say(f"好的，您选择的是「{choice}」。请问具体是哪个订单或商品呢？", buttons=HELP_BUTTONS)
        else:
            self._guess(talk)

    def _show(self, talk: Talk, number: str) -> None:
        assert talk.customer_id is not None
        order = talk.tools.shop.find_order(number, talk.customer_id)
        if order is None:
            talk.say("抱歉，在您的账号下没有找到这个订单号，请您核对一下，或者查看订单列表。", buttons=HELP_BUTTONS)
            return
        talk.set_slot("order_number", order.number)
        show_order(talk, order)

    def _guess(self, talk: Talk) -> None:
        product = match_product(talk).product if len(talk.text) >= 2 else None
        if product is not None and not talk.page_product_id:
            talk.remember_product(product)
            talk.say(
                f"您说的是「{product.name}」对吗？请问您想了解价格、库存还是商品参数？", card=product_card(product)
            )
            return
        if talk.entity("phone") or talk.entity("address"):
            talk.say(
                "请问您是想修改收货信息吗？您可以点击下方按钮，我按您的订单为您办理。",
                buttons=[("修改收货地址", "/modify_address"), ("查询订单", "/query_order"), HUMAN_BUTTON],
            )
            return
        talk.say("请问您提供的信息是想办理哪一项？您可以点选，也可以直接说出您的问题。", buttons=HELP_BUTTONS)


def _last_reply(talk: Talk) -> str:
    for event in reversed(talk.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            return str(event["text"])
    return ""
