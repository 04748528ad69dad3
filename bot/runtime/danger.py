"""While somebody in danger waits for the specialist, what they add is about the danger, however short it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import remarks
from bot.domain.intents import INTENTS
from bot.domain.perils import is_own_life, read_perils
from bot.runtime.thoughts import SECOND_THOUGHT_CONFIDENCE, SOCIAL_INTENTS, Thought

ALARM = "safety_incident"
_OPEN = SOCIAL_INTENTS | {"inform", "review"}
_ABOUT_GOODS = frozenset({"product", "quality"})
_SURE = 0.75
_DATA = frozenset({"order_number", "phone", "tracking_number"})


def stay_with_danger(thought: Thought, alarms: Sequence[str], *, is_waiting: bool) -> Thought:
    """The thought as a part of the emergency told in ``alarms`` (the shopper's words, oldest first), if it is one.

    After words about the own life everything typed is; after another danger, what is not clearly other business. Words
    about the own life that the classifier can make nothing of are met with care instead of a question about orders.
    """
    if thought.is_button or thought.intent == ALARM:
        return thought
    if not alarms:
        is_undecided = thought.is_unsure or thought.confidence < SECOND_THOUGHT_CONFIDENCE
        return _alarm(thought) if is_undecided and is_own_life(thought.text) else thought
    if any(is_own_life(text) for text in alarms):
        return _alarm(thought)
    if not is_waiting or remarks.leaves_queue(thought.text) or thought.intent == "request_human":
        return thought
    if thought.intent == "inform" and any(entity["entity"] in _DATA for entity in thought.entities):
        return thought
    known = INTENTS.get(thought.intent)
    is_open = thought.is_unsure or thought.intent in _OPEN or thought.confidence < _SURE
    is_about_goods = known is not None and known.topic in _ABOUT_GOODS
    return _alarm(thought) if is_open or is_about_goods or read_perils(thought.text) else thought


def _alarm(thought: Thought) -> Thought:
    return replace(thought, intent=ALARM, is_unsure=False)
