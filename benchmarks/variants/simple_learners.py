"""Learners that are no linear machines with weights: naive Bayes, neighbours, scikit-learn's network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.neural_network import MLPClassifier

from benchmarks.variants.learners import LinearScorer, Scorer

_LEAST_SHARE = 1e-3
_SEED = 0


@dataclass(frozen=True)
class NaiveBayes:
    """Multinomial or, for unequal classes, complement naive Bayes on the TF-IDF rows."""

    smoothing: float
    complement: bool = False

    def __call__(
        self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]
    ) -> LinearScorer:
        """Count. Every label has to occur."""
        kind = ComplementNB if self.complement else MultinomialNB
        model = kind(alpha=self.smoothing).fit(rows, labels, sample_weight=weights)
        bias = np.zeros(count) if self.complement else model.class_log_prior_
        columns = np.ascontiguousarray(model.feature_log_prob_.T, dtype=np.float32)
        return LinearScorer(columns, bias.astype(np.float32))


@dataclass(frozen=True)
class _Neighbours:
    rows: csr_matrix
    votes: NDArray[np.float64]
    nearest: int
    sharpness: float

    def scores(self, rows: csr_matrix) -> NDArray[np.float64]:
        """The logarithm of each label's share of the nearest messages' votes; nearer ones count more."""
        result = np.empty((rows.shape[0], self.votes.shape[1]))
        for index in range(rows.shape[0]):
            cosines = (self.rows @ rows[index].T).toarray().ravel()
            near = np.argpartition(-cosines, self.nearest)[: self.nearest]
            heard = (cosines[near] ** self.sharpness) @ self.votes[near]
            result[index] = np.log(heard / max(heard.sum(), _LEAST_SHARE) + _LEAST_SHARE)
        return result

    def arrays(self) -> Sequence[NDArray[Any]]:
        """All training rows."""
        labels = self.votes.argmax(axis=1).astype(np.uint8)
        return [self.rows.data.astype(np.float16), self.rows.indices, self.rows.indptr, labels]


@dataclass(frozen=True)
class Neighbours:
    """The nearest training messages by cosine vote."""

    nearest: int = 15
    sharpness: float = 4.0

    def __call__(self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]) -> Scorer:
        """Remember everything."""
        return _Neighbours(rows, np.eye(count)[labels] * weights[:, None], self.nearest, self.sharpness)


@dataclass(frozen=True)
class _SqueezedNetwork:
    axes: NDArray[np.float32]
    network: Any

    def scores(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Logarithms of the network's probabilities."""
        return np.asarray(np.log(self.network.predict_proba(rows @ self.axes) + 1e-9), dtype=np.float64)

    def arrays(self) -> Sequence[NDArray[Any]]:
        """The axes in half precision, the network in single."""
        return [self.axes.astype(np.float16), *self.network.coefs_, *self.network.intercepts_]


@dataclass(frozen=True)
class SqueezedNetwork:
    """scikit-learn's network on the leading singular vectors of the rows (latent semantic analysis)."""

    axes: int = 200
    hidden: int = 256

    def __call__(self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]) -> Scorer:
        """Weights are not asked for by this learner: scikit-learn's network has none."""
        found = TruncatedSVD(self.axes, n_iter=3, random_state=_SEED).fit(rows)
        # As long as the row was: the network learns badly from the tiny numbers that the projection leaves.
        axes = (found.components_ / found.singular_values_[:, None] * np.sqrt(rows.shape[0])).T.astype(np.float32)
        network = MLPClassifier((self.hidden,), alpha=1e-3, early_stopping=True, max_iter=40, random_state=_SEED)
        network.fit(rows @ axes, labels)
        return _SqueezedNetwork(axes, network)
