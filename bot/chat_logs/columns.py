"""Which row of a chat log names the columns, which column holds the messages, and which one tells who wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat_logs.table import Row, Table
from bot.domain.errors import BadRequest
from bot.domain.speakers import speaker_of

COLUMNS_UNCLEAR = "columns_unclear"
"""The code of errors that go away when somebody names the columns."""

ROLES_UNCLEAR = "roles_unclear"
"""The code of the error that goes away when somebody says that everything was written by shoppers."""
NO_ROLE = "无"
"""What to give as column of roles to say so."""

_TEXT_NAMES = frozenset(
    {
        *("text", "content", "message", "msg", "query", "question", "utterance"),
        *("消息", "内容", "消息内容", "聊天内容", "对话内容", "发送内容", "会话内容", "正文", "文本", "消息文本"),
        *("聊天记录", "问题", "原文", "提问", "用户问题", "顾客消息", "买家消息"),
    }
)
_ROLE_NAMES = frozenset(
    {
        *("role", "sender", "author", "speaker", "from", "sender_type", "sender_role", "from_role", "角色", "发送方"),
        *("发送者", "发送人", "发言人", "发言方", "身份", "用户类型", "消息来源", "发送者类型", "发送者角色"),
    }
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NAME = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff /()（）.-]{0,15}")
_HEADER_ROWS = 10
_SAMPLE_ROWS = 300
_LEAST_CHINESE = 0.5
_LEAST_ROLES = 0.9
_MOST_ROLES = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """How to read a log; empty fields are found out. ``text`` and ``role`` are names or numbers from 1.

    ``role`` may be :data:`NO_ROLE`.
    """

    text: str = ""
    role: str = ""
    shopper_value: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns' names (their numbers if no row names them), the rows of messages, and what was chosen."""

    names: tuple[str, ...]
    rows: Sequence[Row]
    text: int
    role: int | None


def find_layout(table: Table, columns: Columns) -> Layout:
    """Find out what ``columns`` leaves open.

    Raises:
        BadRequest: ``columns_unclear``: a column is not there or cannot be found out; or there are no rows of messages.
    """
    names, rows = _split_header(table, [name for name in (columns.text, columns.role) if name and name != NO_ROLE])
    if not rows:
        raise BadRequest("文件里只有表头，没有消息。")
    text = _find_column(names, columns.text) if columns.text else None
    if columns.role == NO_ROLE:
        role = None
    elif columns.role:
        role = _find_column(names, columns.role)
    else:
        role = _guess_role(names, rows, text)
    if text is None:
        text = _guess_text(names, rows, role)
    return Layout(names, rows, text, role)


def cell_of(row: Row, index: int) -> str:
    """The cell of a column; rows may be shorter than the header."""
    return row.cells[index] if index < len(row.cells) else ""


def list_names(names: Sequence[str]) -> str:
    """“A”、“B”, for a message."""
    return "、".join(f"“{name}”" for name in names)


def fold(name: str) -> str:
    """Names that differ in case or spaces around them are the same."""
    return name.strip().lower()


def _split_header(table: Table, wanted: Sequence[str]) -> tuple[tuple[str, ...], Sequence[Row]]:
    """Names and rows of messages. Exports of shop systems like to put titles above the header."""
    if table.names is not None:
        return table.names, table.rows
    width = max(len(row.cells) for row in table.rows)
    start, is_named = _find_start(table.rows, {fold(name) for name in wanted})
    first = table.rows[start].cells if is_named else ()
    padded = first + ("",) * (width - len(first))
    names = tuple(name or f"第{number}列" for number, name in enumerate(padded, 1))
    return names, table.rows[start + is_named :]


def _find_start(rows: Sequence[Row], wanted: set[str]) -> tuple[int, bool]:
    """The first row below the titles, and whether it names the columns."""
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        names = {fold(cell) for cell in row.cells}
        known = names & (_TEXT_NAMES | _ROLE_NAMES)
        if names & wanted or len(known) > 1 or (known and index == 0):
            return index, True
    typical = Counter(_count_filled(row) for row in rows[:_SAMPLE_ROWS]).most_common(1)[0][0]
    start = next((index for index, row in enumerate(rows[:_HEADER_ROWS]) if not _is_title(row, typical)), 0)
    return start, _looks_like_header(rows[start], rows[start + 1 : _SAMPLE_ROWS])


def _count_filled(row: Row) -> int:
    return sum(bool(cell) for cell in row.cells)


def _is_title(row: Row, typical: int) -> bool:
    """One cell at the left over a table of several columns."""
    return typical > 1 and _count_filled(row) == 1 and bool(row.cells[0])


def _looks_like_header(row: Row, below: Sequence[Row]) -> bool:
    """Short words that are no numbers, no roles, and do not come again in their column."""
    filled = [(index, cell) for index, cell in enumerate(row.cells) if cell]
    if len(filled) < 2 or not below:
        return False
    return all(
        _NAME.fullmatch(cell) is not None
        and not cell.isdecimal()
        and all(cell_of(other, index) != cell for other in below)
        for index, cell in filled
    )


def _find_column(names: Sequence[str], wanted: str) -> int:
    folded = [fold(name) for name in names]
    if fold(wanted) in folded:
        return folded.index(fold(wanted))
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise BadRequest(f"文件里没有“{wanted}”这一列；有的列：{list_names(names)}。", code=COLUMNS_UNCLEAR)


def _guess_role(names: Sequence[str], rows: Sequence[Row], text: int | None) -> int | None:
    """The column that holds hardly anything but roles, whatever its name; else one with a usual name."""
    columns = [index for index in range(len(names)) if index != text]
    holding = [index for index in columns if _holds_roles(rows, index)]
    named = [index for index in columns if fold(names[index]) in _ROLE_NAMES]
    preferred = [*(index for index in holding if index in named), *holding, *named]
    return preferred[0] if preferred else None


def _holds_roles(rows: Sequence[Row], index: int) -> bool:
    values = Counter(cell for row in rows if (cell := cell_of(row, index)))
    if not values or len(values) > _MOST_ROLES:
        return False
    roles = sum(count for value, count in values.items() if speaker_of(value) is not None)
    # One row with 客服 in it is a message; a column of roles repeats itself or has both sides.
    is_repeated = len(values) < values.total() or len({speaker_of(value) for value in values}) > 1
    return is_repeated and roles >= _LEAST_ROLES * values.total()


def _guess_text(names: Sequence[str], rows: Sequence[Row], role: int | None) -> int:
    """A column with a usual name, else the one with the most different Chinese in it."""
    sample = rows[:_SAMPLE_ROWS]
    free = [index for index in range(len(names)) if index != role]
    named = [index for index in free if fold(names[index]) in _TEXT_NAMES]
    if len(named) == 1:
        return named[0]
    cells = {index: [cell for row in sample if (cell := cell_of(row, index))] for index in named or free}
    written = {
        index: len({cell for cell in texts if _CHINESE.search(cell)})
        for index, texts in cells.items()
        if texts and sum(bool(_CHINESE.search(cell)) for cell in texts) >= _LEAST_CHINESE * len(texts)
    }
    if not written:
        raise BadRequest(f"找不到消息所在的列，请指定是哪一列；文件里的列：{list_names(names)}。", code=COLUMNS_UNCLEAR)
    return max(written, key=lambda index: (written[index], sum(map(len, cells[index])), -index))
