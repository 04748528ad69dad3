"""The shopper's messages of a chat log, and how they were found, so that a person can see whether that is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat_logs.columns import (
    COLUMNS_UNCLEAR,
    NO_ROLE,
    ROLES_UNCLEAR,
    Columns,
    Layout,
    cell_of,
    find_layout,
    fold,
    list_names,
)
from bot.chat_logs.table import Row, Table
from bot.domain.errors import BadRequest
from bot.domain.learning import LogReading
from bot.domain.speakers import Speaker, speaker_of

_SHOWN_VALUES = 8
_EXCEPT = "除"
_COMMAS = re.compile("[,，、]")


@dataclass(frozen=True, slots=True)
class PickedMessages:
    """What shoppers wrote, in order, which columns and rows it was taken from, and the names of all columns."""

    texts: list[str]
    reading: LogReading
    names: tuple[str, ...]


def pick_messages(table: Table, columns: Columns) -> PickedMessages:
    """What shoppers wrote; empty cells are left out. Without a column of roles every row counts as the shopper's.

    Raises:
        BadRequest: ``columns_unclear``: a column is not there or cannot be found out, or nobody in the log is a
            shopper; the message lists what there is. Or there is no message.
    """
    layout = find_layout(table, columns)
    shoppers = _find_shoppers(layout, columns.shopper_value)
    rows = layout.rows if layout.role is None else [row for row in layout.rows if _role(row, layout) in shoppers]
    texts = [message for row in rows if (message := cell_of(row, layout.text))]
    if not texts:
        raise BadRequest(f"“{layout.names[layout.text]}”一列里没有顾客的消息。", code=COLUMNS_UNCLEAR)
    reading = LogReading(
        text_column=layout.names[layout.text],
        role_column="" if layout.role is None else layout.names[layout.role],
        shoppers=tuple(shoppers),
        others=len(layout.rows) - len(rows),
    )
    return PickedMessages(texts, reading, layout.names)


def require_roles(picked: PickedMessages, columns: Columns) -> None:
    """Make sure that no agent's words go where they cannot be taken back from unnoticed.

    Raises:
        BadRequest: ``roles_unclear``: the log has several columns, none of which tells who wrote, and nobody has said
            that all of it is the shoppers'.
    """
    if picked.reading.role_column or len(picked.names) == 1 or columns.role == NO_ROLE:
        return
    raise BadRequest(
        f"没有找到说明是谁发送的列，每一行都会当作顾客说的；文件里的列：{list_names(picked.names)}。"
        f"如果其中一列说明是谁发送的，请指定它；如果全部是顾客的消息，请在发送者所在的列填“{NO_ROLE}”。",
        code=ROLES_UNCLEAR,
    )


def _find_shoppers(layout: Layout, wanted: str) -> Sequence[str]:
    """The values of the role column that mean a shopper."""
    if layout.role is None:
        if wanted:
            raise BadRequest(
                f"找不到说明是谁发送的列，请指定是哪一列；文件里的列：{list_names(layout.names)}。",
                code=COLUMNS_UNCLEAR,
            )
        return ()
    values = list(dict.fromkeys(_role(row, layout) for row in layout.rows))
    shoppers = _match(values, wanted)
    if not shoppers:
        unclear = (
            f"“{layout.names[layout.role]}”一列里分不清哪些是顾客，请指定顾客在那里怎么称呼，"
            "昵称很多时可以反过来写，例如“除客服小美、客服小雨”"
        )
        problem = f"没有发送者是“{wanted}”的消息" if wanted else unclear
        raise BadRequest(f"{problem}；发送者有：{list_names(values[:_SHOWN_VALUES])}。", code=COLUMNS_UNCLEAR)
    return shoppers


def _match(values: Sequence[str], wanted: str) -> list[str]:
    """One value, several with commas between them, or all but some (除客服小美); by default the usual words."""
    if not wanted:
        return [value for value in values if speaker_of(value) is Speaker.SHOPPER]
    if any(fold(value) == fold(wanted) for value in values):
        return [value for value in values if fold(value) == fold(wanted)]
    listed = {fold(name) for name in _COMMAS.split(wanted.removeprefix(_EXCEPT)) if name.strip()}
    known = listed & {fold(value) for value in values}
    if not wanted.startswith(_EXCEPT):
        return [value for value in values if fold(value) in listed]
    # A name that nobody has would let agents through.
    return [value for value in values if value and fold(value) not in listed] if known == listed else []


def _role(row: Row, layout: Layout) -> str:
    return "" if layout.role is None else cell_of(row, layout.role)
