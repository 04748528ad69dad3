from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.domain.errors import BadRequest, Unavailable
from bot.nlu.calibration import Calibration, fit_calibration, fit_temperature, softmax
from bot.nlu.concepts import ConceptReader, read_lexicon
from bot.nlu.features import count_features, replace_numbers
from bot.nlu.intent_model import IntentModel, choose_held_out, train_intent_model
from bot.nlu.vectorizer import Vectorizer

MESSAGES = {
    "greet": ["你好呀", "亲在不在", "在么亲", "嗨你好", "有人在不", "哈喽你好"],
    "query_refund": ["退款几天到账", "钱退到哪里了", "退款到了没", "退的钱怎么没到账", "退款进度查下", "退款多久能到"],
    "invoice": ["能开发票吗", "发票抬头写错了", "电子发票发我", "开张专票", "发票怎么下载", "补开发票可以吗"],
}
TEXTS = [text for texts in MESSAGES.values() for text in texts]
INTENTS = [intent for intent, texts in MESSAGES.items() for _ in texts]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return train_intent_model(TEXTS, INTENTS)


def best(model: IntentModel, text: str) -> str:
    return model.rank([text], limit=3)[0][0][0]


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("单号SF1234567890123到哪了", "单号N到哪了"),
        ("打13812345678", "打P"),
        ("买3件99.5元", "买0件0元"),
        ("看 https://item.shop.com/12.html 这个", "看 U 这个"),
        ("iPhone15", "iphone0"),
    ],
)
def test_numbers_count_by_their_shape(text: str, shaped: str) -> None:
    assert replace_numbers(text) == shaped


def test_homophones_share_sounds_but_not_characters() -> None:
    (right_characters, right_sounds), (typed_characters, typed_sounds) = count_features("退款"), count_features("退宽")
    assert right_sounds == typed_sounds
    assert right_characters != typed_characters


def test_grams_do_not_cross_clauses() -> None:
    characters, _ = count_features("好的，退款")
    assert "c退款" in characters
    assert not any("，" in gram and "退" in gram for gram in characters)


def test_rows_have_length_one_and_rare_features_no_column() -> None:
    vectorizer = Vectorizer.fit(TEXTS)
    rows = vectorizer.transform(TEXTS)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    assert lengths == pytest.approx(1, abs=1e-5)
    assert "c发票" in vectorizer.vocabulary
    assert "c专票" not in vectorizer.vocabulary, "it stands in one message only"
    assert vectorizer.transform([""]).nnz <= 2, "an empty text has its edges at most"


def test_words_of_one_concept_share_features() -> None:
    reader = ConceptReader({"REFUND": ["退款", "退钱", "退的钱"], "WHEN": ["几天", "多久"]})
    one, other = count_features("退款几天到", reader), count_features("退的钱多久到", reader)
    assert one[3] == other[3]
    assert {"kREFUND", "kREFUND WHEN", "jREFUND&WHEN"} <= set(one[3])
    assert one[2]["m<WHEN> 到"] == 1
    assert one[0] != other[0]


def test_the_longest_word_names_the_concept() -> None:
    reader = ConceptReader({"ORDER": ["单"], "ORDER_NUMBER": ["单号"]})
    assert reader.read("单号发你") == (["ORDER_NUMBER"], ["<ORDER_NUMBER>", "发", "你"])
    assert reader.read("") == ([], [])


def test_a_lexicon_is_read_with_the_products(tmp_path: Path) -> None:
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "a.yml").write_text("- {id: P7, name: 声悦 Air3}\n", encoding="utf-8")
    file = tmp_path / "lexicon.yml"
    assert read_lexicon(file, tmp_path / "products") == {"PRODUCT": ["声悦 Air3"]}
    file.write_text("REFUND: 退款 退钱\n", encoding="utf-8")
    assert read_lexicon(file, tmp_path / "none") == {"REFUND": ["退款", "退钱"]}
    for wrong in ("- 退款\n", "REFUND: [退款]\n", "REFUND: [\n"):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(BadRequest, match="lexicon"):
            read_lexicon(file, tmp_path / "none")


def test_a_model_keeps_its_lexicon(tmp_path: Path) -> None:
    model = train_intent_model(TEXTS, INTENTS, lexicon={"REFUND": ["退款", "退钱", "退的钱"]})
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    assert loaded.confidences(TEXTS) == pytest.approx(model.confidences(TEXTS), abs=0.01)
    assert loaded.vectorizer.reader is not None
    assert loaded.vectorizer.reader.lexicon == {"REFUND": ["退款", "退钱", "退的钱"]}


def test_it_understands_new_wordings_and_homophones(model: IntentModel) -> None:
    assert best(model, "退款什么时候到账") == "query_refund"
    assert best(model, "可以开个发飘吗") == "invoice"


