from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.nlu.clusters import MOST_MESSAGES, cluster_texts
from bot.nlu.learning_curve import CurveStep, choose_corpus, measure_curve, read_sizes, write_curve
from bot.nlu.training_messages import read_training_messages, spoken_key
from bot.nlu.trial import train_trial
from bot.services.evaluate_nlu import LabelledMessage
from bot.settings import PROJECT_ROOT

PROJECT = [
    *(("greet", text) for text in ("你好呀", "亲在不在", "在么亲", "嗨你好", "有人在不", "哈喽你好")),
    *(("invoice", text) for text in ("能开发票吗", "发票抬头写错了", "电子发票发我", "开张专票", "补开发票可以吗")),
]


def labelled(intent: str, text: str) -> LabelledMessage:
    return LabelledMessage(text, text, intent, frozenset([intent]), frozenset([intent]))


def test_sizes() -> None:
    assert read_sizes("0, 250,500,all", 400) == [0, 250, 400]
    for wrong in ("", "many", "-1", "1.5"):
        with pytest.raises(BadRequest):
            read_sizes(wrong, 400)


def test_the_corpus_loses_what_the_test_asks_and_keeps_its_order() -> None:
    corpus = [labelled("ask_size", f"腰围{number}穿啥码") for number in range(9)]
    corpus += [labelled("ask_size", "腰围0穿啥码！"), labelled("made_up", "腰围多少"), labelled("greet", "您 好")]
    chosen = choose_corpus(corpus, [labelled("greet", "您好？")])
    assert len(chosen) == 9
    assert {message.intent for message in chosen} == {"ask_size"}
    assert choose_corpus(corpus[::-1], [labelled("greet", "您好")])[1:4] == chosen[1:4]


def test_the_curve_rises_with_what_is_learned(tmp_path: Path) -> None:
    corpus = [labelled("ask_size", text) for text in ("腰围八十穿啥码", "胖子穿啥码", "鞋子偏小吗", "码数准不准")]
    test = [labelled("ask_size", "胖点的穿啥码"), labelled("invoice", "发票能开不")]
    seen: list[CurveStep] = []
    steps = measure_curve(PROJECT, corpus, test, [0, 4], seen.append)
    assert seen == steps
    assert [(step.added, step.strict) for step in steps] == [(0, 0.5), (4, 1.0)]
    table, data, picture = write_curve(steps, tmp_path / "curve")
    assert "| 4 | 1.000 |" in table.read_text(encoding="utf-8")
    assert [step["added"] for step in json.loads(data.read_text(encoding="utf-8"))] == [0, 4]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_trial_ranks_and_keeps_the_order_of_texts() -> None:
    parsed = train_trial(PROJECT).parse(["發票呢", "你好"])
    assert [(one.text, one.intent) for one in parsed] == [("發票呢", "invoice"), ("你好", "greet")]
    assert train_trial(PROJECT).parse([]) == []


def test_messages_that_mean_the_same_stand_together() -> None:
    texts = ["空调滴水怎么办", "有没有儿童款", "空调一直滴水", "空调漏水怎么办呀", "儿童款有没有", "绣字要加钱吗"]
    groups = cluster_texts(texts, background=[text for _, text in PROJECT])
    assert groups[0] == groups[2] == groups[3] == 0
    assert groups[1] == groups[4]
    assert len(set(groups)) == 3
    assert groups == cluster_texts(texts, background=[text for _, text in PROJECT])
    assert cluster_texts([]) == []
    with pytest.raises(ValueError, match="at most"):
        cluster_texts(["x"] * (MOST_MESSAGES + 1))


def test_the_same_said_differently_has_one_key() -> None:
    assert spoken_key("在嗎？？ ") == spoken_key("在吗")
    assert spoken_key("ＯＫ") == spoken_key("ok!")
    assert spoken_key("？") != spoken_key("！")


def test_annotations_are_no_part_of_a_message(tmp_path: Path) -> None:
    examples = '    - 穿[红色](colour)的[M]{"entity": "size"}行吗\n    - [好]\n'
    text = f'version: "3.1"\nnlu:\n- intent: ask_size\n  examples: |\n{examples}'
    (tmp_path / "a.yml").write_text(text + "- lookup: x\n  examples: |\n    - y\n", encoding="utf-8")
    assert read_training_messages(tmp_path) == [("ask_size", "穿红色的M行吗"), ("ask_size", "[好]")]
    (tmp_path / "b.yml").write_text("nlu: [3]", encoding="utf-8")
    with pytest.raises(BadRequest, match=r"b\.yml"):
        read_training_messages(tmp_path)


@pytest.mark.model
def test_rasa_reads_the_same_messages() -> None:
    from bot.nlu.quiet import import_quietly

    import_quietly()
    from rasa.shared.nlu.training_data.loading import load_data

    file = PROJECT_ROOT / "data/nlu/order.yml"
    theirs = [(one.get("intent"), one.get("text")) for one in load_data(str(file)).intent_examples]
    ours = [message for message in read_training_messages(file.parent) if message in set(theirs)]
    assert sorted(ours) == sorted(theirs)
