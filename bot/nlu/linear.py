"""One-against-the-rest logistic regressions, trained side by side on all processors."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

_INVERSE_REGULARISATION = 14.0
_TOLERANCE = 1e-3
_UNSEEN_BIAS = -12.0


def fit_one_against_rest(
    features: csr_matrix, labels: NDArray[np.int64], count: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (a column per label) and biases. The same input gives the same result.

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
    weights = np.stack([column for column, _ in fitted], axis=1)
    return weights.astype(np.float32), np.array([bias for _, bias in fitted], dtype=np.float32)
