"""Find the FAQ that answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.faq import Faq, FaqHit
from bot.domain.intents import INTENTS
from bot.domain.policy import Policy
from bot.domain.product import Product
from bot.services.ports import FaqSearch

_RELATED = 3
_NOISE = re.compile(r"[\s，,。.！!？?、~～…]+|请问|你好|您好|这个|那个|这款|一下|[吗呢啊呀吧嘛么的了]")
_MIN_RELATED_SCORE = 0.2
OTHER_TOPIC_MARGIN = 0.3
"""A FAQ of another topic, or the default of another intent, must fit so much better: it contradicts the message."""
FORESEEN, CLEARLY, MIN_PAIRS = 0.5, 0.15, 3
"""Share of common character pairs from which a wording counts as foreseen, and its lead over the search's first."""
MIN_SHARED = 0.34
"""Share of the question's character pairs, besides the product's name, that the FAQ's wording has to contain."""


@dataclass(frozen=True, slots=True)
class FaqAnswer:
    """``faq`` answers; ``is_default``: nothing matched the words, it is the intent's default answer.

    ``related``: other FAQs worth offering as buttons, best first.
    """

    faq: Faq
    score: float
    is_default: bool = False
    related: tuple[FaqHit, ...] = ()


def answer_faq(
    search: FaqSearch,
    text: str,
    policy: Policy,
    *,
    intent: str | None = None,
    product: Product | None = None,
) -> FaqAnswer | None:
    """The FAQ to show for ``text``, or None if none is sure enough (``policy.decision.faq_answer_score``).

    With ``intent`` (an informational intent that was understood) the best-matching FAQ of that intent's topic wins,
    and where no words match, the intent's default FAQ answers. ``product`` drops FAQs about other products.
    """
    hits = [hit for hit in search.search_faqs(text, intent=intent, limit=8) if fits_product(hit.faq, product)]
    threshold = policy.decision.faq_answer_score
    is_open = bool(hits) and (hits[0].faq.intent == intent or hits[0].score < threshold)
    closest = _closest(hits, text, intent) if is_open else None
    if closest is not None:
        return FaqAnswer(
            closest.faq, max(closest.score, threshold), related=_related([hit for hit in hits if hit != closest])
        )
    if hits and intent and _contradicts(hits[0].faq, intent):
        threshold += OTHER_TOPIC_MARGIN
    if hits and hits[0].score >= threshold:
        return FaqAnswer(hits[0].faq, hits[0].score, related=_related(hits[1:]))
    default = find_default(search, intent) if intent else None
    if default is None:
        return None
    others = [hit for hit in hits if hit.faq.id != default.id]
    return FaqAnswer(default, hits[0].score if hits else 0.0, is_default=True, related=_related(others))


def _closest(hits: Sequence[FaqHit], text: str, intent: str | None) -> FaqHit | None:
    """The FAQ whose wording is clearly nearer to the words than what the search puts first.

    The search favours the intent's default; a question that was foreseen almost word for word comes before it.
    """
    asked = _pairs(text, ())
    if len(hits) < 2 or len(asked) < MIN_PAIRS:
        return None
    likeness = {
        hit.faq.id: max(_dice(asked, phrase) for phrase in (hit.faq.question, *hit.faq.similar)) for hit in hits
    }
    best = max(hits, key=lambda hit: likeness[hit.faq.id])
    needed = FORESEEN + (OTHER_TOPIC_MARGIN / 2 if intent and _contradicts(best.faq, intent) else 0.0)
    is_clear = likeness[best.faq.id] - likeness[hits[0].faq.id] >= CLEARLY
    return (
        best if best != hits[0] and best.faq.intent != intent and is_clear and likeness[best.faq.id] >= needed else None
    )


def _dice(asked: set[str], phrase: str) -> float:
    wording = _pairs(phrase, ())
    return 2 * len(asked & wording) / max(len(asked) + len(wording), 1)


def _contradicts(faq: Faq, intent: str) -> bool:
    known = INTENTS.get(intent)
    return faq.intent not in (None, intent) or (known is not None and faq.topic != known.topic)


def is_about_the_same(faq: Faq, text: str, product: Product) -> bool:
    """Whether the FAQ shares more with the question than the product's name.

    摄像头带支架吗 and 摄像头连不上网 are both about a camera, and nothing else.
    """
    names = sorted((product.name, *product.aliases), key=len, reverse=True)
    asked = _pairs(text, names)
    if not asked:
        return False
    wording = set[str]().union(*(_pairs(phrase, names) for phrase in (faq.question, *faq.similar)))
    return len(asked & wording) / len(asked) >= MIN_SHARED


def _pairs(text: str, names: Sequence[str]) -> set[str]:
    for name in names:
        text = text.replace(name, " ")
    text = _NOISE.sub(" ", text.lower())
    return {text[index : index + 2] for index in range(len(text) - 1) if " " not in text[index : index + 2]}


def find_default(search: FaqSearch, intent: str) -> Faq | None:
    """The default FAQ of an intent: the search lists it whatever the words are."""
    return next((hit.faq for hit in search.search_faqs("", intent=intent, limit=50) if hit.faq.intent == intent), None)


def suggest_faqs(search: FaqSearch, text: str, *, limit: int = 3) -> tuple[FaqHit, ...]:
    """FAQs to offer when nothing is sure: 您是不是想问……"""
    return tuple(hit for hit in search.search_faqs(text, limit=limit) if hit.score >= _MIN_RELATED_SCORE)


def fits_product(faq: Faq, product: Product | None) -> bool:
    """Whether the FAQ may be shown while this product is looked at."""
    if not faq.products or product is None:
        return True
    return product.id in faq.products or product.category in faq.products


def _related(hits: list[FaqHit]) -> tuple[FaqHit, ...]:
    return tuple(hit for hit in hits if hit.score >= _MIN_RELATED_SCORE)[:_RELATED]
