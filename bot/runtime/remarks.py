"""Short remarks are read in the light of what was talked about; the classifier sees only their few characters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain import remarks
from bot.domain.asides import Aside, read_aside
from bot.domain.emotion import Emotion, is_friendly, is_presence
from bot.domain.outside import Outside, read_outside
from bot.domain.turn import Bubble
from bot.runtime.before_buying import is_before_buying, read_sale
from bot.runtime.goods_names import name_goods
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
_AFTER_CHOICE = frozenset({"ask_delivery_time", "ask_carrier"})
_AWAITED = frozenset({"query_refund", "query_aftersale"})
_CARRIED = _PARCEL_TALK | _AWAITED | {"ask_carrier", "ask_return_shipping"}
_FACES = frozenset({Aside.UPSET_FACE, Aside.SICK_FACE})
_CERTAIN = frozenset({*_FACES, Aside.MARK, Aside.OPENING, Aside.ABILITIES, Aside.OTHERS_ORDERS, Aside.PINYIN})
_ALWAYS = frozenset({Aside.ABILITIES, Aside.OTHERS_ORDERS})
"""Answered while a human is awaited, too."""
_GUESSED_OF_SCRAPS = frozenset({"ask_size", "report_quality_issue", "report_wrong_item", "complain", "review"})
_GUESSED_OF_FAULTS = frozenset({"ask_recommendation", "ask_stock", "query_order", "inform", "out_of_scope", "chitchat"})
_FACTS = frozenset({"money", "date", "time", "quantity", "colour", "size", "height", "weight", "phone"})
_CHATTING = frozenset({"chitchat", "thank", "goodbye"})
_OFF_TOPIC = frozenset({"out_of_scope", "chitchat"})
REPORTS = frozenset({"report_quality_issue", "report_damage", "report_wrong_item", "report_missing_item"})
SURE_REPORT = 0.75
_CHEERFUL = _CHATTING | {"greet", "affirm", "out_of_scope"}
_CLOSING = _CHATTING | {"affirm", "deny"}
_LIKELY = 0.1
SURE_CHAT, SURE_CHAT_IN_BUSINESS = 0.7, 0.85
_ACCOUNT = "account_problem"
_WITHDRAWING = frozenset({"deny", "withdraw_request"})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the conversation stands.

    ``topic``: the intent answered last, ``question``: the words that asked for it. ``recent``: the intents of the last
    messages. ``has_order``, ``has_product``: one is looked at or was talked about. ``has_offer``: a bare yes would mean
    something. ``shows_goods``: the bot's last words came with a list of goods (``shows_orders``: of orders).
    ``is_known``: a verified customer. ``awaiting``: the intent that an answer belongs to. ``greeted``: the message
    before was no more than 在吗. A request in progress (``in_form``) reads its answers itself.
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
    awaiting: str = ""
    question: str = ""
    greeted: bool = False
    has_product: bool = False


def resolve_remark(thought: Thought, setting: Setting) -> Thought:
    """The thought with the intent that its words have here."""
    if thought.is_button:
        return thought
    aside = read_aside(thought.text)
    if aside in _FACES and not setting.in_form:
        return _settle(thought, "inform")
    if thought.intent in EMERGENCIES and thought.confidence >= SURE_ALARM:
        return thought
    is_open = thought.is_unsure or thought.intent in SOCIAL_INTENTS | {"inform"}
    outside = read_outside(thought.text)
    if outside is Outside.COURIER or (is_open and outside is not None):
        return _settle(thought, "out_of_scope")
    if aside in _ALWAYS and not setting.in_form:
        return _settle(thought, "inform")
    if aside is not None and not setting.in_form and not setting.is_waiting:
        is_certain = aside in _CERTAIN or is_open or thought.intent in _GUESSED_OF_SCRAPS
        if is_certain and not (aside is Aside.MISFIT and setting.topic == "ask_size"):
            return _settle(thought, "urge_reply" if aside is Aside.MARK else "inform")
    if setting.greeted and thought.intent == "greet" and is_presence(thought.text):
        return _settle(thought, "urge_reply")
    if not setting.in_form and not setting.is_waiting and _misreads_goods(thought):
        return _settle(thought, "report_quality_issue") if remarks.tells_malfunction(thought.text) else _repack(thought)
    intent = _in_queue(thought.text) if setting.is_waiting else None
    if remarks.refuses_human(thought.text) == "":
        intent = "deny"
    if intent is None and not setting.in_form:
        is_weak = is_open or thought.confidence < SECOND_THOUGHT_CONFIDENCE
        intent = _before_buying(thought, setting, is_weak=is_weak)
        intent = (
            intent
            or _own_order(thought, setting, is_weak=is_weak)
            or _change_of_mind(thought)
            or _goes_on(thought, setting)
        )
        intent = intent or (_weak_remark(thought.text, setting) if is_weak else None)
        intent = intent or ("inform" if _is_fact(thought, setting) else None)
    return _settle(thought, intent) if intent else thought


def _misreads_goods(thought: Thought) -> bool:
    is_own = remarks.tells_malfunction(thought.text) and (
        thought.is_unsure or thought.intent in _GUESSED_OF_FAULTS or thought.confidence < SECOND_THOUGHT_CONFIDENCE
    )
    is_own = is_own and thought.intent not in EMERGENCIES and bool(name_goods(thought.text, thought.entities))
    return is_own or (thought.intent == "ask_installation" and remarks.packs(thought.text))


def _repack(thought: Thought) -> Thought:
    """两支装多少钱 asks for a price, 有没有两支装 for the variant: nothing is to be installed."""
    return _settle(thought, "ask_price_promotion" if remarks.asks_price(thought.text) else "ask_stock")


def drop_refusal(bubble: Bubble) -> Bubble:
    """不要转人工，你直接说…: only what comes after it is to be answered."""
    return replace(bubble, text=remarks.refuses_human(bubble.text) or bubble.text)


def _before_buying(thought: Thought, setting: Setting, *, is_weak: bool) -> str | None:
    return read_sale(
        thought.text,
        thought.intent,
        thought.entities,
        topic=setting.topic,
        is_weak=is_weak,
        shows_goods=setting.shows_goods,
        has_product=setting.has_product,
        has_order=setting.has_order,
    )


def read_guest(thoughts: list[Thought], setting: Setting) -> list[Thought]:
    """我没登录 asks for help without logging in, and not for the forgotten password."""
    if setting.is_known:
        return thoughts
    guest = [thought for thought in thoughts if thought.intent == _ACCOUNT and remarks.stays_guest(thought.text)]
    errands = [thought for thought in thoughts if thought not in guest]
    if not guest:
        return thoughts
    is_aside = any(read_aside(thought.text) is Aside.GUEST for thought in guest)
    return errands or [_settle(guest[0], "inform" if is_aside else "query_order")]


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
        before_buying=is_before_buying(
            thought.text,
            topic=setting.topic,
            shows_goods=setting.shows_goods,
            has_product=setting.has_product,
            has_order=setting.has_order,
        ),
    )


def doubt_small_talk(thought: Thought, setting: Setting, emotion: Emotion) -> Thought:
    """A sentence taken for small talk that is not friendly may well be a complaint: ask, and do not be cheerful.

    Somebody who scolds is not thanked for the chat either.
    """
    if thought.is_button or setting.in_form or setting.is_waiting:
        return thought
    if setting.has_product and remarks.asks_whether(thought.text) and _is_misread_question(thought):
        return _settle(thought, "ask_product_detail")
    named = name_goods(thought.text, thought.entities)
    if thought.is_unsure and thought.intent == "ask_price_promotion" and named and remarks.asks_price(thought.text):
        return _settle(thought, thought.intent)
    if thought.is_unsure:
        return thought
    if thought.intent in _CLOSING and named and remarks.asks(thought.text) and not is_friendly(thought.text):
        return _ask_business(thought)
    is_upset = emotion in (Emotion.ANGRY, Emotion.DESPERATE)
    if thought.intent in _CHEERFUL and is_upset:
        return replace(thought, is_unsure=True)
    if thought.intent not in _CHATTING or is_friendly(thought.text):
        return thought
    is_weak = thought.confidence < (SURE_CHAT_IN_BUSINESS if setting.topic else SURE_CHAT)
    return replace(thought, is_unsure=True) if is_weak else thought


def _ask_business(thought: Thought) -> Thought:
    """A question with goods in it is no farewell: the likeliest business, else the bot asks back."""
    guess = next((name for name, value in thought.ranking if name.startswith("ask_") and value >= _LIKELY), None)
    if guess is None or guess == "ask_clarification":
        return replace(thought, is_unsure=True)
    return _settle(thought, guess)


def _is_misread_question(thought: Thought) -> bool:
    """里面套毛衣紧不紧 is neither small talk nor a complaint: that takes a word for what is wrong."""
    if thought.intent == "ask_product_detail":
        return thought.is_unsure
    if thought.intent in _OFF_TOPIC or (
        thought.intent == "ask_clarification" and not remarks.asks_meaning(thought.text)
    ):
        return thought.confidence < SECOND_THOUGHT_CONFIDENCE
    is_report = thought.intent in REPORTS and thought.confidence < SURE_REPORT
    return is_report and not remarks.tells_defect(thought.text)


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
    if topic == "report_delivery_problem" and thought.intent in _AFTER_CHOICE and setting.is_known:
        return "query_logistics"
    if topic in _AWAITED and remarks.still_waits(text):
        return topic
    if thought.intent in _CARRIED and remarks.asks_return_parcel(text):
        return "query_aftersale"
    if remarks.asks_why_refused(text):
        return "query_aftersale"
    if remarks.forgot_choice(text):
        return "query_order"
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


def _is_fact(thought: Thought, setting: Setting) -> bool:
    """支付宝扣了169, in the middle of something: it belongs there."""
    is_doubtful = thought.intent == "inform" and thought.is_unsure
    return bool(setting.topic) and is_doubtful and any(entity["entity"] in _FACTS for entity in thought.entities)


def _settle(thought: Thought, intent: str) -> Thought:
    return replace(thought, intent=intent, is_unsure=False)
