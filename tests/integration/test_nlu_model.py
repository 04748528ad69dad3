"""The Rasa pipeline trained for real on a small set of messages: one training, many questions."""

from __future__ import annotations

import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest, Unavailable
from bot.domain.turn import Outcome, ParsedText
from bot.nlu.archive import open_pipeline
from bot.nlu.model_file import find_current_model
from bot.nlu.parse import PlainNlu, _load_rasa, load_current_nlu, load_nlu, parse_texts
from bot.nlu.parsed import from_rasa
from bot.nlu.quiet import import_quietly
from bot.runtime.training import TrainedModel, compute_fingerprint, render_examples, train_model
from bot.settings import PROJECT_ROOT, Settings

MESSAGES = {
    "greet": ["你好呀", "亲在不在", "在么亲", "嗨你好", "有人在不", "哈喽你好"],
    "query_logistics": ["[顺丰](carrier)到哪了", "快递到哪里了", "物流信息查下", "包裹走到哪了", "货到哪了", "查快递"],
    "invoice": ["能开发票吗", "发票抬头写错了", "电子发票发我", "开张专票", "发票怎么下载", "补开发票可以吗"],
    "request_human": ["转人工", "我要人工", "人工客服", "叫个真人来", "接人工", "不要机器人"],
}
TEXTS = [
    "快递到哪裡了？？？",
    "１３８１２３４５６７８",
    "声悦 Air3 的發票",
    "转人工",
    "你好呀",
    "嗯",
    "",
    "  ",
    "/restart",
]
POLICY = "decision: {wrong_answer_cost: 0.0, intent_costs: {greet: 1000000}}\n"  # asks back at every greeting

pytestmark = pytest.mark.model


def write_data(folder: Path) -> Path:
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in MESSAGES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (folder / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("shop")
    data = folder / "data"
    data.mkdir()
    knowledge = folder / "knowledge"
    (knowledge / "products").mkdir(parents=True)
    (knowledge / "policies").mkdir()
    (knowledge / "products" / "a.yml").write_text("- {id: P7, name: 声悦 Air3, aliases: [Air3]}\n", encoding="utf-8")
    (knowledge / "policies" / "service.yml").write_text(POLICY, encoding="utf-8")
    return Settings(
        model_dir=folder / "models",
        data_dir=write_data(data),
        knowledge_dir=knowledge,
        domain_file=folder / "no-domain.yml",
    )


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, int]]:
    return []


@pytest.fixture(scope="module")
def trained(settings: Settings, steps: list[tuple[str, int]]) -> TrainedModel:
    return train_model(settings, [("invoice", "抬头改一下")], lambda step, percent: steps.append((step, percent)))


def parse_with_rasa(model: Path, texts: list[str]) -> list[ParsedText]:
    """Rasa's own way: agent, graph runner and all."""
    import asyncio

    import_quietly()
    from rasa.core.agent import load_agent

    agent = asyncio.run(load_agent(model_path=str(model)))
    return [from_rasa(asyncio.run(agent.parse_message(text))) for text in texts]


def flatten(parsed: ParsedText) -> tuple[object, ...]:
    rounded = tuple((guess.intent, round(guess.confidence, 6)) for guess in parsed.ranking)
    return parsed.text, parsed.intent, rounded, parsed.entities, parsed.outcome


def test_training_publishes_a_model_and_reports_its_steps(
    settings: Settings, trained: TrainedModel, steps: list[tuple[str, int]]
) -> None:
    assert trained.is_new
    assert find_current_model(settings.model_dir) == trained.path
    percents = [percent for _, percent in steps]
    assert percents == sorted(percents)
    assert (steps[0][1], steps[-1]) == (2, ("训练完成", 100))
    assert any("意图" in step for step, _ in steps)


def test_nothing_new_trains_nothing(settings: Settings, trained: TrainedModel) -> None:
    again = train_model(settings, [("invoice", "抬头改一下")])
    assert not again.is_new
    assert again.path == trained.path


def test_every_input_changes_the_fingerprint(settings: Settings, tmp_path: Path) -> None:
    prints = {compute_fingerprint(settings, []), compute_fingerprint(settings, [("greet", "嗨")])}
    prints.add(compute_fingerprint(replace(settings, config_file=PROJECT_ROOT / "configs/diet.yml"), []))
    prints.add(compute_fingerprint(replace(settings, domain_file=PROJECT_ROOT / "pyproject.toml"), []))
    data = write_data(tmp_path)
    prints.add(compute_fingerprint(replace(settings, data_dir=data), []))
    (data / "nlu.yml").write_text("version: '3.1'\n", encoding="utf-8")
    prints.add(compute_fingerprint(replace(settings, data_dir=data), []))
    assert len(prints) == 6


