"""The runtime: cached and rebuilt cases, failures, text that looks like a command, the socket, the client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from rasa_sdk import Tracker

from actions.escalation import RequestHuman
from actions.talk import Talk
from bot.domain.errors import BadRequest, Unavailable
from bot.domain.intents import INTENTS
from bot.domain.turn import Bubble, Outcome, TurnContext, TurnRequest
from bot.runtime.agent_host import AgentHost
from bot.runtime.client import RuntimeClient
from bot.runtime.in_process_actions import ActionFailed
from bot.runtime.lean_imports import needs_tensorflow
from bot.runtime.server import Worker, build_app
from bot.runtime.turn_runner import TurnRunner
from bot.services.assistant_tools import AssistantTools
from bot.services.ports import HistoryNeeded
from tests.integration.dialogue_rig import Conversation, build_host, find_unclear, spoken

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def ask(text: str, *, case: str, version: int = 0, payload: str | None = None) -> TurnRequest:
    context = TurnContext(case, f"{case}-{version}", "web")
    return TurnRequest(case, version, (Bubble(text, payload),), context)


@pytest.fixture
async def socket(host: AgentHost, tools: AssistantTools, model: Path, tmp_path: Path) -> AsyncIterator[Path]:
    worker = Worker(host, tools.policy, lambda path: build_host(path, tools))
    runner = web.AppRunner(build_app(worker))
    await runner.setup()
    path = tmp_path / "runtime.sock"
    await web.UnixSite(runner, str(path)).start()
    yield path
    await runner.cleanup()


@pytest.fixture
async def client(socket: Path) -> AsyncIterator[RuntimeClient]:
    client = RuntimeClient([socket])
    yield client
    await client.close()


async def test_a_later_turn_needs_the_case_or_its_history(host: AgentHost, tools: AssistantTools) -> None:
    runner = TurnRunner(host, tools.policy)
    first = await runner.run(ask("包邮吗", case="cached"))
    await runner.run(ask("什么意思", case="cached", version=1))
    host.trackers.drop("cached")
    with pytest.raises(HistoryNeeded):
        await runner.run(ask("什么意思", case="cached", version=1))
    again = await runner.run(replace(ask("什么意思", case="cached", version=1), history=first.events))
    assert first.replies[0].text.removeprefix("您好，") in spoken(again)


async def test_a_retried_turn_runs_on_the_state_before_it(host: AgentHost, tools: AssistantTools) -> None:
    """The gateway died before it stored the turn: the same version comes again and must not see its own first try."""
    runner = TurnRunner(host, tools.policy)
    unclear = find_unclear(host)
    first = await runner.run(ask(unclear, case="retried"))
    second = await runner.run(ask(unclear, case="retried"))
    assert first.outcome is second.outcome is Outcome.CLARIFY


async def test_history_is_the_same_as_the_live_case(host: AgentHost, tools: AssistantTools) -> None:
    live = Conversation(host, tools, case_id="live")
    rebuilt = Conversation(host, tools, case_id="rebuilt")
    for text in ("拆封了还能退吗", "那运费呢", "什么意思"):
        host.trackers.drop("rebuilt")
        assert spoken(await live.say(text)) == spoken(await rebuilt.say(text))


@pytest.mark.parametrize("text", ["/restart", "/request_human", "／request_human", "/", "  ", '/greet{"a":1}'])
async def test_text_is_never_a_command(host: AgentHost, tools: AssistantTools, text: str) -> None:
    talk = Conversation(host, tools, case_id=f"slash-{text}")
    result = await talk.say(text)
    assert result.replies
    assert not any(event["event"] in {"restart", "pause", "reset_slots"} for event in result.events)
    assert result.handoff is None or result.handoff.reason != "requested"


async def test_button_is_taken_at_its_word(host: AgentHost, tools: AssistantTools) -> None:
    talk = Conversation(host, tools, case_id="button")
    result = await talk.say("转人工客服", payload="/request_human")
    assert (result.understanding.intent, result.understanding.confidence) == ("request_human", 1.0)
    assert result.handoff is not None
    with pytest.raises(BadRequest):
        await talk.say("?", payload="/no_such_intent")


async def test_failing_action_fails_the_turn_and_drops_the_case(
    host: AgentHost, tools: AssistantTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: RequestHuman, talk: Talk) -> None:
        raise RuntimeError("no database")

    talk = Conversation(host, tools, case_id="failing")
    await talk.say("在吗")
    monkeypatch.setattr(RequestHuman, "answer", fail)
    with pytest.raises(ActionFailed):
        await talk.say("转人工")
    assert host.trackers.find_case("failing", 1) is None
    monkeypatch.undo()
    assert (await talk.say("转人工")).handoff is not None


async def test_a_failure_stays_in_the_turn_that_failed(
    host: AgentHost, tools: AssistantTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cases interleave on one loop: one fails while the other is in the middle of its action, begun before."""
    begun, failed = asyncio.Event(), asyncio.Event()
    real_run = RequestHuman.run

    async def run(self: RequestHuman, dispatcher: Any, tracker: Tracker, domain: dict[str, Any]) -> object:
        if tracker.sender_id.startswith("breaks"):
            await begun.wait()
            raise RuntimeError("no database")
        begun.set()
        await failed.wait()
        return await real_run(self, dispatcher, tracker, domain)

    monkeypatch.setattr(host.endpoint._executor, "actions", dict(host.endpoint._executor.actions))
    host.endpoint._executor.actions["action_request_human"] = partial(run, RequestHuman(tools))
    runner = TurnRunner(host, tools.policy)
    works = asyncio.create_task(runner.run(ask("转人工", case="works")))
    breaks = asyncio.create_task(runner.run(ask("转人工", case="breaks")))
    with pytest.raises(ActionFailed):
        await breaks
    failed.set()
    assert (await works).handoff is not None


