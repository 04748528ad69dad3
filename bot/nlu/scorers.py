"""The logistic regressions and the network side by side: the mean of what both say is steadier than either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.calibration import softmax
from bot.nlu.linear import LinearScorer, fit_one_against_rest
from bot.nlu.network import NetworkScorer, fit_network
from bot.nlu.quantized import QuantizedRows

_LINEAR_TEMPERATURE, _NETWORK_TEMPERATURE = 0.85, 1.3
"""Divisors of the scores before they are averaged, as fitted on held-out messages of the project: regressions are too
modest, the network is too sure. What is left is the calibration's."""
_SMALLEST = 1e-12


@dataclass(frozen=True)
class ScorerPair:
    """Both scorers of a model."""

    linear: LinearScorer
    network: NetworkScorer

    def score(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Logarithms of the mean probabilities, a row per row of features."""
        mean = softmax(self.linear.score(rows) / _LINEAR_TEMPERATURE) / 2
        mean += softmax(self.network.score(rows) / _NETWORK_TEMPERATURE) / 2
        return np.asarray(np.log(np.maximum(mean, _SMALLEST)))

    def list_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything, by name."""
        return {
            "linear_weights": self.linear.weights.values,
            "linear_scale": self.linear.weights.scale,
            "linear_bias": self.linear.bias,
            "embeddings": self.network.embeddings.values,
            "embeddings_scale": self.network.embeddings.scale,
            "hidden_bias": self.network.hidden_bias,
            "output": self.network.output,
            "output_bias": self.network.bias,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> ScorerPair:
        """From what :meth:`list_arrays` gave; KeyError if something is missing."""
        linear = LinearScorer(QuantizedRows(arrays["linear_weights"], arrays["linear_scale"]), arrays["linear_bias"])
        embeddings = QuantizedRows(arrays["embeddings"], arrays["embeddings_scale"])
        upper = (arrays["hidden_bias"], arrays["output"], arrays["output_bias"])
        return cls(linear, NetworkScorer(embeddings, *upper))


def fit_pair(features: csr_matrix, labels: NDArray[np.int64], count: int, *, linear_columns: int) -> ScorerPair:
    """Train both; further arguments as for :func:`bot.nlu.linear.fit_one_against_rest`.

    ``linear_columns``: so many columns, from the first, are for the regressions, which gain nothing from the rest.
    """
    linear = fit_one_against_rest(features[:, :linear_columns], labels, count)
    return ScorerPair(linear, fit_network(features, labels, count))
