"""Short remarks are read in the light of what was talked about; the classifier sees only their few characters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain import remarks
from bot.domain.outside import Outside, read_outside
from bot.domain.payment_claim import is_sure_charge
from bot.domain.turn import Bubble
from bot.runtime.own_orders import read_own_order
from bot.runtime.thoughts import EMERGENCIES, SECOND_THOUGHT_CONFIDENCE, SOCIAL_INTENTS, Thought

SURE_ALARM = 0.5
"""Below it an emergency is only possible, and 都发完了 after a question for invoice data is none."""
_PARCEL_TALK = frozenset(
    {"query_order", "query_logistics", "urge_shipment", "urge_delivery", "report_delivery_problem", "schedule_delivery"}
)
_RETURN_TALK = frozenset(
    {"ask_return_policy", "ask_return_shipping", "ask_return_shipping_fee", "request_return", "request_exchange"}
)
_AWAITED = frozenset({"query_refund", "query_aftersale"})
_CARRIED = _PARCEL_TALK | _AWAITED | {"ask_carrier", "ask_return_shipping"}
_WITHDRAWING = frozenset({"deny", "withdraw_request"})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the conversation stands.

    ``topic``: the intent answered last. ``recent``: the intents of the last messages. ``has_order``: an order is looked
    at or was talked about. ``has_offer``: a bare yes would mean something. ``shows_goods``: the bot's last words came
    with a list of goods (``shows_orders``: of orders). ``is_known``: a verified customer. A request in progress
    (``in_form``) reads its answers itself.
    """

    topic: str = ""
    recent: frozenset[str] = frozenset()
    has_order: bool = False
    in_form: bool = False
    is_waiting: bool = False
    has_offer: bool = False
    shows_goods: bool = False
    shows_orders: bool = False
    is_known: bool = False


def resolve_remark(thought: Thought, setting: Setting) -> Thought:
    """The thought with the intent that its words have here."""
    if thought.is_button or (thought.intent in EMERGENCIES and thought.confidence >= SURE_ALARM):
        return thought
    is_open = thought.is_unsure or thought.intent in SOCIAL_INTENTS | {"inform"}
    outside = read_outside(thought.text)
    if outside is Outside.COURIER or (is_open and outside is not None):
        return _settle(thought, "out_of_scope")
    intent = _in_queue(thought.text) if setting.is_waiting else None
    if remarks.refuses_human(thought.text) == "":
        intent = "deny"
    if intent is None and not setting.in_form:
        is_weak = is_open or thought.confidence < SECOND_THOUGHT_CONFIDENCE
        intent = _own_order(thought, setting, is_weak=is_weak) or _change_of_mind(thought) or _goes_on(thought, setting)
        intent = intent or (_weak_remark(thought.text, setting) if is_weak else None)
    return _settle(thought, intent) if intent else thought


def drop_refusal(bubble: Bubble) -> Bubble:
    """不要转人工，你直接说…: only what comes after it is to be answered."""
    return replace(bubble, text=remarks.refuses_human(bubble.text) or bubble.text)


def join_charge(thoughts: list[Thought], text: str) -> list[Thought]:
    """钱扣了 and 还是待付款 are one matter, over however many clauses and bubbles they were said."""
    if any(thought.is_button or thought.intent in EMERGENCIES for thought in thoughts) or not is_sure_charge(text):
        return thoughts
    return [replace(thoughts[0], text=text, intent="payment_problem", is_unsure=False)]


def _own_order(thought: Thought, setting: Setting, *, is_weak: bool) -> str | None:
    if not setting.is_known:
        return None
    return read_own_order(
        thought.text,
        thought.intent,
        thought.confidence,
        thought.entities,
        is_weak=is_weak,
        topic=setting.topic,
        has_order=setting.has_order,
        shows_orders=setting.shows_orders,
    )


def _in_queue(text: str) -> str | None:
    if remarks.asks_place_in_queue(text):
        return "request_human"
    if remarks.leaves_queue(text):
        return "deny"
    return "urge_reply" if remarks.calls_somebody(text) else None


def _change_of_mind(thought: Thought) -> str | None:
    dropped = remarks.read_dropped(thought.text)
    if dropped is not None:
        return thought.intent if not dropped and thought.intent in _WITHDRAWING else "withdraw_request"
    if remarks.lets_go(thought.text):
        return "deny"
    return "inform" if remarks.is_not_this_order(thought.text) else None


def _goes_on(thought: Thought, setting: Setting) -> str | None:
    """Remarks that can only be about the topic, however sure the classifier is of something else."""
    text, topic = thought.text, setting.topic
    if topic == "ask_size" and any(entity["entity"] in ("height", "weight") for entity in thought.entities):
        return topic
    if topic in _PARCEL_TALK | _AWAITED and (remarks.asks_when(text) or remarks.means_other_one(text)):
        return topic
    if topic in _AWAITED and remarks.still_waits(text):
        return topic
    if thought.intent in _CARRIED and remarks.asks_return_parcel(text):
        return "query_aftersale"
    if remarks.claims_costs(text):
        return "complain"
    if setting.recent & _RETURN_TALK and remarks.asks_where_to_send(text):
        return "ask_return_shipping"
    if topic == "invoice" and remarks.is_invoice_part(text):
        return "inform"
    return remarks.read_progress(text)


def _weak_remark(text: str, setting: Setting) -> str | None:
    is_about_parcel = setting.topic in _PARCEL_TALK or setting.has_order
    if is_about_parcel and remarks.is_stuck(text):
        return "report_delivery_problem"
    if is_about_parcel and remarks.asks_courier_phone(text):
        return "query_logistics"
    if setting.shows_goods and remarks.picks_goods(text):
        return "ask_product_detail"
    if setting.has_offer and remarks.has_told_all(text):
        return "affirm"
    if setting.topic and remarks.calls_somebody(text):
        return "urge_reply"
    return "ask_clarification" if remarks.is_vague(text) else None


def _settle(thought: Thought, intent: str) -> Thought:
    return replace(thought, intent=intent, is_unsure=False)
