"""Plays every conversation of ``tests/conversations`` through the real runtime.

``<topic>.yml`` are Rasa test stories (``rasa test core --stories tests/conversations`` reads them too): intents
and actions. ``dialogues/<topic>.yml`` check what is said, shown and handed over, with real orders of the seeded shop.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.conversation import PageContext
from bot.domain.intents import TOPIC_LABELS
from bot.domain.order import OrderState
from bot.domain.turn import TurnResult
from bot.runtime.agent_host import AgentHost
from bot.services.assistant_tools import AssistantTools
from bot.services.track_shipment import Situation
from tests.fakes import FakeClock
from tests.integration.dialogue_rig import (
    Conversation,
    actions_of,
    find_application,
    find_customer_with,
    find_parcel_in,
    find_unclear,
    spoken,
)

FOLDER = Path(__file__).resolve().parent.parent / "conversations"
pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def _stories() -> list[Any]:
    return [
        pytest.param(story, id=f"{file.stem}: {story['story']}")
        for file in sorted(FOLDER.glob("*.yml"))
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
    ]


def _dialogues() -> list[Any]:
    return [
        pytest.param(dialogue, id=f"{file.stem}: {dialogue['name']}")
        for file in sorted((FOLDER / "dialogues").glob("*.yml"))
        for dialogue in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("story", _stories())
async def test_story_runs_as_written(story: dict[str, Any], host: AgentHost, tools: AssistantTools) -> None:
    talk = Conversation(host, tools, case_id=f"story-{story['story']}")
    steps = story["steps"]
    for number, step in enumerate(steps):
        if "user" not in step:
            continue
        wanted = []
        for later in steps[number + 1 :]:
            if "user" in later:
                break
            wanted.append(later["action"])
        result = await talk.say(step["user"].strip())
        assert result.understanding.intent == step["intent"], step["user"]
        assert actions_of(result) == wanted, step["user"]


@pytest.mark.parametrize("dialogue", _dialogues())
async def test_dialogue_says_what_it_should(dialogue: dict[str, Any], host: AgentHost, tools: AssistantTools) -> None:
    names: dict[str, str] = {"unclear": find_unclear(host)} if dialogue.get("unclear") else {}
    talk = Conversation(host, tools, case_id=f"dialogue-{dialogue['name']}")
    if dialogue.get("customer"):
        order = find_customer_with(tools, OrderState(dialogue["customer"]))
        talk.customer_id = order.customer_id
        names |= {"order": order.number, "order_tail": order.number[-4:], "phone_tail": order.receiver_phone[-4:]}
        names["goods"] = order.lines[0].name
    talk.customer_id = dialogue.get("account", talk.customer_id)
    if dialogue.get("application"):
        entry = find_application(tools, *dialogue["application"])
        talk.customer_id = entry.customer_id
        names |= {"order": entry.order_number, "order_tail": entry.order_number[-4:]}
        names |= {"sent": entry.return_tracking_number or "", "channel": entry.refund_channel or ""}
    if dialogue.get("parcel"):
        order, word = find_parcel_in(tools, Situation(dialogue["parcel"]))
        talk.customer_id = order.customer_id
        names |= {"order": order.number, "order_tail": order.number[-4:], "goods": order.lines[0].name, "word": word}
        names |= {"head": order.number[:8], "rest": order.number[8:], "yuan": str(order.total_fen // 100)}
        names["address"] = order.receiver_address
    if dialogue.get("foreign"):
        order = find_customer_with(tools, OrderState(dialogue["foreign"]))
        names |= {
            "foreign": order.number,
            "foreign_tail": order.receiver_phone[-4:],
            "foreign_goods": order.lines[0].name,
        }
    talk.page = PageContext(dialogue.get("page"), names.get(dialogue.get("order_page", "")))
    for turn in dialogue["turns"]:
        with _clock_at(tools, turn.get("at") or dialogue.get("at")):
            await _play(turn, talk, tools, names)


async def _play(turn: dict[str, Any], talk: Conversation, tools: AssistantTools, names: dict[str, str]) -> None:
    if "logs_in" in turn:
        order = find_customer_with(tools, OrderState(turn["logs_in"]))
        talk.customer_id = order.customer_id
        names |= {"order": order.number, "order_tail": order.number[-4:]}
    if "page" in turn:
        talk.page = PageContext(turn["page"], None)
    if turn.get("back"):
        talk.come_back(turn["back"])
    said = turn["say"] if isinstance(turn["say"], list) else [turn["say"]]
    payload = turn.get("payload")
    before = talk.heard
    was_waiting = talk.is_waiting
    result = await talk.say(
        *(_fill(text, names) for text in said),
        payload=_fill(payload, names) if payload else None,
        has_image=turn.get("image", False),
    )
    _check(turn, result, names)
    _check_manners(turn, result, before, was_waiting)


def _check_manners(turn: dict[str, Any], result: TurnResult, before: tuple[str, ...], was_waiting: bool) -> None:
    """What holds for every answer: nothing twice in succession, one greeting, nobody offered who is awaited."""
    heard = tuple(reply.text for reply in result.replies)
    assert not set(heard) & set(before), turn["say"]
    assert len(heard) == len(set(heard)), turn["say"]
    assert "您好，您好" not in "".join(heard)
    if was_waiting:
        offered = [button.payload for reply in result.replies for button in reply.buttons]
        assert not [payload for payload in offered if payload.startswith("/request_human")], turn["say"]


@contextmanager
def _clock_at(tools: AssistantTools, local: str | None) -> Iterator[None]:
    """The shop's clock at another time of the same day, for one turn."""
    clock = tools.clock
    assert isinstance(clock, FakeClock)
    noon = clock.time
    if local:
        hour, minute = (int(part) for part in local.split(":"))
        moment = noon.astimezone(tools.policy.hours.zone).replace(hour=hour, minute=minute)
        clock.time = moment.astimezone(noon.tzinfo)
    try:
        yield
    finally:
        clock.time = noon


