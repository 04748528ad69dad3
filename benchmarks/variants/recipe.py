"""A variant is a recipe: what it learns from, which columns it sees, and who learns."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.variants.board import Board, Sample, take_all
from benchmarks.variants.columns import ColumnMaker, Columns
from benchmarks.variants.learners import Learner, Scorer
from bot.nlu.calibration import Calibration, fit_calibration


class Trained(Protocol):
    """A variant after its training."""

    @property
    def seconds(self) -> float:
        """How long that took."""

    @property
    def held_out(self) -> NDArray[np.float64]:
        """Raw scores of the held-out fifth, by a model that did not learn it."""

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Raw scores of normalized texts."""

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated."""

    def count_bytes(self) -> int:
        """The model on disk."""


@dataclass(frozen=True)
class TrainedRecipe:
    """Columns, scorer and calibration."""

    columns: Columns
    scorer: Scorer
    calibration: Calibration
    held_out: NDArray[np.float64]
    seconds: float

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Raw scores."""
        return self.scorer.scores(self.columns.transform(texts))

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated as the shipped model is."""
        return self.calibration.apply(self.scores(texts))

    def count_bytes(self) -> int:
        """Compressed arrays and names."""
        return count_compressed(self.scorer.arrays()) + self.columns.count_bytes()


@dataclass(frozen=True)
class Recipe:
    """``enlarge`` makes what is learned from the board; by default its training messages as they are."""

    make_columns: ColumnMaker
    learn: Learner
    enlarge: Callable[[Board], Sample] = take_all

    def train(self, board: Board) -> TrainedRecipe:
        """Twice: on all messages, and without the held-out fifth for the calibration, as the shipped model does."""
        started = time.perf_counter()
        sample = self.enlarge(board)
        columns = self.make_columns(sample.texts)
        rows = columns.transform(sample.texts)
        scorer = self.learn(rows, sample.labels, len(board.names), sample.weights)
        held_out = self._score_held_out(rows, sample, board)
        calibration = fit_calibration(held_out, board.labels[board.held_out])
        return TrainedRecipe(columns, scorer, calibration, held_out, time.perf_counter() - started)

    def _score_held_out(self, rows: csr_matrix, sample: Sample, board: Board) -> NDArray[np.float64]:
        # A changed copy of a held-out message would give the message away.
        away = (sample.origins >= 0) & board.held_out[sample.origins]
        scorer = self.learn(rows[~away], sample.labels[~away], len(board.names), sample.weights[~away])
        return scorer.scores(rows[: len(board.texts)][board.held_out])


def count_compressed(arrays: Sequence[NDArray[Any]]) -> int:
    """Bytes of a compressed ``.npz`` file."""
    stream = io.BytesIO()
    np.savez_compressed(stream, *arrays)
    return stream.tell()
