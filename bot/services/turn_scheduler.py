"""Runs turns: one at a time per conversation, bubbles that come together as one, never silence.

The scheduler keeps no truth. After a crash ``recover`` finds in the log what is still unanswered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.conversation import Message
from bot.domain.errors import Unavailable
from bot.domain.policy import Policy
from bot.domain.turn import TurnResult
from bot.services.ports import Clock, DialogueEngine, Transactions
from bot.services.run_turn import (
    PendingTurn,
    ask_engine,
    begin_turn,
    complete_turn,
    direct_handoff_result,
    failed_result,
    wants_human,
    write_delay_notice,
)

log = logging.getLogger(__name__)

RETRY_PAUSES_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0)
MAX_BUBBLE_WAITS = 4
WRITE_RETRY_SECONDS = 2.0
MAX_FAILED_TURNS = 2
MAX_PARALLEL_TURNS = 64


@dataclass(frozen=True, slots=True)
class TurnEvents:
    """Whom to tell. ``published(conversation_id, messages)`` after every write, ``typing(conversation_id)`` while the
    engine thinks, ``handoff_opened(conversation_id)`` when a human was asked for.
    """

    published: Callable[[str, Sequence[Message]], None]
    typing: Callable[[str], None]
    handoff_opened: Callable[[str], None]


class TurnScheduler:
    """Answers conversations that were handed to :meth:`schedule`. Runs on one event loop."""

    def __init__(
        self,
        transactions: Transactions,
        clock: Clock,
        policy: Policy,
        engine: DialogueEngine,
        events: TurnEvents,
        *,
        deadline_seconds: float,
        bubble_pause_seconds: float,
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._policy = policy
        self._engine = engine
        self._events = events
        self._deadline = deadline_seconds
        self._pause = bubble_pause_seconds
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._slots = asyncio.Semaphore(MAX_PARALLEL_TURNS)

    def schedule(self, conversation_id: str) -> None:
        """Answer the conversation soon; wakes a turn that waits for more bubbles or for the engine."""
        self._woken.setdefault(conversation_id, asyncio.Event()).set()
        if conversation_id not in self._workers:
            task = asyncio.create_task(self._work(conversation_id), name=f"turns-{conversation_id}")
            self._workers[conversation_id] = task

    async def recover(self) -> int:
        """Schedule all conversations that a crash left unanswered; how many there were."""
        conversation_ids = await asyncio.to_thread(self._list_unanswered)
        for conversation_id in conversation_ids:
            self.schedule(conversation_id)
        return len(conversation_ids)

    async def close(self) -> None:
        """Stop; what is not answered yet is answered after the next start."""
        tasks = list(self._workers.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _list_unanswered(self) -> Sequence[str]:
        with self._transactions.read() as tx:
            return tx.log.list_unanswered()

    async def _work(self, conversation_id: str) -> None:
        woken = self._woken[conversation_id]
        try:
            while await self._work_once(conversation_id, woken) or woken.is_set():
                pass
        finally:
            del self._workers[conversation_id]
            del self._woken[conversation_id]

    async def _work_once(self, conversation_id: str, woken: asyncio.Event) -> bool:
        """One turn, if there is one; whether to look again."""
        started = time.monotonic()
        await self._wait_for_bubbles(woken)
        try:
            pending = await asyncio.to_thread(begin_turn, self._transactions, self._policy, conversation_id)
            if pending is None:
                return False
            await self._answer(pending, started, woken)
        except Exception:
            # A database that refuses for a moment must not leave the shopper without an answer: look again.
            log.exception("turn could not be written", extra={"conversation_id": conversation_id})
            await asyncio.sleep(WRITE_RETRY_SECONDS)
        return True

    async def _wait_for_bubbles(self, woken: asyncio.Event) -> None:
        for _ in range(MAX_BUBBLE_WAITS):
            woken.clear()
            try:
                async with asyncio.timeout(self._pause):
                    await woken.wait()
            except TimeoutError:
                return

    async def _answer(self, pending: PendingTurn, started: float, woken: asyncio.Event) -> None:
        """Ask the engine until it answers; be honest when it takes long; give up to a human."""
        conversation_id = pending.conversation.id
        notified = False
        failures = 0
        for pause in (*RETRY_PAUSES_SECONDS, None):
            self._events.typing(conversation_id)
            elapsed = 0.0 if notified else time.monotonic() - started
            try:
                async with self._slots:
                    result = await ask_engine(
                        self._engine,
                        self._transactions,
                        pending,
                        deadline_seconds=max(1.0, self._deadline - elapsed),
                    )
            except Unavailable as error:
                log.warning("engine unavailable: %s", error.code, extra={"conversation_id": conversation_id})
                failures += error.code == "turn_failed"
                if wants_human(pending):
                    await self._complete(pending, direct_handoff_result(pending), started)
                    return
                if pause is None or failures >= MAX_FAILED_TURNS:
                    await self._complete(pending, failed_result(pending), started)
                    return
                if not notified and failures == 0:
                    notified = await self._notify_delay(pending)
                if await self._pause_or_news(pause, woken):
                    woken.set()
                    return
            else:
                await self._complete(pending, result, started)
                return

    async def _pause_or_news(self, pause: float, woken: asyncio.Event) -> bool:
        """Wait before the next try; True when the shopper wrote meanwhile and the turn has to be read anew."""
        woken.clear()
        try:
            async with asyncio.timeout(pause):
                await woken.wait()
        except TimeoutError:
            return False
        return True

    async def _notify_delay(self, pending: PendingTurn) -> bool:
        messages = await asyncio.to_thread(write_delay_notice, self._transactions, self._clock, pending)
        self._events.published(pending.conversation.id, messages)
        return True

    async def _complete(self, pending: PendingTurn, result: TurnResult, started: float) -> None:
        completed = await asyncio.to_thread(
            complete_turn,
            self._transactions,
            self._clock,
            self._policy,
            pending,
            result,
            latency_seconds=time.monotonic() - started,
        )
        self._events.published(pending.conversation.id, completed.messages)
        if completed.queue_changed:
            self._events.handoff_opened(pending.conversation.id)