@pytest.mark.parametrize("topic", TOPIC_LABELS)
def test_every_topic_has_its_conversations(topic: str) -> None:
    assert len(_of_topic(topic)) >= 8


def test_there_are_enough_conversations() -> None:
    assert sum(len(_of_topic(topic)) for topic in TOPIC_LABELS) >= 120


def _of_topic(topic: str) -> list[Any]:
    found: list[Any] = []
    for file in (FOLDER / f"{topic}.yml", FOLDER / "dialogues" / f"{topic}.yml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
        found += content["stories"] if isinstance(content, dict) else content
    return found


def _check(turn: dict[str, Any], result: TurnResult, names: dict[str, str]) -> None:
    said, heard = turn["say"], spoken(result)
    for text in _list(turn.get("reply")):
        assert _fill(text, names) in heard, (said, heard)
    if "any" in turn:
        assert any(_fill(text, names) in heard for text in turn["any"]), (said, heard)
    for text in _list(turn.get("never")):
        assert _fill(text, names) not in heard, (said, heard)
    if "card" in turn:
        assert turn["card"] in [(reply.card or {}).get("type") for reply in result.replies], (said, heard)
    if "button" in turn:
        titles = [button.title for reply in result.replies for button in reply.buttons]
        assert turn["button"] in titles, (said, titles)
    if "outcome" in turn:
        assert result.outcome.value == turn["outcome"], (said, heard)
    reason = result.handoff.reason if result.handoff else None
    assert reason == turn.get("handoff"), (said, heard)
    if "priority" in turn:
        assert result.handoff is not None
        assert result.handoff.priority.value == turn["priority"], said
    for text in _list(turn.get("note")):
        assert result.handoff is not None
        assert _fill(text, names) in result.handoff.note


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _fill(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text
