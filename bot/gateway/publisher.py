"""Turns what was written to the log into events for connected pages."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence

from bot.domain.conversation import Message
from bot.domain.policy import Policy
from bot.gateway.hub import DESK, Hub
from bot.gateway.tokens import Tokens
from bot.gateway.views import agent_names, message_view, state_view
from bot.services.ports import Transactions


class Publisher:
    """Publishes under the conversation's id (widget, and desks that watch it) and under ``desk`` (the queue).

    All methods may be called from the event loop; database reads happen in a thread.
    """

    def __init__(self, hub: Hub, tokens: Tokens, transactions: Transactions, policy: Policy) -> None:
        self._hub = hub
        self._tokens = tokens
        self._transactions = transactions
        self._policy = policy
        self._tasks: set[asyncio.Task[None]] = set()

    def messages(self, conversation_id: str, messages: Sequence[Message]) -> None:
        """New rows of the log."""
        if not messages:
            return
        names: dict[str, str] = {}
        if any(message.agent_id for message in messages):
            with self._transactions.read() as tx:
                names = agent_names(tx, list(messages))
        views = [message_view(message, self._tokens, names) for message in messages]
        self._hub.publish(conversation_id, {"type": "messages", "conversation_id": conversation_id, "messages": views})
        if any(message.body.event for message in messages):
            self.state(conversation_id)
        self._hub.publish(DESK, {"type": "queue"})

    def typing(self, conversation_id: str, author: str = "bot") -> None:
        """Somebody is writing."""
        self._hub.publish(conversation_id, {"type": "typing", "conversation_id": conversation_id, "author": author})

    def state(self, conversation_id: str) -> None:
        """The owner, the place in the queue or the end changed."""
        self._spawn(self._publish_states((conversation_id,)))

    def queue_changed(self) -> None:
        """Somebody was taken or left: everybody behind moves up."""
        self._hub.publish(DESK, {"type": "queue"})
        self._spawn(self._publish_queue())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish_queue(self) -> None:
        await self._publish_states(await asyncio.to_thread(self._waiting))

    def _waiting(self) -> tuple[str, ...]:
        with self._transactions.read() as tx:
            return tuple(handoff.conversation_id for handoff in tx.handoffs.list_waiting())

    async def _publish_states(self, conversation_ids: Sequence[str]) -> None:
        for conversation_id, state in (await asyncio.to_thread(self._states, conversation_ids)).items():
            self._hub.publish(conversation_id, {"type": "state", "conversation_id": conversation_id, "state": state})

    def _states(self, conversation_ids: Sequence[str]) -> dict[str, object]:
        with self._transactions.read() as tx:
            found = (tx.log.find(conversation_id) for conversation_id in conversation_ids)
            return {item.id: state_view(tx, item, self._policy) for item in found if item is not None}
