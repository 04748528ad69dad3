"""The ONNX model of a sentence encoder: checked when it is opened, then token numbers in, vectors out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import BadRequest
from bot.nlu.encoder_files import EncoderOptions

THREADS = 2
"""More would take the processors from the other processes for little: messages are short."""
_REQUIRED = ("input_ids", "attention_mask")
_OPTIONAL = ("token_type_ids",)
_POOLED, _HIDDEN = "sentence_embedding", "last_hidden_state"
_TYPES: dict[str, np.dtype[Any]] = {"tensor(int64)": np.dtype(np.int64), "tensor(int32)": np.dtype(np.int32)}
_ERRORS_ONLY = 3
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EncoderSession:
    """A loaded model; may be used by several threads. ``inputs`` maps each input's name to its type."""

    session: Any
    inputs: dict[str, np.dtype[Any]]
    output: str
    pool: Callable[[NDArray[np.float32], Numbers], NDArray[np.float32]]
    dimension: int

    def run(self, numbers: Numbers, mask: Numbers) -> NDArray[np.float32]:
        """A vector per row of token numbers; ``mask`` is 1 where there is a token."""
        return self.pool(self.run_raw(numbers, mask), mask)

    def run_raw(self, numbers: Numbers, mask: Numbers) -> NDArray[np.float32]:
        """What the model gives, before pooling."""
        values = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        feed = {name: values[name].astype(kind, copy=False) for name, kind in self.inputs.items()}
        (result,) = self.session.run([self.output], feed)
        return np.asarray(result, dtype=np.float32)


def open_session(file: Path, options: EncoderOptions) -> EncoderSession:
    """Load the model and try it on a small batch.

    Raises:
        BadRequest: it cannot be loaded, has other inputs or outputs than a sentence encoder, or fails on the batch.
    """
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = THREADS, 1
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    settings.log_severity_level = _ERRORS_ONLY
    try:
        session = onnxruntime.InferenceSession(str(file), settings, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common base
        raise BadRequest(f"编码器模型 {file} 无法加载：{error}") from error
    inputs = _check_inputs(file, session)
    output = _choose_output(file, [one.name for one in session.get_outputs()], options)
    pool = _keep if output == _POOLED else _take_first if options.pooling == "cls" else _average
    opened = EncoderSession(session, inputs, output, pool, dimension=0)
    return EncoderSession(session, inputs, output, pool, _try_out(file, opened, options.max_length))


def _check_inputs(file: Path, session: Any) -> dict[str, np.dtype[Any]]:
    types = {one.name: one.type for one in session.get_inputs()}
    for name in _REQUIRED:
        if name not in types:
            raise BadRequest(f"编码器模型 {file} 缺少输入 {name}（实际输入：{'、'.join(types)}）。")
    for name, kind in types.items():
        if name not in (*_REQUIRED, *_OPTIONAL):
            raise BadRequest(f"编码器模型 {file} 要求输入 {name}，小二不支持。")
        if kind not in _TYPES:
            raise BadRequest(f"编码器模型 {file} 的输入 {name} 是 {kind}，应当是整数。")
    return {name: _TYPES[kind] for name, kind in types.items()}


def _choose_output(file: Path, names: list[str], options: EncoderOptions) -> str:
    if options.pooling is None and _POOLED in names:
        return _POOLED
    if _HIDDEN in names:
        return _HIDDEN
    wanted = _HIDDEN if options.pooling else f"{_HIDDEN} 或 {_POOLED}"
    raise BadRequest(f"编码器模型 {file} 缺少输出 {wanted}（实际输出：{'、'.join(names)}）。")


def _try_out(file: Path, opened: EncoderSession, length: int) -> int:
    """The length of a vector; two rows of the longest length show a fixed batch size or too few positions at once."""
    numbers = np.zeros((2, length), dtype=np.int64)
    mask = np.ones_like(numbers)
    try:
        raw = opened.run_raw(numbers, mask)
    except Exception as error:
        raise BadRequest(f"编码器模型 {file} 无法计算 2 句、每句 {length} 个词元的输入：{error}") from error
    expected = (2,) if opened.output == _POOLED else (2, length)
    if raw.shape[:-1] != expected or raw.shape[-1] == 0:
        shape = " × ".join(map(str, raw.shape))
        raise BadRequest(f"编码器模型 {file} 的输出 {opened.output} 维度不对：{shape}。")
    if not np.isfinite(raw).all():
        raise BadRequest(f"编码器模型 {file} 的输出里有无效数字。")
    return int(raw.shape[-1])


def _keep(rows: NDArray[np.float32], mask: Numbers) -> NDArray[np.float32]:
    return rows


def _take_first(hidden: NDArray[np.float32], mask: Numbers) -> NDArray[np.float32]:
    return hidden[:, 0]


def _average(hidden: NDArray[np.float32], mask: Numbers) -> NDArray[np.float32]:
    weights = mask[:, :, None].astype(np.float32)
    return np.asarray((hidden * weights).sum(axis=1) / weights.sum(axis=1), dtype=np.float32)
