"""Scores, times and sizes of a trained variant."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.variants.concepts import count_all
from benchmarks.variants.recipe import Trained
from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.nlu.normalize import normalize_text
from bot.services.evaluate_nlu import LabelledMessage, evaluate

_RANKING_LENGTH = 10
_TIMED = 1000
_WARM_UP = 20
SECONDS_ALLOWED, MS_ALLOWED, MEGABYTES_ALLOWED, ECE_ALLOWED = 120.0, 5.0, 30.0, 0.05


@dataclass(frozen=True, slots=True)
class Shares:
    """The headline of one evaluation (:mod:`bot.services.evaluate_nlu`)."""

    strict: float
    lenient: float
    top3: float
    coverage_at_95: float
    ece: float

    @property
    def merit(self) -> float:
        """What variants are chosen by: the mean of the four shares."""
        return (self.strict + self.lenient + self.top3 + self.coverage_at_95) / 4


@dataclass(frozen=True, slots=True)
class Row:
    """One variant. ``look`` is None if it has heard those messages, ``unseen`` unless it was asked for."""

    name: str
    look: Shares | None
    real: Shares
    unseen: Shares | None
    seconds: float
    median_ms: float
    p99_ms: float
    megabytes: float

    @property
    def is_allowed(self) -> bool:
        """Within the limits of time, size and calibration."""
        quick = self.seconds <= SECONDS_ALLOWED and self.p99_ms <= MS_ALLOWED
        calibrated = self.look is not None and self.look.ece <= ECE_ALLOWED
        return quick and calibrated and self.megabytes <= MEGABYTES_ALLOWED


def score(trained: Trained, names: Sequence[str], messages: Sequence[LabelledMessage]) -> Shares:
    """As ``xiaoer nlu evaluate`` counts."""
    confidences = trained.confidences([normalize_text(message.text).text for message in messages])
    parsed = []
    for message, row in zip(messages, confidences, strict=True):
        best = np.argsort(-row, kind="stable")[:_RANKING_LENGTH]
        ranking = tuple(RankedIntent(names[column], float(row[column])) for column in best)
        parsed.append(ParsedText(message.text, ranking[0].intent, ranking[0].confidence, ranking, (), Outcome.ANSWER))
    result = evaluate(messages, parsed)
    return Shares(result.strict, result.lenient, result.top3, result.coverage_at_95, result.ece)


def time_singles(trained: Trained, texts: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile of milliseconds for one message: normalizing, features, scores, calibration."""
    for text in texts[-_WARM_UP:]:
        trained.confidences([normalize_text(text).text])
    count_all.cache_clear()
    taken = []
    for text in texts[:_TIMED]:
        started = time.perf_counter()
        trained.confidences([normalize_text(text).text])
        taken.append((time.perf_counter() - started) * 1000)
    return float(np.median(taken)), float(np.quantile(taken, 0.99))
