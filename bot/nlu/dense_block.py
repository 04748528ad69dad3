"""The sentence encoder's share of the classifier's features: a block of columns beside the TF-IDF ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.domain.errors import Unavailable
from bot.nlu.encoder import SentenceEncoder, open_configured_encoder, scale_to_unit

_HEAD_FILE = "encoder_block.json"
_MEAN_FILE = "encoder_block.npz"


@dataclass(frozen=True)
class DenseBlock:
    """Vectors around their mean, of length ``scale``; a row of the TF-IDF features has length one."""

    encoder: SentenceEncoder
    mean: NDArray[np.float32]
    scale: float

    @classmethod
    def fit(cls, encoder: SentenceEncoder, texts: Sequence[str], scale: float) -> DenseBlock:
        """Learn the mean: the vectors of most encoders share one direction, which tells nothing."""
        return cls(encoder, encoder.encode(texts).mean(axis=0), scale)

    def join(self, features: csr_matrix, texts: Sequence[str]) -> csr_matrix:
        """The features with this block's columns before them."""
        rows = self.scale * scale_to_unit(self.encoder.encode(texts) - self.mean)
        return hstack([csr_matrix(rows, dtype=np.float32), features], format="csr", dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write what :meth:`load` needs; the encoder itself stays where it is."""
        head = {"fingerprint": self.encoder.fingerprint, "dimension": len(self.mean), "scale": self.scale}
        (folder / _HEAD_FILE).write_text(json.dumps(head), encoding="utf-8")
        np.savez_compressed(folder / _MEAN_FILE, mean=self.mean)

    @classmethod
    def load(cls, folder: Path) -> DenseBlock | None:
        """Read what :meth:`save` wrote; None if the model was trained without an encoder.

        Raises:
            Unavailable: it was trained with an encoder that is not the one in ``XIAOER_ENCODER_DIR`` now.
            BadRequest: that encoder cannot be used.
        """
        if not (folder / _HEAD_FILE).is_file():
            return None
        head = json.loads((folder / _HEAD_FILE).read_text(encoding="utf-8"))
        encoder = open_configured_encoder()
        if encoder is None:
            raise Unavailable(
                "这个模型训练时用了句向量编码器，现在没有配置。请把 XIAOER_ENCODER_DIR 设为训练时的编码器文件夹，"
                "或者不用编码器重新训练。"
            )
        if encoder.fingerprint != head["fingerprint"]:
            raise Unavailable(
                "XIAOER_ENCODER_DIR 里的编码器与这个模型训练时用的不是同一个，请换回原来的，或者重新训练。"
            )
        with np.load(folder / _MEAN_FILE, allow_pickle=False) as arrays:
            return cls(encoder, arrays["mean"], head["scale"])
