"""Write down what a shopper said, before anything else happens to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.conversation import (
    Author,
    ConversationState,
    Message,
    MessageBody,
    MessageDraft,
    MessageKind,
    Owner,
    PageContext,
)
from bot.domain.errors import BadRequest, Conflict, NotFound
from bot.services.ports import Clock, Transactions

MAX_CLIENT_ID = 128


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a connector parsed. ``payload`` is a verified button payload; ``text`` is then the button's title."""

    client_message_id: str
    kind: MessageKind
    text: str
    payload: str | None = None
    image_url: str | None = None
    page: PageContext | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The row, whether it was there before, and whether the bot has to answer it."""

    message: Message
    is_duplicate: bool
    needs_turn: bool


def receive_message(
    transactions: Transactions, clock: Clock, conversation_id: str, incoming: IncomingMessage, *, max_text: int
) -> Received:
    """Store the message once; the same ``client_message_id`` gives the same row again.

    Raises:
        BadRequest: empty, too long, or without a usable ``client_message_id``.
        NotFound: no such conversation.
        Conflict: ``conversation_closed``; open a new one and send again.
    """
    _check(incoming, max_text)
    now = clock.now()
    with transactions.begin() as tx:
        conversation = tx.log.find(conversation_id, lock=True)
        if conversation is None:
            raise NotFound("会话不存在，请刷新页面后重试")
        known = tx.log.find_by_client_id(conversation_id, incoming.client_message_id)
        if known is not None:
            return Received(known, is_duplicate=True, needs_turn=False)
        if conversation.state is ConversationState.CLOSED:
            raise Conflict("本次会话已结束，请重新发起咨询", code="conversation_closed")
        if incoming.page is not None and incoming.page != conversation.page:
            tx.log.save(replace(conversation, page=incoming.page, updated_at=now))
        card = {"type": "button", "payload": incoming.payload} if incoming.payload else None
        body = MessageBody(text=incoming.text, card=card, image_url=incoming.image_url)
        draft = MessageDraft(
            conversation_id, Author.SHOPPER, incoming.kind, body, client_message_id=incoming.client_message_id
        )
        message = tx.log.append(draft, now)
        return Received(message, is_duplicate=False, needs_turn=conversation.owner is not Owner.HUMAN)


def _check(incoming: IncomingMessage, max_text: int) -> None:
    if not 1 <= len(incoming.client_message_id) <= MAX_CLIENT_ID:
        raise BadRequest("消息编号缺失或过长")
    if incoming.kind is MessageKind.TEXT and not incoming.text.strip():
        raise BadRequest("消息内容不能为空")
    if len(incoming.text) > max_text:
        raise BadRequest(f"消息太长了，请控制在 {max_text} 字以内", code="too_long")
