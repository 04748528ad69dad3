"""One-against-the-rest logistic regressions, trained side by side on all processors."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.quantized import QuantizedRows

_INVERSE_REGULARISATION = 14.0
_TOLERANCE = 1e-3
_UNSEEN_BIAS = -12.0


@dataclass(frozen=True)
class LinearScorer:
    """``weights``: a row per feature that it knows, which are the first ones, a column per label."""

    weights: QuantizedRows
    bias: NDArray[np.float32]

    def score(self, rows: csr_matrix) -> NDArray[np.float64]:
        """A row of scores per row of features."""
        used, small = keep_used(rows[:, : len(self.weights.scale)])
        return np.asarray(small @ self.weights.take(used) + self.bias, dtype=np.float64)


def keep_used(rows: csr_matrix) -> tuple[NDArray[np.intp], csr_matrix]:
    """The columns that occur, and the rows with only those: a message touches few of a hundred thousand."""
    used, positions = np.unique(rows.indices, return_inverse=True)
    return used, csr_matrix((rows.data, positions, rows.indptr), shape=(rows.shape[0], len(used)))


def fit_one_against_rest(features: csr_matrix, labels: NDArray[np.int64], count: int) -> LinearScorer:
    """The same input gives the same result.

    Args:
        features: a row per message.
        labels: the label of each row, 0 … ``count`` - 1.
        count: how many labels there are; one that does not occur gets a score that never wins.
    """
    rows = features.astype(np.float64)

    def fit_label(label: int) -> tuple[NDArray[np.float64], float]:
        positive = labels == label
        if positive.all() or not positive.any():
            return np.zeros(features.shape[1]), -_UNSEEN_BIAS if positive.all() else _UNSEEN_BIAS
        model = LogisticRegression(C=_INVERSE_REGULARISATION, solver="liblinear", tol=_TOLERANCE)
        model.fit(rows, positive)
        return model.coef_[0], float(model.intercept_[0])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        fitted = list(pool.map(fit_label, range(count)))
    weights = np.stack([column for column, _ in fitted], axis=1).astype(np.float32)
    return LinearScorer(QuantizedRows.of(weights), np.array([bias for _, bias in fitted], dtype=np.float32))
