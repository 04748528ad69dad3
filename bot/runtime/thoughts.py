"""What the shopper wants in one turn: one thought, or two when bubbles or clauses honestly carry two.

Shoppers split one thought over several bubbles and put two into one message; small talk beside business is dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.asides import drop_openings, read_aside
from bot.domain.service_request import SERVICES
from bot.domain.topic_words import read_topic
from bot.domain.turn import Bubble, Outcome, ParsedText
from bot.runtime.goods_names import find_bare_goods

SOCIAL_INTENTS = frozenset(
    {"greet", "thank", "goodbye", "chitchat", "urge_reply", "affirm", "deny", "ask_clarification", "out_of_scope"}
)
TOPICS = {
    "payment": {"ask_payment_method", "payment_problem", "how_to_order"},
    "price": {"ask_price_promotion", "ask_coupon", "price_protection", "membership"},
    "product": {"ask_product_detail", "ask_recommendation", "compare_products", "ask_size", "ask_stock", "ask_usage"},
    "shipping": {"ask_delivery_time", "urge_shipment", "urge_delivery"}
    | {"query_logistics", "query_order", "report_delivery_problem", "schedule_delivery"},
    "change": {"modify_address", "modify_order", "cancel_order", "withdraw_request"},
    "aftersale": {"ask_return_policy", "request_return", "request_exchange", "request_refund", "query_refund"}
    | {"query_aftersale", "ask_return_shipping", "request_repair", "ask_warranty"}
    | {"report_quality_issue", "report_damage", "report_wrong_item", "report_missing_item", "ask_usage"},
    "trust": {"ask_authenticity", "report_counterfeit"},
}
SECOND_THOUGHT_CONFIDENCE, ASKED_CLAUSE_CONFIDENCE = 0.6, 0.5
SHORT_CLAUSE_CONFIDENCE, LONG_CLAUSE = 0.85, 6
"""A fragment of a few characters (什么破质量) is a thought of its own only when there is no doubt."""
MAX_THOUGHTS = 2
EMERGENCIES = frozenset({"safety_incident", "legal_threat"})
"""Judged by the whole message: 要是冒烟了怎么办 is no emergency, though a part of it sounds like one."""
_SCRAP, _SURE_SCRAP = 4, 0.6
"""打了: so few characters raise an alarm only when they leave no doubt (漏电了); else the bot asks back."""
_CLAUSES = re.compile(
    r"[，,。；;！!？?\n]+|(?=另外|还有就是|顺便问|顺便再|对了|再问)|(?<=[\u4e00-\u9fff?？!！])\s+(?=[\u4e00-\u9fff])"
)
_ASPECT = re.compile(r"那(?:么|它|这个)?的?(?!你|我|他|人|客服|怎|为|什么|然后|现在|之后|接下来)\S{1,8}呢[？?。~]*")
"""那续航呢: a thing of the goods that were talked about."""
_ASPECT_GUESSES = frozenset({"ask_clarification", "out_of_scope", "chitchat"})
_BARE_NUMBER = re.compile(
    r"(?:(?:联系|收货|收件)?(?:电话|手机号?码?)|(?:快递|运|订)?单号?)?(?:是|为)?[:：\s]*\d[\d\s-]{0,23}(?:[件个台双盒])?"
)
_ONLY_MARKS = re.compile(r"[\s?？!！.。…~～]+")
_INVOICE_DATA = re.compile(r"(?=.*\d)[0-9A-Z]{10,20}|[\u4e00-\u9fffA-Za-z0-9()（）]{2,30}公司|[\w.+-]+@[\w-]+\.[\w.]+")
_MIN_CLAUSE, MAX_CLAUSES = 3, 5
_ELLIPSIS = re.compile(r"(?:那么?|还有)?(?:这个|那个)?.{1,8}呢[?？]*|那(?![算就行好我你不]).{1,6}[的款色码][?？]*")

Parse = Callable[[str], ParsedText]


@dataclass(frozen=True, slots=True)
class Thought:
    """Something to be answered on its own. ``is_button``: pressed, so there is nothing to doubt.

    ``goods``: what the message names, when it names goods and says no more.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    is_unsure: bool = False
    is_button: bool = False
    goods: str = ""


