"""The labelling file: candidates for a trainer to fill in, as a workbook or as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.chat_logs.columns import cell_of
from bot.chat_logs.table import read_table
from bot.domain.errors import BadRequest, Conflict, Unavailable, XiaoerError
from bot.domain.intents import INTENTS, TOPIC_LABELS, intent_label
from bot.domain.learning import Candidate
from bot.services.learn_labels import LabelRow

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER = ("组", "次数", "消息", "猜测1", "猜测2", "猜测3", "意图（intent）")
_GROUP, _TEXT, _INTENT = 0, 2, 6
_WIDTHS = (6, 8, 60, 26, 26, 26, 34)
_CATALOGUE_HEADER = ("填写内容", "意图", "名称", "主题")
_CATALOGUE_WIDTHS = (44, 24, 28, 18)
_SUFFIXES = (".xlsx", ".csv")
_SHEET, _CATALOGUE_SHEET = "标注", "意图表"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA_SIGNS = ("=", "+", "-", "@")


def check_target(file: Path) -> None:
    """Make sure that a labelling file may be written here; worth knowing before the long work.

    Raises:
        BadRequest: another ending.
        Conflict: something else lies there, or a labelling file that a trainer has begun to fill in.
        Unavailable: the folder cannot be made.
    """
    if file.suffix.lower() not in _SUFFIXES:
        raise BadRequest("标注文件应以 .xlsx 或 .csv 结尾。")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        exists = file.exists()
    except OSError as error:
        raise Unavailable(f"无法写入 {file}：{error.strerror or error}。") from error
    if not exists:
        return
    try:
        filled = sum(bool(row.label.strip()) for row in read_label_file(file))
    except XiaoerError as error:
        raise Conflict(f"{file} 已经存在，而且不是标注文件，没有覆盖。请用 --out 换一个文件名。") from error
    if filled:
        raise Conflict(
            f"{file} 里已经填好 {filled} 条意图，没有覆盖。"
            f"请先运行 xiaoer nlu learn --labels {file} 收下这些标注，再用 --out 换一个文件名，或者移走这份文件。"
        )


def write_label_file(candidates: Sequence[Candidate], file: Path) -> list[Path]:
    """Write ``.xlsx`` with a second sheet of intents, or ``.csv`` with a second file of them; the paths written.

    Raises:
        BadRequest, Conflict: see :func:`check_target`; a trainer's work is never overwritten.
        Unavailable: the file cannot be written, for example because it is open in a spreadsheet program.
    """
    check_target(file)
    suffix = file.suffix.lower()
    try:
        if suffix == ".xlsx":
            _build_book(candidates).save(file)
            return [file]
        catalogue = file.with_name(f"{file.stem}-意图表.csv")
        _write_csv(file, _HEADER, _rows(candidates))
        _write_csv(catalogue, _CATALOGUE_HEADER, _catalogue())
        return [file, catalogue]
    except OSError as error:
        raise Unavailable(f"无法写入 {file}：{error.strerror or error}。") from error


def read_label_file(file: Path) -> list[LabelRow]:
    """The rows of a labelling file, also when columns were moved or added.

    Raises:
        BadRequest: it cannot be read, or the columns of message and intent are gone.
        NotFound: no such file.
    """
    rows = read_table(file).rows
    names = [name.strip().lower() for name in rows[0].cells]
    text = next((index for index, name in enumerate(names) if name in ("消息", "text")), None)
    intent = next((index for index, name in enumerate(names) if "intent" in name or name == "意图"), None)
    if text is None or intent is None:
        raise BadRequest(f"标注文件的第 {rows[0].number} 行应有“{_HEADER[_TEXT]}”和“{_HEADER[_INTENT]}”两列。")
    group = names.index(_HEADER[_GROUP]) if _HEADER[_GROUP] in names else len(rows[0].cells)
    return [
        LabelRow(row.number, _disarm_back(cell_of(row, text)), cell_of(row, intent), cell_of(row, group))
        for row in rows[1:]
    ]


def _rows(candidates: Sequence[Candidate]) -> Iterator[tuple[str | int, ...]]:
    clusters = {cluster: number for number, cluster in enumerate(dict.fromkeys(one.cluster for one in candidates), 1)}
    for one in candidates:
        guesses = [f"{intent_label(intent)}（{intent}）{confidence:.0%}" for intent, confidence in one.ranking[:3]]
        text = _UNPRINTABLE.sub(" ", one.text)
        yield clusters[one.cluster], one.count, text, *guesses, *("" for _ in range(3 - len(guesses))), ""


def _catalogue() -> Iterator[tuple[str, ...]]:
    for intent in INTENTS.values():
        yield f"{intent.label}（{intent.name}）", intent.label, intent.name, TOPIC_LABELS[intent.topic]


def _build_book(candidates: Sequence[Candidate]) -> Workbook:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    _fill(sheet, _HEADER, _WIDTHS, _rows(candidates))
    catalogue = book.create_sheet(_CATALOGUE_SHEET)
    _fill(catalogue, _CATALOGUE_HEADER, _CATALOGUE_WIDTHS, _catalogue())
    choice = DataValidation(type="list", formula1=f"'{_CATALOGUE_SHEET}'!$A$2:$A${len(INTENTS) + 1}", allow_blank=True)
    # A name typed by hand is fine too; what is wrong is reported with its row when the file is read.
    choice.showErrorMessage = False
    sheet.add_data_validation(choice)
    choice.add(f"G2:G{max(len(candidates), 1) + 1}")
    return book


def _fill(
    sheet: Worksheet, header: Sequence[str], widths: Sequence[int], rows: Iterator[tuple[str | int, ...]]
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(header))
    for values in rows:
        sheet.append(list(values))
        for cell in sheet[sheet.max_row]:
            # A message that starts with “=” is a text, never a formula.
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write_csv(file: Path, header: Sequence[str], rows: Iterator[tuple[str | int, ...]]) -> None:
    """UTF-8 with a mark, as spreadsheet programs expect it; no cell starts like a formula."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([_disarm(value) for value in row] for row in rows)


def _disarm(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_SIGNS) else value


def _disarm_back(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA_SIGNS else text
