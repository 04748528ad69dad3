"""Find the FAQ that answers a question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.faq import Faq, FaqHit
from bot.domain.policy import Policy
from bot.domain.product import Product
from bot.services.ports import FaqSearch

_RELATED = 3
_MIN_RELATED_SCORE = 0.2


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
    if hits and hits[0].score >= threshold:
        return FaqAnswer(hits[0].faq, hits[0].score, related=_related(hits[1:]))
    default = find_default(search, intent) if intent else None
    if default is None:
        return None
    others = [hit for hit in hits if hit.faq.id != default.id]
    return FaqAnswer(default, hits[0].score if hits else 0.0, is_default=True, related=_related(others))


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
