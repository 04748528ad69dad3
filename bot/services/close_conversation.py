"""The end of a conversation and what the shopper thought of it (service standards S11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import (
    Author,
    Conversation,
    ConversationState,
    Message,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
)
from bot.domain.errors import BadRequest, NotFound
from bot.domain.handoff import HandoffState
from bot.services.ports import Clock, Transaction, Transactions

MAX_COMMENT = 500


def close_conversation(transactions: Transactions, clock: Clock, conversation_id: str) -> list[Message]:
    """End it and ask for a rating; an open handoff ends with it. Closing twice does nothing.

    Raises:
        NotFound: no such conversation.
    """
    now = clock.now()
    with transactions.begin() as tx:
        conversation = _find(tx, conversation_id)
        if conversation.state is ConversationState.CLOSED:
            return []
        return [end_conversation(tx, conversation, now)[1]]


def end_conversation(tx: Transaction, conversation: Conversation, now: datetime) -> tuple[Conversation, Message]:
    """Close an open, locked conversation inside ``tx``; the event that asks for a rating."""
    end_handoff(tx, conversation.id, now)
    closed = replace(
        conversation,
        state=ConversationState.CLOSED,
        owner=Owner.BOT,
        epoch=conversation.epoch + 1,
        answered_seq=conversation.last_seq,
        closed_at=now,
        updated_at=now,
    )
    tx.log.save(closed)
    body = MessageBody(text="本次会话已结束，感谢您的咨询。请您对本次服务做个评价，祝您生活愉快！", event="closed")
    return closed, tx.log.append(MessageDraft(conversation.id, Author.SYSTEM, MessageKind.EVENT, body), now)


def end_handoff(tx: Transaction, conversation_id: str, now: datetime) -> None:
    """Close the conversation's active handoff, if there is one."""
    handoff = tx.handoffs.find_active(conversation_id)
    if handoff is not None:
        tx.handoffs.save(replace(handoff, state=HandoffState.CLOSED, closed_at=now), expected=handoff.state)


def rate_conversation(
    transactions: Transactions, clock: Clock, conversation_id: str, score: int, comment: str
) -> Conversation:
    """Keep the shopper's rating; the last one counts.

    Raises:
        BadRequest: the score is not 1…5 or the comment is too long.
        NotFound: no such conversation.
    """
    if not 1 <= score <= 5:
        raise BadRequest("评分请在 1 到 5 分之间选择")
    if len(comment) > MAX_COMMENT:
        raise BadRequest(f"评价内容请控制在 {MAX_COMMENT} 字以内")
    with transactions.begin() as tx:
        conversation = _find(tx, conversation_id)
        rated = replace(conversation, csat_score=score, csat_comment=comment or None, updated_at=clock.now())
        tx.log.save(rated)
        return rated


def _find(tx: Transaction, conversation_id: str) -> Conversation:
    conversation = tx.log.find(conversation_id, lock=True)
    if conversation is None:
        raise NotFound("会话不存在，请刷新页面后重试")
    return conversation
