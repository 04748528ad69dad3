"""What an agent says to the shopper: stored once, seen at once, sent through the channel."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.agent import Agent
from bot.domain.conversation import Author, ConversationState, Message, MessageBody, MessageDraft, MessageKind
from bot.domain.errors import BadRequest, Conflict
from bot.services.assign_agent import find_conversation, require_owner
from bot.services.ports import Clock, Transactions

MAX_CLIENT_ID = 128


@dataclass(frozen=True, slots=True)
class Replied:
    """The row, and whether it was there before."""

    message: Message
    is_duplicate: bool


def reply_as_agent(
    transactions: Transactions,
    clock: Clock,
    conversation_id: str,
    agent: Agent,
    *,
    client_message_id: str,
    text: str,
    max_text: int,
) -> Replied:
    """Store the reply; the same ``client_message_id`` gives the same row again.

    Raises:
        BadRequest: empty, too long, or without a usable ``client_message_id``.
        NotAllowed: the conversation is not with this agent.
        NotFound: no such conversation.
        Conflict: ``conversation_closed``.
    """
    if not 1 <= len(client_message_id) <= MAX_CLIENT_ID:
        raise BadRequest("消息编号缺失或过长")
    if not text.strip():
        raise BadRequest("消息内容不能为空")
    if len(text) > max_text:
        raise BadRequest(f"消息太长了，请控制在 {max_text} 字以内", code="too_long")
    now = clock.now()
    with transactions.begin() as tx:
        seen = find_conversation(tx, conversation_id)
        known = tx.log.find_by_client_id(conversation_id, client_message_id)
        if known is not None and known.agent_id == agent.id:
            return Replied(known, is_duplicate=True)
        if known is not None:
            raise BadRequest("消息编号已被使用，请刷新页面后重试")
        if seen.state is ConversationState.CLOSED:
            raise Conflict("本次会话已结束", code="conversation_closed")
        conversation = require_owner(tx, conversation_id, agent)
        draft = MessageDraft(
            conversation_id,
            Author.AGENT,
            MessageKind.TEXT,
            MessageBody(text=text.strip()),
            client_message_id=client_message_id,
            agent_id=agent.id,
        )
        message = tx.log.append(draft, now)
        # What the agent has seen counts as answered: the desk's "unread" is what came after.
        tx.log.save(replace(conversation, answered_seq=message.seq, updated_at=now))
        return Replied(message, is_duplicate=False)
