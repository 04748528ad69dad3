"""A dense sentence encoder: texts to vectors by ONNX Runtime, from a local folder that the shop names.

Off unless ``XIAOER_ENCODER_DIR`` is set (docs/dense-encoder.md). ONNX Runtime is imported when an encoder is opened,
not before, and nothing is ever downloaded.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.encoder_files import EncoderFiles, find_encoder_files
from bot.nlu.encoder_session import EncoderSession, open_session
from bot.nlu.encoder_tokens import TokenReader, open_token_reader
from bot.settings import load_settings

_BATCH = 32
_REMEMBERED = 4096
_opened: dict[Path, SentenceEncoder] = {}
_opening = threading.Lock()


class SentenceEncoder:
    """Encodes texts; may be used by several threads. Made by :func:`open_encoder`.

    ``dimension`` is the length of a vector; ``fingerprint`` changes with every file or option that shapes vectors.
    """

    def __init__(self, files: EncoderFiles, fingerprint: str, session: EncoderSession, reader: TokenReader) -> None:
        self.fingerprint = fingerprint
        self.dimension = session.dimension
        self._options = files.options
        self._session = session
        self._reader = reader
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row per text. The texts used last are remembered, so one that comes again costs nothing."""
        found = self._recall(texts)
        # By length, so that a batch has little padding.
        missing = sorted({text for text in texts if text not in found}, key=len)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            rows = self._session.run(*self._reader.read([self._options.prefix + text for text in batch]))
            found.update(zip(batch, self._finish(rows), strict=True))
        self._remember(texts, found)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([found[text] for text in texts])

    def _finish(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return scale_to_unit(rows) if self._options.normalize else rows

    def _recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            return {text: self._remembered[text] for text in texts if text in self._remembered}

    def _remember(self, texts: Sequence[str], found: dict[str, NDArray[np.float32]]) -> None:
        with self._lock:
            for text in texts[-_REMEMBERED:]:
                self._remembered[text] = found[text]
                self._remembered.move_to_end(text)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)


def scale_to_unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


def open_encoder(folder: Path) -> SentenceEncoder:
    """The encoder of a folder. A process loads it once, and again after the files have changed.

    Raises:
        BadRequest: a file is missing or cannot be used; the message says which and why.
    """
    files = find_encoder_files(folder)
    fingerprint = files.compute_fingerprint()
    with _opening:
        encoder = _opened.get(folder.resolve())
        if encoder is None or encoder.fingerprint != fingerprint:
            reader = open_token_reader(files)
            encoder = SentenceEncoder(files, fingerprint, open_session(files.model, files.options), reader)
            _opened[folder.resolve()] = encoder
        return encoder


def configured_folder() -> Path | None:
    """The folder that ``XIAOER_ENCODER_DIR`` names; None if the encoder is off.

    Rasa makes our components itself, so they cannot be handed the settings.
    """
    name = load_settings().encoder_dir
    return Path(name) if name else None


def open_configured_encoder() -> SentenceEncoder | None:
    """The encoder that ``XIAOER_ENCODER_DIR`` names; None if it is off. Errors as in :func:`open_encoder`."""
    folder = configured_folder()
    return open_encoder(folder) if folder else None
