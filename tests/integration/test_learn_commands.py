"""``xiaoer nlu learn`` from a log to examples, with a small model trained for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.bootstrap import build_core
from bot.cli import app
from bot.commands import learn
from bot.domain.turn import Outcome, ParsedText, RankedIntent
from bot.runtime.training import train_model
from bot.services.settle_candidates import list_candidates
from bot.settings import load_settings

PROJECT = {
    "greet": ["你好呀", "亲在不在", "在么亲", "嗨你好", "有人在不", "哈喽你好"],
    "invoice": ["能开发票吗", "发票抬头写错了", "电子发票发我", "开张专票", "发票怎么下载", "补开发票可以吗"],
}
GOODS = ("水壶", "台灯", "拖把", "雨伞", "抱枕", "砧板", "花盆", "门帘")
ASKED = [f"{goods}{words}" for goods in GOODS for words in ("咋用啊", "有货不")]
pytestmark = pytest.mark.model


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["nlu", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of its own with a model that has never heard of the questions in the log."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "data/nlu").mkdir(parents=True)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in PROJECT.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (folder / "data/nlu/a.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("products", "policies"):
        (folder / "knowledge" / name).mkdir(parents=True)
    policy = "decision: {question_cost: -1.0}\n"  # asks back at everything
    (folder / "knowledge/policies/service.yml").write_text(policy, encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        enter(folder, environment)
        train_model(load_settings())
    log = "".join(f"买家,{text}\n客服,您好\n" for text in [*ASKED, "水壶咋用啊！", "能开发票吗？", "我电话13912345678"])
    (folder / "log.csv").write_bytes(("发送方,内容\n" + log).encode("gbk"))
    return folder


def enter(folder: Path, environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "STATE_DIR": folder / "var",
        "MODEL_DIR": folder / "models",
        "DATA_DIR": folder / "data",
        "KNOWLEDGE_DIR": folder / "knowledge",
        "DOMAIN_FILE": folder / "no-domain.yml",
    }.items():
        environment.setenv(f"XIAOER_{name}", str(value))


@pytest.fixture(autouse=True)
def _inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(folder, monkeypatch)


def alone(texts: Sequence[str]) -> Sequence[int]:
    """No text resembles another, so that a few may be held out."""
    return range(len(texts))


def test_from_a_log_to_examples_and_no_further_the_second_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "_group", alone)
    sheet_file = folder / "out" / "待标注.xlsx"
    said = run("learn", folder / "log.csv", "--out", sheet_file)
    assert "顾客消息 19 条" in said
    assert "已在训练语料里 1 条" in said
    assert "“发送方”一列是“买家”的算作顾客；跳过其他人的 19 行" in said
    book = load_workbook(sheet_file)
    sheet = book.worksheets[0]
    asked = {str(cell.value) for cell in sheet["C"][1:]}
    assert asked == {*ASKED, "我电话139****5678"}
    assert sheet["B2"].value == 2, "the question that came twice stands in the first row of its group"
    for row in sheet.iter_rows(min_row=2):
        text = str(row[2].value)
        row[0].value = None
        row[6].value = "使用方法" if text.endswith("咋用啊") else "ask_stock" if text.endswith("有货不") else None
    sheet["G2"] = "ask_usege"
    book.save(sheet_file)
    assert "第 2 行：没有“ask_usege”这个意图，最接近的是 ask_usage" in run("learn", "--labels", sheet_file, code=1)
    sheet["G2"] = "使用方法（ask_usage）"
    book.save(sheet_file)

    said = run("learn", "--labels", sheet_file)
    assert "学习 11 条，在没有学习的 5 条上" in said
    assert "首选意图正确 │ 0.0% │ 100.0%" in said
    assert "新增 16 条" in said
    assert "xiaoer train" in said
    again = run("learn", "--labels", sheet_file)
    assert "新增 0 条，已有 16 条" in again
    assert "0.0% │ 100.0%" in again, "what was stored before does not count as learned"
    assert "已经填好 16 条意图" in run("learn", folder / "log.csv", "--out", sheet_file, code=1)
    assert "选出 1 条" in run("learn", folder / "log.csv", "--out", folder / "out" / "再标.xlsx")


def test_the_workshop_gets_the_same(folder: Path) -> None:
    assert "第 1 行" in json.loads(run("import-log", _write(folder / "bad.jsonl", "{")))["error"]
    messages = "\n".join(json.dumps({"text": text}) for text in ("地毯掉毛不", "地毯掉毛吗亲", "能开发票吗"))
    summary = json.loads(run("import-log", _write(folder / "good.jsonl", messages)))["summary"]
    assert (summary["known"], summary["chosen"]) == (1, 2)
    candidates = list_candidates(build_core(load_settings()).transactions)
    assert {one.text for one in candidates} == {"地毯掉毛不", "地毯掉毛吗亲"}
    assert "新增 0 条" in run("learn", folder / "good.jsonl", "--workshop")
    mixed = _write(folder / "mixed.csv", "编号,内容\n1,门铃不响\n2,您好请稍等\n")
    refused = json.loads(run("import-log", mixed))
    assert (refused["code"], "“编号”、“内容”" in refused["error"]) == ("roles_unclear", True)
    assert "--role-column" in run("learn", mixed, "--workshop", code=1)
    assert len(list_candidates(build_core(load_settings()).transactions)) == 2
    assert json.loads(run("import-log", mixed, "--role-column", "无"))["summary"]["messages"] == 2


def test_options_that_do_not_go_together(folder: Path) -> None:
    run("learn", code=1)
    run("learn", folder / "log.csv", "--labels", folder / "log.csv", code=1)
    assert "“没有的列”" in run("learn", folder / "log.csv", "--column", "没有的列", code=1)


def test_the_curve_is_written_and_printed(folder: Path) -> None:
    corpus = [{"text": text, "intent": "ask_usage" if "咋用" in text else "ask_stock"} for text in ASKED]
    test = [{"text": "风扇咋用啊", "intent": "ask_usage"}, {"text": "开个发票", "intent": "invoice"}]
    files = [
        _write(folder / f"{name}.jsonl", "\n".join(json.dumps(line) for line in lines))
        for name, lines in (("corpus", corpus), ("test", test))
    ]
    said = run("curve", *files, "--sizes", "0,4,all", "--out", folder / "curve")
    assert "| 16 | 1.000 | 1.000 |" in said
    assert "| 0 | 0.500 |" in said
    assert sorted(path.name for path in (folder / "curve").iterdir()) == [
        "learning-curve.json", "learning-curve.md", "learning-curve.png"
    ]  # fmt: skip


def _write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_labels_that_do_harm_are_stored_only_when_that_is_wanted(folder: Path) -> None:
    """Two meanings, each of them written to what means the other."""
    lines = [f",{goods}{words}" for goods in GOODS for words in ("开发票[/b],greet", "你好呀,invoice")]
    file = _write(folder / "harm.csv", "组,消息,意图\n" + "\n".join(lines))
    truth = {line.split(",")[1]: line.split(",")[2] for line in lines}

    def train(messages: list[tuple[str, str]], texts: list[str]) -> list[ParsedText]:
        is_before = not any(text in truth for _, text in messages)
        return [_guess(text, truth[text] if is_before else "ask_stock") for text in texts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learn, "_train_and_parse", train)
        patch.setattr(learn, "_group", alone)
        said = run("learn", "--labels", file, code=1)
        assert "反而差了" in said
        assert "没有加入任何内容" in said
        assert "新增 16 条" in run("learn", "--labels", file, "--yes")


def _guess(text: str, intent: str) -> ParsedText:
    return ParsedText(text, intent, 0.9, (RankedIntent(intent, 0.9),), (), Outcome.ANSWER)


def test_results_go_into_folders_only_and_brackets_are_shown(folder: Path) -> None:
    taken = _write(folder / "[b]taken", "")
    labelled = _write(folder / "l.jsonl", json.dumps({"text": "开票", "intent": "invoice"}))
    for arguments in (("evaluate", labelled), ("curve", labelled, labelled)):
        assert "[b]taken" in run(*arguments, "--out", taken, code=1)
    wrong = _write(folder / "[x].jsonl", json.dumps({"[bold]": 1}))
    assert "“[bold]”" in run("learn", wrong, code=1)
    assert "[/y].csv" in run("learn", folder / "[/y].csv", code=1)
