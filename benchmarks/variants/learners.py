"""Linear learners: rows and labels to something that scores rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

THREADS = 3
_TOLERANCE = 1e-3
_NEVER = -12.0
_SMOOTHING = 0.1


class Scorer(Protocol):
    """Scores rows; the best column wins."""

    def scores(self, rows: csr_matrix) -> NDArray[np.float64]:
        """A row per message, a column per label."""

    def arrays(self) -> Sequence[NDArray[Any]]:
        """What it takes on disk, in the precision that it would be stored in."""


class Learner(Protocol):
    """Learns labels 0 … ``count`` - 1; each row counts ``weights``."""

    def __call__(self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]) -> Scorer:
        """Something that scores rows like these."""


@dataclass(frozen=True)
class LinearScorer:
    """A column of weights and a bias per label."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Linear."""
        return np.asarray(rows @ self.weights + self.bias, dtype=np.float64)

    def arrays(self) -> Sequence[NDArray[Any]]:
        """Half precision, as the shipped model is stored."""
        return [self.weights.astype(np.float16), self.bias]


@dataclass(frozen=True)
class OneAgainstRest:
    """The shipped learner with other settings: a machine per label, trained side by side."""

    strength: float = 14.0
    class_weight: str | None = None
    hinge: bool = False
    naive_bayes: bool = False

    def __call__(
        self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]
    ) -> LinearScorer:
        """Fit every label; with ``naive_bayes`` on columns weighed by how much they speak for it (NB-SVM)."""
        wide = rows.astype(np.float64)

        def fit_label(label: int) -> tuple[NDArray[np.float64], float]:
            positive = labels == label
            if not positive.any():
                return np.zeros(rows.shape[1]), _NEVER
            scale = _compare_counts(wide, positive) if self.naive_bayes else None
            seen = wide if scale is None else csr_matrix(wide.multiply(scale))
            model = self._machine().fit(seen, positive, sample_weight=weights)
            column = model.coef_[0] if scale is None else model.coef_[0] * scale
            return column, float(np.ravel(model.intercept_)[0])

        with ThreadPoolExecutor(THREADS) as pool:
            fitted = list(pool.map(fit_label, range(count)))
        columns = np.stack([column for column, _ in fitted], axis=1).astype(np.float32)
        return LinearScorer(columns, np.array([bias for _, bias in fitted], dtype=np.float32))

    def _machine(self) -> Any:
        if self.hinge:
            return LinearSVC(C=self.strength, class_weight=self.class_weight, tol=1e-2)
        settings = {"solver": "liblinear", "tol": _TOLERANCE, "class_weight": self.class_weight}
        return LogisticRegression(C=self.strength, **settings)


def _compare_counts(rows: csr_matrix, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How often a column stands in the label's messages against the rest, as a logarithm (Wang and Manning 2012)."""
    inside = _SMOOTHING + np.asarray(rows[positive].sum(axis=0)).ravel()
    outside = _SMOOTHING + np.asarray(rows[~positive].sum(axis=0)).ravel()
    return np.asarray(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))


def make_softmax(strength: float) -> Callable[..., LinearScorer]:
    """One softmax over all labels, by L-BFGS."""

    def learn(rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]) -> LinearScorer:
        model = LogisticRegression(C=strength, solver="lbfgs", multi_class="multinomial", max_iter=60, tol=1e-2)
        model.fit(rows.astype(np.float32), labels, sample_weight=weights)
        columns = np.zeros((rows.shape[1], count), dtype=np.float32)
        bias = np.full(count, _NEVER, dtype=np.float32)
        columns[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
        return LinearScorer(columns, bias)

    return learn
