"""Chat logs of any kind become the shopper's messages; labelling files go out and come back."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from bot.chat_logs.columns import Columns
from bot.chat_logs.label_file import read_label_file, write_label_file
from bot.chat_logs.shopper_messages import pick_messages
from bot.chat_logs.table import read_table
from bot.domain.errors import BadRequest, Conflict, NotFound, Unavailable
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
    return pick_messages(read_table(file), Columns(**columns)).texts


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


def test_json_lines_of_whole_conversations(tmp_path: Path) -> None:
    turns = [{"role": "shopper", "text": "壶嘴漏水"}, {"role": "agent", "text": "您好"}]
    lines = "\n".join(json.dumps({"id": number, "turns": turns}) for number in range(2))
    assert pick(write(tmp_path, "log.jsonl", lines)) == ["壶嘴漏水", "壶嘴漏水"]


LOG = [("09:00", "甲", "我的毯子掉色"), ("09:01", "乙", "抱歉让您久等"), ("09:02", "甲", "怎么洗才不掉")]


@pytest.mark.parametrize(
    ("above", "shopper", "agent"),
    [
        ([], "买家", "客服"),
        ([("时间", "谁", "说了什么")], "顾客", "售后专员"),
        ([("某某旗舰店",), ("导出日期", "2026-11-01"), ("时间", "发送者类型", "消息内容")], "买家", "客服"),
        ([("某某旗舰店",), ("时刻", "来自", "原话")], "旺旺买方", "旺旺卖方"),
        ([("t", "who", "words")], "customer", "customer service"),
    ],
)
def test_agents_are_left_out_whatever_the_columns_are_called(
    tmp_path: Path, above: list[tuple[str, ...]], shopper: str, agent: str
) -> None:
    rows = [list(row) for row in above]
    rows += [[time, {"甲": shopper, "乙": agent}[who], text] for time, who, text in LOG * 2]
    picked = pick_messages(read_table(write(tmp_path, "log.csv", as_csv(rows))), Columns())
    assert picked.texts == ["我的毯子掉色", "怎么洗才不掉"] * 2
    assert (picked.reading.shoppers, picked.reading.others) == ((shopper,), 2)
    assert picked.reading.role_column == (above[-1][1] if above else "第2列")


@pytest.mark.parametrize("wanted", ["晴天、月半", "除客服小美，小雨", "除小雨,客服小美"])
def test_nicknames_are_told_apart_by_a_list(tmp_path: Path, wanted: str) -> None:
    said = {"晴天": "壶漏水", "客服小美": "您好", "月半": "灯不亮", "小雨": "请稍等"}
    file = write(tmp_path, "log.csv", as_csv([["发送人", "内容"], *map(list, said.items())]))
    assert pick(file, shopper_value=wanted) == ["壶漏水", "灯不亮"]
    with pytest.raises(BadRequest, match=r"除客服小美、客服小雨.*“晴天”"):
        pick(file)
    with pytest.raises(BadRequest, match="除小姚"):
        pick(file, shopper_value="除小姚")


def test_a_named_column_is_looked_for_below_titles(tmp_path: Path) -> None:
    rows = [["记录", "店铺"], ["谁", "话"], ["张三", "锅底糊了"], ["小美", "您稍等"]]
    file = write(tmp_path, "log.csv", as_csv(rows))
    assert pick(file, role="谁", shopper_value="张三") == ["锅底糊了"]


def test_without_roles_every_row_counts_and_that_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, "log.csv", "编号,内容\n1,转人工客服\n2,什么时候发\n")
    picked = pick_messages(read_table(file), Columns())
    assert (len(picked.texts), picked.reading.text_column, picked.reading.role_column) == (2, "内容", "")


def test_an_open_quote_swallows_no_rows(tmp_path: Path) -> None:
    for text in ('买家,"要退货\n买家,能退吗\n', '买家,"要退货\n买家,"能退吗"\n买家,还在吗\n'):
        with pytest.raises(BadRequest, match="第 2 行的引号没有配对"):
            pick(write(tmp_path, "log.csv", f"发送方,消息\n{text}"))
    file = write(tmp_path, "log.csv", '发送方,消息\n买家,"第一句\n第二句"\n买家,他说"好"\n')
    assert pick(file) == ["第一句\n第二句", '他说"好"']


@pytest.mark.parametrize("damage", ["cut", "xml", "bytes"])
def test_a_damaged_workbook_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    book = Workbook()
    for number in range(200):
        book.worksheets[0].append(["买家", f"第{number}句话"])
    book.save(tmp_path / "whole.xlsx")
    data = (tmp_path / "whole.xlsx").read_bytes()
    if damage == "xml":
        with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "cut.xlsx", "w") as cut:
            for name in whole.namelist():
                content = whole.read(name)
                cut.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
        data = (tmp_path / "cut.xlsx").read_bytes()
    elif damage == "cut":
        data = data[: len(data) // 2]
    else:
        changed = range(300, len(data) - 900, 50)
        data = bytes(byte ^ 90 if place in changed else byte for place, byte in enumerate(data))
    with pytest.raises(BadRequest, match="损坏"):
        pick(write(tmp_path, "log.xlsx", data))


def test_a_workbook_under_another_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["锅铲粘不粘"])
    book.save(tmp_path / "a.xlsx")
    assert pick(write(tmp_path, "log.csv", (tmp_path / "a.xlsx").read_bytes())) == ["锅铲粘不粘"]


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
        ("log.jsonl", '{"text": "在吗"}\n{"text": ' + "[" * 100_000, "第 2 行"),
        ("log.jsonl", '{"\\ud800": 1}', "找不到消息所在的列"),
        ("log.csv", b"a\0b\xff", "不是文本文件"),
        ("log.json", "[]", "每行一个对象"),
        ("log.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("log.csv", "text\n" + '"' + "长" * 1_100_000 + '"', "第 2 行"),
        ("log.csv", "", "没有内容"),
        ("log.csv", "id,amount\n1,20\n2,30\n", "“id”、“amount”"),
        ("log.csv", "发送方,消息\n甲,锅漏水\n乙,您好呀\n", "“甲”、“乙”"),
        ("log.csv", "消息\n", "只有表头"),
        ("log.csv", "发送方,消息\n买家,\n", "没有顾客的消息"),
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


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_trainers_work_is_not_overwritten(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"a.{suffix}"
    write_label_file(CANDIDATES, file)
    write_label_file(CANDIDATES, file)  # nothing filled in yet: nothing is lost
    if suffix == "xlsx":
        book = load_workbook(file)
        book.worksheets[0]["G3"] = "ask_usage"
        book.save(file)
    else:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        file.write_text("\n".join([lines[0], f"{lines[1]}ask_usage"]), encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(Conflict, match="已经填好 1 条意图"):
        write_label_file(CANDIDATES, file)
    assert file.read_bytes() == before
    other = write(tmp_path, f"log.{suffix}", "发送方,消息\n买家,锅漏水\n")
    with pytest.raises(Conflict, match="不是标注文件"):
        write_label_file(CANDIDATES, other)


def test_the_groups_of_a_labelling_file_come_back(tmp_path: Path) -> None:
    file, *_ = write_label_file(CANDIDATES, tmp_path / "a.xlsx")
    assert [row.group for row in read_label_file(file)] == ["1", "1", "2"]
