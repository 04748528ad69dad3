"""One turn: what the shopper said → what the bot answers. A pure function of the request, with a cache of cases."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from rasa.shared.core.events import BotUttered

from bot.domain.conversation import MessageBody
from bot.domain.emotion import Emotion, needs_calming, read_emotion
from bot.domain.errors import BadRequest, Unavailable
from bot.domain.policy import Policy
from bot.domain.turn import (
    FoundEntity,
    HandoffRequest,
    Outcome,
    ParsedText,
    Priority,
    RankedIntent,
    TurnRequest,
    TurnResult,
    Understanding,
)
from bot.nlu.decision import build_outcome_rule
from bot.runtime.agent_host import AgentHost
from bot.runtime.danger import ALARM, stay_with_danger
from bot.runtime.in_process_actions import ActionFailed
from bot.runtime.live_trackers import LiveCase
from bot.runtime.remarks import Setting, drop_refusal, join_charge, resolve_remark
from bot.runtime.replies import is_question_back, leaves_queue, read_handoff, read_replies, withdraw_offers
from bot.runtime.thoughts import Thought, find_thoughts, press_button, resolve_ellipsis
from bot.runtime.unasked import set_aside_information
from bot.services.ports import HistoryNeeded

FALLBACK_INTENT = "nlu_fallback"
KEPT_RANKING = 5
SERVICE_FORM = "service_form"
EMPATHY = "非常理解您的心情，给您带来不好的体验，真的很抱歉。"
PATIENCE = "让您着急了，实在抱歉。"
CALMING = "您的感受我们非常重视，我马上请人工客服来为您处理。"
QUIET_TURNS_AFTER_HANDOFF = 4
LONGEST_YES = 12
"""Characters: a longer sentence that sounds like a yes tells something of its own."""
ENDING, RECENT, RECENT_ALARM = 40, 3, 12
QUESTIONS = ("ask_", "query_", "compare_", "membership", "invoice")
_TAKES_UP = re.compile(r"转|需要|^要|麻烦|请帮|帮我")
APOLOGIES = ("抱歉", "对不起", "理解您的心情", "歉意")


class TurnRunner:
    """Runs turns on one agent. Not safe for two turns of the same case at once: the server keeps them apart."""

    def __init__(self, host: AgentHost, policy: Policy) -> None:
        self._host = host
        self._rule = build_outcome_rule(policy)

    async def run(self, request: TurnRequest) -> TurnResult:
        """Answer the turn.

        Raises:
            HistoryNeeded: the case is not cached at this version and no history came along.
            Unavailable: an action failed or nothing was said; the cached case is dropped.
        """
        case = self._find_case(request)
        try:
            result = await self._answer(request, case)
        except Exception:
            self._host.trackers.drop(request.case_id)
            raise
        case.version = request.case_version + 1
        return result

    def _find_case(self, request: TurnRequest) -> LiveCase:
        case = self._host.trackers.find_case(request.case_id, request.case_version)
        if case is not None:
            return case
        if request.history is None and request.case_version > 0:
            raise HistoryNeeded(request.case_id)
        return self._host.trackers.restore(request.case_id, request.case_version, request.history or ())

    async def _answer(self, request: TurnRequest, case: LiveCase) -> TurnResult:
        before = len(case.tracker.events)
        text = " ".join(bubble.text for bubble in request.bubbles if bubble.text).strip()
        parse = self._host.parse_text if _has_asked(case) else self._parse_unasked
        bubbles = [drop_refusal(bubble) for bubble in request.bubbles]
        spoken = find_thoughts(bubbles, parse, awaits_answer=_awaits_answer(case))
        spoken = join_charge(spoken, text) if case.tracker.active_loop_name is None else spoken
        spoken = [_read_in_context(thought, case, request) for thought in spoken]
        thoughts = [_accept_offer(thought, case) for thought in spoken]
        emotion = read_emotion(text, earlier=_earlier_texts(case))
        self._host.endpoint.reset()
        for ordinal, thought in enumerate(thoughts):
            metadata = self._metadata(request, thought, emotion, ordinal)
            await self._host.handle(request.case_id, thought.text, self._decide(thought), metadata)
            if self._host.endpoint.failure is not None:
                raise ActionFailed(str(self._host.endpoint.failure)) from self._host.endpoint.failure
        events = list(itertools.islice(case.tracker.events, before, None))
        replies = read_replies(events)
        if not replies:
            raise Unavailable("the dialogue produced no reply")
        handoff = read_handoff(events)
        is_leaving = handoff is None and leaves_queue(events)
        if request.context.is_waiting and handoff is None and not is_leaving:
            replies = withdraw_offers(replies)
        if handoff is None and not _is_handed_over(case) and needs_calming(emotion, _emotions(case)):
            handoff = HandoffRequest("emotion", Priority.P1, note="顾客情绪激动，请优先安抚")
            comfort = _utter_handoff(handoff)
            case.tracker.update(comfort)
            events.append(comfort)
            replies = (*replies, MessageBody(text=CALMING))
        if not any(thought.intent == ALARM for thought in thoughts):
            replies = _with_empathy(replies, emotion, _emotions(case)[:-1])
        outcome = Outcome.ANSWER
        if handoff is not None:
            outcome = Outcome.HANDOFF
        elif is_question_back(events):
            outcome = Outcome.CLARIFY
        return TurnResult(
            replies=replies,
            understanding=_understanding(text, spoken[0], emotion),
            outcome=outcome,
            events=tuple(event.as_dict() for event in events),
            handoff=handoff,
            leaves_queue=is_leaving,
        )

    def _parse_unasked(self, text: str) -> ParsedText:
        return set_aside_information(self._host.parse_text(text), self._rule)

    def _decide(self, thought: Thought) -> dict[str, Any]:
        """The parse data for Rasa: where the bot should ask back, the guess becomes the fallback intent."""
        intent, confidence = thought.intent, thought.confidence
        if thought.is_button and intent not in self._host.processor.domain.intents:
            raise BadRequest(f"unknown button payload {intent!r}")
        if thought.is_unsure:
            intent, confidence = FALLBACK_INTENT, 1.0 - confidence
        ranking = [{"name": name, "confidence": value} for name, value in thought.ranking[:KEPT_RANKING]]
        return {
            "text": thought.text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [dict(entity) for entity in thought.entities],
            "intent_ranking": ranking,
        }

    def _metadata(self, request: TurnRequest, thought: Thought, emotion: Emotion, ordinal: int) -> dict[str, Any]:
        context = request.context
        return {
            "conversation_id": context.conversation_id,
            "turn_id": context.turn_id,
            "channel": context.channel,
            "customer_id": context.customer_id,
            "page_product_id": context.page.product_id,
            "page_order_number": context.page.order_number,
            "locale": context.locale,
            "emotion": emotion.value,
            "is_waiting": context.is_waiting,
            "has_image": any(bubble.has_image for bubble in request.bubbles),
            "thought": ordinal,
            "guess": thought.intent,
            "shopper_text": " ".join(bubble.text for bubble in request.bubbles if bubble.text)[:500],
        }


def _read_in_context(thought: Thought, case: LiveCase, request: TurnRequest) -> Thought:
    """What the words mean here."""
    tracker = case.tracker
    setting = Setting(
        topic=str(tracker.get_slot("last_intent") or ""),
        recent=frozenset(str(event.intent.get("name")) for event in _user_events(case)[-RECENT:]),
        has_order=bool(request.context.page.order_number or tracker.get_slot("order_number")),
        in_form=tracker.active_loop_name is not None,
        is_waiting=request.context.is_waiting,
        has_offer=bool(tracker.get_slot("offer")),
        shows_goods=_last_card(case) == "product_list",
        shows_orders=_last_card(case) == "order_list",
        is_known=request.context.customer_id is not None,
    )
    read = resolve_remark(resolve_ellipsis(thought, _open_topic(case)), setting)
    return stay_with_danger(read, _alarms(case), is_waiting=request.context.is_waiting)


def _alarms(case: LiveCase) -> list[str]:
    """Where the shopper told of a danger lately."""
    recent = _user_events(case)[-RECENT_ALARM:]
    return [str(event.text or "") for event in recent if event.intent.get("name") == ALARM]


def _last_card(case: LiveCase) -> str:
    for event in reversed(case.tracker.events):
        if event.type_name == "bot" and event.text:
            return str((((event.data or {}).get("custom") or {}).get("card") or {}).get("type") or "")
    return ""


def _has_asked(case: LiveCase) -> bool:
    """Whether the bot is waiting for something that a shopper would answer with bare information."""
    return _awaits_answer(case) or bool(case.tracker.get_slot("awaiting")) or _asked_something(case)


def _awaits_answer(case: LiveCase) -> bool:
    return case.tracker.active_loop_name is not None or bool(case.tracker.get_slot("offer"))


def _open_topic(case: LiveCase) -> str | None:
    """The question answered last, if a short follow-up can be about it; in the middle of a request none can."""
    topic = str(case.tracker.get_slot("last_intent") or "")
    is_question = topic.startswith(QUESTIONS) and topic != "ask_clarification"
    return topic if is_question and case.tracker.active_loop_name is None else None


def _accept_offer(thought: Thought, case: LiveCase) -> Thought:
    """A yes to what the bot asked is the button that it meant.

    Where the bot only mentioned it (“也可以转人工客服”), 好的 is no more than 知道了: only plain words take it up.
    """
    offer = case.tracker.get_slot("offer")
    if not offer or thought.is_button or thought.is_unsure or thought.intent != "affirm":
        return thought
    if case.tracker.active_loop_name is not None or len(thought.text) > LONGEST_YES:
        return thought
    if _asked_something(case) or _TAKES_UP.search(thought.text):
        return press_button(str(offer), thought.text)
    return thought


def _asked_something(case: LiveCase) -> bool:
    """Whether the bot's last words were a question."""
    for event in reversed(case.tracker.events):
        if event.type_name == "bot" and event.text:
            return "？" in event.text[-ENDING:]
    return False


