"""Our runtime worker, alone and with the whole path of a message (log, turn, replies written)."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.measure import Turn
from bot.bootstrap import Core
from bot.domain.conversation import MessageKind
from bot.domain.turn import Bubble, TurnContext, TurnRequest
from bot.runtime.client import RuntimeClient
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, receive_message
from bot.services.run_turn import ask_engine, begin_turn, complete_turn

CUSTOMER = "C0001"
DEADLINE = 60.0
TURNS_PER_CASE = 10
ORDER = "我的订单什么状态"
PLAIN = "你好"


@dataclass(frozen=True, slots=True)
class OurTurns:
    """Turns through the runtime alone, and through the log as in production."""

    runtime_plain: Turn
    runtime_order: Turn
    path_plain: Turn
    path_order: Turn
    pids: list[int]


@asynccontextmanager
async def our_house(core: Core) -> AsyncIterator[OurTurns]:
    """Start one runtime worker on the trained model."""
    environ = {**os.environ, "XIAOER_STATE_DIR": str(core.settings.state_dir), "XIAOER_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([sys.executable, "-m", "bot.cli", "runtime"], env=environ)
    client = RuntimeClient([core.settings.runtime_socket(0)])
    try:
        while not await client.is_ready():
            await asyncio.sleep(0.3)
        yield OurTurns(
            runtime_plain=_runtime_turn(client, PLAIN),
            runtime_order=_runtime_turn(client, ORDER),
            path_plain=_path_turn(core, client, PLAIN),
            path_order=_path_turn(core, client, ORDER),
            pids=[process.pid],
        )
    finally:
        await client.close()
        process.terminate()
        process.wait(20)


def _runtime_turn(client: RuntimeClient, text: str) -> Turn:
    versions: dict[str, int] = defaultdict(int)
    run = uuid4().hex[:8]

    async def turn(sender: int, ordinal: int) -> None:
        case_id = f"{run}-{sender}-{ordinal // TURNS_PER_CASE}"
        context = TurnContext(case_id, f"{case_id}-{ordinal}", "web", customer_id=CUSTOMER)
        request = TurnRequest(case_id, versions[case_id], (Bubble(text),), context)
        result = await client.run_turn(request, deadline_seconds=DEADLINE)
        versions[case_id] += 1
        if not result.replies:
            raise RuntimeError("our runtime said nothing")

    return turn


def _path_turn(core: Core, client: RuntimeClient, text: str) -> Turn:
    conversations: dict[str, str] = {}

    async def turn(sender: int, ordinal: int) -> None:
        name = f"{text}-{sender}-{ordinal // TURNS_PER_CASE}"
        if name not in conversations:
            conversations[name] = await asyncio.to_thread(_open, core, f"{name}-{uuid4().hex}")
        await asyncio.to_thread(_receive, core, conversations[name], text)
        pending = await asyncio.to_thread(begin_turn, core.transactions, core.policy, conversations[name])
        if pending is None:
            raise RuntimeError("the message was not stored")
        result = await ask_engine(client, core.transactions, pending, deadline_seconds=DEADLINE)
        done = await asyncio.to_thread(
            complete_turn, core.transactions, core.clock, core.policy, pending, result, latency_seconds=0.0
        )
        if not done.messages:
            raise RuntimeError("nothing was written")

    return turn


def _open(core: Core, visitor_id: str) -> str:
    return open_conversation(
        core.transactions,
        core.clock,
        core.shop,
        core.policy,
        channel="web",
        visitor_id=visitor_id,
        customer_id=CUSTOMER,
    ).id


def _receive(core: Core, conversation_id: str, text: str) -> None:
    message = IncomingMessage(uuid4().hex, MessageKind.TEXT, text)
    receive_message(core.transactions, core.clock, conversation_id, message, max_text=2000)
