"""Brings what was written to the log to the shopper's IM channel (design §3.5).

Delivery is at least once. A batch is claimed for ``LEASE_SECONDS`` before it is sent and marked sent afterwards, each
in a transaction of its own. After a crash before the mark the same batch, with the same idempotency key, is sent again
when the lease is over. A channel that knows such keys shows it once; one that does not (WeChat's Official Account)
shows it twice if the crash fell between its answer and our commit, or if its answer never arrived.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.channel import last_run, list_options, without_options
from bot.domain.conversation import Message, MessageBody
from bot.domain.errors import Unavailable
from bot.domain.outbox import OutboxItem
from bot.services.ports import Clock, Connector, DeliveryRefused, Transaction, Transactions

log = logging.getLogger(__name__)

SEND_TIMEOUT_SECONDS = 15.0
LEASE_SECONDS = 30.0
POLL_SECONDS = 1.0
CLOSE_SECONDS = 5.0
MAX_PARALLEL = 16
BACKOFF_SECONDS = (2, 5, 10, 30, 60, 120, 300, 600, 1200)
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages of one conversation that are sent as one."""

    conversation_id: str
    channel: str
    external_user_id: str
    item_ids: tuple[int, ...]
    attempt: int
    idempotency_key: str
    bodies: tuple[MessageBody, ...]
    first_option: int


class OutboxDeliverer:
    """Drains the outbox in the background. Runs on one event loop; several processes may run one each."""

    def __init__(self, transactions: Transactions, clock: Clock, connectors: Mapping[str, Connector]) -> None:
        self._transactions = transactions
        self._clock = clock
        self._woken = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None
        self._is_closing = False
        self.connectors = connectors

    def start(self) -> None:
        """Begin; what a crash left behind is found in the outbox. Does nothing without connectors."""
        if self.connectors and self._loop is None:
            self._loop = asyncio.create_task(self._run(), name="outbox")

    def wake(self) -> None:
        """Something was written: look now instead of at the next poll."""
        self._woken.set()

    async def close(self) -> None:
        """Finish what is on the wire and stop; what is not sent yet is sent after the next start."""
        self._is_closing = True
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None
        if self._busy:
            _, late = await asyncio.wait(self._busy.values(), timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for connector in self.connectors.values():
            await connector.close()

    async def _run(self) -> None:
        while not self._is_closing:
            self._woken.clear()
            try:
                for conversation_id in await asyncio.to_thread(self._list_due):
                    if conversation_id not in self._busy and len(self._busy) < MAX_PARALLEL:
                        task = asyncio.create_task(self._drain(conversation_id), name=f"outbox-{conversation_id}")
                        self._busy[conversation_id] = task
            except Exception:
                log.exception("outbox could not be read")
            # Not wait_for: before Python 3.12 it swallows a cancellation that comes together with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()

    def _list_due(self) -> Sequence[str]:
        with self._transactions.read() as tx:
            return tx.outbox.list_due(self._clock.now())

    async def _drain(self, conversation_id: str) -> None:
        """Send what is due, in order, until nothing is left or the channel asks to wait."""
        try:
            while not self._is_closing:
                batch = await asyncio.to_thread(self._claim, conversation_id)
                if batch is None or not await self._send(batch):
                    break
            self.wake()
        except Exception:
            # The lease brings the batch back; the log has it.
            log.exception("delivery could not be written down", extra={"conversation_id": conversation_id})
        finally:
            del self._busy[conversation_id]

    def _claim(self, conversation_id: str) -> Batch | None:
        now = self._clock.now()
        with self._transactions.begin() as tx:
            conversation = tx.log.find(conversation_id, lock=True)
            items = tx.outbox.pending(conversation_id)
            if conversation is None or not items or items[0].next_attempt_at > now:
                return None
            connector = self.connectors.get(conversation.channel)
            if connector is None:
                reason = f"channel {conversation.channel} is not configured"
                tx.outbox.postpone([items[0].id], now + timedelta(seconds=BACKOFF_SECONDS[-1]), reason)
                return None
            chosen, bodies, first_option = _choose(tx, connector, conversation_id, _same_attempt(items))
            ids = tuple(item.id for item in chosen)
            tx.outbox.claim(ids, now + timedelta(seconds=LEASE_SECONDS))
        head = chosen[0]
        return Batch(
            conversation_id=conversation_id,
            channel=conversation.channel,
            external_user_id=conversation.visitor_id,
            item_ids=ids,
            attempt=head.attempts + 1,
            idempotency_key=head.message.id,
            bodies=bodies,
            first_option=first_option,
        )

    async def _send(self, batch: Batch) -> bool:
        """Whether to go on with the conversation."""
        connector = self.connectors[batch.channel]
        try:
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                await connector.send(
                    batch.external_user_id,
                    batch.bodies,
                    idempotency_key=batch.idempotency_key,
                    first_option=batch.first_option,
                )
        except DeliveryRefused as error:
            await asyncio.to_thread(self._fail, batch, str(error))
            return True
        except (Unavailable, TimeoutError) as error:
            reason = str(error) or "no answer in time"
            if batch.attempt > len(BACKOFF_SECONDS):
                await asyncio.to_thread(self._fail, batch, reason)
                return True
            await asyncio.to_thread(self._postpone, batch, reason)
            return False
        await asyncio.to_thread(self._mark_sent, batch)
        return True

    def _mark_sent(self, batch: Batch) -> None:
        with self._transactions.begin() as tx:
            tx.outbox.mark_sent(batch.item_ids)

    def _fail(self, batch: Batch, reason: str) -> None:
        log.warning("not delivered: %s", reason, extra={"conversation_id": batch.conversation_id})
        with self._transactions.begin() as tx:
            tx.outbox.mark_failed(batch.item_ids, reason)

    def _postpone(self, batch: Batch, reason: str) -> None:
        log.info("delivery postponed: %s", reason, extra={"conversation_id": batch.conversation_id})
        until = self._clock.now() + timedelta(seconds=BACKOFF_SECONDS[batch.attempt - 1])
        with self._transactions.begin() as tx:
            tx.outbox.postpone(batch.item_ids, until, reason)


def _same_attempt(items: Sequence[OutboxItem]) -> list[OutboxItem]:
    """A batch that was tried before keeps its members, so that its idempotency key keeps its meaning."""
    if items[0].attempts == 0:
        return list(items)
    return [item for item in items if item.attempts > 0]


def _choose(
    tx: Transaction, connector: Connector, conversation_id: str, items: Sequence[OutboxItem]
) -> tuple[Sequence[OutboxItem], tuple[MessageBody, ...], int]:
    """As many messages from the front as fit into one, with their options as they will be numbered."""
    for count in range(len(items), 0, -1):
        chosen = items[:count]
        messages = [item.message for item in chosen]
        before = max(0, messages[-1].seq - LOOK_BACK)
        window = tx.log.messages_after(conversation_id, before, limit=LOOK_BACK)
        bodies, first_option = _number(messages, last_run(window))
        if count == 1 or connector.fits_one_message(bodies, first_option=first_option):
            break
    return chosen, bodies, first_option


def _number(messages: Sequence[Message], run: Sequence[Message]) -> tuple[tuple[MessageBody, ...], int]:
    """Numbers go on through everything that was said since the shopper spoke; older menus lose theirs."""
    current = {message.seq for message in run}
    first = next((message.seq for message in messages if message.seq in current), messages[-1].seq)
    said_before = sum(len(list_options(message.body)) for message in run if message.seq < first)
    bodies = tuple(message.body if message.seq in current else without_options(message.body) for message in messages)
    return bodies, said_before + 1