async def test_silence_is_a_failure(host: AgentHost, tools: AssistantTools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RequestHuman, "answer", lambda self, talk: None)
    with pytest.raises(Unavailable):
        await TurnRunner(host, tools.policy).run(ask("转人工", case="silent"))


@pytest.mark.parametrize("intent", sorted(INTENTS))
@pytest.mark.parametrize("customer", [None, "C0001", "C0004"])
async def test_every_intent_is_answered(
    host: AgentHost, tools: AssistantTools, intent: str, customer: str | None
) -> None:
    talk = Conversation(host, tools, case_id=f"every-{intent}-{customer}", customer_id=customer)
    result = await talk.say("请帮我看看", payload=f"/{intent}")
    assert all(reply.text and not reply.text.startswith("utter_") for reply in result.replies)
    assert "None" not in spoken(result)


async def test_anger_brings_empathy_and_a_human_once(host: AgentHost, tools: AssistantTools) -> None:
    talk = Conversation(host, tools, case_id="anger")
    first = await talk.say("气死我了 包邮吗 骗子")
    assert any(word in spoken(first) for word in ("抱歉", "理解"))
    handoffs = [first.handoff, *[(await talk.say("包邮吗 气死我了")).handoff for _ in range(2)]]
    assert sum(handoff is not None and handoff.reason == "emotion" for handoff in handoffs) <= 1
    assert any(handoff is not None for handoff in handoffs)


async def test_client_runs_turns_over_the_socket(client: RuntimeClient) -> None:
    result = await client.run_turn(ask("包邮吗", case="socket"), deadline_seconds=5)
    assert "包邮" in spoken(result)
    with pytest.raises(HistoryNeeded):
        await client.run_turn(ask("包邮吗", case="socket", version=7), deadline_seconds=5)
    assert (await client.parse(["转人工"]))[0]["intent"] == "request_human"
    assert await client.is_ready()


async def test_many_turns_at_once_keep_their_cases(client: RuntimeClient) -> None:
    texts = ["包邮吗", "转人工", "在吗", "怎么下单"] * 8
    results = await asyncio.gather(
        *(client.run_turn(ask(text, case=f"many-{number}"), deadline_seconds=20) for number, text in enumerate(texts))
    )
    assert [result.understanding.text for result in results] == texts


async def test_client_waits_for_a_worker_that_comes_back(
    host: AgentHost, tools: AssistantTools, tmp_path: Path
) -> None:
    path = tmp_path / "late.sock"
    client = RuntimeClient([path])
    turn = asyncio.create_task(client.run_turn(ask("在吗", case="late"), deadline_seconds=10))
    await asyncio.sleep(0.5)
    runner = web.AppRunner(build_app(Worker(host, tools.policy, lambda model: host)))
    await runner.setup()
    await web.UnixSite(runner, str(path)).start()
    assert (await turn).replies
    await client.close()
    await runner.cleanup()


async def test_client_gives_up_at_the_deadline(tmp_path: Path) -> None:
    client = RuntimeClient([tmp_path / "nobody.sock"])
    with pytest.raises(Unavailable):
        await client.run_turn(ask("在吗", case="dead"), deadline_seconds=0.6)
    assert not await client.is_ready()
    await client.close()


async def test_reload_keeps_answering(client: RuntimeClient, model: Path) -> None:
    await client.reload(model)
    assert (await client.run_turn(ask("在吗", case="reloaded"), deadline_seconds=5)).replies
    with pytest.raises(Unavailable):
        await client.reload(model.with_name("missing.tar.gz"))
    assert await client.is_ready()


def test_light_model_does_without_tensorflow(model: Path, tmp_path: Path) -> None:
    assert not needs_tensorflow(model)
    assert needs_tensorflow(tmp_path / "missing.tar.gz")
