"""Turning scores into confidences that mean what they say: of the guesses at .8, eight in ten are acceptable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

_SMALLEST = 1e-4
_ACCEPTABLE_ANYWAY = 0.15
"""Training messages have one label each, while to a second reader some guesses against the label are acceptable too:
the share of those that makes confidence and accuracy agree best on real messages."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The softmax's ``temperature``: above 1 the scores are surer of themselves than they may be."""

    temperature: float = 1.0

    def apply(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Confidences from scores, row by row; each row keeps its order and sums to one."""
        confidences = softmax(scores / self.temperature)
        best = confidences.max(axis=1, keepdims=True)
        wanted = best + _ACCEPTABLE_ANYWAY * (1 - best)
        rest = (1 - wanted) / np.maximum(1 - best, _SMALLEST)
        mapped = np.where(confidences == best, wanted, confidences * rest)
        return np.asarray(mapped / mapped.sum(axis=1, keepdims=True))


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from scores, row by row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def fit_calibration(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> Calibration:
    """Fit on the scores of messages that the model did not learn."""
    return Calibration(fit_temperature(scores, labels))


def fit_temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes the right labels of held-out messages likeliest."""
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        chosen = softmax(scores / np.exp(log_temperature))[rows, labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 3.0), method="bounded").x))
