"""The catalogue of intents."""

from __future__ import annotations

from bot.domain.intents import INTENTS, TOPIC_LABELS, intent_label, intent_phrase


def test_there_are_62_intents_with_distinct_words() -> None:
    assert len(INTENTS) == 62
    assert len({intent.label for intent in INTENTS.values()}) == 62
    assert len({intent.phrase for intent in INTENTS.values()}) == 62
    assert {intent.topic for intent in INTENTS.values()} == set(TOPIC_LABELS)


def test_phrases_fit_on_a_button() -> None:
    assert [intent.name for intent in INTENTS.values() if not 2 <= len(intent.phrase) <= 8] == []


def test_an_unknown_intent_keeps_its_name() -> None:
    assert (intent_label("invoice"), intent_phrase("ask_stock")) == ("发票", "查询库存")
    assert (intent_label("shop_own"), intent_phrase("shop_own")) == ("shop_own", "shop_own")
