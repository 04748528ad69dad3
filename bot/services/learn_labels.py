"""From a trainer's labelling file to training messages: checked and stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.domain.errors import BadRequest
from bot.domain.intents import INTENTS, intent_label
from bot.domain.masking import mask_text
from bot.domain.nearest import nearest_intent
from bot.services.learn_from_log import tidy
from bot.services.manage_examples import MAX_EXAMPLE, make_example
from bot.services.ports import Clock, Transactions

_SHOWN_PROBLEMS = 20
_SHOWN_ROWS = 5
_BY_LABEL = {intent.label: intent.name for intent in INTENTS.values()}

Message = tuple[str, str]
"""(intent, text)."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row of the file as it stands there."""

    number: int
    text: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A checked row; the text is masked. Rows of one ``group`` resemble each other; empty for none."""

    number: int
    text: str
    intent: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class StoredLabels:
    """What became of the rows; ``conflicts`` say in Chinese which rows were not stored and why."""

    added: int
    known: int
    conflicts: tuple[str, ...]


def check_labels(rows: Sequence[LabelRow], key: Callable[[str], str]) -> list[LabelledRow]:
    """The rows that have an intent; its name, its Chinese label or “label（name）” are all understood.

    Args:
        rows: the file.
        key: equal for texts that say the same; such rows become one.

    Raises:
        BadRequest: unknown intents (with the nearest name), contradictions, empty or too long texts, or no label at
            all; every problem with its row number.
    """
    labelled: dict[str, LabelledRow] = {}
    unknown: dict[str, list[int]] = {}
    problems: dict[int, str] = {}
    for row in rows:
        if not row.label.strip():
            continue
        text = mask_text(tidy(row.text))
        intent = _read_intent(row.label)
        if intent is None:
            unknown.setdefault(row.label.strip(), []).append(row.number)
        elif not 1 <= len(text) <= MAX_EXAMPLE:
            problems[row.number] = f"第 {row.number} 行：消息应为 1 到 {MAX_EXAMPLE} 个字"
        else:
            new = LabelledRow(row.number, text, intent, row.group.strip())
            if (earlier := labelled.setdefault(key(text), new)).intent != intent:
                problems[row.number] = f"第 {row.number} 行与第 {earlier.number} 行是同一句话，意图却不同"
    problems |= {
        numbers[0]: f"第 {_list_numbers(numbers)} 行：没有“{label}”这个意图{_nearest(label)}"
        for label, numbers in unknown.items()
    }
    if problems:
        _refuse([problems[number] for number in sorted(problems)])
    if not labelled:
        raise BadRequest("标注文件里还没有填写任何意图。")
    return list(labelled.values())


def store_labels(
    transactions: Transactions,
    clock: Clock,
    author: str,
    rows: Sequence[LabelledRow],
    project: Sequence[Message],
    key: Callable[[str], str],
) -> StoredLabels:
    """Make the rows training messages; storing them again changes nothing.

    A text that the project's data or a trainer has under another intent is not stored: one of the two must be wrong.
    """
    added = known = 0
    conflicts = []
    with transactions.begin() as tx:
        taken = {key(text): intent for intent, text in project}
        taken |= {key(example.text): example.intent for example in tx.examples.list_examples()}
        for row in rows:
            before = taken.get(key(row.text))
            if before is None:
                tx.examples.add(make_example(clock, author, row.intent, row.text))
                added += 1
            elif before == row.intent:
                known += 1
            else:
                conflicts.append(
                    f"第 {row.number} 行“{row.text}”标为“{intent_label(row.intent)}”，"
                    f"已有语料是“{intent_label(before)}”"
                )
    return StoredLabels(added, known, tuple(conflicts))


def _read_intent(label: str) -> str | None:
    label = label.strip()
    name = (
        label.rstrip("）)").replace("(", "（").rpartition("（")[2].strip() if "（" in label or "(" in label else label
    )
    if name in INTENTS:
        return name
    return _BY_LABEL.get(label) or _BY_LABEL.get(name)


def _nearest(label: str) -> str:
    name = nearest_intent(label)
    return f"，最接近的是 {name}（{intent_label(name)}）" if name else ""


def _refuse(problems: Sequence[str]) -> NoReturn:
    more = f"；另有 {len(problems) - _SHOWN_PROBLEMS} 处" if len(problems) > _SHOWN_PROBLEMS else ""
    raise BadRequest("标注文件有误，没有导入任何内容。\n" + "\n".join(problems[:_SHOWN_PROBLEMS]) + more)


def _list_numbers(numbers: Sequence[int]) -> str:
    shown = "、".join(map(str, numbers[:_SHOWN_ROWS]))
    return f"{shown} 等 {len(numbers)}" if len(numbers) > _SHOWN_ROWS else shown
