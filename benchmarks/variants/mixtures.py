"""Several variants asked at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from benchmarks.variants.board import Board
from benchmarks.variants.recipe import Trained
from bot.nlu.calibration import Calibration, fit_calibration, fit_temperature, softmax

_FLOOR = 1e-9
_STACKING = 1e-3


@dataclass(frozen=True)
class TrainedMixture:
    """The average of the members' probabilities, or what a regression over them says."""

    members: tuple[Trained, ...]
    temperatures: tuple[float, ...]
    stacker: LogisticRegression | None
    calibration: Calibration
    held_out: NDArray[np.float64]
    seconds: float

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Logarithms."""
        return _mix([member.scores(texts) for member in self.members], self.temperatures, self.stacker)

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated on the mixture's own scores."""
        return self.calibration.apply(self.scores(texts))

    def count_bytes(self) -> int:
        """All members."""
        return sum(member.count_bytes() for member in self.members)


def average(members: Sequence[Trained], board: Board) -> TrainedMixture:
    """The mean of the members' probabilities, each at its own temperature."""
    return _mixture(members, board, None)


def stack(members: Sequence[Trained], board: Board) -> TrainedMixture:
    """A softmax over the members' log probabilities, learned on the held-out fifth."""
    return _mixture(members, board, LogisticRegression(C=_STACKING, multi_class="multinomial", max_iter=200))


def _mixture(members: Sequence[Trained], board: Board, stacker: LogisticRegression | None) -> TrainedMixture:
    started = time.perf_counter()
    labels = board.labels[board.held_out]
    temperatures = tuple(fit_temperature(member.held_out, labels) for member in members)
    known = [member.held_out for member in members]
    if stacker is None:
        held_out = _mix(known, temperatures, None)
    else:
        seen = np.concatenate(_logs(known, temperatures), axis=1)
        # In turns, so that the calibration sees no score of a message that the stacker learned.
        held_out = cross_val_predict(stacker, seen, labels, cv=5, method="decision_function")
        stacker.fit(seen, labels)
    calibration = fit_calibration(held_out, labels)
    seconds = sum(member.seconds for member in members) + time.perf_counter() - started
    return TrainedMixture(tuple(members), temperatures, stacker, calibration, held_out, seconds)


def _mix(
    scores: Sequence[NDArray[np.float64]], temperatures: Sequence[float], stacker: LogisticRegression | None
) -> NDArray[np.float64]:
    logs = _logs(scores, temperatures)
    if stacker is None:
        return np.asarray(np.log(np.mean(np.exp(logs), axis=0)))
    return np.asarray(stacker.decision_function(np.concatenate(logs, axis=1)))


def _logs(scores: Sequence[NDArray[np.float64]], temperatures: Sequence[float]) -> list[NDArray[np.float64]]:
    pairs = zip(scores, temperatures, strict=True)
    return [np.asarray(np.log(softmax(one / temperature) + _FLOOR)) for one, temperature in pairs]
