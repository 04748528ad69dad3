"""What somebody probably meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from bot.domain.intents import INTENTS, TOPIC_LABELS

_CUTOFF = 0.5
_INTENT_BY_LABEL = {intent.label: intent.name for intent in INTENTS.values()}
_TOPIC_BY_LABEL = {label: name for name, label in TOPIC_LABELS.items()}


def nearest_intent(word: str) -> str | None:
    """The name of the intent whose name or Chinese label is most like ``word``; None if none is."""
    return _nearest(word, INTENTS, _INTENT_BY_LABEL)


def nearest_topic(word: str) -> str | None:
    """The name of the topic whose name or Chinese label is most like ``word``; None if none is."""
    return _nearest(word, TOPIC_LABELS, _TOPIC_BY_LABEL)


def _nearest(word: str, names: Iterable[str], by_label: Mapping[str, str]) -> str | None:
    close = get_close_matches(word.strip().lower(), [*names, *by_label], n=1, cutoff=_CUTOFF)
    return by_label.get(close[0], close[0]) if close else None
