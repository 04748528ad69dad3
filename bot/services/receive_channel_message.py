"""What a shopper said on an IM channel, into the log: once, whatever the channel repeats."""

from __future__ import annotations

from bot.domain.channel import ChannelMessage, ChannelMessageKind, find_option
from bot.domain.conversation import Conversation, MessageKind, Owner
from bot.domain.errors import Conflict
from bot.domain.policy import Policy
from bot.services.open_conversation import open_conversation
from bot.services.ports import Clock, ShopBackend, Transactions
from bot.services.receive_message import IncomingMessage, Received, receive_message

RECENT = 40

_KINDS = {
    ChannelMessageKind.TEXT: MessageKind.TEXT,
    ChannelMessageKind.IMAGE: MessageKind.IMAGE,
    ChannelMessageKind.BUTTON: MessageKind.BUTTON,
}


def receive_channel_message(
    transactions: Transactions,
    clock: Clock,
    shop: ShopBackend,
    policy: Policy,
    incoming: ChannelMessage,
    *,
    max_text: int,
) -> Received | None:
    """Store it in the shopper's open conversation, made if there is none; None when there is nothing to answer.

    A repeated ``client_message_id`` gives the same row, even when the conversation was closed in between. Text beyond
    ``max_text`` is cut: a channel cannot be told to ask for less.
    """
    with transactions.read() as tx:
        known = tx.log.find_from_visitor(incoming.channel, incoming.external_user_id, incoming.client_message_id)
    if known is not None:
        return Received(known, is_duplicate=True, needs_turn=False)
    while True:
        conversation = open_conversation(
            transactions,
            clock,
            shop,
            policy,
            channel=incoming.channel,
            visitor_id=incoming.external_user_id,
            customer_id=None,
        )
        if incoming.kind is ChannelMessageKind.SUBSCRIBE:
            return None
        message = _to_message(transactions, conversation, incoming, max_text)
        try:
            return receive_message(transactions, clock, conversation.id, message, max_text=max_text)
        except Conflict:
            # Closed between the two transactions: the next round opens a new one.
            continue


def _to_message(
    transactions: Transactions, conversation: Conversation, incoming: ChannelMessage, max_text: int
) -> IncomingMessage:
    text = incoming.text[:max_text]
    if incoming.kind is ChannelMessageKind.TEXT and conversation.owner is not Owner.HUMAN:
        with transactions.read() as tx:
            recent = tx.log.messages_after(conversation.id, max(0, conversation.last_seq - RECENT), limit=RECENT)
        option = find_option(recent, text)
        if option is not None:
            return IncomingMessage(incoming.client_message_id, MessageKind.BUTTON, option.title, option.payload)
    return IncomingMessage(
        incoming.client_message_id, _KINDS[incoming.kind], text, incoming.payload, image_url=incoming.image_url
    )
