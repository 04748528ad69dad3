"""Chat logs of any kind become the shopper's messages; labelling files go out and come back."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.chat_logs.label_file import read_label_file, write_label_file
from bot.chat_logs.shopper_messages import Columns, pick_messages
from bot.chat_logs.table import read_table
from bot.domain.errors import BadRequest, NotFound, Unavailable
from bot.domain.learning import Candidate

ROWS = [
    ["会话编号", "发送时间", "发送方", "消息内容"],
    ["1", "2026-11-01 09:00", "买家", "这款保温杯能放洗碗机吗"],
    ["1", "2026-11-01 09:01", "客服", "您好，可以的"],
    ["1", "2026-11-01 09:02", "买家", "那盖子呢,也能吗"],
    ["2", "2026-11-01 10:00", "买家", ""],
]
SHOPPERS = ["这款保温杯能放洗碗机吗", "那盖子呢,也能吗"]


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def write(tmp_path: Path, name: str, data: bytes | str) -> Path:
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def pick(file: Path, **columns: str) -> list[str]:
    return pick_messages(read_table(file), Columns(**columns))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_the_codings_of_shop_systems(tmp_path: Path, coding: str) -> None:
    assert pick(write(tmp_path, "log.csv", as_csv(ROWS).encode(coding))) == SHOPPERS


@pytest.mark.parametrize(("name", "delimiter"), [("log.csv", ";"), ("log.tsv", "\t"), ("log.txt", "\t")])
def test_other_delimiters(tmp_path: Path, name: str, delimiter: str) -> None:
    assert pick(write(tmp_path, name, as_csv(ROWS, delimiter))) == SHOPPERS


def test_a_workbook_with_numbers_and_an_empty_first_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("记录")
    for row in ROWS:
        sheet.append(row)
    sheet.append([3, None, "买家", 12345])
    book.save(tmp_path / "log.xlsx")
    assert pick(tmp_path / "log.xlsx") == [*SHOPPERS, "12345"]


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        {"role": "user", "content": "粽子是肉馅的吗", "extra": {"a": 1}},
        {"role": "assistant", "content": "有肉馅也有豆沙馅的"},
        {"role": "user", "content": None},
        {"role": "user", "content": "来十个\n肉的"},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert pick(write(tmp_path, "log.jsonl", text)) == ["粽子是肉馅的吗", "来十个\n肉的"]


def test_a_file_of_nothing_but_messages(tmp_path: Path) -> None:
    assert pick(write(tmp_path, "log.txt", "枕头太高了\n能换矮的吗\n")) == ["枕头太高了", "能换矮的吗"]


def test_columns_can_be_named_or_counted(tmp_path: Path) -> None:
    rows = [["谁", "说的话", "备注"], ["阿姨", "锅底糊了", "很急的顾客"], ["小张", "您稍等", "回复顾客"]]
    file = write(tmp_path, "log.csv", as_csv(rows))
    for column, role in (("说的话", "谁"), ("2", "1")):
        assert pick(file, text=column, role=role, shopper_value="阿姨") == ["锅底糊了"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("log.jsonl", '{"text": "在吗"}\n{"text": ', "第 2 行"),
        ("log.jsonl", '{"text": "在吗"}\n["在吗"]', "第 2 行"),
        ("log.csv", "text\n" + '"' + "长" * 1_100_000 + '"', "第 2 行"),
        ("log.csv", "", "没有内容"),
        ("log.csv", "id,amount\n1,20\n2,30\n", "“id”、“amount”"),
        ("log.csv", "发送方,消息\n甲,锅漏水\n乙,您好呀\n", "“甲”、“乙”"),
        ("log.csv", "消息\n", "没有顾客的消息"),
        ("log.xlsx", "no workbook", "XLSX"),
        ("log.pdf", "x", ".pdf"),
        ("log.csv", b"\xff\xff\xff\x81", "编码"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, name: str, data: bytes | str, problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        pick(write(tmp_path, name, data))


def test_wrong_options_list_what_there_is(tmp_path: Path) -> None:
    file = write(tmp_path, "log.csv", as_csv(ROWS))
    with pytest.raises(BadRequest, match=r"没有“正文”这一列.*“消息内容”"):
        pick(file, text="正文")
    with pytest.raises(BadRequest, match=r"“游客”.*“买家”、“客服”"):
        pick(file, shopper_value="游客")
    with pytest.raises(NotFound):
        pick(tmp_path / "none.csv")


CANDIDATES = [
    Candidate("a", "x", "灯泡频闪", 4, (("report_quality_issue", 0.3), ("ask_usage", 0.2)), datetime.now(UTC)),
    Candidate("b", "x", "=灯一闪一闪", 1, (("report_quality_issue", 0.31),), datetime.now(UTC)),
    Candidate("c", "y", "-5 度能用不\x07", 2, (), datetime.now(UTC)),
]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_labelling_file_comes_back_as_it_went(tmp_path: Path, suffix: str) -> None:
    file, *others = write_label_file(CANDIDATES, tmp_path / "new" / f"待标注.{suffix}")
    assert len(others) == (suffix == "csv")
    rows = read_label_file(file)
    texts = ["灯泡频闪", "=灯一闪一闪", "-5 度能用不"]
    assert [(row.number, row.text.strip(), row.label) for row in rows] == list(
        zip((2, 3, 4), texts, ("",) * 3, strict=True)
    )


def test_the_workbook_helps_the_trainer(tmp_path: Path) -> None:
    write_label_file(CANDIDATES, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet, catalogue = book.worksheets
    assert [cell.value for cell in sheet[2]][:5] == [
        1, 4, "灯泡频闪", "商品质量问题（report_quality_issue）30%", "使用方法（ask_usage）20%"
    ]  # fmt: skip
    assert sheet["C3"].data_type == "s", "a text, not a formula"
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("G2:G4", f"'意图表'!$A$2:$A${catalogue.max_row}")
    sheet["G3"] = catalogue["A2"].value
    book.save(tmp_path / "a.xlsx")
    assert [row.label for row in read_label_file(tmp_path / "a.xlsx")] == ["", "打招呼（greet）", ""]


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    write_label_file(CANDIDATES, tmp_path / "a.csv")
    cells = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_labelling_files_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="xlsx"):
        write_label_file(CANDIDATES, tmp_path / "a.txt")
    (tmp_path / "taken").write_text("")
    with pytest.raises(Unavailable):
        write_label_file(CANDIDATES, tmp_path / "taken" / "a.csv")
    with pytest.raises(BadRequest, match="意图"):
        read_label_file(write(tmp_path, "b.csv", "消息,次数\n在吗,1\n"))
