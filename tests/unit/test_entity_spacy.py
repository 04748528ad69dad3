"""The spaCy face of the entity rules."""

from __future__ import annotations

from pathlib import Path

import spacy

from bot.nlu.entities.spacy_component import FACTORY_NAME, build_pipeline, values_of

NAMES = {"蓝牙耳机": "P1001"}


def test_pipeline_finds_entities_with_values() -> None:
    doc = build_pipeline(NAMES)("蓝牙耳机要两个 发顺丰")
    assert values_of(doc) == [("product", "P1001"), ("quantity", "2"), ("carrier", "顺丰速运")]
    assert [span.text for span in doc.ents] == ["蓝牙耳机", "两个", "顺丰"]


def test_today_comes_from_the_document() -> None:
    pipeline = build_pipeline({})
    doc = pipeline.make_doc("明天到吗")
    doc.user_data["today"] = "2024-02-28"
    for _, component in pipeline.pipeline:
        doc = component(doc)
    assert values_of(doc) == [("date", "2024-02-29")]


def test_pipeline_survives_the_disk(tmp_path: Path) -> None:
    build_pipeline(NAMES).to_disk(tmp_path / "model")
    loaded = spacy.load(tmp_path / "model")
    assert loaded.pipe_names == [FACTORY_NAME]
    assert values_of(loaded("蓝牙耳机")) == [("product", "P1001")]


def test_pipeline_with_jieba_expands_to_whole_tokens() -> None:
    pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    pipeline.add_pipe(FACTORY_NAME)
    assert ("carrier", "顺丰速运") in values_of(pipeline("能发顺丰快递吗"))