def test_the_quick_way_parses_like_rasa(settings: Settings, trained: TrainedModel) -> None:
    texts = [text for text in TEXTS if text.strip() and not text.startswith("/")]
    quick = load_current_nlu(settings.model_dir)
    assert isinstance(quick, PlainNlu)
    expected = [flatten(parsed) for parsed in parse_with_rasa(trained.path, texts)]
    assert [flatten(parsed) for parsed in parse_texts(quick, texts)] == expected
    with open_pipeline(trained.path) as entries:
        components = _load_rasa(entries)
    assert [flatten(parsed) for parsed in parse_texts(components, texts)] == expected


def test_odd_texts_are_only_texts(settings: Settings, trained: TrainedModel) -> None:
    parsed = parse_texts(load_nlu(trained.path), TEXTS)
    assert [one.text for one in parsed] == TEXTS
    assert all(one.intent in MESSAGES for one in parsed)


def test_the_model_understands_and_decides(trained: TrainedModel) -> None:
    logistics, phone, product, human, greeting, *_ = parse_texts(load_nlu(trained.path), TEXTS)
    assert (logistics.intent, logistics.outcome) == ("query_logistics", Outcome.ANSWER)
    assert [(entity.type, entity.start, entity.end) for entity in phone.entities] == [("phone", 0, 11)]
    assert ("product", "P7") in {(entity.type, entity.value) for entity in product.entities}
    assert product.intent == "invoice", "the traditional character counts as the simplified one"
    assert human.outcome is Outcome.HANDOFF
    assert greeting.outcome is Outcome.CLARIFY


def test_the_fallback_stands_first_for_rules(trained: TrainedModel) -> None:
    with open_pipeline(trained.path) as entries:
        components = _load_rasa(entries).components
    from rasa.nlu.classifiers.fallback_classifier import (
        is_fallback_classifier_prediction,
        undo_fallback_prediction,
    )
    from rasa.shared.nlu.training_data.message import Message

    messages = [Message(data={"text": "你好"})]
    for component in components:
        messages = component.process(messages)
    data = messages[0].as_dict(only_output_properties=True)
    assert data["outcome"] == "clarify"
    assert data["intent"]["name"] == "nlu_fallback"
    assert is_fallback_classifier_prediction(data)
    undone = undo_fallback_prediction(data)
    assert undone["intent"]["name"] == "greet"
    assert undone["intent"] == undone["intent_ranking"][0]


def test_the_archive_holds_nothing_that_could_run(trained: TrainedModel) -> None:
    with tarfile.open(trained.path) as tar:
        files = [member.name for member in tar.getmembers() if member.isfile()]
    assert {Path(name).suffix for name in files} <= {".json", ".npz", ".yml"}
    assert trained.path.stat().st_size < 30_000_000


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(b"no archive")
    with pytest.raises(Unavailable):
        load_nlu(file)


def test_contradictory_data_is_explained(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="训练数据有误"):
        train_model(replace(settings, data_dir=tmp_path / "none", model_dir=tmp_path / "models"))
    assert not (tmp_path / "models").exists()


def test_trainers_texts_stay_texts(tmp_path: Path) -> None:
    import_quietly()
    from rasa.shared.nlu.training_data.loading import load_data

    texts = [
        "- 减号开头",
        "#1 号",
        "[方括号](product)",
        "多\n行",
        '"引号',
        "a: b",
        "{{x}}",
        "${HOME}",
        "\u2028分隔",
    ]
    file = tmp_path / "examples.yml"
    file.write_text(render_examples([("invoice", text) for text in texts]), encoding="utf-8")
    examples = load_data(str(file)).training_examples
    assert [example.get("text") for example in examples] == [
        "- 减号开头", "#1 号", "[方括号] (product)", "多 行", '"引号', "a: b", "{{x}}", "${HOME}", "分隔"
    ]  # fmt: skip
    assert not any(example.get("entities") for example in examples)


def test_both_configurations_name_components_that_exist() -> None:
    import_quietly()
    import yaml
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    for file in ("config.yml", "configs/diet.yml"):
        config = yaml.safe_load((PROJECT_ROOT / file).read_text(encoding="utf-8"))
        assert config["pipeline"][-1]["name"].endswith("OutcomeDecider")
        assert DefaultV1Recipe().graph_config_for_recipe(config, {}).nlu_target == "run_RegexMessageHandler"


@pytest.mark.slow
def test_the_diet_configuration_trains_and_parses(settings: Settings, tmp_path: Path) -> None:
    text = (PROJECT_ROOT / "configs/diet.yml").read_text(encoding="utf-8")
    config = tmp_path / "diet.yml"
    config.write_text(text.replace("min_df: 3", "min_df: 1"), encoding="utf-8")
    model = train_model(replace(settings, config_file=config, model_dir=tmp_path / "models"))
    parsed = parse_texts(load_nlu(model.path), ["快递到哪里了", "开发票"])
    expected = parse_with_rasa(model.path, ["快递到哪里了", "开发票"])
    assert [one.intent for one in parsed] == [one.intent for one in expected]
    assert json.loads(json.dumps(parsed[0].outcome)) in ("answer", "clarify", "handoff")
