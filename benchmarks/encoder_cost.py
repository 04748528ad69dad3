"""What a dense sentence encoder costs: time and memory of BERT-shaped models with random weights.

The time of a model depends on its shape, not on what it has learned, so nothing needs to be downloaded:
``python -m benchmarks.encoder_cost`` prints a table (docs/dense-encoder.md). Understanding is not measured here.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import psutil
import yaml
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder import SentenceEncoder, open_encoder
from bot.nlu.normalize import normalize_text
from bot.settings import PROJECT_ROOT

_WORDS = 21128
_POSITIONS = 512
_HEAD_WIDTH = 64
_SINGLES, _BATCH = 300, 600


@dataclass(frozen=True)
class Shape:
    """The size of a BERT-like encoder."""

    layers: int
    width: int


SHAPES = (Shape(3, 384), Shape(4, 512), Shape(12, 384), Shape(12, 768))


def write_encoder(shape: Shape, characters: list[str], folder: Path) -> None:
    """A folder as ``XIAOER_ENCODER_DIR`` wants it, with the vocabulary size of Chinese BERT."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters]
    words += [f"[unused{number}]" for number in range(_WORDS - len(words))]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    builder = _Builder(shape)
    builder.build()
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "n"]) for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "n", shape.width])
    graph = helper.make_graph(builder.nodes, "random-bert", inputs, [output], builder.constants)
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / "model.onnx"
    )


class _Builder:
    """Collects the nodes of the graph."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._random = np.random.default_rng(0)

    def build(self) -> None:
        width = self.shape.width
        words = self._op("Gather", self._weights(_WORDS, width), "input_ids")
        length = self._op("Gather", self._op("Shape", "input_ids"), self._numbers([1]))
        places = self._op("Slice", self._weights(_POSITIONS, width), self._numbers([0]), length, self._numbers([0]))
        hidden = self._normalize(self._op("Add", words, places))
        mask = self._op("Cast", "attention_mask", to=TensorProto.FLOAT)
        hole = self._op("Mul", self._op("Sub", mask, self._floats(1.0)), self._floats(1e9))
        mask = self._op("Unsqueeze", hole, self._numbers([1, 2]))
        for _ in range(self.shape.layers):
            hidden = self._normalize(self._op("Add", hidden, self._attend(hidden, mask)))
            hidden = self._normalize(self._op("Add", hidden, self._feed(hidden)))
        self.nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))

    def _attend(self, hidden: str, mask: str) -> str:
        width = self.shape.width
        heads = self._numbers([0, 0, width // _HEAD_WIDTH, _HEAD_WIDTH])
        query, key, value = (
            self._op("Transpose", self._op("Reshape", self._linear(hidden, width, width), heads), perm=perm)
            for perm in ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
        )
        scores = self._op("Mul", self._op("MatMul", query, key), self._floats(_HEAD_WIDTH**-0.5))
        mixed = self._op("MatMul", self._op("Softmax", self._op("Add", scores, mask), axis=-1), value)
        together = self._op("Reshape", self._op("Transpose", mixed, perm=[0, 2, 1, 3]), self._numbers([0, 0, width]))
        return self._linear(together, width, width)

    def _feed(self, hidden: str) -> str:
        width = self.shape.width
        wide = self._linear(hidden, width, 4 * width)
        error = self._op("Erf", self._op("Mul", wide, self._floats(0.5**0.5)))
        gelu = self._op("Mul", self._op("Mul", wide, self._op("Add", error, self._floats(1.0))), self._floats(0.5))
        return self._linear(gelu, 4 * width, width)

    def _linear(self, value: str, rows: int, columns: int) -> str:
        return self._op("Add", self._op("MatMul", value, self._weights(rows, columns)), self._weights(columns))

    def _normalize(self, value: str) -> str:
        width = self.shape.width
        ones, zeros = self._constant(np.ones(width, np.float32)), self._constant(np.zeros(width, np.float32))
        return self._op("LayerNormalization", value, ones, zeros)

    def _op(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _weights(self, *size: int) -> str:
        return self._constant(self._random.normal(scale=0.03, size=size).astype(np.float32))

    def _numbers(self, values: list[int]) -> str:
        return self._constant(np.array(values, dtype=np.int64))

    def _floats(self, value: float) -> str:
        return self._constant(np.array(value, dtype=np.float32))

    def _constant(self, values: np.typing.NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(values, name))
        return name


def read_messages() -> Iterator[str]:
    """The project's own training messages, normalized."""
    for file in sorted((PROJECT_ROOT / "data").rglob("*.yml")):
        for group in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu", []):
            for line in str(group.get("examples", "")).splitlines() if "intent" in group else ():
                yield normalize_text(line.removeprefix("- ")).text


def measure(shape: Shape, texts: list[str]) -> dict[str, object]:
    """One row of the table: milliseconds, seconds, megabytes. On a busy machine trust the processor time only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_encoder(shape, sorted({sign for text in texts for sign in text if sign >= "\u4e00"}), folder)
        size = (folder / "model.onnx").stat().st_size / 1e6
        before, started = psutil.Process().memory_info().rss, time.perf_counter()
        encoder = open_encoder(folder)
        opened = time.perf_counter() - started
        memory = (psutil.Process().memory_info().rss - before) / 1e6
        singles, batch = texts[:_SINGLES], texts[_SINGLES : _SINGLES + _BATCH]
        cpu = time.process_time()
        times = _time_singles(encoder, singles)
        single_cpu = (time.process_time() - cpu) / len(singles)
        cpu = time.process_time()
        encoder.encode(batch)
        batch_cpu = (time.process_time() - cpu) / len(batch)
        return {
            "layers": shape.layers,
            "width": shape.width,
            "file_mb": round(size),
            "open_s": round(opened, 2),
            "memory_mb": round(memory),
            "single_p50_ms": round(times[len(times) // 2], 2),
            "single_p99_ms": round(times[int(len(times) * 0.99)], 2),
            "single_cpu_ms": round(single_cpu * 1000, 2),
            "batch_cpu_ms": round(batch_cpu * 1000, 2),
        }


def _time_singles(encoder: SentenceEncoder, texts: list[str]) -> list[float]:
    times = []
    for text in texts:
        started = time.perf_counter()
        encoder.encode([text])
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def main() -> None:
    """Print a line of JSON per shape."""
    texts = sorted(set(read_messages()))
    random.Random(0).shuffle(texts)
    for shape in SHAPES:
        print(json.dumps(measure(shape, texts)), flush=True)


if __name__ == "__main__":
    main()
