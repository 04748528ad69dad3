"""From Rasa's way of telling what a text was taken for to ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.emotion import read_emotion
from bot.domain.turn import FoundEntity, Outcome, ParsedText, RankedIntent

FALLBACK_INTENT = "nlu_fallback"


def from_rasa(parse_data: Mapping[str, Any]) -> ParsedText:
    """From Rasa's parse result.

    The fallback intent is taken back, as the outcome says the same: ``intent`` is the likeliest one also where the
    outcome is to ask back, and ``ranking`` starts with it.
    """
    entries = [entry for entry in parse_data.get("intent_ranking") or [] if entry["name"] != FALLBACK_INTENT]
    ranking = tuple(RankedIntent(entry["name"], float(entry["confidence"])) for entry in entries)
    entities = tuple(
        FoundEntity(entity["entity"], str(entity["value"]), entity["start"], entity["end"])
        for entity in parse_data.get("entities") or []
    )
    return to_parsed_text(parse_data["text"], ranking, entities, Outcome(parse_data.get("outcome", Outcome.CLARIFY)))


def to_parsed_text(
    text: str, ranking: tuple[RankedIntent, ...], entities: tuple[FoundEntity, ...], outcome: Outcome
) -> ParsedText:
    """Put together what the components found; without a ranking the intent is empty."""
    top = ranking[0] if ranking else RankedIntent("", 0.0)
    return ParsedText(text, top.intent, top.confidence, ranking, entities, outcome, read_emotion(text).value)
