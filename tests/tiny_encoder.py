"""A real ONNX sentence encoder, small enough for a test to make: random character vectors, averaged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_OPSET, _IR = 17, 8


@dataclass(frozen=True)
class TinyEncoder:
    """What to put into the folder. Characters of a group in ``alike`` mean the same: they share a vector."""

    characters: str
    alike: Sequence[str] = ()
    dimension: int = 16
    seed: int = 0
    outputs: Sequence[str] = ("last_hidden_state",)
    inputs: Sequence[str] = ("input_ids", "attention_mask")
    integers: int = TensorProto.INT64
    fixed_batch: int | None = None

    @property
    def words(self) -> list[str]:
        return [*SPECIAL, *dict.fromkeys(self.characters + "".join(self.alike))]

    @property
    def table(self) -> NDArray[np.float32]:
        words = self.words
        table = np.random.default_rng(self.seed).normal(size=(len(words), self.dimension)).astype(np.float32)
        table[: len(SPECIAL)] = 0
        for group in self.alike:
            table[[words.index(sign) for sign in group]] = table[words.index(group[0])]
        return table

    def write(self, folder: Path, *, tokenizer: str = "vocab.txt", **options: object) -> Path:
        """Fill the folder; the options go to ``encoder.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        onnx.save(self._build(), str(folder / "model.onnx"))
        (folder / "vocab.txt").write_text("\n".join(self.words) + "\n", encoding="utf-8")
        if tokenizer == "tokenizer.json":
            save_as_tokenizer_json(folder)
        if options:
            (folder / "encoder.json").write_text(json.dumps(options), encoding="utf-8")
        return folder

    def _build(self) -> onnx.ModelProto:
        batch = self.fixed_batch or "batch"
        inputs = [helper.make_tensor_value_info(name, self.integers, [batch, "length"]) for name in self.inputs]
        shapes = {
            "last_hidden_state": [batch, "length", self.dimension],
            "sentence_embedding": [batch, self.dimension],
            "logits": [batch, "length", self.dimension],
        }
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shapes[name]) for name in self.outputs]
        constants = [
            numpy_helper.from_array(self.table, "table"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "one"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "two"),
        ]
        nodes = [helper.make_node("Gather", ["table", self.inputs[0]], ["hidden"])]
        nodes += [helper.make_node("Identity", ["hidden"], [name]) for name in self.outputs if "sentence" not in name]
        if "sentence_embedding" in self.outputs:
            nodes += self._build_pooling()
        graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
        onnx.checker.check_model(model)
        return model

    def _build_pooling(self) -> list[onnx.NodeProto]:
        return [
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "two"], ["mask3"]),
            helper.make_node("Mul", ["hidden", "mask3"], ["masked"]),
            helper.make_node("ReduceSum", ["masked", "one"], ["sum"], keepdims=0),
            helper.make_node("ReduceSum", ["mask", "one"], ["count"], keepdims=1),
            helper.make_node("Div", ["sum", "count"], ["sentence_embedding"]),
        ]


def save_as_tokenizer_json(folder: Path) -> None:
    """Replace ``vocab.txt`` by the ``tokenizer.json`` that HuggingFace would write for it, fixed padding included."""
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"))
    tokenizer.enable_padding(length=64)
    tokenizer.enable_truncation(64)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").unlink()