def _is_handed_over(case: LiveCase) -> bool:
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


def _utter_handoff(handoff: HandoffRequest) -> BotUttered:
    """The handoff as part of the case's history."""
    request = {"reason": handoff.reason, "priority": handoff.priority.value, "note": handoff.note}
    return BotUttered(CALMING, data={"custom": {"handoff": request}})


def _earlier_texts(case: LiveCase) -> tuple[str, ...]:
    return tuple(event.metadata.get("shopper_text", "") for event in _user_events(case))[-5:]


def _emotions(case: LiveCase) -> list[Emotion]:
    """The emotions of the turns since the last handoff, this one included, oldest first; one per turn."""
    by_turn: dict[str, Emotion] = {}
    for event in _user_events(case):
        by_turn[str(event.metadata.get("turn_id"))] = Emotion(event.metadata.get("emotion", Emotion.CALM))
    return list(by_turn.values())


def _user_events(case: LiveCase) -> list[Any]:
    return [event for event in case.tracker.events if event.type_name == "user"]


def _with_empathy(
    replies: tuple[MessageBody, ...], emotion: Emotion, earlier: Sequence[Emotion]
) -> tuple[MessageBody, ...]:
    """First feeling, then facts (S1); not before a reply that apologises already.

    Impatience is met with a word once, when it begins (``earlier``: the turns before); anger every time.
    """
    is_new_impatience = emotion is Emotion.ANNOYED and (not earlier or earlier[-1] is Emotion.CALM)
    if emotion not in (Emotion.ANGRY, Emotion.DESPERATE) and not is_new_impatience:
        return replies
    if any(word in reply.text for reply in replies for word in APOLOGIES):
        return replies
    first = replies[0]
    line = PATIENCE if is_new_impatience else EMPATHY
    calmed = MessageBody(line + first.text, first.buttons, first.card, first.image_url, first.event)
    return (calmed, *replies[1:])


def _understanding(text: str, thought: Thought, emotion: Emotion) -> Understanding:
    ranking = tuple(RankedIntent(name, value) for name, value in thought.ranking[:KEPT_RANKING])
    entities = tuple(
        FoundEntity(str(entity["entity"]), str(entity["value"]), int(entity["start"]), int(entity["end"]))
        for entity in thought.entities
    )
    return Understanding(text, thought.intent, thought.confidence, ranking, entities, emotion.value)
