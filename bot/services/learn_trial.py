"""How much a labelling file helps, tried on a held-out part of it before anything is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from bot.domain.turn import ParsedText
from bot.services.evaluate_nlu import LabelledMessage, NluScores, evaluate
from bot.services.learn_labels import LabelledRow, Message

FEWEST_HELD_OUT = 5
_HELD_OUT_EVERY = 3

TrainAndParse = Callable[[Sequence[Message], Sequence[str]], Sequence[ParsedText]]
"""Train a classifier on messages, forget it after it has understood the texts."""
Group = Callable[[Sequence[str]], Sequence[int]]
"""The number of each text's group of texts that resemble each other."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same held-out messages before and after learning the others."""

    learned: int
    before: NluScores
    after: NluScores

    @property
    def is_worse(self) -> bool:
        """Whether fewer of the messages are understood than before."""
        return self.after.strict < self.before.strict


def split_held_out(rows: Sequence[LabelledRow], group: Group) -> tuple[list[LabelledRow], list[LabelledRow]]:
    """(to learn, held out): about a third of each intent is held out, chosen by the texts' digests.

    Rows that resemble each other stay on one side: a near copy of a learned row proves nothing. The same rows are split
    in the same way every time, whatever their order.
    """
    held_out: list[LabelledRow] = []
    seen = 0
    for together in sorted(_families(rows, group), key=lambda family: (family[0].intent, _digest(family[0]))):
        seen += len(together)
        if len(held_out) + len(together) <= seen / _HELD_OUT_EVERY:
            held_out += together
    numbers = {row.number for row in held_out}
    return sorted((row for row in rows if row.number not in numbers), key=_place), sorted(held_out, key=_place)


def compare_learning(
    rows: Sequence[LabelledRow],
    base: Sequence[Message],
    train: TrainAndParse,
    key: Callable[[str], str],
    group: Group,
    report: Callable[[str], None] = lambda line: None,
) -> Comparison | None:
    """How much the labels help, measured on rows that are not learned; None if there are too few to tell.

    Args:
        rows: the checked labels.
        base: what is learned already; the rows themselves are taken out of it, should they be stored already.
        train: trains a temporary model.
        key: equal for texts that say the same.
        group: the number of each text's group of texts that resemble each other.
        report: told in Chinese what begins now: a training takes a minute or more.
    """
    learned, held_out = split_held_out(rows, group)
    if len(held_out) < FEWEST_HELD_OUT:
        return None
    own = {key(row.text) for row in rows}
    others = [message for message in base if key(message[1]) not in own]
    truth = [_as_truth(row) for row in held_out]
    texts = [row.text for row in held_out]
    report("1/2 用现有语料训练，作为对照")
    before = evaluate(truth, train(others, texts))
    report(f"2/2 加上 {len(learned)} 条标注再训练，在留出的 {len(held_out)} 条上比较")
    after = evaluate(truth, train([*others, *((row.intent, row.text) for row in learned)], texts))
    return Comparison(len(learned), before, after)


def _families(rows: Sequence[LabelledRow], group: Group) -> list[list[LabelledRow]]:
    """Rows that are joined by the file's groups or by resemblance, each family and its rows in a fixed order."""
    ordered = sorted(rows, key=_place)
    family = list(range(len(ordered)))

    def join(numbers: Sequence[Hashable]) -> None:
        first: dict[Hashable, int] = {}
        for index, number in enumerate(numbers):
            kept, gone = family[first.setdefault(number, index)], family[index]
            if kept != gone:
                family[:] = [kept if other == gone else other for other in family]

    join(group([row.text for row in ordered]))
    join([row.group or index for index, row in enumerate(ordered)])
    members: dict[int, list[LabelledRow]] = {}
    for number, row in zip(family, ordered, strict=True):
        members.setdefault(number, []).append(row)
    return list(members.values())


def _digest(row: LabelledRow) -> str:
    return hashlib.sha256(row.text.encode()).hexdigest()


def _place(row: LabelledRow) -> tuple[str, str]:
    """An order that has nothing to do with that of the file."""
    return row.intent, _digest(row)


def _as_truth(row: LabelledRow) -> LabelledMessage:
    labels = frozenset([row.intent])
    return LabelledMessage(str(row.number), row.text, row.intent, labels, labels)
