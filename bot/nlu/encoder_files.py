"""The folder of a dense sentence encoder: which files it holds, how they are to be used, and their fingerprint.

Reads no model and imports no ONNX Runtime: cheap enough for every start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import BadRequest

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
VOCABULARY_FILE = "vocab.txt"
OPTIONS_FILE = "encoder.json"
_POOLINGS = ("mean", "cls")
_SHORTEST, _LONGEST = 3, 512
"""Tokens: two special ones and a word; what BERT models have positions for."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """What ``encoder.json`` says.

    ``pooling``: ``mean`` or ``cls`` of ``last_hidden_state``; None takes ``sentence_embedding`` where the model has it,
    else ``mean``. ``normalize``: vectors of length one. ``max_length``: tokens that count. ``prefix``: put before
    every text (some encoders are trained with one).
    """

    pooling: str | None = None
    normalize: bool = True
    max_length: int = 128
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class EncoderFiles:
    """A folder that was looked through; ``tokenizer`` is ``tokenizer.json`` or ``vocab.txt``."""

    model: Path
    tokenizer: Path
    options: EncoderOptions

    def compute_fingerprint(self) -> str:
        """SHA-256 over everything that shapes a vector: model, external weights, tokenizer, options."""
        options = self.options
        shape = [options.pooling, options.normalize, options.max_length, options.prefix]
        digest = hashlib.sha256(json.dumps(shape).encode())
        weights = sorted(file for file in self.model.parent.glob(f"{MODEL_FILE}*") if file.is_file())
        for file in (*weights, self.tokenizer):
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        return digest.hexdigest()


def find_encoder_files(folder: Path) -> EncoderFiles:
    """Look through the folder.

    Raises:
        BadRequest: the folder or a file is missing, or ``encoder.json`` says something impossible.
    """
    if not folder.is_dir():
        raise BadRequest(f"句向量编码器文件夹 {folder} 不存在，请检查 XIAOER_ENCODER_DIR。")
    model = folder / MODEL_FILE
    if not model.is_file():
        raise BadRequest(f"句向量编码器文件夹 {folder} 里没有 {MODEL_FILE}。")
    for name in (TOKENIZER_FILE, VOCABULARY_FILE):
        if (folder / name).is_file():
            return EncoderFiles(model, folder / name, _read_options(folder / OPTIONS_FILE))
    raise BadRequest(f"句向量编码器文件夹 {folder} 里既没有 {TOKENIZER_FILE}，也没有 {VOCABULARY_FILE}。")


def _read_options(file: Path) -> EncoderOptions:
    if not file.is_file():
        return EncoderOptions()
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"{file} 无法读取：{error}") from error
    if not isinstance(fields, dict):
        raise BadRequest(f"{file} 应当是一个 JSON 对象。")
    unknown = sorted(set(fields) - set(EncoderOptions.__dataclass_fields__))
    if unknown:
        raise BadRequest(f"{file} 里的 {unknown[0]} 不是可用的选项。")
    _check_options(file, fields)
    return EncoderOptions(**fields)


def _check_options(file: Path, fields: Mapping[str, Any]) -> None:
    pooling, length = fields.get("pooling"), fields.get("max_length", _LONGEST)
    if pooling is not None and pooling not in _POOLINGS:
        raise BadRequest(f"{file}：pooling 只能是 mean 或 cls。")
    if not isinstance(fields.get("normalize", True), bool):
        raise BadRequest(f"{file}：normalize 只能是 true 或 false。")
    if isinstance(length, bool) or not isinstance(length, int) or not _SHORTEST <= length <= _LONGEST:
        raise BadRequest(f"{file}：max_length 应当是 {_SHORTEST} 到 {_LONGEST} 之间的整数。")
    if not isinstance(fields.get("prefix", ""), str):
        raise BadRequest(f"{file}：prefix 应当是文字。")
