"""The project's network (:mod:`bot.nlu.network`) as a learner of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.network import NetworkPlan, NetworkScorer, fit_network


@dataclass(frozen=True)
class LoneNetwork:
    """A trained network."""

    network: NetworkScorer

    def scores(self, rows: csr_matrix) -> NDArray[np.float64]:
        """A row of scores per row."""
        return self.network.score(rows)

    def arrays(self) -> Sequence[NDArray[Any]]:
        """As they are stored."""
        embeddings = self.network.embeddings
        return [embeddings.values, embeddings.scale, self.network.hidden_bias, self.network.output, self.network.bias]


@dataclass(frozen=True)
class Network:
    """How it is trained."""

    plan: NetworkPlan

    def __call__(
        self, rows: csr_matrix, labels: NDArray[np.int64], count: int, weights: NDArray[np.float64]
    ) -> LoneNetwork:
        """Train it."""
        return LoneNetwork(fit_network(rows, labels, count, plan=self.plan, weights=weights))
