"""Answer what a shopper said: one turn, written exactly once.

``begin_turn`` reads what is unanswered, the engine thinks, ``complete_turn`` writes the replies only if nobody else
answered and nobody took over meanwhile. A crash between any two of these leaves the messages unanswered in the log,
and ``list_unanswered`` finds them after the restart.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.domain.conversation import (
    Author,
    Button,
    Conversation,
    ConversationState,
    Message,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
    Turn,
)
from bot.domain.handoff import HandoffReason
from bot.domain.policy import Policy
from bot.domain.turn import (
    Bubble,
    HandoffRequest,
    Outcome,
    Priority,
    TurnContext,
    TurnRequest,
    TurnResult,
    Understanding,
)
from bot.services.hand_off import keep_priority, open_handoff, stop_waiting
from bot.services.open_conversation import new_case_id
from bot.services.ports import Clock, DialogueEngine, HistoryNeeded, Transactions


@dataclass(frozen=True, slots=True)
class PendingTurn:
    """What is to be answered, and the state under which the answer may be written."""

    conversation: Conversation
    messages: tuple[Message, ...]
    request: TurnRequest

    @property
    def to_seq(self) -> int:
        """The last shopper message that the turn covers."""
        return self.messages[-1].seq


@dataclass(frozen=True, slots=True)
class CompletedTurn:
    """What was written to the log (nothing when the turn was dropped), and whether the queue changed."""

    messages: tuple[Message, ...]
    queue_changed: bool = False


def begin_turn(transactions: Transactions, policy: Policy, conversation_id: str) -> PendingTurn | None:
    """What the bot has to answer now; None if nothing is open or a human has the conversation."""
    with transactions.read() as tx:
        conversation = tx.log.find(conversation_id)
        if conversation is None or conversation.owner is Owner.HUMAN:
            return None
        if conversation.state is ConversationState.CLOSED:
            return None
        messages = tx.log.unanswered(conversation_id, limit=policy.max_bubbles_per_turn)
        before = tx.log.messages_after(conversation_id, conversation.answered_seq - 1, limit=1)
    if not messages:
        return None
    silence = messages[0].created_at - before[0].created_at
    conversation = _fresh_case(conversation, silence, policy)
    context = TurnContext(
        conversation_id=conversation.id,
        turn_id=f"{conversation.id}-{messages[0].seq}",
        channel=conversation.channel,
        customer_id=conversation.customer_id,
        page=conversation.page,
        locale=conversation.locale,
        is_waiting=conversation.owner is Owner.QUEUE,
    )
    bubbles = tuple(_bubble(message) for message in messages)
    request = TurnRequest(conversation.case_id, conversation.case_version, bubbles, context)
    return PendingTurn(conversation, tuple(messages), request)


async def ask_engine(
    engine: DialogueEngine, transactions: Transactions, pending: PendingTurn, *, deadline_seconds: float
) -> TurnResult:
    """Let the engine think; gives it the case's history when it asks for it.

    Raises:
        Unavailable: the engine is down, failed, or slower than the deadline.
    """
    try:
        return await engine.run_turn(pending.request, deadline_seconds=deadline_seconds)
    except HistoryNeeded:
        history = await asyncio.to_thread(_read_history, transactions, pending.request.case_id)
        return await engine.run_turn(replace(pending.request, history=history), deadline_seconds=deadline_seconds)


def _read_history(transactions: Transactions, case_id: str) -> tuple[dict[str, Any], ...]:
    with transactions.read() as tx:
        return tuple(tx.log.case_events(case_id))


def complete_turn(
    transactions: Transactions,
    clock: Clock,
    policy: Policy,
    pending: PendingTurn,
    result: TurnResult,
    *,
    latency_seconds: float,
) -> CompletedTurn:
    """Write the replies, the turn and a requested handoff in one transaction.

    Dropped without a trace when the owner's epoch moved (a human took over) or the messages were answered already.
    """
    now = clock.now()
    before = pending.conversation
    with transactions.begin() as tx:
        current = tx.log.find(before.id, lock=True)
        if current is None or current.epoch != before.epoch or current.answered_seq != before.answered_seq:
            return CompletedTurn(())
        if current.state is ConversationState.CLOSED:
            return CompletedTurn(())
        turn = _turn_row(pending, result, latency_seconds, now)
        is_leaving = result.leaves_queue and current.owner is Owner.QUEUE
        bodies = _mark_left(result.replies) if is_leaving else result.replies
        replies = [
            tx.log.append(MessageDraft(before.id, Author.BOT, _kind(body), body, turn_id=turn.id), now)
            for body in bodies
        ]
        tx.log.add_turn(turn)
        answered = replace(
            current,
            answered_seq=pending.to_seq,
            case_id=before.case_id,
            case_version=before.case_version + 1,
            updated_at=now,
        )
        tx.log.save(answered)
        notices: list[Message] = []
        if is_leaving:
            stop_waiting(tx, answered, now)
        elif result.handoff is not None:
            _, notices = open_handoff(tx, answered, result.handoff, result.understanding.intent, policy, now)
        elif current.owner is Owner.QUEUE:
            keep_priority(tx, answered)
        written = (*replies, *notices)
    return CompletedTurn(written, queue_changed=is_leaving or result.handoff is not None)


def write_delay_notice(transactions: Transactions, clock: Clock, pending: PendingTurn) -> tuple[Message, ...]:
    """Tell the shopper honestly that the answer takes longer; the messages stay unanswered and are tried again.

    Said once per answer, however many messages or retries there are.
    """
    now = clock.now()
    notice = MessageBody(
        text="非常抱歉，系统响应有些慢，您的消息我已经收到，恢复后会马上答复您。如果着急，您可以直接转人工客服。",
        buttons=(Button("转人工", "/request_human"),),
        event="delayed",
    )
    before = pending.conversation
    with transactions.begin() as tx:
        current = tx.log.find(before.id, lock=True)
        if current is None or current.epoch != before.epoch or current.answered_seq != before.answered_seq:
            return ()
        since = tx.log.messages_after(before.id, before.answered_seq)
        if any(message.body.event == notice.event for message in since):
            return ()
        message = tx.log.append(MessageDraft(before.id, Author.SYSTEM, MessageKind.EVENT, notice), now)
        return (message,)


def failed_result(pending: PendingTurn) -> TurnResult:
    """The answer of last resort: an honest word and a human."""
    reply = MessageBody(text="非常抱歉，我这边暂时没能处理好您的问题，现在就为您转接人工客服，请您稍等。")
    return _without_engine(pending, reply, Outcome.FAILED, HandoffReason.FAILURE, Priority.P2)


def direct_handoff_result(pending: PendingTurn) -> TurnResult:
    """The shopper pressed “转人工” while the engine is down: no understanding is needed for that."""
    reply = MessageBody(text="好的，我这就帮您联系人工客服。")
    return _without_engine(pending, reply, Outcome.HANDOFF, HandoffReason.REQUESTED, Priority.P3)


def wants_human(pending: PendingTurn) -> bool:
    """Whether the shopper asked for a person in a way that needs no model: the button, or the bare words."""
    phrases = {"转人工", "人工", "人工客服", "转人工客服", "我要人工", "找人工"}
    return any(
        (bubble.payload or "").startswith("/request_human") or bubble.text.strip(" 。！!~") in phrases
        for bubble in pending.request.bubbles
    )


def _without_engine(
    pending: PendingTurn, reply: MessageBody, outcome: Outcome, reason: HandoffReason, priority: Priority
) -> TurnResult:
    text = " ".join(bubble.text for bubble in pending.request.bubbles)
    return TurnResult(
        replies=(reply,),
        understanding=Understanding(text=text, intent="", confidence=0.0),
        outcome=outcome,
        events=(),
        handoff=HandoffRequest(reason=reason.value, priority=priority),
    )


def _fresh_case(conversation: Conversation, silence: timedelta, policy: Policy) -> Conversation:
    """Start a new case after a long pause or many turns: the engine's turn time grows with its tracker."""
    is_idle = silence > timedelta(hours=policy.case_idle_hours)
    if conversation.case_version >= policy.case_max_turns or (is_idle and conversation.case_version > 0):
        return replace(conversation, case_id=new_case_id(conversation.id), case_version=0)
    return conversation


