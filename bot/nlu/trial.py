"""A classifier for one measurement: trained in memory, never published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.nlu.concepts import read_lexicon
from bot.nlu.intent_model import IntentModel, train_intent_model
from bot.nlu.normalize import normalize_text
from bot.nlu.parsed import to_parsed_text
from bot.settings import load_settings

_RANKING_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """A trained classifier without entities and without decision."""

    model: IntentModel

    def parse(self, texts: Sequence[str]) -> list[ParsedText]:
        """The intents of each text, as the whole pipeline would rank them."""
        rankings = self.model.rank([normalize_text(text).text for text in texts], limit=_RANKING_LENGTH)
        return [
            to_parsed_text(text, tuple(RankedIntent(*guess) for guess in ranking), (), Outcome.ANSWER)
            for text, ranking in zip(texts, rankings, strict=True)
        ]


def train_trial(messages: Sequence[tuple[str, str]]) -> Trial:
    """Train the project's intent classifier on (intent, text) pairs, with the shop's lexicon; nothing is written."""
    texts = [normalize_text(text).text for _, text in messages]
    knowledge = load_settings().knowledge_dir
    lexicon = read_lexicon(knowledge / "lexicon.yml", knowledge / "products")
    return Trial(train_intent_model(texts, [intent for intent, _ in messages], lexicon=lexicon))
