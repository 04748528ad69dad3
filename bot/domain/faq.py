"""Frequently asked questions as the database keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FaqState(StrEnum):
    """Only published FAQs are ever shown to shoppers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Faq:
    """One question with its answer. ``intent`` names the intent that this FAQ answers, if it is the default answer.

    ``products`` limits it to product ids or categories; empty means all.
    """

    id: str
    topic: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    intent: str | None = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    state: FaqState = FaqState.DRAFT
    version: int = 1
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str = ""


@dataclass(frozen=True, slots=True)
class FaqHit:
    """A search result; ``score`` in 0…1, comparable between queries."""

    faq: Faq
    score: float
    matched: str