def _bubble(message: Message) -> Bubble:
    card = message.body.card or {}
    payload = card.get("payload") if card.get("type") == "button" else None
    return Bubble(text=message.body.text, payload=payload, has_image=message.kind is MessageKind.IMAGE)


def _mark_left(replies: tuple[MessageBody, ...]) -> tuple[MessageBody, ...]:
    """The last reply is the event that shopper and desk are told of."""
    return (*replies[:-1], replace(replies[-1], event="queue_left"))


def _kind(reply: MessageBody) -> MessageKind:
    return MessageKind.CARD if reply.card else MessageKind.TEXT


def _turn_row(pending: PendingTurn, result: TurnResult, latency_seconds: float, now: datetime) -> Turn:
    understanding = result.understanding
    return Turn(
        id=uuid4().hex,
        conversation_id=pending.conversation.id,
        case_id=pending.conversation.case_id,
        ordinal=pending.conversation.case_version,
        from_seq=pending.messages[0].seq,
        to_seq=pending.to_seq,
        text=understanding.text,
        intent=understanding.intent,
        confidence=understanding.confidence,
        ranking=tuple((guess.intent, guess.confidence) for guess in understanding.ranking[:5]),
        entities=tuple({"type": entity.type, "value": entity.value} for entity in understanding.entities),
        emotion=understanding.emotion,
        outcome=result.outcome.value,
        events=json.loads(json.dumps(result.events)),
        latency_seconds=latency_seconds,
        created_at=now,
    )
