"""The pipeline of ``config.yml`` trained with a sentence encoder: one training, many questions."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest, Unavailable
from bot.nlu.archive import open_pipeline
from bot.nlu.parse import PlainNlu, _load_rasa, load_nlu, parse_texts
from bot.runtime.agent_host import load_agent
from bot.runtime.training import TrainedModel, compute_fingerprint, train_model
from bot.settings import PROJECT_ROOT, Settings
from tests.tiny_encoder import TinyEncoder
from tests.unit.test_dense_features import MESSAGES, TINY, UNSEEN

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("shop")
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in MESSAGES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (folder / "data").mkdir()
    (folder / "data" / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Settings(
        model_dir=folder / "models",
        data_dir=folder / "data",
        domain_file=folder / "no-domain.yml",
        encoder_dir=str(TINY.write(folder / "encoder", tokenizer="tokenizer.json")),
    )


@pytest.fixture(scope="module")
def trained(settings: Settings) -> TrainedModel:
    return train_model(settings)


@pytest.fixture
def switched_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_ENCODER_DIR", settings.encoder_dir)


@pytest.mark.usefixtures("switched_on")
def test_the_trained_model_understands_by_vectors(trained: TrainedModel) -> None:
    nlu = load_nlu(trained.path)
    assert isinstance(nlu, PlainNlu)
    parsed = parse_texts(nlu, list(UNSEEN))
    assert [one.intent for one in parsed] == list(UNSEEN.values())
    with open_pipeline(trained.path) as entries:
        components = _load_rasa(entries)
    for one, other in zip(parsed, parse_texts(components, list(UNSEEN)), strict=True):
        assert one.intent == other.intent
        assert one.confidence == pytest.approx(other.confidence, abs=1e-5)


def test_the_encoder_itself_stays_outside_the_archive(trained: TrainedModel) -> None:
    with tarfile.open(trained.path) as tar:
        names = [Path(member.name).name for member in tar.getmembers()]
    assert "encoder_block.json" in names
    assert not any("onnx" in name or name == "vocab.txt" for name in names)


def test_another_encoder_means_another_training(settings: Settings, trained: TrainedModel, tmp_path: Path) -> None:
    assert not train_model(settings).is_new
    other = replace(settings, encoder_dir=str(TinyEncoder("退款", seed=1).write(tmp_path)))
    off = replace(settings, encoder_dir="")
    assert len({compute_fingerprint(one, []) for one in (settings, other, off)}) == 3


def test_without_the_encoder_every_way_of_loading_says_so(
    trained: TrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIAOER_ENCODER_DIR", raising=False)
    with pytest.raises(Unavailable, match="XIAOER_ENCODER_DIR"):
        load_nlu(trained.path)
    with pytest.raises(Unavailable, match="XIAOER_ENCODER_DIR"):
        load_agent(trained.path, [])


def test_a_wrong_folder_stops_the_training_with_a_reason(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="不存在"):
        train_model(replace(settings, encoder_dir=str(tmp_path / "none"), model_dir=tmp_path / "models"))
    no_encoder = TinyEncoder("退款", outputs=("logits",)).write(tmp_path / "wrong")
    with pytest.raises(BadRequest, match="缺少输出"):
        train_model(replace(settings, encoder_dir=str(no_encoder), model_dir=tmp_path / "models"))
    assert not (tmp_path / "models").exists()


def test_switched_off_it_is_not_even_imported() -> None:
    code = (
        "import sys, bot.bootstrap, bot.nlu.parse; from bot.settings import Settings;"
        "bot.bootstrap.build_core(Settings());"
        "print([name for name in ('onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
