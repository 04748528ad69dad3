"""What the sentence encoder adds to the classifier and to the FAQ search."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.bootstrap import build_core
from bot.domain.errors import BadRequest, Unavailable
from bot.domain.faq import Faq
from bot.nlu.encoder import open_encoder
from bot.nlu.intent_model import IntentModel, train_intent_model
from bot.search.dense import DensePhrases, TextEncoder
from bot.search.faq_index import FaqIndex
from bot.settings import Settings
from tests.tiny_encoder import TinyEncoder

MESSAGES = {
    "query_refund": ["退款到账没", "退款几时到", "款退到哪", "退款没到账", "款还没退", "退款进度"],
    "invoice": ["开发票", "发票抬头错", "补发票", "发票开了没", "要发票", "票开错抬头"],
    "query_logistics": ["快递到哪", "包裹到哪", "快递查下", "查包裹", "快递没动", "包裹没到"],
}
TEXTS = [text for texts in MESSAGES.values() for text in texts]
INTENTS = [intent for intent, texts in MESSAGES.items() for _ in texts]
# Words that no training message holds: only their vectors tell what they mean.
TINY = TinyEncoder("".join(TEXTS), alike=["退返", "款钞", "发凭", "票据", "快邮", "递件"], dimension=32)
UNSEEN = {"返钞": "query_refund", "凭据": "invoice", "邮件": "query_logistics"}
FAQS = (
    Faq("refund", "aftersale", "退款", "原路到账。"),
    Faq("invoice", "invoice", "发票", "可以的。", similar=("票抬头",)),
    Faq("parcel", "logistics", "快递", "在路上。"),
)


class Source:
    """Three FAQs; the revision grows with every change."""

    def __init__(self, faqs: Sequence[Faq] = FAQS) -> None:
        self.faqs = tuple(faqs)
        self.revision = 1

    def faq_revision(self) -> int:
        return self.revision

    def published_faqs(self) -> Sequence[Faq]:
        return self.faqs


class WaitingPhrases(DensePhrases):
    """Waits where the house goes on in the background; counts what is encoded."""

    def __init__(self, encoder: TextEncoder, weight: float) -> None:
        super().__init__(lambda: encoder, weight)
        self.threads: list[threading.Thread] = []

    def encode_later(self, phrases, groups, done):  # type: ignore[no-untyped-def]
        thread = super().encode_later(phrases, groups, done)
        self.threads.append(thread)
        return thread


class CountingEncoder:
    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return self._encoder.encode(texts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return TINY.write(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def model(folder: Path) -> IntentModel:
    return train_intent_model(TEXTS, INTENTS, encoder=open_encoder(folder))


def best(model: IntentModel, text: str) -> str:
    return model.rank([text], limit=3)[0][0][0]


def search_when_ready(phrases: WaitingPhrases, index: FaqIndex, text: str) -> str:
    index.search_faqs(text)
    for thread in phrases.threads:
        thread.join()
    hits = index.search_faqs(text)
    return hits[0].faq.id if hits else ""


def test_words_that_were_never_seen_are_understood_by_their_vectors(model: IntentModel) -> None:
    lexical = train_intent_model(TEXTS, INTENTS)
    assert {text: best(model, text) for text in UNSEEN} == UNSEEN
    assert {text: best(lexical, text) for text in UNSEEN} != UNSEEN
    assert [best(model, text) for text in TEXTS] == INTENTS


def test_the_block_has_its_own_scaled_columns(model: IntentModel, folder: Path) -> None:
    assert model.dense is not None
    features = model.vectorizer.transform(TEXTS)
    joined = model.dense.join(features, TEXTS)
    assert joined.shape == (len(TEXTS), features.shape[1] + 32)
    assert len(model.scorers.linear.weights.scale) == len(model.scorers.network.embeddings.scale) == joined.shape[1]
    block = joined[:, :32].toarray()
    assert np.linalg.norm(block, axis=1) == pytest.approx(1, abs=1e-5)
    double = train_intent_model(TEXTS, INTENTS, encoder=open_encoder(folder), encoder_scale=2.0)
    assert double.dense is not None
    assert double.dense.join(features, TEXTS)[:, :32].toarray() == pytest.approx(2 * block, abs=1e-5)


def test_a_saved_model_remembers_its_encoder(
    model: IntentModel, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.save(tmp_path)
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".npz"}
    monkeypatch.setenv("XIAOER_ENCODER_DIR", str(folder))
    loaded = IntentModel.load(tmp_path)
    assert loaded.confidences([*TEXTS, *UNSEEN]) == pytest.approx(model.confidences([*TEXTS, *UNSEEN]), abs=0.01)


def test_without_its_encoder_a_model_does_not_load(
    model: IntentModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.save(tmp_path)
    monkeypatch.delenv("XIAOER_ENCODER_DIR", raising=False)
    with pytest.raises(Unavailable, match="现在没有配置"):
        IntentModel.load(tmp_path)
    monkeypatch.setenv("XIAOER_ENCODER_DIR", str(TinyEncoder("退款", seed=3).write(tmp_path / "other")))
    with pytest.raises(Unavailable, match="不是同一个"):
        IntentModel.load(tmp_path)
    monkeypatch.setenv("XIAOER_ENCODER_DIR", str(tmp_path / "none"))
    with pytest.raises(BadRequest, match="不存在"):
        IntentModel.load(tmp_path)


def test_a_model_without_encoder_does_not_mind_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_intent_model(TEXTS, INTENTS).save(tmp_path)
    monkeypatch.setenv("XIAOER_ENCODER_DIR", str(folder))
    assert IntentModel.load(tmp_path).dense is None


def test_the_faq_search_finds_other_words_for_the_same(folder: Path) -> None:
    lexical = FaqIndex(Source())
    assert [lexical.search_faqs(text) for text in UNSEEN] == [[], [], []]
    phrases = WaitingPhrases(open_encoder(folder), weight=0.5)
    fused = FaqIndex(Source(), dense=phrases)
    found = [search_when_ready(phrases, fused, text) for text in UNSEEN]
    assert found == ["refund", "invoice", "parcel"]
    assert fused.search_faqs("据抬头")[0].matched == "票抬头"


def test_exact_words_and_nonsense_keep_their_scores(folder: Path) -> None:
    phrases = WaitingPhrases(open_encoder(folder), weight=0.5)
    fused = FaqIndex(Source(), dense=phrases)
    assert search_when_ready(phrases, fused, "退款") == "refund"
    assert fused.search_faqs("退款")[0].score == 1.0
    assert all(0 <= hit.score < 0.5 for hit in fused.search_faqs("👻"))


def test_a_change_encodes_only_what_is_new(folder: Path) -> None:
    encoder, source, time = CountingEncoder(open_encoder(folder)), Source(), [0.0]
    phrases = WaitingPhrases(encoder, weight=0.5)
    index = FaqIndex(source, dense=phrases, monotonic=lambda: time[0])
    search_when_ready(phrases, index, "返钞")
    assert sorted(encoder.encoded) == sorted(["退款", "发票", "票抬头", "快递", "返钞"])
    source.faqs, source.revision, time[0] = (*FAQS, Faq("new", "x", "包裹", "好。")), 2, 5.0
    search_when_ready(phrases, index, "快")
    assert encoder.encoded[5:] == ["包裹", "快"]


def test_a_broken_encoder_leaves_the_words(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> TextEncoder:
        raise BadRequest("no such model")

    phrases = DensePhrases(fail, 0.5)
    index = FaqIndex(Source(), dense=phrases)
    with caplog.at_level(logging.ERROR):
        phrases.encode_later(["退款"], np.zeros(1, dtype=np.int32), lambda dense: None).join()
    assert "no such model" in caplog.text
    assert index.search_faqs("退款")[0].faq.id == "refund"


def test_the_weight_needs_an_encoder_and_a_range(folder: Path, tmp_path: Path) -> None:
    def build(weight: float, encoder: str) -> None:
        build_core(Settings(state_dir=tmp_path, encoder_dir=encoder, encoder_faq_weight=weight))

    build(0.4, str(folder))
    build(0.0, "")
    with pytest.raises(BadRequest, match="needs XIAOER_ENCODER_DIR"):
        build(0.4, "")
    with pytest.raises(BadRequest, match="between 0 and 1"):
        build(1.5, str(folder))
    with pytest.raises(BadRequest, match="不存在"):
        build(0.4, str(tmp_path / "none"))
