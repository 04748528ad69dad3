"""Emergencies are found by what shoppers write, on a set whose author saw neither training messages nor this code."""

from __future__ import annotations

import json
from pathlib import Path

from bot.domain.turn import Bubble
from bot.nlu.training_messages import read_training_messages, spoken_key
from bot.runtime.agent_host import AgentHost
from bot.runtime.thoughts import EMERGENCIES, find_thoughts
from bot.settings import PROJECT_ROOT

BLIND = PROJECT_ROOT / "tests" / "evaluation" / "emergencies.jsonl"
RECALL, PRECISION = 0.95, 0.9


def read_set(file: Path) -> list[tuple[str, bool]]:
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [(entry["text"], entry["is_p0"]) for entry in entries]


def is_taken_for_emergency(host: AgentHost, text: str) -> bool:
    thoughts = find_thoughts([Bubble(text)], host.parse_text)
    return any(thought.intent in EMERGENCIES and not thought.is_unsure for thought in thoughts)


def test_emergencies_are_found_and_look_alikes_are_not(host: AgentHost) -> None:
    entries = read_set(BLIND)
    assert len(entries) >= 400
    taken = [is_taken_for_emergency(host, text) for text, _ in entries]
    hits = sum(is_taken and is_p0 for is_taken, (_, is_p0) in zip(taken, entries, strict=True))
    assert hits / sum(is_p0 for _, is_p0 in entries) >= RECALL
    assert hits / sum(taken) >= PRECISION


def test_no_training_message_stands_in_the_blind_set() -> None:
    known = {spoken_key(text) for _, text in read_training_messages(PROJECT_ROOT / "data")}
    assert not known & {spoken_key(text) for text, _ in read_set(BLIND)}