def read_thought(text: str, parsed: ParsedText) -> Thought:
    """A thought as the model understands it."""
    if _BARE_NUMBER.fullmatch(text) or _INVOICE_DATA.fullmatch(text.strip()):
        parsed = replace(parsed, intent="inform", confidence=max(parsed.confidence, 0.9), outcome=Outcome.ANSWER)
    elif _ONLY_MARKS.fullmatch(text):
        parsed = replace(parsed, intent="urge_reply", confidence=max(parsed.confidence, 0.9), outcome=Outcome.ANSWER)
    if parsed.intent in EMERGENCIES and len(text) <= _SCRAP and parsed.confidence < _SURE_SCRAP:
        calm = next((guess.intent for guess in parsed.ranking if guess.intent not in EMERGENCIES), "inform")
        parsed = replace(parsed, intent=calm, outcome=Outcome.CLARIFY)
    if _ASPECT.fullmatch(text) and (parsed.intent in _ASPECT_GUESSES or parsed.outcome is Outcome.CLARIFY):
        parsed = replace(parsed, intent="ask_product_detail", outcome=Outcome.ANSWER)
    entities = tuple(
        {"entity": entity.type, "value": entity.value, "start": entity.start, "end": entity.end}
        for entity in parsed.entities
    )
    bare = find_bare_goods(text, entities)
    if bare is not None and not bare.is_asked_for:
        parsed = replace(parsed, intent="inform", outcome=Outcome.ANSWER)
    return Thought(
        text=text,
        intent=parsed.intent,
        confidence=parsed.confidence,
        ranking=tuple((guess.intent, guess.confidence) for guess in parsed.ranking),
        entities=entities,
        goods=bare.name if bare is not None else "",
        is_unsure=parsed.outcome is Outcome.CLARIFY or read_topic(text) is not None,
    )


def press_button(payload: str, text: str = "") -> Thought:
    """A button's payload ``/intent{json}``: it is ours and verified, so confidence is 1."""
    name, brace, rest = payload.lstrip("/").partition("{")
    values = json.loads(brace + rest) if brace else {}
    entities = tuple(
        {"entity": key, "value": value, "start": 0, "end": 0, "extractor": "button"} for key, value in values.items()
    )
    intent = name.strip()
    return Thought(text or intent, intent, 1.0, ((intent, 1.0),), entities, is_button=True)


def resolve_ellipsis(thought: Thought, topic: str | None) -> Thought:
    """那黑色的呢: the question before (``topic``: the intent answered last), unless the words say another."""
    if not topic or thought.is_button or thought.intent in EMERGENCIES or not _ELLIPSIS.fullmatch(thought.text.strip()):
        return thought
    if thought.confidence >= SECOND_THOUGHT_CONFIDENCE and not thought.is_unsure and thought.intent != "inform":
        return thought
    return replace(thought, intent=topic, is_unsure=False)


def find_thoughts(bubbles: Sequence[Bubble], parse: Parse, *, awaits_answer: bool = False) -> list[Thought]:
    """The thoughts of a turn in the order of speaking: at least one, at most two.

    ``awaits_answer``: the bot has just asked something, so a bare yes or no is business and not small talk.
    """
    buttons = [press_button(bubble.payload, bubble.text) for bubble in bubbles if bubble.payload]
    texts = [bubble.text.strip() for bubble in bubbles if not bubble.payload and bubble.text.strip()]
    if buttons and not texts:
        return buttons[-1:]
    spoken = _read_texts(texts, parse, awaits_answer) if texts else [SILENCE]
    if buttons:
        business = [thought for thought in spoken if thought.intent not in SOCIAL_INTENTS]
        return [buttons[-1], *business][:MAX_THOUGHTS]
    return spoken


