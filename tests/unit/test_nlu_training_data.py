"""The training messages under data/nlu: complete, in their place, unambiguous."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.domain.intents import INTENTS
from bot.nlu.entity_rules import ENTITY_TYPES
from bot.nlu.normalize import normalize_text
from bot.settings import PROJECT_ROOT

FILES = sorted((PROJECT_ROOT / "data/nlu").glob("*.yml"))
ANNOTATION = re.compile(r"\[([^\]]+)\]\((\w+)\)")
FEWEST = 120


def read_file(file: Path) -> dict[str, list[str]]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {entry["intent"]: entry["examples"].split("\n") for entry in document["nlu"]}


@pytest.fixture(scope="module")
def messages() -> dict[str, list[str]]:
    return {intent: lines for file in FILES for intent, lines in read_file(file).items()}


def test_every_intent_has_messages_in_the_file_of_its_topic() -> None:
    placed = {intent: file.stem for file in FILES for intent in read_file(file)}
    assert placed == {intent.name: intent.topic for intent in INTENTS.values()}


def test_there_are_enough_messages(messages: dict[str, list[str]]) -> None:
    counts = {intent: len(lines) for intent, lines in messages.items()}
    assert {intent: count for intent, count in counts.items() if count < FEWEST} == {}
    assert sum(counts.values()) >= 12_000


def test_every_line_is_a_message(messages: dict[str, list[str]]) -> None:
    odd = [line for lines in messages.values() for line in lines if line and not re.match(r"- \S", line)]
    assert odd == []


def test_no_text_stands_twice_or_under_two_intents(messages: dict[str, list[str]]) -> None:
    texts = Counter(
        re.sub(r"[\s\W]+", "", normalize_text(ANNOTATION.sub(r"\1", line[2:])).text) or line
        for lines in messages.values()
        for line in lines
        if line
    )
    assert {text: count for text, count in texts.items() if count > 1} == {}


def test_annotations_name_known_entities(messages: dict[str, list[str]]) -> None:
    types = {kind for lines in messages.values() for line in lines for _, kind in ANNOTATION.findall(line)}
    assert types <= set(ENTITY_TYPES)
