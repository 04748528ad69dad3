"""Recorded shoppers on a real gateway with a fake engine."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from rich.console import Console

from bot.domain.errors import Unavailable
from bot.domain.policy import Policy
from bot.domain.turn import HandoffRequest, Outcome, Priority, TurnRequest, TurnResult
from bot.gateway.app import health
from bot.gateway.context import CONTEXT
from bot.gateway.http import errors_middleware
from bot.gateway.shopper import add_shopper_routes
from bot.gateway.shopper_socket import add_shopper_socket
from bot.replay_client import ReplayOptions, run_replay
from bot.services.deliver_outbox import OutboxDeliverer
from bot.services.replay import Summary
from bot.settings import Settings
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine
from tests.integration.gateway_context import make_context


class MoodyEngine(FakeEngine):
    """Hands over on 人工, says nothing on 沉默."""

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        text = " ".join(bubble.text for bubble in request.bubbles)
        result = await super().run_turn(request, deadline_seconds=deadline_seconds)
        if "人工" in text:
            # Not by the fake's own switch: other conversations run at the same time.
            result = replace(result, handoff=HandoffRequest("requested", Priority.P3), outcome=Outcome.HANDOFF)
        if "沉默" in text:
            return TurnResult((), result.understanding, result.outcome, result.events)
        return result


class Gateway:
    def __init__(self, url: str, engine: FakeEngine, transactions: SqlTransactions, folder: Path) -> None:
        self.url = url
        self.engine = engine
        self.transactions = transactions
        self.folder = folder

    async def replay(self, *conversations: list[tuple[str, str]], database: bool = True) -> tuple[Summary, Any, str]:
        file = self.folder / "recorded.jsonl"
        rows = [
            {"id": f"r{number}", "turns": [{"role": role, "text": text} for role, text in turns]}
            for number, turns in enumerate(conversations)
        ]
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        options = ReplayOptions(
            file, self.url, self.folder / "out", reply_timeout_seconds=0.6, settle_seconds=0.15, parallel=4
        )
        console = Console(file=io.StringIO(), width=120)
        summary = await asyncio.to_thread(run_replay, options, self.transactions if database else None, console)
        report = json.loads((options.out / "report.json").read_text(encoding="utf-8"))
        return summary, report, (options.out / "exchanges.md").read_text(encoding="utf-8")


@pytest.fixture
async def gateway(
    transactions: SqlTransactions, clock: FakeClock, policy: Policy, tmp_path: Path
) -> AsyncIterator[Gateway]:
    engine = MoodyEngine()
    context = make_context(
        Settings(), transactions, clock, policy, engine=engine, outbox=OutboxDeliverer(transactions, clock, {})
    )
    app = web.Application(middlewares=[errors_middleware])
    app[CONTEXT] = context
    add_shopper_routes(app)
    add_shopper_socket(app)
    app.router.add_get("/healthz", health)
    server = TestServer(app)
    await server.start_server()
    yield Gateway(str(server.make_url("/")).rstrip("/"), engine, transactions, tmp_path)
    await context.scheduler.close()
    await server.close()


async def test_shopper_turns_are_played_and_consecutive_ones_are_one_turn(gateway: Gateway) -> None:
    summary, report, text = await gateway.replay(
        [("shopper", "你好"), ("shopper", "有货吗"), ("agent", "有的"), ("shopper", "好的")]
    )
    assert (summary.conversations, summary.exchanges) == (1, 2)
    assert summary.outcomes == {"answer": 2, "clarify": 0, "handoff": 0, "failed": 0}
    exchanges = report["conversations"][0]["exchanges"]
    assert [exchange["replies"] for exchange in exchanges] == [["答：你好 有货吗"], ["答：好的"]]
    assert summary.per_intent == {"greet": {"answer": 2}}
    assert "顾客：有货吗" in text
    assert summary.latency_p50 is not None


@pytest.mark.parametrize("database", [True, False])
async def test_outcomes_are_told_apart(gateway: Gateway, database: bool) -> None:
    summary, _, text = await gateway.replay(
        [("shopper", "转人工"), ("agent", "在的")],
        [("shopper", "沉默"), ("agent", "……"), ("shopper", "你好")],
        [("shopper", "长" * 2001)],
        database=database,
    )
    assert summary.outcomes == {"answer": 1, "clarify": 0, "handoff": 1, "failed": 2}
    assert summary.failures == {"silence": 1, "refused: too_long": 1}
    assert "（没有回复）" in text
    assert set(summary.per_intent) == ({"greet", "(unknown)"} if database else {"(unknown)"})


async def test_a_wrong_address_is_noticed_before_anything_is_played(gateway: Gateway) -> None:
    for url in ("http://127.0.0.1:1", f"{gateway.url}/elsewhere", "nonsense"):
        gateway.url = url
        with pytest.raises(Unavailable, match="--url"):
            await gateway.replay([("shopper", "你好")])
    assert not (gateway.folder / "out").exists()


async def test_a_gateway_that_goes_away_is_a_failure_not_a_crash(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def was_there_a_moment_ago(url: str) -> None:
        """Stands for the question before the playing."""

    monkeypatch.setattr("bot.replay_client.check_gateway", was_there_a_moment_ago)
    gateway.url = "http://127.0.0.1:1"
    summary, _, _ = await gateway.replay([("shopper", "你好"), ("agent", "您好"), ("shopper", "在吗")])
    assert summary.outcomes[Outcome.FAILED.value] == 2
    assert next(iter(summary.failures)).startswith("error: ")


async def test_an_engine_that_gives_up_counts_as_failed(gateway: Gateway) -> None:
    gateway.engine.is_down = True
    gateway.engine.error_code = "turn_failed"
    _, report, _ = await gateway.replay([("shopper", "你好")])
    [exchange] = report["conversations"][0]["exchanges"]
    assert exchange["outcome"] == "failed"
