"""What every variant is given: the project's training messages, and a shop's messages without their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.intent_model import choose_held_out
from bot.nlu.normalize import normalize_text
from bot.nlu.training_messages import read_training_messages


@dataclass(frozen=True)
class Board:
    """Normalized training ``texts`` with ``labels`` (positions in ``names``); ``shop_texts`` nobody labelled."""

    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    held_out: NDArray[np.bool_]
    shop_texts: tuple[str, ...]

    @property
    def intents(self) -> list[str]:
        """The name of each message's intent."""
        return [self.names[label] for label in self.labels]


@dataclass(frozen=True)
class Sample:
    """What one variant learns. ``origins`` names the training message that each text is or comes from, -1: none."""

    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    origins: NDArray[np.int64]


def read_board(data: Path, shop_texts: Sequence[str]) -> Board:
    """The project's messages; the held-out fifth is the one that :func:`train_intent_model` holds out."""
    messages = read_training_messages(data)
    names = tuple(sorted({intent for intent, _ in messages}))
    position = {name: index for index, name in enumerate(names)}
    labels = np.array([position[intent] for intent, _ in messages], dtype=np.int64)
    return Board(
        texts=tuple(normalize_text(text).text for _, text in messages),
        labels=labels,
        names=names,
        held_out=choose_held_out(labels),
        shop_texts=tuple(normalize_text(text).text for text in shop_texts),
    )


def take_all(board: Board) -> Sample:
    """The training messages as they are."""
    count = len(board.texts)
    return Sample(board.texts, board.labels, np.ones(count), np.arange(count))


def add_texts(
    sample: Sample, texts: Sequence[str], labels: NDArray[np.int64], weight: float, origins: NDArray[np.int64]
) -> Sample:
    """The sample with further messages, each of which counts ``weight`` of a real one."""
    return Sample(
        (*sample.texts, *texts),
        np.concatenate([sample.labels, labels]),
        np.concatenate([sample.weights, np.full(len(texts), weight)]),
        np.concatenate([sample.origins, origins]),
    )
