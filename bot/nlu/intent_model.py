"""The sentence classifier: TF-IDF features, linear scores, calibrated confidences.

Persisted as plain numbers (``.npz`` without pickled objects, JSON): reading a model can never run code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.calibration import Calibration, fit_calibration
from bot.nlu.dense_block import DenseBlock
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.linear import fit_one_against_rest
from bot.nlu.vectorizer import Vectorizer

_SEED = 0
_FOLDS = 5
_WEIGHTS_FILE = "weights.npz"
_HEAD_FILE = "model.json"


@dataclass(frozen=True)
class IntentModel:
    """A trained classifier; all of it is immutable and may be used by several threads."""

    intents: tuple[str, ...]
    vectorizer: Vectorizer
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    calibration: Calibration
    dense: DenseBlock | None = None

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, a row per normalized text and a column per intent."""
        features = _compute_features(self.vectorizer, self.dense, texts)
        return self.calibration.apply(_score(features, self.weights, self.bias))

    def rank(self, texts: Sequence[str], *, limit: int) -> list[list[tuple[str, float]]]:
        """The ``limit`` likeliest intents of each normalized text with their confidences, best first."""
        if not texts:
            return []
        confidences = self.confidences(texts)
        order = np.argsort(-confidences, axis=1, kind="stable")[:, :limit]
        return [
            [(self.intents[column], float(row[column])) for column in columns]
            for row, columns in zip(confidences, order, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the model into an existing folder."""
        np.savez_compressed(
            folder / _WEIGHTS_FILE, weights=self.weights.astype(np.float16), bias=self.bias, idf=self.vectorizer.idf
        )
        head = {
            "intents": self.intents,
            "calibration": asdict(self.calibration),
            "features": list(self.vectorizer.vocabulary),
        }
        (folder / _HEAD_FILE).write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
        if self.dense is not None:
            self.dense.save(folder)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what :meth:`save` wrote; errors as in :meth:`bot.nlu.dense_block.DenseBlock.load`."""
        head = json.loads((folder / _HEAD_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
            vocabulary = {feature: index for index, feature in enumerate(head["features"])}
            return cls(
                intents=tuple(head["intents"]),
                vectorizer=Vectorizer(vocabulary, arrays["idf"]),
                weights=arrays["weights"].astype(np.float32),
                bias=arrays["bias"],
                calibration=Calibration(**head["calibration"]),
                dense=DenseBlock.load(folder),
            )


def train_intent_model(
    texts: Sequence[str], intents: Sequence[str], *, encoder: SentenceEncoder | None = None, encoder_scale: float = 1.0
) -> IntentModel:
    """Learn from normalized texts and their intents; the same input gives the same model.

    The calibration is fitted on predictions for a fifth of the messages by a model that did not learn them.
    """
    names = tuple(sorted(set(intents)))
    position = {name: index for index, name in enumerate(names)}
    labels = np.array([position[intent] for intent in intents], dtype=np.int64)
    vectorizer = Vectorizer.fit(texts)
    dense = DenseBlock.fit(encoder, texts, encoder_scale) if encoder is not None else None
    features = _compute_features(vectorizer, dense, texts)
    weights, bias = fit_one_against_rest(features, labels, len(names))
    return IntentModel(names, vectorizer, weights, bias, _calibrate(features, labels, len(names)), dense)


def _compute_features(vectorizer: Vectorizer, dense: DenseBlock | None, texts: Sequence[str]) -> csr_matrix:
    features = vectorizer.transform(texts)
    return features if dense is None else dense.join(features, texts)


def _calibrate(features: csr_matrix, labels: NDArray[np.int64], count: int) -> Calibration:
    """Fitted on held-out messages; the neutral one if there are too few messages to hold some out."""
    held_out = np.random.default_rng(_SEED).permutation(len(labels)) % _FOLDS == 0
    if len(labels) < _FOLDS:
        return Calibration()
    weights, bias = fit_one_against_rest(features[~held_out], labels[~held_out], count)
    return fit_calibration(_score(features[held_out], weights, bias), labels[held_out])


def _score(features: csr_matrix, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(features @ weights + bias, dtype=np.float64)
