"""Bring a human in: the bot's side of a handoff (service standards S2, S10).

The handoff is written in the same transaction as the turn that asked for it; its summary is made afterwards, so a
handoff never waits for one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.domain.conversation import (
    Author,
    Conversation,
    Message,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
)
from bot.domain.errors import NotFound
from bot.domain.handoff import Handoff, HandoffReason, HandoffState
from bot.domain.policy import Policy
from bot.domain.turn import HandoffRequest, Priority
from bot.services.case_urgency import judge_case, set_priority
from bot.services.ports import Clock, Transaction, Transactions

MAX_NOTE = 1000
LEFT_QUEUE = "已为您取消排队，智能客服小二继续为您服务。如果还需要人工客服，随时告诉我即可。"


_FIRST_IN_LINE = "您的情况已按最高优先级排在最前面，专员会最先为您处理"


def open_handoff(
    tx: Transaction, conversation: Conversation, request: HandoffRequest, intent: str, policy: Policy, now: datetime
) -> tuple[Conversation, list[Message]]:
    """Queue the conversation for a human inside ``tx`` and tell the shopper where they stand.

    A conversation that already waits keeps its place (a higher priority moves it forward) and is told it only when the
    shopper asks for a human again. Outside service hours the handoff becomes a message for the next shift: the bot
    goes on serving.
    """
    active = tx.handoffs.find_active(conversation.id)
    if active is not None:
        return conversation, _repeat(tx, conversation, active, request, policy, now)
    is_open = policy.hours.is_open(now)
    priority = judge_case(tx, conversation, request.priority)
    handoff = Handoff(
        id=uuid4().hex,
        conversation_id=conversation.id,
        reason=HandoffReason(request.reason),
        priority=priority,
        state=HandoffState.WAITING,
        skill_group=policy.handoff.skill_groups.get(intent, policy.handoff.default_skill_group),
        created_at=now,
        note=request.note,
        order_number=request.order_number,
        is_after_hours=not is_open,
    )
    tx.handoffs.create(handoff)
    queued = replace(conversation, owner=Owner.QUEUE, epoch=conversation.epoch + 1, updated_at=now)
    tx.log.save(queued)
    text = _queue_text(tx, handoff, policy) if is_open else _after_hours_text(handoff, policy)
    event = "queued" if is_open else "message_left"
    return queued, [_say(tx, conversation.id, text, event, now)]


def keep_priority(tx: Transaction, conversation: Conversation) -> None:
    """What a waiting shopper adds may be more urgent than what they came with."""
    active = tx.handoffs.find_active(conversation.id)
    if active is not None and active.state is HandoffState.WAITING:
        set_priority(tx, active, judge_case(tx, conversation, active.priority))


def leave_queue(transactions: Transactions, clock: Clock, conversation_id: str) -> list[Message]:
    """The shopper no longer wants to wait: the bot takes over again. Does nothing when no handoff waits.

    Raises:
        NotFound: no such conversation.
    """
    now = clock.now()
    with transactions.begin() as tx:
        conversation = tx.log.find(conversation_id, lock=True)
        if conversation is None:
            raise NotFound("会话不存在，请刷新页面后重试")
        if not stop_waiting(tx, conversation, now):
            return []
        return [_say(tx, conversation_id, LEFT_QUEUE, "queue_left", now)]


def stop_waiting(tx: Transaction, conversation: Conversation, now: datetime) -> bool:
    """Cancel the waiting handoff inside ``tx`` and give the conversation back to the bot; False if none waits."""
    handoff = tx.handoffs.find_active(conversation.id)
    if handoff is None or handoff.state is not HandoffState.WAITING:
        return False
    cancelled = replace(handoff, state=HandoffState.CANCELLED, closed_at=now)
    if not tx.handoffs.save(cancelled, expected=HandoffState.WAITING):
        return False
    tx.log.save(replace(conversation, owner=Owner.BOT, epoch=conversation.epoch + 1, updated_at=now))
    return True


def queue_position(tx: Transaction, handoff: Handoff) -> int:
    """1 for the next in line; 0 when it does not wait."""
    waiting = [
        waiting.id for waiting in tx.handoffs.list_waiting() if not waiting.is_after_hours or waiting.id == handoff.id
    ]
    return waiting.index(handoff.id) + 1 if handoff.id in waiting else 0


def estimate_wait_seconds(position: int, policy: Policy) -> int:
    """Expected waiting time at that place of the queue, in seconds."""
    return position * policy.handoff.average_handling_seconds // max(1, policy.handoff.agents_on_duty)


def _repeat(
    tx: Transaction,
    conversation: Conversation,
    active: Handoff,
    request: HandoffRequest,
    policy: Policy,
    now: datetime,
) -> list[Message]:
    if active.state is HandoffState.TAKEN:
        return []
    noted = replace(active, note=_join_notes(active.note, request.note))
    tx.handoffs.save(noted, expected=HandoffState.WAITING)
    active = set_priority(tx, noted, judge_case(tx, conversation, min(request.priority, active.priority)))
    if request.reason != HandoffReason.REQUESTED.value:
        return []
    text = _left_message_text(policy) if active.is_after_hours else _place_text(tx, active, policy)
    return [_say(tx, conversation.id, text, "queued", now)]


def _join_notes(earlier: str, added: str) -> str:
    if not added or added in earlier:
        return earlier
    return f"{earlier}；{added}"[:MAX_NOTE] if earlier else added


def _queue_text(tx: Transaction, handoff: Handoff, policy: Policy) -> str:
    if handoff.priority is Priority.P0:
        return f"{_FIRST_IN_LINE}，您说的情况会一并转给专员，无需重复说明。{_call(policy)}"
    return (
        f"正在为您转接人工客服，{_place(tx, handoff, policy)}。"
        "您的问题和订单信息会一并转给客服，无需重复说明；等待期间您可以继续补充，也可以取消排队。"
    )


def _place_text(tx: Transaction, handoff: Handoff, policy: Policy) -> str:
    if handoff.priority is Priority.P0:
        return f"{_FIRST_IN_LINE}，请您稍候。{_call(policy)}"
    return f"人工客服正在依次接待，{_place(tx, handoff, policy)}，您的位置一直为您保留着。"


def _place(tx: Transaction, handoff: Handoff, policy: Policy) -> str:
    position = queue_position(tx, handoff)
    minutes = max(1, round(estimate_wait_seconds(position, policy) / 60))
    ahead = f"您前面还有 {position - 1} 位顾客" if position > 1 else "您是下一位"
    return f"{ahead}，预计等待约 {minutes} 分钟"


def _call(policy: Policy) -> str:
    """Another way to a person, for those who cannot wait."""
    return f"等不及的话，也可以直接拨打客服电话 {policy.service_phone}。" if policy.service_phone else ""


def _after_hours_text(handoff: Handoff, policy: Policy) -> str:
    if handoff.priority is Priority.P0:
        return (
            f"现在不在人工服务时间（每天 {policy.hours.label}），您的情况已按最高优先级上报，客服上班后会最先联系您。"
            "涉及人身安全请不要等待，马上拨打 120、119 或 110；您也可以继续在这里补充。"
        )
    return (
        f"现在不在人工服务时间（每天 {policy.hours.label}），您的问题已作为留言记录下来，"
        "客服上班后会第一时间在这里回复您。在此期间我会继续为您服务，您也可以补充更多信息。"
    )


def _left_message_text(policy: Policy) -> str:
    return f"您的留言已经记录好了，人工客服上班后（每天 {policy.hours.label}）会第一时间在这里回复您。"


def _say(tx: Transaction, conversation_id: str, text: str, event: str, now: datetime) -> Message:
    body = MessageBody(text=text, event=event)
    return tx.log.append(MessageDraft(conversation_id, Author.SYSTEM, MessageKind.EVENT, body), now)
