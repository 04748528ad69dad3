"""A name of goods alone: the question that is open is asked about them; else the actions find out what is wanted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.bare_goods import BareGoods, is_only
from bot.domain.remarks import tells_defect
from bot.domain.service_request import SERVICES
from bot.runtime.goods_names import find_bare_goods
from bot.runtime.remarks import REPORTS, SURE_REPORT
from bot.runtime.thoughts import Thought

ORDER_TALK = frozenset(
    {"query_order", "query_logistics", "urge_shipment", "urge_delivery", "report_delivery_problem", "query_refund"}
    | {"query_aftersale", "price_protection"}
    | set(SERVICES)
)
PRESALE_TALK = frozenset(
    {"ask_product_detail", "ask_price_promotion", "ask_stock", "ask_size", "ask_usage", "ask_warranty"}
    | {"ask_installation", "ask_delivery_time", "ask_carrier", "ask_return_policy", "ask_recommendation"}
)
_VARIANTS = frozenset({"colour", "size"})
_BY_VARIANT = frozenset({"ask_price_promotion", "ask_stock"})
_SCRAP = 6
_WITHOUT_REPORT = {"report_delivery_problem": "query_logistics"}
"""What is asked about other goods when it is not said that something is wrong with them, too."""
_PARTICULAR = frozenset({"ask_product_detail", "ask_usage", "ask_installation"})
"""Questions about one thing of one kind of goods: 电饭煲 after 耳机有降噪吗 asks something new, 电饭煲呢 the same."""


def resolve_goods(thought: Thought, *, topic: str, awaiting: str, in_form: bool, question: str) -> Thought:
    """``topic``: the intent answered last; ``awaiting``: what the bot asked for; ``question``: the words of the topic.

    袜子呢 is never a complaint by itself: that needs a word for what is wrong. A word for no product of ours may be a
    part of the one talked about (那内存呢), so it stays what it was in the middle of such talk.
    """
    if in_form or thought.is_button:
        return thought
    bare = find_bare_goods(thought.text, thought.entities)
    if bare is None and _is_no_complaint(thought):
        named = _surfaces(thought, frozenset({"product"}))
        bare = BareGoods(named[0]) if named else None
        thought = thought if named else replace(thought, is_unsure=True)
    if bare is None:
        return thought
    if bare.is_asked_for:
        is_open = thought.intent not in ("ask_recommendation", "ask_stock") or thought.is_unsure
        return replace(thought, intent="ask_stock", is_unsure=False, goods=bare.name) if is_open else thought
    is_sold = any(entity["entity"] == "product" for entity in thought.entities)
    if not is_sold and topic in PRESALE_TALK:
        return thought
    goes_on = bare.goes_on or topic not in _PARTICULAR
    for open_topic in (awaiting, topic if goes_on else ""):
        if open_topic in ORDER_TALK | PRESALE_TALK:
            open_topic = _WITHOUT_REPORT.get(open_topic, open_topic)
            thought = replace(thought, intent=open_topic, is_unsure=False, goods=bare.name)
            return _ask_again(thought, bare.name, question) if open_topic in PRESALE_TALK else thought
    return replace(thought, intent="inform", is_unsure=False, goods=bare.name)


def _ask_again(thought: Thought, goods: str, question: str) -> Thought:
    """The question before with the other goods in it."""
    if not question:
        return thought
    said = {"entity": "said", "value": f"{goods}{question}", "start": 0, "end": len(thought.text)}
    said["question"] = question
    return replace(thought, entities=(*thought.entities, said))


def resolve_variant(thought: Thought, *, topic: str, has_product: bool, question: str = "") -> Thought:
    """黑色, XL的呢, after goods were talked about: the question before for that variant, else for its stock."""
    named = (entity for entity in thought.entities if entity["entity"] in _VARIANTS)
    spans = [(int(entity["start"]), int(entity["end"])) for entity in named if entity["end"] > entity["start"]]
    if not has_product or thought.is_button or topic in ORDER_TALK or not is_only(thought.text, spans):
        return thought
    if topic in _BY_VARIANT:
        return _ask_again(replace(thought, intent=topic, is_unsure=False), thought.text, question)
    return replace(thought, intent="ask_stock", is_unsure=False)


def _is_no_complaint(thought: Thought) -> bool:
    """A few characters without a word for what is wrong (开水壶) complain of nothing."""
    is_report = thought.intent in REPORTS and thought.confidence < SURE_REPORT
    return is_report and len(thought.text) <= _SCRAP and not tells_defect(thought.text)


def _surfaces(thought: Thought, kinds: frozenset[str]) -> list[str]:
    return [
        thought.text[int(entity["start"]) : int(entity["end"])]
        for entity in thought.entities
        if entity["entity"] in kinds and entity["end"] > entity["start"]
    ]
