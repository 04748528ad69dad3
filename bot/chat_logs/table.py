"""Chat logs as rows of cells, whatever file they come in: CSV, TSV, XLSX or JSON Lines."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from bot.domain.errors import BadRequest, NotFound

MOST_ROWS = 500_000
FORMATS = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson")
_ADVICE = {
    ".xls": "这是旧版 Excel 文件，请用表格软件另存为 .xlsx 后再试。",
    ".et": "这是 WPS 表格文件，请另存为 .xlsx 后再试。",
    ".json": '请改成 JSON Lines 文件（.jsonl）：每行一个对象，例如 {"role": "买家", "text": "…"}。',
}
_SHEET_MARK = b"PK\x03\x04"
_OLD_SHEET_MARK = b"\xd0\xcf\x11\xe0"
_TURNS = ("turns", "messages", "conversation", "dialog", "dialogue", "对话")
_SAMPLE_BYTES = 200_000
_CODINGS = ["gb18030", "big5"]
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What openpyxl, zipfile and the XML parser raise when parts of a workbook are cut off or damaged.
_DAMAGES = (
    *(BadZipFile, zlib.error, SyntaxError, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError),
    *(RuntimeError, AssertionError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` counts from 1 as the program shows it that made the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that are not empty. ``names`` are the columns of JSON Lines; other files may name them in a row."""

    rows: tuple[Row, ...]
    names: tuple[str, ...] | None = None


def read_table(file: Path) -> Table:
    """Read a file by the end of its name (:data:`FORMATS`).

    Raises:
        BadRequest: it cannot be read as what its name says; the message names the row.
        NotFound: no such file.
    """
    suffix = file.suffix.lower()
    if suffix not in FORMATS:
        unknown = f"不支持 {suffix or '没有扩展名的'} 文件，请提供 CSV、XLSX 或 JSONL 文件。"
        raise BadRequest(_ADVICE.get(suffix, unknown))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotFound(f"无法打开文件 {file}。") from error
    if not data.strip():
        raise BadRequest("文件是空的，里面没有内容。")
    if suffix == ".xlsx" or data.startswith(_SHEET_MARK):
        table = Table(tuple(_keep_filled(_read_sheet(data))))
    elif suffix in (".jsonl", ".ndjson"):
        table = _read_objects(decode(data))
    else:
        table = Table(tuple(_keep_filled(_read_csv(decode(data)))))
    if not table.rows:
        raise BadRequest("文件里没有内容。")
    return table


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, GBK (GB 18030), Big5 or UTF-16.

    Raises:
        BadRequest: it is none of them.
    """
    from charset_normalizer import from_bytes

    if data.startswith(_OLD_SHEET_MARK):
        raise BadRequest(_ADVICE[".xls"])
    if b"\0" in data and not data.startswith(_UTF_16_MARKS):
        raise BadRequest("这不是文本文件，可能已经损坏，请重新导出后再试。")
    sample = data[:_SAMPLE_BYTES]
    end = sample.rfind(b"\n") + 1
    best = from_bytes(sample[:end] if 0 < end < len(data) else sample, cp_isolation=_CODINGS).best()
    guessed = [best.encoding] if best else []
    codings = ["utf-16"] if data.startswith(_UTF_16_MARKS) else ["utf-8-sig", *guessed, "gb18030"]
    for coding in codings:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(coding)
    raise BadRequest("无法识别文件的文字编码，请另存为 UTF-8 或 GBK 编码后再试。")


def _read_csv(text: str) -> Iterator[Row]:
    csv.field_size_limit(1 << 20)
    lines = list(io.StringIO(text, newline=""))
    delimiter = _find_delimiter(text)
    reader = csv.reader(lines, delimiter=delimiter)
    begin = 1
    try:
        for cells in reader:
            if reader.line_num > begin:
                _check_quotes(lines[begin - 1 : reader.line_num], delimiter, begin)
            yield Row(begin, tuple(cell.strip() for cell in cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise BadRequest(f"第 {begin} 行不是正确的 CSV，有一格太长或引号没有配对。") from error


def _check_quotes(lines: Sequence[str], delimiter: str, begin: int) -> None:
    """A row over several lines is fine if its quotes fit; else an open quote has swallowed the rows that follow."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        end = begin + len(lines) - 1
        message = f"第 {begin} 行的引号没有配对，到第 {end} 行为止的内容会连成一格。请补上或删去引号后再试。"
        raise BadRequest(message) from error


def _find_delimiter(text: str) -> str:
    """The sign that the first line has most of; a comma if it has none."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",\t;|", key=lambda sign: (first.count(sign), sign == ","))


def _read_sheet(data: bytes) -> Iterator[Row]:
    """The first sheet that holds anything."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            # What a sheet says about its own size is often wrong in exports of shop systems.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            found = [
                Row(number, tuple("" if cell is None else str(cell).strip() for cell in cells))
                for number, cells in zip(range(1, MOST_ROWS + 2), rows, strict=False)
            ]
            if any(any(row.cells) for row in found):
                yield from found
                return
    except (*_DAMAGES, InvalidFileException) as error:
        raise BadRequest("文件不是可读的 XLSX 工作簿，或者已经损坏，请用表格软件另存为 .xlsx 后再试。") from error


def _keep_filled(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise BadRequest(f"文件超过 {MOST_ROWS} 行，请拆分后分次导入。")
        if any(row.cells):
            yield row


def _read_objects(text: str) -> Table:
    objects: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            objects += [(number, one) for one in _expand_turns(_read_object(line, number))]
    if len(objects) > MOST_ROWS:
        raise BadRequest(f"文件超过 {MOST_ROWS} 行，请拆分后分次导入。")
    names = tuple(dict.fromkeys(name for _, value in objects for name in value))
    rows = (Row(number, tuple(_to_cell(value.get(name)) for name in names)) for number, value in objects)
    return Table(tuple(rows), tuple(_encodable(name) for name in names))


def _read_object(line: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadRequest(f"第 {number} 行不是正确的 JSON，请看第 {error.colno} 个字符附近。") from error
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"第 {number} 行不是正确的 JSON，括号嵌套太深或数字太长。") from error
    if not isinstance(value, dict):
        raise BadRequest(f'第 {number} 行应是一个 JSON 对象，例如 {{"text": "…"}}。')
    return value


def _expand_turns(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of a line that holds a whole conversation, as ``xiaoer replay`` reads it; else the line itself."""
    turns = next((value[name] for name in _TURNS if isinstance(value.get(name), list)), None)
    return [value] if turns is None else [turn for turn in turns if isinstance(turn, dict)]


def _to_cell(value: Any) -> str:
    """Texts and numbers as they are; nested values and nothing are empty."""
    return _encodable(str(value)).strip() if isinstance(value, str | int | float) else ""


def _encodable(text: str) -> str:
    """Half characters, which JSON can hold, cannot be printed or stored."""
    return text.encode("utf-8", "replace").decode("utf-8")
