"""The classifier that the project ships, as :mod:`bot.nlu` trains and stores it; and a changed prior on top of one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.variants.board import Board
from benchmarks.variants.concepts import open_lexicon
from benchmarks.variants.recipe import Trained
from bot.nlu.calibration import softmax
from bot.nlu.intent_model import IntentModel, train_intent_model

_ROUNDS = 30
_FLOOR = 1e-4


@dataclass(frozen=True)
class TrainedShipped:
    """``IntentModel`` keeps no raw scores: the logarithms of its confidences stand in for them."""

    model: IntentModel
    held_out: NDArray[np.float64]
    seconds: float

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Logarithms of the confidences."""
        return np.asarray(np.log(self.model.confidences(texts)))

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The model's own."""
        return self.model.confidences(texts)

    def count_bytes(self) -> int:
        """What ``save`` writes."""
        with tempfile.TemporaryDirectory(prefix="xiaoer-variant-") as name:
            self.model.save(Path(name))
            return sum(file.stat().st_size for file in Path(name).iterdir())


def train_shipped(board: Board) -> TrainedShipped:
    """By the project's own code. Nothing is held out here: it takes no part in ensembles."""
    started = time.perf_counter()
    model = train_intent_model(board.texts, board.intents, lexicon=open_lexicon())
    return TrainedShipped(model, np.zeros((0, len(board.names))), time.perf_counter() - started)


@dataclass(frozen=True)
class PriorCorrected:
    """Another variant whose confidences know how often the shop's shoppers want what."""

    base: Trained
    ratio: NDArray[np.float64]
    held_out: NDArray[np.float64]
    seconds: float

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Logarithms of the confidences."""
        return np.asarray(np.log(self.confidences(texts)))

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The other's, weighed."""
        return softmax(np.log(np.maximum(self.base.confidences(texts), _FLOOR)) + np.log(self.ratio))

    def count_bytes(self) -> int:
        """The other's."""
        return self.base.count_bytes()


def correct_prior(base: Trained, board: Board) -> PriorCorrected:
    """Priors estimated from the shop's unlabelled messages by expectation maximisation (Saerens and others 2002)."""
    started = time.perf_counter()
    heard = base.confidences(board.shop_texts)
    learned = np.bincount(board.labels, minlength=len(board.names)) / len(board.labels)
    prior = learned
    for _ in range(_ROUNDS):
        weighed = heard * (prior / learned)
        prior = np.maximum((weighed / weighed.sum(axis=1, keepdims=True)).mean(axis=0), _FLOOR)
    # The square root: half of what was found, in logarithms. Whole corrections overshoot on a few hundred messages.
    return PriorCorrected(base, np.sqrt(prior / learned), base.held_out, base.seconds + time.perf_counter() - started)
