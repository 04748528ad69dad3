"""An emergency in the conversation: what belongs to it, what only sounds like it, and what is business again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain import remarks
from bot.domain.alarms import calm_rest, settles
from bot.domain.conversation import MessageBody
from bot.domain.intents import INTENTS
from bot.domain.perils import asks_about_safety, is_life_idiom, is_own_life, read_perils, threatens_own_life
from bot.domain.threats import threatens
from bot.domain.turn import Outcome, ParsedText
from bot.runtime.thoughts import EMERGENCIES, SECOND_THOUGHT_CONFIDENCE, SOCIAL_INTENTS, Thought

ALARM = "safety_incident"
_OPEN = SOCIAL_INTENTS | {"inform", "review"}
_BUSINESS = frozenset({"order", "logistics", "aftersale", "delivery", "payment", "invoice", "product", "promotion"})
_GOODS_BACK = frozenset({"aftersale"})
_SURE, _LIKELY = 0.75, 0.4
_DATA = frozenset({"order_number", "phone", "tracking_number"})
CARE = (
    "听到您这么说，我很担心您，也非常抱歉让您这么难受。如果心里实在撑不住，请随时拨打心理援助热线 12356，"
    "您的安全最重要。您说的这件事，我马上为您看："
)
RELIEVED = "您和家人平安就好。"
REMINDER = "在专员联系您之前，请先不要再使用这件商品。"


def parse_calmly(parse: Callable[[str], ParsedText]) -> Callable[[str], ParsedText]:
    """The parser for words that may only sound of danger: 水壶不是炸了 is read without what it denies."""

    def read(text: str) -> ParsedText:
        parsed = parse(text)
        rest = calm_rest(text) if parsed.intent in {ALARM, *_OPEN} else None
        if rest is None or not rest.strip():
            return parsed
        again = parse(rest.strip())
        calm = next((guess for guess in again.ranking if guess.intent not in EMERGENCIES), None)
        if calm is None or (parsed.intent != ALARM and calm.confidence < _LIKELY):
            return parsed
        outcome = Outcome.ANSWER if calm.confidence >= _LIKELY else Outcome.CLARIFY
        return replace(parsed, intent=calm.intent, confidence=calm.confidence, ranking=again.ranking, outcome=outcome)

    return read


def stay_with_danger(thought: Thought, alarms: Sequence[str], *, is_waiting: bool) -> Thought:
    """The thought as a part of the emergency told in ``alarms`` (the shopper's words, oldest first), if it is one.

    After words about the own life everything typed is; after another danger, what is not clearly other business. Words
    about the own life that the classifier can make nothing of are met with care instead of a question about orders.
    """
    if thought.is_button or thought.intent == ALARM:
        return thought
    if threatens(thought.text) and not any(is_own_life(text) for text in alarms):
        return replace(thought, intent="complain", is_unsure=False)
    if not alarms:
        is_undecided = thought.is_unsure or thought.confidence < SECOND_THOUGHT_CONFIDENCE
        is_meant = threatens_own_life(thought.text) or (is_undecided and is_own_life(thought.text))
        return _alarm(thought) if is_meant else thought
    if any(is_own_life(text) for text in alarms):
        return _alarm(thought)
    if settles(thought.text, alarms):
        return thought if _topic(thought) in _BUSINESS | {"quality"} else _alarm(thought)
    if not is_waiting or remarks.leaves_queue(thought.text) or thought.intent == "request_human":
        return thought
    if thought.intent == "inform" and any(entity["entity"] in _DATA for entity in thought.entities):
        return thought
    if read_perils(thought.text) or asks_about_safety(thought.text):
        return _alarm(thought)
    if _topic(thought) in _BUSINESS and thought.confidence >= _LIKELY:
        return replace(thought, is_unsure=False) if _topic(thought) in _GOODS_BACK else thought
    is_open = thought.is_unsure or thought.intent in _OPEN or thought.confidence < _SURE
    return _alarm(thought) if is_open or _topic(thought) == "quality" else thought


def with_care(
    replies: tuple[MessageBody, ...], thoughts: Sequence[Thought], alarms: Sequence[str], earlier: Sequence[str]
) -> tuple[MessageBody, ...]:
    """Business answers with the one line about the danger that belongs before them; ``earlier``: intents."""
    if any(thought.intent == ALARM for thought in thoughts):
        return replies
    line = ""
    if any(is_life_idiom(thought.text) for thought in thoughts):
        line = CARE
    elif alarms and any(settles(thought.text, alarms) for thought in thoughts):
        line = RELIEVED
    elif alarms and any(_topic(thought) in _GOODS_BACK for thought in thoughts):
        since = earlier[::-1][: earlier[::-1].index(ALARM)] if ALARM in earlier else ()
        line = "" if any(name in INTENTS and INTENTS[name].topic in _GOODS_BACK for name in since) else REMINDER
    return (replace(replies[0], text=line + (replies[0].text or "")), *replies[1:]) if line else replies


def _topic(thought: Thought) -> str:
    known = INTENTS.get(thought.intent)
    return known.topic if known is not None else ""


def _alarm(thought: Thought) -> Thought:
    return replace(thought, intent=ALARM, is_unsure=False)
