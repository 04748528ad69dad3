"""One turn: what the shopper said → what the bot answers. A pure function of the request, with a cache of cases."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.conversation import MessageBody
from bot.domain.emotion import Emotion, needs_calming
from bot.domain.errors import BadRequest, Unavailable
from bot.domain.policy import Policy
from bot.domain.recall import name_bare, recall_question
from bot.domain.shorthand import spell_out
from bot.domain.turn import (
    Bubble,
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
from bot.runtime.case_view import (
    accept_offer,
    alarms,
    asked_something,
    awaits_answer,
    earlier_intents,
    earlier_texts,
    emotions,
    has_asked,
    is_handed_over,
    open_topic,
    read_setting,
)
from bot.runtime.danger import ALARM, parse_calmly, stay_with_danger, with_care
from bot.runtime.goods import PRESALE_TALK, resolve_goods, resolve_variant
from bot.runtime.goods_names import name_goods
from bot.runtime.in_process_actions import ActionFailed
from bot.runtime.joined import join_charge, join_parcel
from bot.runtime.live_trackers import LiveCase
from bot.runtime.mood import CALMING, read_mood, utter_handoff, with_apology, with_empathy
from bot.runtime.remarks import (
    Setting,
    doubt_small_talk,
    drop_refusal,
    read_guest,
    resolve_remark,
)
from bot.runtime.replies import is_question_back, leaves_queue, read_handoff, read_replies, withdraw_offers
from bot.runtime.thoughts import Thought, find_thoughts, resolve_ellipsis
from bot.runtime.unasked import set_aside_information
from bot.services.ports import HistoryNeeded

FALLBACK_INTENT = "nlu_fallback"
KEPT_RANKING = 5


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
        bubbles = [drop_refusal(replace(bubble, text=spell_out(bubble.text))) for bubble in request.bubbles]
        parse = parse_calmly(self._host.parse_text if has_asked(case) else self._parse_unasked)
        setting = read_setting(case, request)
        recalled = None if setting.in_form else self._recall(bubbles, case, setting)
        bubbles = [Bubble(recalled)] if recalled else bubbles
        spoken = find_thoughts(bubbles, parse, awaits_answer=awaits_answer(case))
        if not setting.in_form:
            spoken = read_guest(join_parcel(join_charge(spoken, text), text, setting.topic), setting)
        emotion = read_mood(text, spoken, earlier_texts(case))
        told, asked = alarms(case), earlier_intents(case)
        read = [_read_in_context(thought, open_topic(case), setting, emotion) for thought in spoken]
        spoken = [stay_with_danger(thought, told, is_waiting=setting.is_waiting) for thought in read]
        thoughts = [accept_offer(thought, case) for thought in spoken]
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
        if handoff is None and not is_handed_over(case) and needs_calming(emotion, emotions(case)):
            handoff = HandoffRequest("emotion", Priority.P1, note="顾客情绪激动，请优先安抚")
            comfort = utter_handoff(handoff)
            case.tracker.update(comfort)
            events.append(comfort)
            replies = (*withdraw_offers(replies), MessageBody(text=CALMING))
        if not any(thought.intent == ALARM for thought in thoughts):
            replies = with_empathy(replies, emotion, emotions(case)[:-1])
        replies = with_care(replies, thoughts, told, asked)
        replies = with_apology(replies) if recalled and handoff is None else replies
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

    def _recall(self, bubbles: Sequence[Bubble], case: LiveCase, setting: Setting) -> str | None:
        """The question before that the turn points back at; of goods, the one that was asked about them."""
        if any(bubble.payload for bubble in bubbles):
            return None
        said = " ".join(bubble.text for bubble in bubbles if bubble.text)
        earlier = [spell_out(message) for message in earlier_texts(case)]
        recalled = recall_question(said, earlier, was_asked=asked_something(case))
        goods = name_bare(recalled or "")
        if goods and setting.question and setting.topic in PRESALE_TALK:
            is_sold = any(entity.type == "product" for entity in self._host.parse_text(goods).entities)
            return f"{goods}{setting.question}" if is_sold else recalled
        return recalled

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
            "goods": thought.goods,
            "named_goods": name_goods(thought.text, thought.entities),
            "shopper_text": " ".join(bubble.text for bubble in request.bubbles if bubble.text)[:500],
        }


def _read_in_context(thought: Thought, topic: str | None, setting: Setting, emotion: Emotion) -> Thought:
    """What the words mean here; ``topic``: the question that a short follow-up can be about."""
    named = resolve_goods(
        thought, topic=setting.topic, awaiting=setting.awaiting, in_form=setting.in_form, question=setting.question
    )
    if named.goods:
        return named
    if not setting.in_form and not setting.awaiting:
        variant = resolve_variant(
            named, topic=setting.topic, has_product=setting.has_product, question=setting.question
        )
        if variant is not named:
            return variant
    return doubt_small_talk(resolve_remark(resolve_ellipsis(named, topic), setting), setting, emotion)


def _understanding(text: str, thought: Thought, emotion: Emotion) -> Understanding:
    ranking = tuple(RankedIntent(name, value) for name, value in thought.ranking[:KEPT_RANKING])
    entities = tuple(
        FoundEntity(str(entity["entity"]), str(entity["value"]), int(entity["start"]), int(entity["end"]))
        for entity in thought.entities
        if entity["end"] <= len(text)
    )
    return Understanding(text, thought.intent, thought.confidence, ranking, entities, emotion.value)
