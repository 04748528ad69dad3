from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import TensorProto

from bot.domain.errors import BadRequest
from bot.nlu import encoder as encoder_module
from bot.nlu.encoder import open_configured_encoder, open_encoder
from tests.tiny_encoder import TinyEncoder

TINY = TinyEncoder("退款发票快递到哪了开一张抬头人工客服你好abc")
TEXTS = ["退款", "发票抬头", "你好", "快递到哪了", "", "👻", "退款退款退款退款"]


def expected_mean(text: str) -> NDArray[np.float32]:
    """By hand: [CLS] and [SEP] are zeros but count."""
    rows = [TINY.table[TINY.words.index(sign)] for sign in text]
    mean = np.sum(rows, axis=0) / (len(rows) + 2)
    return np.asarray(mean / np.linalg.norm(mean))


def test_vectors_are_the_mean_of_their_tokens(tmp_path: Path) -> None:
    encoder = open_encoder(TINY.write(tmp_path))
    rows = encoder.encode(["退款", "发票抬头"])
    assert rows.dtype == np.float32
    assert rows.shape == (2, encoder.dimension) == (2, 16)
    assert rows[0] == pytest.approx(expected_mean("退款"), abs=1e-6)
    assert rows[1] == pytest.approx(expected_mean("发票抬头"), abs=1e-6)


def test_a_batch_gives_what_single_texts_give(tmp_path: Path) -> None:
    folder = TINY.write(tmp_path)
    together = open_encoder(folder).encode(TEXTS * 20)
    encoder_module._opened.clear()
    alone = np.concatenate([open_encoder(folder).encode([text]) for text in TEXTS])
    assert together == pytest.approx(np.tile(alone, (20, 1)), abs=1e-6)
    assert open_encoder(folder).encode([]).shape == (0, 16)


def test_the_models_own_pooling_agrees_with_ours(tmp_path: Path) -> None:
    both = TinyEncoder(TINY.characters, outputs=("last_hidden_state", "sentence_embedding"))
    pooled = open_encoder(both.write(tmp_path / "own")).encode(TEXTS)
    ours = open_encoder(both.write(tmp_path / "ours", pooling="mean")).encode(TEXTS)
    assert pooled == pytest.approx(ours, abs=1e-6)


def test_cls_pooling_takes_the_first_token(tmp_path: Path) -> None:
    rows = open_encoder(TINY.write(tmp_path, pooling="cls")).encode(["退款", "发票"])
    assert not rows.any(), "[CLS] is a row of zeros in the tiny model"


def test_both_kinds_of_tokenizer_read_alike(tmp_path: Path) -> None:
    by_vocabulary = open_encoder(TINY.write(tmp_path / "a")).encode(TEXTS)
    by_json = open_encoder(TINY.write(tmp_path / "b", tokenizer="tokenizer.json")).encode(TEXTS)
    assert by_json == pytest.approx(by_vocabulary, abs=1e-6)


def test_token_types_and_short_integers_are_served(tmp_path: Path) -> None:
    typed = TinyEncoder(
        TINY.characters, inputs=("input_ids", "attention_mask", "token_type_ids"), integers=TensorProto.INT32
    )
    rows = open_encoder(typed.write(tmp_path)).encode(["退款"])
    assert rows[0] == pytest.approx(expected_mean("退款"), abs=1e-6)


def test_options_count(tmp_path: Path) -> None:
    cut = open_encoder(TINY.write(tmp_path / "cut", max_length=4)).encode(["退款发票", "退款"])
    assert cut[0] == pytest.approx(cut[1]), "two characters between [CLS] and [SEP]"
    raw = open_encoder(TINY.write(tmp_path / "raw", normalize=False)).encode(["退款"])[0]
    assert np.linalg.norm(raw) != pytest.approx(1)
    assert raw / np.linalg.norm(raw) == pytest.approx(expected_mean("退款"), abs=1e-6)
    prefixed = open_encoder(TINY.write(tmp_path / "prefixed", prefix="你好")).encode(["退款"])[0]
    assert prefixed == pytest.approx(expected_mean("你好退款"), abs=1e-6)


def test_a_text_that_comes_again_is_not_computed_again(tmp_path: Path) -> None:
    encoder = open_encoder(TINY.write(tmp_path))
    first = encoder.encode(["退款", "发票"])
    del encoder._session, encoder._reader
    assert np.array_equal(encoder.encode(["发票", "退款"]), first[::-1])
    with pytest.raises(AttributeError):
        encoder.encode(["你好"])


def test_the_oldest_texts_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "_REMEMBERED", 2)
    encoder = open_encoder(TINY.write(tmp_path))
    encoder.encode(["退", "款"])
    encoder.encode(["退"])
    encoder.encode(["票", "你", "退"])
    assert list(encoder._remembered) == ["你", "退"]


def test_a_folder_is_loaded_once_and_again_after_a_change(tmp_path: Path) -> None:
    first = open_encoder(TINY.write(tmp_path))
    assert open_encoder(tmp_path) is first
    prints = {first.fingerprint}
    TinyEncoder(TINY.characters, seed=1).write(tmp_path)
    prints.add(open_encoder(tmp_path).fingerprint)
    (tmp_path / "encoder.json").write_text('{"pooling": "cls"}')
    prints.add(open_encoder(tmp_path).fingerprint)
    with (tmp_path / "vocab.txt").open("a") as file:
        file.write("新\n")
    prints.add(open_encoder(tmp_path).fingerprint)
    (tmp_path / "model.onnx_data").write_bytes(b"external weights")
    prints.add(open_encoder(tmp_path).fingerprint)
    assert len(prints) == 5


@pytest.mark.parametrize(
    ("tiny", "message"),
    [
        (TinyEncoder("退", inputs=("input_ids",)), "缺少输入 attention_mask"),
        (TinyEncoder("退", inputs=("input_ids", "attention_mask", "pixel_values")), "要求输入 pixel_values"),
        (TinyEncoder("退", outputs=("logits",)), "缺少输出 last_hidden_state 或 sentence_embedding"),
        (TinyEncoder("退", fixed_batch=1), "无法计算 2 句"),
        (TinyEncoder("退", dimension=0), "维度不对"),
    ],
)
def test_a_model_that_is_no_sentence_encoder_is_explained(tmp_path: Path, tiny: TinyEncoder, message: str) -> None:
    tiny.write(tmp_path)
    with pytest.raises(BadRequest, match=message):
        open_encoder(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("model.onnx", None, r"没有 model\.onnx"),
        ("vocab.txt", None, r"既没有 tokenizer\.json"),
        ("model.onnx", "no model", "无法加载"),
        ("vocab.txt", "退\n款\n", r"没有 \[UNK\]"),
        ("tokenizer.json", "{}", "无法读取"),
        ("encoder.json", "{", "无法读取"),
        ("encoder.json", "[]", "JSON 对象"),
        ("encoder.json", '{"poolin": "cls"}', "poolin"),
        ("encoder.json", '{"pooling": "max"}', "mean 或 cls"),
        ("encoder.json", '{"normalize": 1}', "normalize"),
        ("encoder.json", '{"max_length": 100000}', "max_length"),
        ("encoder.json", '{"max_length": true}', "max_length"),
        ("encoder.json", '{"prefix": 1}', "prefix"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, file: str, content: str | None, message: str) -> None:
    TINY.write(tmp_path)
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest, match=message):
        open_encoder(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_ENCODER_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(BadRequest, match="nowhere"):
        open_configured_encoder()


def test_it_is_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIAOER_ENCODER_DIR", raising=False)
    assert open_configured_encoder() is None
