"""Search over the published FAQs."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.domain.faq import Faq, FaqHit
from bot.search.dense import DenseIndex, DensePhrases
from bot.search.ngrams import GramWeights, NgramIndex, best_per_group, group_numbers, ngrams, normalize
from bot.services.ports import FaqSource

CHECK_SECONDS = 1.0
REREAD_SECONDS = 60.0
"""FAQs come into force and expire by the clock without a new revision."""
_TOPIC_BONUS, _DEFAULT_BONUS = 0.06, 0.09
_PHRASE_FROM, _PHRASE_WEIGHT = 0.5, 0.8
"""A phrase counts once it is more than half like the query: then the wording itself was foreseen."""
_SLOPE_RAW, _SLOPE_MARGIN, _INTERCEPT = 7.4, 17.6, -2.75
"""Logistic calibration, fitted on held-out similar questions, mistyped ones and off-topic messages."""


@dataclass(frozen=True, slots=True)
class _Built:
    """One generation of the index; replaced whole, so readers need no lock."""

    faqs: tuple[Faq, ...]
    phrases: tuple[str, ...]
    groups: NDArray[np.int32]
    weights: GramWeights
    by_phrase: NgramIndex
    by_answer: NgramIndex
    by_all: NgramIndex
    exact: dict[str, int]
    topics: dict[str, str]
    dense: DenseIndex | None = None


class FaqIndex:
    """Implements ``bot.services.ports.FaqSearch`` over questions, similar questions and answers.

    The score estimates the chance that the FAQ is the right one, so it compares between queries. The index follows
    ``FaqSource.faq_revision`` within a second. With ``dense`` the likeness of sentence vectors joins that of the
    words, as soon as the questions are encoded: that happens in the background, no search waits for it.
    """

    def __init__(
        self,
        source: FaqSource,
        *,
        dense: DensePhrases | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._dense = dense
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._built: _Built | None = None
        self._revision = -1
        self._check_at = self._reread_at = float("-inf")

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        """Best first; ``intent`` favours its default FAQ and FAQs of the same topic.

        For a text without words only the intent's default FAQ is listed, with score 0.
        """
        built = self._current()
        if not built.faqs:
            return []
        if not normalize(text):
            return [FaqHit(faq, 0.0, faq.question) for faq in built.faqs if intent and faq.intent == intent][:limit]
        return _search(built, text, intent, limit)

    def _current(self) -> _Built:
        now = self._monotonic()
        if self._built is not None and now < self._check_at:
            return self._built
        with self._lock:
            if self._built is not None and now < self._check_at:
                return self._built
            revision = self._source.faq_revision()
            if self._built is None or revision != self._revision or now >= self._reread_at:
                faqs = tuple(self._source.published_faqs())
                if self._built is None or faqs != self._built.faqs:
                    self._built = _build(faqs)
                    self._add_dense(self._built)
                self._revision = revision
                self._reread_at = now + REREAD_SECONDS
            self._check_at = now + CHECK_SECONDS
            return self._built

    def _add_dense(self, built: _Built) -> None:
        if self._dense is not None:
            self._dense.encode_later(built.phrases, built.groups, lambda dense: self._join_dense(built, dense))

    def _join_dense(self, built: _Built, dense: DenseIndex) -> None:
        with self._lock:
            if self._built is built:
                self._built = replace(built, dense=dense)


def _search(built: _Built, text: str, intent: str | None, limit: int) -> list[FaqHit]:
    query = built.weights.weigh(ngrams(normalize(text)))
    likeness = built.by_phrase.similarities(query)
    raw = (built.by_answer.similarities(query) + built.by_all.similarities(query)) / 2
    phrase = best_per_group(likeness, built.groups, len(built.faqs))
    raw += _PHRASE_WEIGHT * np.maximum(phrase - _PHRASE_FROM, 0.0)
    if built.dense is not None:
        close = built.dense.similarities(text)
        likeness = likeness + close
        raw += built.dense.weight * (best_per_group(close, built.groups, len(built.faqs)) - raw)
    raw = np.where(raw > 0, raw + _favour(built, intent), 0.0)
    scores = _calibrate(raw)
    exact = built.exact.get(normalize(text))
    if exact is not None:
        scores[exact] = 1.0
    hits = []
    for number in np.lexsort((-raw, -scores))[:limit]:
        if raw[number] <= 0:
            break
        members = np.flatnonzero(built.groups == number)
        matched = built.phrases[int(members[np.argmax(likeness[members])])]
        hits.append(FaqHit(built.faqs[number], float(scores[number]), matched))
    return hits


def _favour(built: _Built, intent: str | None) -> NDArray[np.float64]:
    topic = built.topics.get(intent) if intent else None
    if topic is None:
        return np.zeros(len(built.faqs))
    return np.array(
        [_DEFAULT_BONUS if faq.intent == intent else _TOPIC_BONUS if faq.topic == topic else 0.0 for faq in built.faqs]
    )


def _calibrate(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance that each FAQ is the right one: from its likeness and its lead over the best other one."""
    order = np.argsort(-raw)
    best = raw[order[0]]
    second = raw[order[1]] if len(raw) > 1 else 0.0
    lead = raw - best
    lead[order[0]] = best - second
    chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(_SLOPE_RAW * raw + _SLOPE_MARGIN * lead + _INTERCEPT)))
    return np.where(raw > 0, chance, 0.0)


def _build(faqs: tuple[Faq, ...]) -> _Built:
    phrases = [(faq.question, *faq.similar) for faq in faqs]
    exact: dict[str, int] = {}
    for number, group in enumerate(phrases):
        for phrase in group:
            exact.setdefault(normalize(phrase), number)
    exact.pop("", None)
    flat = tuple(phrase for group in phrases for phrase in group)
    grams = [ngrams(normalize(phrase)) for phrase in flat]
    answers = [_add(ngrams(normalize(faq.question)), ngrams(normalize(faq.question)), _answer(faq)) for faq in faqs]
    whole = [
        _add(*(ngrams(normalize(phrase)) for phrase in group), _answer(faq))
        for faq, group in zip(faqs, phrases, strict=True)
    ]
    weights = GramWeights([*grams, *whole])
    return _Built(
        faqs=faqs,
        phrases=flat,
        groups=group_numbers(len(group) for group in phrases),
        weights=weights,
        by_phrase=NgramIndex(grams, weights),
        by_answer=NgramIndex(answers, weights),
        by_all=NgramIndex(whole, weights),
        exact=exact,
        topics={faq.intent: faq.topic for faq in faqs if faq.intent},
    )


def _answer(faq: Faq) -> Counter[str]:
    return ngrams(normalize(f"{faq.answer}{''.join(faq.tags)}"))


def _add(*counts: Counter[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total
