"""What a live case tells about where the conversation stands."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.alarms import open_alarms
from bot.domain.emotion import Emotion
from bot.domain.turn import TurnRequest
from bot.runtime.danger import ALARM
from bot.runtime.live_trackers import LiveCase
from bot.runtime.remarks import Setting
from bot.runtime.thoughts import Thought, press_button

QUIET_TURNS_AFTER_HANDOFF = 4
LONGEST_YES = 12
"""Characters: a longer sentence that sounds like a yes tells something of its own."""
ENDING, RECENT, RECENT_ALARM = 40, 3, 12
QUESTIONS = ("ask_", "query_", "compare_", "membership", "invoice")
_TAKES_UP = re.compile(r"转|需要|^要|麻烦|请帮|帮我")


def read_setting(case: LiveCase, request: TurnRequest) -> Setting:
    """Where the conversation stands when the turn begins."""
    tracker = case.tracker
    return Setting(
        topic=str(tracker.get_slot("last_intent") or ""),
        recent=frozenset(str(event.intent.get("name")) for event in user_events(case)[-RECENT:]),
        has_order=bool(request.context.page.order_number or tracker.get_slot("order_number")),
        in_form=tracker.active_loop_name is not None,
        is_waiting=request.context.is_waiting,
        has_offer=bool(tracker.get_slot("offer")),
        shows_goods=last_card(case) == "product_list",
        shows_orders=last_card(case) == "order_list",
        is_known=request.context.customer_id is not None,
        has_product=bool(request.context.page.product_id or tracker.get_slot("product_id")),
        awaiting=str(tracker.get_slot("awaiting") or ""),
        question=question_before(case),
        greeted=bool(user_events(case)) and user_events(case)[-1].intent.get("name") in ("greet", "urge_reply"),
    )


def question_before(case: LiveCase) -> str:
    """The words that asked for the topic, without the goods that they named."""
    topic = str(case.tracker.get_slot("last_intent") or "")
    for event in reversed(user_events(case)):
        if event.intent.get("name") == topic and event.text:
            said = next((entity for entity in event.entities if entity.get("entity") == "said"), None)
            if said is not None:
                return str(said.get("question") or "")
            spans = [entity for entity in event.entities if entity.get("entity") == "product"]
            words = str(event.text)
            for entity in sorted(spans, key=lambda entity: -int(entity["start"])):
                words = words[: int(entity["start"])] + words[int(entity["end"]) :]
            return words.strip()
    return ""


def last_card(case: LiveCase) -> str:
    """The kind of card that came with the bot's last words."""
    for event in reversed(case.tracker.events):
        if event.type_name == "bot" and event.text:
            return str((((event.data or {}).get("custom") or {}).get("card") or {}).get("type") or "")
    return ""


def has_asked(case: LiveCase) -> bool:
    """Whether the bot is waiting for something that a shopper would answer with bare information."""
    return awaits_answer(case) or bool(case.tracker.get_slot("awaiting")) or asked_something(case)


def awaits_answer(case: LiveCase) -> bool:
    """Whether a request is being filled in, or a bare yes would mean something."""
    return case.tracker.active_loop_name is not None or bool(case.tracker.get_slot("offer"))


def open_topic(case: LiveCase) -> str | None:
    """The question answered last, if a short follow-up can be about it; in the middle of a request none can."""
    topic = str(case.tracker.get_slot("last_intent") or "")
    is_question = topic.startswith(QUESTIONS) and topic != "ask_clarification"
    return topic if is_question and case.tracker.active_loop_name is None else None


def asked_something(case: LiveCase) -> bool:
    """Whether the bot's last words were a question."""
    for event in reversed(case.tracker.events):
        if event.type_name == "bot" and event.text:
            return "？" in event.text[-ENDING:]
    return False


def is_handed_over(case: LiveCase) -> bool:
    """Whether a human was asked for within the last turns: asking again would only repeat the queue's text."""
    turns: set[str] = set()
    for event in reversed(case.tracker.events):
        if event.type_name == "user":
            turns.add(str(event.metadata.get("turn_id")))
        if len(turns) > QUIET_TURNS_AFTER_HANDOFF:
            return False
        if event.type_name == "bot" and "handoff" in ((event.data or {}).get("custom") or {}):
            return True
    return False


def earlier_texts(case: LiveCase) -> tuple[str, ...]:
    """The shopper's last messages, oldest first."""
    return tuple(event.metadata.get("shopper_text", "") for event in user_events(case))[-5:]


def alarms(case: LiveCase) -> list[str]:
    """Where the shopper told of a danger lately that is not over, oldest first."""
    recent = user_events(case)[-RECENT_ALARM:]
    return open_alarms([(str(event.text or ""), event.intent.get("name") == ALARM) for event in recent])


def earlier_intents(case: LiveCase) -> tuple[str, ...]:
    """What the shopper's messages meant, oldest first."""
    return tuple(str(event.intent.get("name")) for event in user_events(case))


def emotions(case: LiveCase) -> list[Emotion]:
    """The emotions of the turns since the last handoff, this one included, oldest first; one per turn."""
    by_turn: dict[str, Emotion] = {}
    for event in user_events(case):
        by_turn[str(event.metadata.get("turn_id"))] = Emotion(event.metadata.get("emotion", Emotion.CALM))
    return list(by_turn.values())


def user_events(case: LiveCase) -> list[Any]:
    """The shopper's messages."""
    return [event for event in case.tracker.events if event.type_name == "user"]


def accept_offer(thought: Thought, case: LiveCase) -> Thought:
    """A yes to what the bot asked is the button that it meant.

    Where the bot only mentioned it (“也可以转人工客服”), 好的 is no more than 知道了: only plain words take it up.
    """
    offer = case.tracker.get_slot("offer")
    if not offer or thought.is_button or thought.is_unsure or thought.intent != "affirm":
        return thought
    if case.tracker.active_loop_name is not None or len(thought.text) > LONGEST_YES:
        return thought
    if asked_something(case) or _TAKES_UP.search(thought.text):
        return press_button(str(offer), thought.text)
    return thought
