"""The shopper's messages of a chat log: which column holds the text, and whose message it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat_logs.table import Row, Table
from bot.domain.errors import BadRequest

_TEXT_NAMES = frozenset(
    {
        *(
            "text",
            "content",
            "message",
            "msg",
            "query",
            "question",
            "utterance",
            "消息",
            "内容",
            "消息内容",
            "聊天内容",
        ),
        *(
            "对话内容",
            "发送内容",
            "会话内容",
            "正文",
            "文本",
            "问题",
            "原文",
            "提问",
            "用户问题",
            "顾客消息",
            "买家消息",
        ),
    }
)
_ROLE_NAMES = frozenset(
    {
        *("role", "sender", "author", "speaker", "from", "sender_type", "sender_role", "from_role", "角色", "发送方"),
        *("发送者", "发送人", "发言人", "发言方", "身份", "用户类型", "消息来源", "发送者类型", "发送者角色"),
    }
)
_SHOPPER_VALUES = frozenset(
    {
        *("买家", "顾客", "客户", "用户", "访客", "消费者", "会员"),
        *("shopper", "customer", "user", "buyer", "visitor", "client", "consumer"),
    }
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SAMPLE_ROWS = 300
_LEAST_CHINESE = 0.5
_SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """How to read a log; empty fields are found out. ``text`` and ``role`` are names or numbers from 1."""

    text: str = ""
    role: str = ""
    shopper_value: str = ""


def pick_messages(table: Table, columns: Columns) -> list[str]:
    """What shoppers wrote, in order; empty cells are left out.

    Without a column of roles every row counts as the shopper's.

    Raises:
        BadRequest: a column is not there or cannot be found out, or nobody in the log is a shopper; the message
            lists what there is.
    """
    names, rows = _split_header(table)
    text = _find_column(names, rows, columns.text) if columns.text else _guess_text(names, rows)
    role = _find_column(names, rows, columns.role) if columns.role else _guess_role(names)
    if role is not None:
        shoppers = _find_shoppers(rows, role, columns.shopper_value)
        rows = [row for row in rows if _cell(row, role) in shoppers]
    elif columns.shopper_value:
        raise BadRequest(f"找不到说明是谁发送的列，请指定它（--role-column）；文件里的列：{_describe(names)}。")
    messages = [message for row in rows if (message := _cell(row, text))]
    if not messages:
        raise BadRequest(f"“{names[text]}”一列里没有顾客的消息。")
    return messages


def _split_header(table: Table) -> tuple[tuple[str, ...], Sequence[Row]]:
    """The columns' names (their numbers if no row names them) and the rows of messages."""
    if table.names is not None:
        return table.names, table.rows
    first = table.rows[0].cells
    width = max(len(row.cells) for row in table.rows)
    known = {_fold(cell) for cell in first} & (_TEXT_NAMES | _ROLE_NAMES)
    if known or (len(table.rows) > 1 and len(first) > 1 and all(_looks_like_name(cell) for cell in first)):
        padded = first + tuple(f"第{number}列" for number in range(len(first) + 1, width + 1))
        return padded, table.rows[1:]
    return tuple(f"第{number}列" for number in range(1, width + 1)), table.rows


def _looks_like_name(cell: str) -> bool:
    return (
        re.fullmatch(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff /()（）.-]{0,15}", cell) is not None and not cell.isdecimal()
    )


def _find_column(names: Sequence[str], rows: Sequence[Row], wanted: str) -> int:
    folded = [_fold(name) for name in names]
    if _fold(wanted) in folded:
        return folded.index(_fold(wanted))
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise BadRequest(f"文件里没有“{wanted}”这一列；有的列：{_describe(names)}。")


def _guess_text(names: Sequence[str], rows: Sequence[Row]) -> int:
    """A column with a usual name, else the one with the most different Chinese in it."""
    sample = rows[:_SAMPLE_ROWS]
    named = [index for index, name in enumerate(names) if _fold(name) in _TEXT_NAMES]
    if len(named) == 1:
        return named[0]
    candidates = named or range(len(names))
    cells = {index: [cell for row in sample if (cell := _cell(row, index))] for index in candidates}
    written = {
        index: len({cell for cell in texts if _CHINESE.search(cell)})
        for index, texts in cells.items()
        if texts and sum(bool(_CHINESE.search(cell)) for cell in texts) >= _LEAST_CHINESE * len(texts)
    }
    if not written:
        raise BadRequest(f"找不到消息所在的列，请指定它（--column）；文件里的列：{_describe(names)}。")
    return max(written, key=lambda index: (written[index], sum(map(len, cells[index])), -index))


def _guess_role(names: Sequence[str]) -> int | None:
    return next((index for index, name in enumerate(names) if _fold(name) in _ROLE_NAMES), None)


def _find_shoppers(rows: Sequence[Row], role: int, wanted: str) -> frozenset[str]:
    """The values of the role column that mean a shopper."""
    values = dict.fromkeys(_cell(row, role) for row in rows)
    shoppers = frozenset(value for value in values if _fold(value) in ({_fold(wanted)} if wanted else _SHOPPER_VALUES))
    if not shoppers:
        shown = "、".join(f"“{value}”" for value in list(values)[:_SHOWN_VALUES])
        unclear = "分不清哪些是顾客的消息，请指定顾客怎么称呼（--shopper-value）"
        problem = f"没有发送者是“{wanted}”的消息" if wanted else unclear
        raise BadRequest(f"{problem}；发送者有：{shown}。")
    return shoppers


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _fold(name: str) -> str:
    return name.strip().lower()


def _describe(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