def _read_texts(texts: list[str], parse: Parse, awaits_answer: bool) -> list[Thought]:
    texts = drop_openings(texts)
    if len(texts) == 1:
        whole = read_thought(texts[0], parse(texts[0]))
        return [whole] if awaits_answer else _split_clauses(whole, parse)
    parts = [read_thought(text, parse(text)) for text in texts]
    joined = read_thought(" ".join(texts), parse(" ".join(texts)))
    if read_aside(joined.text) is not None:
        return [joined]
    alarm = next((thought for thought in (joined, *parts) if thought.intent in EMERGENCIES), None)
    if alarm is not None:
        return [replace(alarm, text=joined.text, entities=joined.entities)]
    named = _complete_goods(parts, joined)
    if named is not None:
        return [named]
    kept = {"affirm", "deny"} if awaits_answer else set()
    business = [part for part in parts if part.intent not in SOCIAL_INTENTS or part.intent in kept]
    if not business:
        return [parts[-1] if parts[-1].confidence >= joined.confidence else joined]
    if len(business) == 1:
        return business
    asked = [part for part in business if part.intent != "inform"]
    if len(asked) == 1 and not awaits_answer:
        return [replace(asked[0], text=joined.text, entities=joined.entities)]
    firm = _different([part for part in business if part.confidence >= SECOND_THOUGHT_CONFIDENCE])
    if len(firm) >= MAX_THOUGHTS:
        return _questions_first(firm[:MAX_THOUGHTS])
    best = max(business, key=lambda part: part.confidence)
    if joined.intent in SOCIAL_INTENTS or best.confidence > joined.confidence + 0.1:
        return [replace(best, text=joined.text, entities=joined.entities)]
    return [joined]


def _complete_goods(parts: list[Thought], joined: Thought) -> Thought | None:
    """炸锅 and 放不放洗碗机 in two bubbles are one question; None: no goods alone, or several questions about them."""
    others = [part for part in parts if not part.goods and not _is_only_social(part)]
    if not others or not any(part.goods for part in parts):
        return None
    firm = _different([part for part in others if part.confidence >= SECOND_THOUGHT_CONFIDENCE])
    if len(firm) >= MAX_THOUGHTS:
        return None
    return replace(firm[0], text=joined.text, entities=joined.entities) if firm else joined


def _is_only_social(part: Thought) -> bool:
    return part.intent in SOCIAL_INTENTS and part.confidence >= SECOND_THOUGHT_CONFIDENCE


def _split_clauses(whole: Thought, parse: Parse) -> list[Thought]:
    pieces = [piece.strip() for piece in _CLAUSES.split(whole.text) if piece and piece.strip()]
    clauses = [piece for piece in pieces if len(piece) >= _MIN_CLAUSE]
    if len(pieces) < 2 or not 1 <= len(clauses) <= MAX_CLAUSES or whole.intent in EMERGENCIES:
        return [whole]
    parts = [read_thought(clause, parse(clause)) for clause in clauses]
    firm = [
        part
        for part in parts
        if part.intent not in SOCIAL_INTENTS | EMERGENCIES | {"inform"}
        and part.confidence >= _least_confidence(part.text, whole.text)
    ]
    different = _different(firm)
    if different and (whole.intent in SOCIAL_INTENTS - {"out_of_scope"} or whole.is_unsure):
        return _questions_first([_with_context(part, whole) for part in different[:MAX_THOUGHTS]])
    if len(different) < MAX_THOUGHTS or whole.intent not in {part.intent for part in different}:
        return [whole]
    return _questions_first([_with_context(part, whole) for part in different[:MAX_THOUGHTS]])


def _with_context(part: Thought, whole: Thought) -> Thought:
    """The clause with what the rest of the message named; that stands nowhere in the clause itself."""
    own = {(entity["entity"], entity["value"]) for entity in part.entities}
    named = ({**entity, "start": 0, "end": 0} for entity in whole.entities)
    return replace(
        part, entities=(*part.entities, *(entity for entity in named if (entity["entity"], entity["value"]) not in own))
    )


def _least_confidence(clause: str, text: str) -> float:
    """A clause with a question mark of its own is honestly a question."""
    if text.partition(clause)[2].startswith(("？", "?")):
        return ASKED_CLAUSE_CONFIDENCE
    return SECOND_THOUGHT_CONFIDENCE if len(clause) >= LONG_CLAUSE else SHORT_CLAUSE_CONFIDENCE


def _questions_first(thoughts: list[Thought]) -> list[Thought]:
    """A request goes on with questions of its own: what is answered at once comes before it."""
    return sorted(thoughts, key=lambda thought: thought.intent in SERVICES)


def _different(thoughts: list[Thought]) -> list[Thought]:
    """Thoughts of unrelated topics: the first of each."""
    chosen: list[Thought] = []
    for thought in thoughts:
        if all(not _is_related(thought.intent, other.intent) for other in chosen):
            chosen.append(thought)
    return chosen


def _is_related(first: str, second: str) -> bool:
    return first == second or any(first in topic and second in topic for topic in TOPICS.values())


SILENCE = Thought("", "inform", 1.0)
"""A turn without words: an image, or blanks."""
