"""Who has the conversation: an agent takes it, takes it over, gives it back to the bot, or ends it (S2, S10).

Every change moves the conversation's ``epoch`` in the same transaction, so a bot reply that was under way is dropped:
once a human has the conversation the bot is silent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.domain.agent import DESK_ROLES, Agent, Role
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
from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.handoff import Handoff, HandoffReason, HandoffState
from bot.domain.policy import Policy
from bot.domain.turn import Priority
from bot.services.case_urgency import judge_case
from bot.services.close_conversation import end_conversation, end_handoff
from bot.services.open_conversation import new_case_id
from bot.services.ports import Clock, Transaction, Transactions

TAKEOVER_ROLES = frozenset({Role.SENIOR, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Assignment:
    """The state after the change and the messages it wrote (none when it had been done before)."""

    conversation: Conversation
    handoff: Handoff | None
    messages: tuple[Message, ...] = ()


def take_handoff(transactions: Transactions, clock: Clock, handoff_id: str, agent: Agent) -> Assignment:
    """Take a waiting handoff; of several agents exactly one wins. Taking one's own again changes nothing.

    Raises:
        NotAllowed: the role does not work at the desk.
        NotFound: no such handoff.
        Conflict: ``already_taken`` by somebody else, or ``handoff_over`` (closed, or the shopper left the queue).
    """
    require_desk(agent)
    now = clock.now()
    with transactions.begin() as tx:
        seen = tx.handoffs.find(handoff_id)
        if seen is None:
            raise NotFound("没有找到这个转接")
        conversation = find_conversation(tx, seen.conversation_id)
        handoff = tx.handoffs.find(handoff_id) or seen
        if handoff.state is HandoffState.TAKEN and handoff.agent_id == agent.id:
            return Assignment(conversation, handoff)
        taken = _claim(tx, handoff, agent, now)
        owned = _give_to_human(tx, conversation, agent, now)
        return Assignment(owned, taken, (_say_joined(tx, owned, agent, handoff, now),))


def take_over(
    transactions: Transactions, clock: Clock, policy: Policy, conversation_id: str, agent: Agent
) -> Assignment:
    """Step into any open conversation. A colleague's conversation needs a senior role.

    Raises:
        NotAllowed: the role does not work at the desk, or the conversation is with a colleague.
        NotFound: no such conversation.
        Conflict: ``conversation_closed``.
    """
    require_desk(agent)
    now = clock.now()
    with transactions.begin() as tx:
        conversation = find_conversation(tx, conversation_id)
        if conversation.state is ConversationState.CLOSED:
            raise Conflict("本次会话已结束，无法接管", code="conversation_closed")
        active = tx.handoffs.find_active(conversation_id)
        if conversation.owner is Owner.HUMAN and conversation.agent_id == agent.id:
            return Assignment(conversation, active)
        if conversation.owner is Owner.HUMAN and agent.role not in TAKEOVER_ROLES:
            raise NotAllowed("这个会话正由其他客服接待，如需接管请联系主管")
        handoff = _claim_for_takeover(tx, conversation, active, agent, policy, now)
        owned = _give_to_human(tx, conversation, agent, now)
        return Assignment(owned, handoff, (_say_joined(tx, owned, agent, handoff, now),))


def return_to_bot(transactions: Transactions, clock: Clock, conversation_id: str, agent: Agent) -> Assignment:
    """Give the conversation back: the bot starts a new case and does not answer what the human has dealt with.

    Raises:
        NotAllowed: the conversation is not with this agent.
        NotFound: no such conversation.
    """
    now = clock.now()
    with transactions.begin() as tx:
        conversation = require_owner(tx, conversation_id, agent)
        end_handoff(tx, conversation_id, now)
        body = MessageBody(
            text="人工客服已为您处理完毕，智能客服小二继续为您服务。如果还需要人工客服，随时告诉我即可。",
            event="agent_left",
        )
        message = _say(tx, conversation, body, now)
        returned = replace(
            conversation,
            owner=Owner.BOT,
            agent_id=None,
            epoch=conversation.epoch + 1,
            answered_seq=message.seq,
            last_seq=message.seq,
            case_id=new_case_id(conversation_id),
            case_version=0,
            updated_at=now,
        )
        tx.log.save(returned)
        return Assignment(returned, None, (message,))


def close_as_agent(transactions: Transactions, clock: Clock, conversation_id: str, agent: Agent) -> Assignment:
    """End the conversation and ask the shopper for a rating. Closing twice changes nothing.

    Raises:
        NotAllowed: the conversation is not with this agent.
        NotFound: no such conversation.
    """
    require_desk(agent)
    now = clock.now()
    with transactions.begin() as tx:
        conversation = find_conversation(tx, conversation_id)
        if conversation.state is ConversationState.CLOSED:
            return Assignment(conversation, None)
        conversation = require_owner(tx, conversation_id, agent)
        closed, message = end_conversation(tx, conversation, now)
        return Assignment(closed, None, (message,))


def require_desk(agent: Agent) -> None:
    """Raises NotAllowed unless the role works at the desk."""
    if agent.role not in DESK_ROLES:
        raise NotAllowed("您的账号没有客服工作台权限")


def require_owner(tx: Transaction, conversation_id: str, agent: Agent) -> Conversation:
    """The locked conversation, which must be with this agent.

    Raises:
        NotAllowed: it is with somebody else, or with the bot.
        NotFound: no such conversation.
    """
    require_desk(agent)
    conversation = find_conversation(tx, conversation_id)
    if conversation.owner is not Owner.HUMAN or conversation.agent_id != agent.id:
        raise NotAllowed("这个会话不在您手上，请先接入", code="not_owner")
    return conversation


def find_conversation(tx: Transaction, conversation_id: str) -> Conversation:
    """The locked conversation; raises NotFound."""
    conversation = tx.log.find(conversation_id, lock=True)
    if conversation is None:
        raise NotFound("会话不存在")
    return conversation


def _claim(tx: Transaction, handoff: Handoff, agent: Agent, now: datetime) -> Handoff:
    """The conditional update that lets exactly one agent win."""
    if handoff.state in (HandoffState.CLOSED, HandoffState.CANCELLED):
        raise Conflict("这个转接已经结束，顾客可能已离开排队", code="handoff_over")
    taken = replace(handoff, state=HandoffState.TAKEN, agent_id=agent.id, taken_at=now)
    if handoff.state is not HandoffState.WAITING or not tx.handoffs.save(taken, expected=HandoffState.WAITING):
        raise Conflict("这位顾客已由其他客服接待", code="already_taken")
    return taken


def _claim_for_takeover(
    tx: Transaction, conversation: Conversation, active: Handoff | None, agent: Agent, policy: Policy, now: datetime
) -> Handoff:
    if active is not None and active.state is HandoffState.WAITING:
        return _claim(tx, active, agent, now)
    if active is not None:
        tx.handoffs.save(replace(active, state=HandoffState.CLOSED, closed_at=now), expected=HandoffState.TAKEN)
    handoff = Handoff(
        id=uuid4().hex,
        conversation_id=conversation.id,
        reason=HandoffReason.AGENT_TAKEOVER,
        priority=judge_case(tx, conversation, active.priority if active else Priority.P3),
        state=HandoffState.TAKEN,
        skill_group=active.skill_group if active else policy.handoff.default_skill_group,
        created_at=now,
        agent_id=agent.id,
        taken_at=now,
    )
    tx.handoffs.create(handoff)
    return handoff


def _give_to_human(tx: Transaction, conversation: Conversation, agent: Agent, now: datetime) -> Conversation:
    if conversation.state is ConversationState.CLOSED:
        raise Conflict("本次会话已结束", code="conversation_closed")
    owned = replace(conversation, owner=Owner.HUMAN, agent_id=agent.id, epoch=conversation.epoch + 1, updated_at=now)
    tx.log.save(owned)
    return owned


def _say_joined(tx: Transaction, conversation: Conversation, agent: Agent, handoff: Handoff, now: datetime) -> Message:
    greeting = f"客服 {agent.name} 已为您服务，您的问题和订单信息已经转给客服，无需重复说明。"
    if handoff.is_after_hours:
        greeting = f"您的留言我们已经收到，让您久等了。客服 {agent.name} 已为您服务，马上为您处理。"
    body = MessageBody(text=greeting, event="agent_joined")
    return _say(tx, conversation, body, now, agent_id=agent.id)


def _say(
    tx: Transaction, conversation: Conversation, body: MessageBody, now: datetime, agent_id: str | None = None
) -> Message:
    draft = MessageDraft(conversation.id, Author.SYSTEM, MessageKind.EVENT, body, agent_id=agent_id)
    return tx.log.append(draft, now)
