"""The training messages are a product: no near-copies, borders written on purpose."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.domain.intents import INTENTS

ROOT = Path(__file__).parents[2]
ENTITY = re.compile(r"\[([^\]]+)\]\([a-z_]+\)")
NAMES = sorted(INTENTS)


@cache
def messages() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "data/nlu").glob("*.yml")):
        for entry in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            lines = (line[2:] for line in entry["examples"].splitlines() if line.startswith("- "))
            found[entry["intent"]] += [ENTITY.sub(r"\1", line).strip() for line in lines]
    return {intent: tuple(texts) for intent, texts in found.items()}


def skeleton(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + size] for size in (2, 3) for at in range(len(text) - size + 1))


@pytest.mark.parametrize("intent", NAMES)
def test_no_message_is_nearly_another(intent: str) -> None:
    """Jaccard similarity of character 2- and 3-grams, for messages of at least eight characters."""
    kept: list[tuple[str, frozenset[str]]] = []
    by_gram: dict[str, list[int]] = defaultdict(list)
    near = []
    for text in messages()[intent]:
        bare = skeleton(text)
        if len(bare) < 8:
            continue
        own = grams(bare)
        shared = Counter(index for gram in own for index in by_gram[gram])
        for index, count in shared.most_common(3):
            other, theirs = kept[index]
            if count / len(own | theirs) > 0.8:
                near.append((text, other))
        for gram in own:
            by_gram[gram].append(len(kept))
        kept.append((text, own))
    assert near == []


def test_the_borders_of_confused_pairs_are_written_on_purpose() -> None:
    pairs = yaml.safe_load((ROOT / "tests/evaluation/boundaries.yml").read_text(encoding="utf-8"))
    assert len(pairs) >= 40
    known = {intent: set(texts) for intent, texts in messages().items()}
    for pair in pairs:
        assert len(pair) == 2
        for intent, texts in pair.items():
            assert len(set(texts)) >= 20, (pair.keys(), intent)
            assert set(texts) <= known[intent], intent
