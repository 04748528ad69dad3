"""A small network: the embeddings of a message's features summed → one hidden layer → scores.

Trained by minibatches with AdaGrad (Duchi and others 2011) and dropout; a step touches only the embeddings of the
features that its messages have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.nlu.linear import keep_used
from bot.nlu.quantized import QuantizedRows

Matrix = NDArray[np.float32]

_BATCH, _LEAST_STEPS = 64, 500
_RATE, _UPPER_RATE = 0.15, 0.03
"""The layers above the embeddings are touched at every step: they learn more slowly."""
_FEATURE_DROPOUT, _DROPOUT = 0.2, 0.3
_SPREAD, _START = 0.1, 1e-6


@dataclass(frozen=True)
class NetworkPlan:
    """``hidden`` units, ``epochs`` over the messages (more if these are few), the ``seed`` of all that is random."""

    hidden: int = 128
    epochs: int = 10
    seed: int = 0


@dataclass(frozen=True)
class NetworkScorer:
    """``embeddings``: a row per feature; ``output``: a row per hidden unit, a column per label."""

    embeddings: QuantizedRows
    hidden_bias: Matrix
    output: Matrix
    bias: Matrix

    def score(self, rows: csr_matrix) -> NDArray[np.float64]:
        """A row of scores per row of features."""
        used, small = keep_used(rows)
        hidden = np.maximum(small @ self.embeddings.take(used) + self.hidden_bias, 0)
        return np.asarray(hidden @ self.output + self.bias, dtype=np.float64)


_SHIPPED = NetworkPlan()


def fit_network(
    features: csr_matrix,
    labels: NDArray[np.int64],
    count: int,
    *,
    plan: NetworkPlan = _SHIPPED,
    weights: NDArray[np.float64] | None = None,
) -> NetworkScorer:
    """The same input gives the same network; arguments as for :func:`bot.nlu.linear.fit_one_against_rest`.

    ``weights``: how much each row counts; by default all count 1.
    """
    random = np.random.default_rng(plan.seed)
    training = _Training(random, features.shape[1], plan.hidden, count)
    wanted = np.eye(count, dtype=np.float32)[labels]
    if weights is not None:
        wanted *= weights[:, None].astype(np.float32)
    epochs = max(plan.epochs, -(-_LEAST_STEPS * _BATCH // len(labels)))
    steps = epochs * -(-len(labels) // _BATCH)
    # The matrices of a batch are too small to share among processors.
    with threadpool_limits(1):
        for step, chosen in enumerate(_shuffle(random, len(labels), epochs)):
            training.learn(features[chosen], wanted[chosen], 1 - step / steps)
    return training.finish()


class _Training:
    """The weights on their way, with AdaGrad's sums of squares (one sum per embedding)."""

    def __init__(self, random: np.random.Generator, features: int, hidden: int, count: int) -> None:
        self._random = random
        self._embeddings = random.standard_normal((features, hidden), dtype=np.float32) * np.float32(_SPREAD)
        self._squares = np.full(features, _START, dtype=np.float32)
        output = random.standard_normal((hidden, count), dtype=np.float32) * np.float32(np.sqrt(2 / hidden))
        self._upper: list[Matrix] = [np.zeros(hidden, np.float32), output, np.zeros(count, np.float32)]
        self._upper_squares = [np.full_like(matrix, _START) for matrix in self._upper]

    def learn(self, rows: csr_matrix, wanted: Matrix, pace: float) -> None:
        """One step on one batch; a row of ``wanted`` sums to the message's weight, ``pace`` falls from 1 to 0."""
        hidden_bias, output, bias = self._upper
        rows.data *= self._drop(rows.data.shape, _FEATURE_DROPOUT)
        used, small = keep_used(rows)
        before = small @ self._embeddings[used] + hidden_bias
        passes = (before > 0) * self._drop(before.shape, _DROPOUT)
        hidden = before * passes
        scores = hidden @ output + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        error = (shares * wanted.sum(axis=1, keepdims=True) - wanted) / np.float32(len(wanted))
        back = (error @ output.T) * passes
        gradient = small.T @ back
        self._squares[used] += (gradient * gradient).mean(axis=1)
        self._embeddings[used] -= np.float32(_RATE * pace) * gradient / np.sqrt(self._squares[used])[:, None]
        upper_gradients = [back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
        for matrix, squares, change in zip(self._upper, self._upper_squares, upper_gradients, strict=True):
            squares += change * change
            matrix -= np.float32(_UPPER_RATE * pace) * change / np.sqrt(squares)

    def finish(self) -> NetworkScorer:
        """The network as it is stored."""
        return NetworkScorer(QuantizedRows.of(self._embeddings), *self._upper)

    def _drop(self, shape: tuple[int, ...], share: float) -> Matrix:
        kept = self._random.random(shape, dtype=np.float32) >= share
        return np.asarray(kept / np.float32(1 - share), dtype=np.float32)


def _shuffle(random: np.random.Generator, count: int, epochs: int) -> Iterator[NDArray[np.int64]]:
    """The positions of each batch, in a new order every epoch."""
    for _ in range(epochs):
        order = random.permutation(count)
        for start in range(0, count, _BATCH):
            yield order[start : start + _BATCH]
