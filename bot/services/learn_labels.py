"""From a trainer's labelling file to training messages: checked, tried on a held-out part, stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.errors import BadRequest
from bot.domain.intents import INTENTS, intent_label
from bot.domain.masking import mask_text
from bot.domain.turn import ParsedText
from bot.services.evaluate_nlu import LabelledMessage, NluScores, evaluate
from bot.services.learn_from_log import tidy
from bot.services.manage_examples import MAX_EXAMPLE, make_example
from bot.services.ports import Clock, Transactions

FEWEST_HELD_OUT = 5
_HELD_OUT_EVERY = 3
_SHOWN_PROBLEMS = 20
_BY_LABEL = {intent.label: intent.name for intent in INTENTS.values()}

Message = tuple[str, str]
"""(intent, text)."""
TrainAndParse = Callable[[Sequence[Message], Sequence[str]], Sequence[ParsedText]]
"""Train a classifier on messages, forget it after it has understood the texts."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row of the file as it stands there."""

    number: int
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A checked row; the text is masked."""

    number: int
    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same held-out messages before and after learning the others."""

    learned: int
    before: NluScores
    after: NluScores


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
    problems = []
    for row in rows:
        if not row.label.strip():
            continue
        text = mask_text(tidy(row.text))
        intent = _read_intent(row.label)
        if intent is None:
            problems.append(f"第 {row.number} 行：没有“{row.label.strip()}”这个意图{_nearest(row.label)}")
        elif not 1 <= len(text) <= MAX_EXAMPLE:
            problems.append(f"第 {row.number} 行：消息应为 1 到 {MAX_EXAMPLE} 个字")
        elif (earlier := labelled.setdefault(key(text), LabelledRow(row.number, text, intent))).intent != intent:
            problems.append(f"第 {row.number} 行与第 {earlier.number} 行是同一句话，意图却不同")
    if problems:
        more = f"；另有 {len(problems) - _SHOWN_PROBLEMS} 处" if len(problems) > _SHOWN_PROBLEMS else ""
        raise BadRequest("标注文件有误，没有导入任何内容。\n" + "\n".join(problems[:_SHOWN_PROBLEMS]) + more)
    if not labelled:
        raise BadRequest("标注文件里还没有填写任何意图。")
    return list(labelled.values())


def split_held_out(rows: Sequence[LabelledRow]) -> tuple[list[LabelledRow], list[LabelledRow]]:
    """(to learn, held out): a third of each intent is held out, chosen by the texts' digests, the same every time."""
    ordered = sorted(rows, key=lambda row: (row.intent, hashlib.sha256(row.text.encode()).hexdigest()))
    held_out = ordered[_HELD_OUT_EVERY - 1 :: _HELD_OUT_EVERY]
    return [row for row in ordered if row not in held_out], held_out


def compare_learning(
    rows: Sequence[LabelledRow], base: Sequence[Message], train: TrainAndParse, key: Callable[[str], str]
) -> Comparison | None:
    """How much the labels help, measured on rows that are not learned; None if there are too few to tell.

    Args:
        rows: the checked labels.
        base: what is learned already; the rows themselves are taken out of it, should they be stored already.
        train: trains a temporary model.
        key: equal for texts that say the same.
    """
    learned, held_out = split_held_out(rows)
    if len(held_out) < FEWEST_HELD_OUT:
        return None
    own = {key(row.text) for row in rows}
    others = [message for message in base if key(message[1]) not in own]
    truth = [_as_truth(row) for row in held_out]
    texts = [row.text for row in held_out]
    before = evaluate(truth, train(others, texts))
    after = evaluate(truth, train([*others, *((row.intent, row.text) for row in learned)], texts))
    return Comparison(len(learned), before, after)


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
    wanted = label.strip()
    close = get_close_matches(wanted.lower(), [*INTENTS, *_BY_LABEL], n=1, cutoff=0.5)
    if not close:
        return ""
    name = _BY_LABEL.get(close[0], close[0])
    return f"，最接近的是 {name}（{intent_label(name)}）"


def _as_truth(row: LabelledRow) -> LabelledMessage:
    labels = frozenset([row.intent])
    return LabelledMessage(str(row.number), row.text, row.intent, labels, labels)
