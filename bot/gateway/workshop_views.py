"""Domain objects as the workshop sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.faq import Faq, FaqHit
from bot.domain.intents import INTENTS, TOPIC_LABELS, intent_label
from bot.domain.learning import Example, Miss
from bot.domain.turn import Outcome, ParsedText
from bot.services.training_job import TrainingStatus

_OUTCOMES = {
    Outcome.ANSWER: "直接回答",
    Outcome.CLARIFY: "反问澄清",
    Outcome.HANDOFF: "转人工",
    Outcome.FAILED: "处理失败",
}


def intents_view(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """All intents in the order of the catalogue."""
    return [
        {
            "name": intent.name,
            "label": intent.label,
            "topic": intent.topic,
            "topic_label": TOPIC_LABELS[intent.topic],
            "examples": counts.get(intent.name, 0),
        }
        for intent in INTENTS.values()
    ]


def faq_view(faq: Faq, published_version: int | None = None) -> dict[str, Any]:
    """A FAQ in one of its versions, and which version shoppers see, if they see one."""
    return {
        "id": faq.id,
        "topic": faq.topic,
        "question": faq.question,
        "answer": faq.answer,
        "similar": list(faq.similar),
        "intent": faq.intent,
        "intent_label": intent_label(faq.intent) if faq.intent else None,
        "tags": list(faq.tags),
        "products": list(faq.products),
        "valid_from": faq.valid_from.isoformat() if faq.valid_from else None,
        "valid_until": faq.valid_until.isoformat() if faq.valid_until else None,
        "state": faq.state.value,
        "version": faq.version,
        "published_version": published_version,
        "updated_at": faq.updated_at.isoformat() if faq.updated_at else None,
        "updated_by": faq.updated_by,
    }


def try_view(parsed: ParsedText, hits: Sequence[FaqHit], replies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the bot makes of a question."""
    return {
        "intent": parsed.intent,
        "intent_label": intent_label(parsed.intent),
        "confidence": parsed.confidence,
        "ranking": [[guess.intent, intent_label(guess.intent), guess.confidence] for guess in parsed.ranking],
        "entities": [{"type": entity.type, "value": entity.value} for entity in parsed.entities],
        "emotion": parsed.emotion,
        "outcome": parsed.outcome.value,
        "outcome_label": _OUTCOMES[parsed.outcome],
        "faqs": [
            {"id": hit.faq.id, "question": hit.faq.question, "score": hit.score, "matched": hit.matched} for hit in hits
        ],
        "replies": list(replies),
    }


def miss_view(miss: Miss) -> dict[str, Any]:
    """A message that was not understood."""
    return {
        "id": miss.id,
        "text": miss.text,
        "intent": miss.intent,
        "intent_label": intent_label(miss.intent),
        "confidence": miss.confidence,
        "ranking": [[intent, intent_label(intent), confidence] for intent, confidence in miss.ranking],
        "outcome": miss.outcome,
        "created_at": miss.created_at.isoformat(),
        "conversation_id": miss.conversation_id,
        "count": miss.count,
    }


def example_view(example: Example) -> dict[str, Any]:
    """A training message."""
    return {
        "id": example.id,
        "intent": example.intent,
        "intent_label": intent_label(example.intent),
        "text": example.text,
        "created_at": example.created_at.isoformat(),
        "created_by": example.created_by,
    }


def training_view(status: TrainingStatus) -> dict[str, Any]:
    """Where the training stands."""
    return {
        "state": status.state.value,
        "step": status.step,
        "percent": status.percent,
        "started_at": status.started_at.isoformat() if status.started_at else None,
        "message": status.message,
        "model": status.model,
    }
