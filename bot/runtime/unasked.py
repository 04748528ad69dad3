"""Information that nobody asked for is rarely what a sentence is: 我买的那个耳机到哪了 names goods and asks."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.turn import ParsedText, RankedIntent
from bot.nlu.decision import OutcomeRule

_INFORM = "inform"
_TELLING = frozenset({"order_number", "tracking_number", "phone", "address", "height", "weight"})
_SURE = 0.8
_BARE = 6
"""Characters besides the entities: up to here a message may well be nothing but information."""


def set_aside_information(parsed: ParsedText, rule: OutcomeRule) -> ParsedText:
    """Read again without ``inform``, when the bot has asked nothing and the message tells nothing by itself.

    The classifier sees one message and cannot know whether something was asked; a model that is sure is believed.
    """
    told = sum(entity.end - entity.start for entity in parsed.entities)
    is_telling = any(entity.type in _TELLING for entity in parsed.entities)
    if parsed.intent != _INFORM or parsed.confidence >= _SURE or is_telling or len(parsed.text) - told <= _BARE:
        return parsed
    left = [guess for guess in parsed.ranking if guess.intent != _INFORM]
    rest = 1 - sum(guess.confidence for guess in parsed.ranking if guess.intent == _INFORM)
    if not left or rest <= 0:
        return parsed
    ranking = rule.raise_alarm([(guess.intent, guess.confidence / rest) for guess in left])
    intent, confidence = ranking[0]
    guesses = tuple(RankedIntent(name, share) for name, share in ranking)
    return replace(parsed, intent=intent, confidence=confidence, ranking=guesses, outcome=rule.decide(ranking))
