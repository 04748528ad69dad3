"""算了不退了, 不是这个订单: the shopper thinks again; what counts is what was talked about just before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actions.cards import LOGIN_CARD
from actions.order_access import choose_order
from actions.routing import ACTION_OF_INTENT
from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.form_answers import negated_verb
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS
from bot.domain.remarks import read_dropped
from bot.domain.service_request import SERVICES, ServiceSpec
from bot.services.look_up_aftersale import list_progress
from bot.services.look_up_order import mentions_goods

_LOOKS_BACK = 6
"""Messages of the shopper: what was said longer ago is no longer what 算了 means."""
_KINDS_OF_VERB = {
    "取消": frozenset({"cancel_order"}),
    "退": frozenset({"request_return", "request_refund"}),
    "换": frozenset({"request_exchange"}),
    "改": frozenset({"modify_address", "modify_order", "schedule_delivery"}),
    "修": frozenset({"request_repair"}),
}
_RULES = {"ask_return_policy": "request_return", "ask_return_shipping": "request_return"}
_ABOUT_ORDERS = frozenset({"order", "logistics", "aftersale", "quality"})
DROPPED = (
    "好的，那就先不{errand}了，我没有为您提交任何申请，订单也没有变动。之后有需要，随时告诉我。",
    "好的，按您说的先放一放，没有提交过任何申请，订单一切照旧。您有其他问题，请随时告诉我。",
)
ENDED = (
    "好的，没关系。之后有需要，随时告诉我。",
    "好的，那就先这样，您有其他问题随时找我。",
    "好的，不着急，需要的时候再告诉我就行。",
)
NOTHING_TO_WITHDRAW = (
    "好的。我查了一下，您目前没有正在处理的售后申请，所以不需要撤销。之后有需要，随时告诉我。",
    "好的，您名下没有提交过需要撤销的申请，订单没有变动，请您放心。",
)
OTHER_ORDERS = 5


def drop_request(talk: Talk) -> bool:
    """Take back what was only talked about, or tell the agent who has it; False: a stored request may be meant."""
    dropped = _dropped_kinds(talk.text)
    if dropped is None:
        return False
    found = _find_discussed(talk, dropped)
    if found is not None:
        kind, was_handed_over = found
        _say_dropped(talk, SERVICES[kind], was_handed_over=was_handed_over)
        return True
    if talk.customer_id is None or _has_running(talk):
        return False
    talk.say(talk.pick(*NOTHING_TO_WITHDRAW))
    return True


def end_politely(talk: Talk) -> None:
    """算了算了, 先不买了: nothing is opened for it; what was open stops."""
    if drop_discussed(talk):
        return
    talk.leave_service()
    talk.say(talk.pick(*ENDED))


def drop_discussed(talk: Talk) -> bool:
    """先不弄了, 算了: the same where the words name nothing; False if no request was talked about."""
    found = _find_discussed(talk, frozenset())
    if found is None or found[1]:
        return False
    _say_dropped(talk, SERVICES[found[0]], was_handed_over=False)
    return True


def choose_other_order(talk: Talk) -> None:
    """Not the order that was shown: go on with the same question for another one."""
    topic = _topic(talk)
    if talk.customer_id is None:
        talk.set_slot("order_number", None)
        talk.set_slot("awaiting", "query_order")
        talk.say("好的，请您把正确的订单号和收货手机号的后四位发给我，我重新为您查询。", card=LOGIN_CARD)
        return
    shown = talk.slot("order_number") or talk.page_order_number
    orders = [order for order in talk.own_orders if order.number != shown]
    named = [order for order in orders if mentions_goods(order, talk.text)]
    if len(named) == 1:
        talk.set_slot("order_number", named[0].number)
        talk.set_slot("last_intent", topic)
        talk.follow_with(ACTION_OF_INTENT[topic])
    elif not shown or not orders:
        talk.say(
            "如果您要的订单不在上面，请把订单号发给我；也可能是用其他账号下单的，请您切换账号后再查。",
            buttons=[HUMAN_BUTTON],
        )
    else:
        talk.set_slot("order_number", None)
        question = "好的，请问是哪一个订单呢？请您点选，也可以发订单号，或者告诉我买的是什么。"
        choose_order(talk, (named or orders)[:OTHER_ORDERS], intent=topic, question=question)


def _topic(talk: Talk) -> str:
    """The question that the wrong order belonged to."""
    for name in (talk.tracker.get_slot("awaiting"), talk.tracker.get_slot("last_intent")):
        known = INTENTS.get(str(name or ""))
        if known is not None and known.topic in _ABOUT_ORDERS and known.name in ACTION_OF_INTENT:
            return known.name
    return "query_order"


def _say_dropped(talk: Talk, service: ServiceSpec, *, was_handed_over: bool) -> None:
    if was_handed_over:
        talk.hand_over(
            f"好的，我马上告诉人工客服：请不要{service.errand}，按原来的订单继续。处理结果以人工客服答复为准。",
            reason=HandoffReason.PROCESSING,
            note=f"顾客改变主意：请不要{service.errand}（刚才提交的要求作废）",
        )
        return
    talk.leave_service()
    talk.say(talk.pick(*(text.format(errand=service.errand) for text in DROPPED)))


def _dropped_kinds(text: str) -> frozenset[str] | None:
    """The kinds of request that the words take back; empty: any; None: they take nothing back."""
    verb = negated_verb(text)
    return _KINDS_OF_VERB.get(verb, frozenset()) if verb else read_dropped(text)


def _find_discussed(talk: Talk, dropped: frozenset[str]) -> tuple[str, bool] | None:
    """The request talked about last among ``dropped`` (empty: any), and whether it was handed to a human since."""
    was_handed_over = False
    for event in _looking_back(talk):
        if event.get("event") == "bot":
            was_handed_over |= "handoff" in ((event.get("data") or {}).get("custom") or {})
            continue
        intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        intent = _RULES.get(intent, intent)
        if intent in SERVICES and intent != "withdraw_request" and (not dropped or intent in dropped):
            return intent, was_handed_over
    return None


def _looking_back(talk: Talk) -> Iterator[dict[str, Any]]:
    """What both said before this message, newest first."""
    users = 0
    for event in reversed(talk.tracker.events):
        if event.get("event") == "user":
            users += 1
            if users > _LOOKS_BACK + 1:
                return
        if users and event.get("event") in ("user", "bot") and not (users == 1 and event.get("event") == "user"):
            yield event


def _has_running(talk: Talk) -> bool:
    tools = talk.tools
    assert talk.customer_id is not None
    found = list_progress(tools.shop, tools.clock, tools.policy, talk.customer_id)
    return any(not entry.is_finished for entry in found)
