"""How urgent a case is: one rule for the queue and for the summary (service standards S2)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Author, Conversation, Message, MessageKind
from bot.domain.emotion import read_conversation
from bot.domain.handoff import Handoff
from bot.domain.turn import Priority
from bot.domain.urgency import judge_urgency
from bot.services.ports import Transaction

MAX_MESSAGES, MAX_TEXT = 400, 2000


def judge_case(tx: Transaction, conversation: Conversation, known: Priority) -> Priority:
    """The more urgent of what the intents brought (``known``) and what the shopper's words and mood say."""
    texts = [
        message.body.text[:MAX_TEXT]
        for message in read_case(tx, conversation)
        if is_talk(message) and message.author is Author.SHOPPER
    ]
    return judge_urgency(texts, read_conversation(texts).emotion, (known,))


def set_priority(tx: Transaction, handoff: Handoff, priority: Priority) -> Handoff:
    """Store the priority with the handoff and on its summary, if there is one: both are read side by side."""
    changed = replace(handoff, priority=priority)
    if priority is not handoff.priority:
        tx.handoffs.save(changed, expected=handoff.state)
    if handoff.summary is not None and handoff.summary.urgency is not priority:
        tx.handoffs.set_summary(handoff.id, replace(handoff.summary, urgency=priority))
    return changed


def read_case(tx: Transaction, conversation: Conversation) -> list[Message]:
    """Messages since the last human left, at most the newest 400."""
    messages = list(
        tx.log.messages_after(conversation.id, max(0, conversation.last_seq - MAX_MESSAGES), limit=MAX_MESSAGES)
    )
    left = max((index for index, message in enumerate(messages) if message.body.event == "agent_left"), default=-1)
    return messages[left + 1 :] or messages


def is_talk(message: Message) -> bool:
    """Whether somebody said it; the system's notices are not talk."""
    return message.author is not Author.SYSTEM and message.kind is not MessageKind.EVENT