def test_confidences_are_probabilities_in_order(model: IntentModel) -> None:
    ranking = model.rank(["发票呢"], limit=3)[0]
    confidences = [confidence for _, confidence in ranking]
    assert sum(confidences) == pytest.approx(1)
    assert confidences == sorted(confidences, reverse=True)
    assert len(model.rank(["发票呢"], limit=2)[0]) == 2


def test_a_batch_ranks_like_single_texts(model: IntentModel) -> None:
    texts = ["发票呢", "你好", "退款", ""]
    singles = [model.rank([text], limit=3)[0] for text in texts]
    for together, alone in zip(model.rank(texts, limit=3), singles, strict=True):
        assert [intent for intent, _ in together] == [intent for intent, _ in alone]
        assert [c for _, c in together] == pytest.approx([c for _, c in alone], abs=1e-6)
    assert model.rank([], limit=3) == []


def test_training_is_deterministic(model: IntentModel) -> None:
    again = train_intent_model(TEXTS, INTENTS)
    once, twice = model.scorers.list_arrays(), again.scorers.list_arrays()
    assert all(np.array_equal(once[name], twice[name]) for name in once)
    assert model.calibration == again.calibration


def test_a_saved_model_comes_back_and_holds_no_code(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    assert loaded.confidences(TEXTS) == pytest.approx(model.confidences(TEXTS), abs=0.01)
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".npz"}
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays)


def test_a_pickled_array_is_refused(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    with np.load(tmp_path / "weights.npz") as arrays:
        kept = {name: arrays[name] for name in arrays}
    np.savez(tmp_path / "weights.npz", **{**kept, "idf": np.array([object()])})
    with pytest.raises(ValueError, match="allow_pickle"):
        IntentModel.load(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"calibration": {"temperature": 1.0, "bias": 0.0}}, id="other calibration"),
        pytest.param({"calibration": None}, id="no calibration"),
        pytest.param({"features": None}, id="no features"),
    ],
)
def test_a_model_of_another_version_asks_for_training(
    model: IntentModel, tmp_path: Path, change: dict[str, object]
) -> None:
    model.save(tmp_path)
    file = tmp_path / "model.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(Unavailable, match="请重新训练"):
        IntentModel.load(tmp_path)


def test_a_model_without_its_arrays_asks_for_training(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    np.savez(tmp_path / "weights.npz", idf=model.vectorizer.idf)
    with pytest.raises(Unavailable, match="请重新训练"):
        IntentModel.load(tmp_path)


def test_an_intent_with_a_single_message_does_not_break_training() -> None:
    model = train_intent_model([*TEXTS, "转人工"], [*INTENTS, "request_human"])
    assert best(model, "转人工") == "request_human"


@pytest.mark.parametrize("factor", [0.25, 1.0, 5.0])
def test_the_temperature_undoes_over_and_underconfidence(factor: float) -> None:
    random = np.random.default_rng(1)
    scores = random.normal(size=(4000, 5)) * 2
    labels = np.array([random.choice(5, p=row) for row in softmax(scores)])
    assert fit_temperature(scores * factor, labels) == pytest.approx(factor, rel=0.1)


def measure_gap(confidences: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean distance between confidence and acceptable guesses over ten bins."""
    best, right = confidences.max(axis=1), confidences.argmax(axis=1) == labels
    acceptable = right + 0.15 * (1 - right)
    bins = np.minimum((best * 10).astype(int), 9)
    inside = [bins == number for number in range(10) if (bins == number).any()]
    return float(sum(abs((best[one] - acceptable[one]).sum()) for one in inside) / len(labels))


def test_the_best_guess_is_acceptable_as_often_as_its_confidence_says() -> None:
    random = np.random.default_rng(2)
    scores = random.normal(size=(8000, 5)) * 3
    labels = np.array([random.choice(5, p=row) for row in softmax(scores / 2.5)])  # harder than they look
    calibration = fit_calibration(scores[:4000], labels[:4000])
    assert measure_gap(calibration.apply(scores[4000:]), labels[4000:]) < 0.03
    assert measure_gap(softmax(scores[4000:]), labels[4000:]) > 0.08


@pytest.mark.parametrize("calibration", [Calibration(), Calibration(0.5), Calibration(2.0)])
def test_calibration_keeps_the_order_and_the_sum(calibration: Calibration) -> None:
    scores = np.vstack([np.random.default_rng(3).normal(size=(50, 6)) * 4, np.zeros((1, 6)), np.eye(6)[:1] * 500])
    confidences = calibration.apply(scores)
    assert confidences.sum(axis=1) == pytest.approx(1)
    assert (confidences >= 0).all()
    assert (confidences.argmax(axis=1) == scores.argmax(axis=1)).all()


def test_messages_are_held_out_in_runs_of_every_intent() -> None:
    labels = np.array([0, 1] * 200)
    held_out = choose_held_out(labels)
    for label in (0, 1):
        of_label = held_out[labels == label]
        assert of_label.sum() == 40
        starts = np.flatnonzero(of_label[1:] & ~of_label[:-1])
        assert len(starts) == 4
