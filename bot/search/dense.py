"""Likeness of meaning: cosines of sentence vectors, for the FAQ search."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

_BATCH = 256
_SAMPLE = 512
_NOISE_QUANTILE = 0.95


class TextEncoder(Protocol):
    """Turns texts into vectors (``bot.nlu.encoder.SentenceEncoder``)."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row per text."""
        ...


@dataclass(frozen=True, slots=True)
class DenseIndex:
    """The vectors of all phrases, of length one; immutable.

    ``noise``: the cosine that unrelated phrases reach in this encoder. ``weight``: share in the fused score.
    """

    encoder: TextEncoder
    vectors: NDArray[np.float32]
    noise: float
    weight: float

    def similarities(self, text: str) -> NDArray[np.float64]:
        """One likeness in 0…1 per phrase: 0 is what unrelated phrases have, 1 is the same meaning."""
        query = _to_unit(self.encoder.encode([text]))[0]
        cosines = np.asarray(self.vectors @ query, dtype=np.float64)
        return np.clip((cosines - self.noise) / (1.0 - self.noise), 0.0, 1.0)


class DensePhrases:
    """Encodes the phrases of an index in the background; each phrase once, however often the index is built anew.

    Args:
        open_encoder: called at the first use, in the background; may be slow.
        weight: share of the vectors in the fused score, more than 0, at most 1.
    """

    def __init__(self, open_encoder: Callable[[], TextEncoder], weight: float) -> None:
        self._open = open_encoder
        self._weight = weight
        self._known: dict[str, NDArray[np.float32]] = {}
        self._lock = threading.Lock()

    def encode_later(
        self, phrases: Sequence[str], groups: NDArray[np.int32], done: Callable[[DenseIndex], None]
    ) -> threading.Thread:
        """Start a thread that encodes the phrases and calls ``done``; a failure is logged, and ``done`` not called."""

        def work() -> None:
            try:
                index = self.encode(phrases, groups)
            except Exception as error:
                log.error("the FAQ search goes on without the sentence encoder: %s", error)
                return
            done(index)

        thread = threading.Thread(target=work, name="encode-faqs", daemon=True)
        thread.start()
        return thread

    def encode(self, phrases: Sequence[str], groups: NDArray[np.int32]) -> DenseIndex:
        """The index of the phrases; ``groups`` numbers the FAQ of each."""
        with self._lock:
            encoder = self._open()
            missing = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._known]
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                self._known.update(zip(batch, _to_unit(encoder.encode(batch)), strict=True))
            self._known = {phrase: self._known[phrase] for phrase in phrases}
            vectors = np.stack([self._known[phrase] for phrase in phrases]) if phrases else np.zeros((0, 1), np.float32)
        return DenseIndex(encoder, vectors, _measure_noise(vectors, groups), self._weight)


def _measure_noise(vectors: NDArray[np.float32], groups: NDArray[np.int32]) -> float:
    """The cosine under which 95 % of the pairs from different FAQs lie; encoders differ widely in it."""
    chosen = np.random.default_rng(0).permutation(len(vectors))[:_SAMPLE]
    cosines = vectors[chosen] @ vectors[chosen].T
    foreign = cosines[groups[chosen][:, None] != groups[chosen][None, :]]
    return float(np.clip(np.quantile(foreign, _NOISE_QUANTILE), 0.0, 0.99)) if foreign.size else 0.0


def _to_unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
