"""The sentence classifier: TF-IDF features, two scorers that are right in different places, calibrated confidences.

Persisted as plain numbers (``.npz`` without pickled objects, JSON): reading a model can never run code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.domain.errors import Unavailable
from bot.nlu.calibration import Calibration, fit_calibration
from bot.nlu.concepts import ConceptReader
from bot.nlu.dense_block import DenseBlock
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.scorers import ScorerPair, fit_pair
from bot.nlu.vectorizer import Vectorizer

_RUNS, _FOLDS, _HELD_OUT = 20, 5, 2
_WEIGHTS_FILE = "weights.npz"
_HEAD_FILE = "model.json"
_MANY_MESSAGES, _LEAST_OF_MANY, _LEAST_OF_FEW = 5000, 4, 2
"""From so many messages on a feature has to stand in four of them, before that in two."""


@dataclass(frozen=True)
class IntentModel:
    """A trained classifier; all of it is immutable and may be used by several threads."""

    intents: tuple[str, ...]
    vectorizer: Vectorizer
    scorers: ScorerPair
    calibration: Calibration
    dense: DenseBlock | None = None

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, a row per normalized text and a column per intent."""
        features = _compute_features(self.vectorizer, self.dense, texts)
        return self.calibration.apply(self.scorers.score(features))

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
        np.savez_compressed(folder / _WEIGHTS_FILE, idf=self.vectorizer.idf, **self.scorers.list_arrays())
        reader = self.vectorizer.reader
        head = {
            "intents": self.intents,
            "calibration": asdict(self.calibration),
            "features": list(self.vectorizer.vocabulary),
            "lexicon": reader.lexicon if reader is not None else None,
        }
        (folder / _HEAD_FILE).write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
        if self.dense is not None:
            self.dense.save(folder)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what :meth:`save` wrote; further errors as in :meth:`bot.nlu.dense_block.DenseBlock.load`.

        Raises:
            Unavailable: another version of this program wrote it.
        """
        try:
            return cls._read(folder)
        except (FileNotFoundError, KeyError, TypeError) as error:
            raise Unavailable("这个模型的格式与当前版本不符，请重新训练（xiaoer train）。") from error

    @classmethod
    def _read(cls, folder: Path) -> IntentModel:
        head = json.loads((folder / _HEAD_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
            vocabulary = {feature: index for index, feature in enumerate(head["features"])}
            reader = ConceptReader(head["lexicon"]) if head["lexicon"] is not None else None
            return cls(
                intents=tuple(head["intents"]),
                vectorizer=Vectorizer(vocabulary, arrays["idf"], reader),
                scorers=ScorerPair.from_arrays(arrays),
                calibration=Calibration(**head["calibration"]),
                dense=DenseBlock.load(folder),
            )


def train_intent_model(
    texts: Sequence[str],
    intents: Sequence[str],
    *,
    lexicon: Mapping[str, Sequence[str]] | None = None,
    encoder: SentenceEncoder | None = None,
    encoder_scale: float = 1.0,
) -> IntentModel:
    """Learn from normalized texts and their intents; the same input gives the same model.

    With a ``lexicon`` (:func:`bot.nlu.concepts.read_lexicon`) the model also sees concepts. The calibration is fitted
    on predictions for a fifth of the messages by a model that did not learn them; the order of the messages matters to
    it (:func:`choose_held_out`).
    """
    names = tuple(sorted(set(intents)))
    position = {name: index for index, name in enumerate(names)}
    labels = np.array([position[intent] for intent in intents], dtype=np.int64)
    reader = ConceptReader(lexicon) if lexicon is not None else None
    least = _LEAST_OF_MANY if len(texts) >= _MANY_MESSAGES else _LEAST_OF_FEW
    vectorizer, features = Vectorizer.fit_transform(texts, reader, least=least)
    dense = DenseBlock.fit(encoder, texts, encoder_scale) if encoder is not None else None
    columns = vectorizer.plain_columns
    if dense is not None:
        features, columns = dense.join(features, texts), columns + len(dense.mean)
    held_out = choose_held_out(labels)
    with ThreadPoolExecutor(2) as pool:
        whole = pool.submit(fit_pair, features, labels, len(names), linear_columns=columns)
        part = pool.submit(fit_pair, features[~held_out], labels[~held_out], len(names), linear_columns=columns)
        scorers, calibration = whole.result(), Calibration()
        if held_out.any():
            calibration = fit_calibration(part.result().score(features[held_out]), labels[held_out])
    return IntentModel(names, vectorizer, scorers, calibration, dense)


def _compute_features(vectorizer: Vectorizer, dense: DenseBlock | None, texts: Sequence[str]) -> csr_matrix:
    features = vectorizer.transform(texts)
    return features if dense is None else dense.join(features, texts)


def choose_held_out(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """A fifth of each label's messages, in runs of a twentieth.

    Messages written in one sitting resemble each other. Held out one by one, each would still have its siblings in
    the training, and the confidence that this seems to justify is more than messages of strangers do.
    """
    place = np.zeros(len(labels))
    for label in np.unique(labels):
        of_label = np.flatnonzero(labels == label)
        place[of_label] = np.arange(len(of_label)) / len(of_label)
    return np.asarray((place * _RUNS).astype(int) % _FOLDS == _HELD_OUT)
