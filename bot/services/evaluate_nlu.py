"""Score predictions against labelled messages of real shoppers.

The definitions: *strict* — the first guess is the label or the second labeller's; *lenient* — it is any acceptable
label; *top-3* — one of the first three is acceptable; *coverage* — the largest share of messages, most confident first,
on which lenient accuracy is at least 95 %; *ECE* — expected calibration error, the mean distance between confidence and
lenient accuracy over ten equal bins of confidence, weighted by their messages. Messages that nobody could label
without the conversation are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import BadRequest
from bot.domain.nearest import nearest_intent
from bot.domain.turn import ParsedText

_BINS = 10
_WANTED_ACCURACY = 0.95
_TOP = 3


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """One message with what counts as right: ``labels`` strictly, ``acceptable`` leniently."""

    id: str
    text: str
    intent: str
    labels: frozenset[str]
    acceptable: frozenset[str]


@dataclass(frozen=True, slots=True)
class IntentScore:
    """How one intent fares. ``support`` messages carry it, ``predicted`` were taken for it; strict counting."""

    intent: str
    support: int
    predicted: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Answering the most confident ``coverage`` share (everything from ``threshold`` up) errs with ``risk``."""

    coverage: float
    risk: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One bin of confidence: mean confidence against lenient accuracy of its messages."""

    confidence: float
    accuracy: float
    messages: int


@dataclass(frozen=True, slots=True)
class NluScores:
    """All figures of one evaluation; shares in 0…1."""

    messages: int
    strict: float
    lenient: float
    top3: float
    coverage_at_95: float
    threshold_at_95: float
    ece: float
    intents: tuple[IntentScore, ...]
    confusions: tuple[tuple[str, str, int], ...]
    curve: tuple[CurvePoint, ...]
    reliability: tuple[ReliabilityBin, ...]

    def headline(self) -> str:
        """The main figures in one line."""
        return (
            f"messages {self.messages}  strict {self.strict:.3f}  lenient {self.lenient:.3f}  top-3 {self.top3:.3f}  "
            f"coverage at 95 % {self.coverage_at_95:.3f} (confidence ≥ {self.threshold_at_95:.3f})  ECE {self.ece:.3f}"
        )


def read_labelled(file: Path, *, known: Collection[str] | None = None) -> list[LabelledMessage]:
    """Read a file as :func:`parse_labelled` does; BadRequest also if it cannot be read."""
    try:
        return parse_labelled(file.read_text(encoding="utf-8-sig").split("\n"), known=known)
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{file} 无法读取。") from error


def parse_labelled(lines: Iterable[str], *, known: Collection[str] | None = None) -> list[LabelledMessage]:
    """Read JSON Lines with ``text``, ``intent`` and optionally ``id``, ``also``, ``acceptable``, ``needs_context``.

    Args:
        lines: the file.
        known: the intents that there are; None takes any name.

    Raises:
        BadRequest: a line is no such object, or names an intent that is not known; the message names the line.
    """
    messages = []
    for number, line in enumerate(lines, start=1):
        if line.strip() and (message := _read_message(line, number)) is not None:
            _check_intents(message, known, number)
            messages.append(message)
    return messages


def _read_message(line: str, number: int) -> LabelledMessage | None:
    """None for a message that nobody could label without the conversation."""
    try:
        entry = json.loads(line)
        text, intent = entry["text"], entry["intent"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadRequest(f"第 {number} 行不是带有 text 和 intent 的 JSON。") from error
    if entry.get("needs_context"):
        return None
    also, acceptable = entry.get("also") or [], entry.get("acceptable") or []
    others = [*([also] if isinstance(also, str) else _names(also, number)), *_names(acceptable, number)]
    if not all(isinstance(value, str) and value.strip() for value in (text, intent, *others)):
        raise BadRequest(f"第 {number} 行的 text、intent、also、acceptable 应是文字。")
    labels = frozenset([intent, *others[: len(others) - len(acceptable)]])
    return LabelledMessage(str(entry.get("id", number)), text, intent, labels, frozenset([intent, *others]))


def _names(value: object, number: int) -> list[Any]:
    if not isinstance(value, list):
        raise BadRequest(f"第 {number} 行的 also 和 acceptable 应是意图名称的列表。")
    return value


def _check_intents(message: LabelledMessage, known: Collection[str] | None, number: int) -> None:
    unknown = sorted(message.acceptable - set(known)) if known is not None else []
    if unknown:
        near = nearest_intent(unknown[0])
        hint = f"，最接近的是 {near}" if near else ""
        raise BadRequest(f"第 {number} 行：没有“{unknown[0]}”这个意图{hint}。")


def evaluate(messages: Sequence[LabelledMessage], guesses: Sequence[ParsedText]) -> NluScores:
    """Compare each message with what it was taken for.

    Raises:
        BadRequest: there is nothing to score.
        ValueError: the two sequences differ in length.
    """
    if not messages:
        raise BadRequest("文件里没有可以评分的消息。")
    pairs = list(zip(messages, guesses, strict=True))
    hits = [guess.intent in message.acceptable for message, guess in pairs]
    confidences = [guess.confidence for guess in guesses]
    curve = _draw_curve(confidences, hits)
    covered = max((point for point in curve if point.risk <= 1 - _WANTED_ACCURACY), default=None, key=_coverage_of)
    bins = _fill_bins(confidences, hits)
    return NluScores(
        messages=len(pairs),
        strict=_share(guess.intent in message.labels for message, guess in pairs),
        lenient=_share(hits),
        top3=_share(_is_among_first(guess, message) for message, guess in pairs),
        coverage_at_95=covered.coverage if covered else 0.0,
        threshold_at_95=covered.threshold if covered else 1.0,
        ece=sum(one.messages * abs(one.confidence - one.accuracy) for one in bins) / len(pairs),
        intents=_score_intents(pairs),
        confusions=_count_confusions(pairs),
        curve=curve,
        reliability=bins,
    )


def _is_among_first(guess: ParsedText, message: LabelledMessage) -> bool:
    return any(ranked.intent in message.acceptable for ranked in guess.ranking[:_TOP])


def _coverage_of(point: CurvePoint) -> float:
    return point.coverage


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted)


def _draw_curve(confidences: Sequence[float], hits: Sequence[bool]) -> tuple[CurvePoint, ...]:
    """A point per message, most confident first; equal confidences stand and fall together."""
    order = sorted(range(len(hits)), key=lambda index: -confidences[index])
    points = []
    right = 0
    for count, index in enumerate(order, start=1):
        right += hits[index]
        if count == len(order) or confidences[order[count]] < confidences[index]:
            points.append(CurvePoint(count / len(order), 1 - right / count, confidences[index]))
    return tuple(points)


def _fill_bins(confidences: Sequence[float], hits: Sequence[bool]) -> tuple[ReliabilityBin, ...]:
    members: list[list[int]] = [[] for _ in range(_BINS)]
    for index, confidence in enumerate(confidences):
        members[min(int(confidence * _BINS), _BINS - 1)].append(index)
    return tuple(
        ReliabilityBin(
            confidence=sum(confidences[index] for index in inside) / len(inside),
            accuracy=_share(hits[index] for index in inside),
            messages=len(inside),
        )
        for inside in members
        if inside
    )


def _score_intents(pairs: Sequence[tuple[LabelledMessage, ParsedText]]) -> tuple[IntentScore, ...]:
    """Per intent; a guess that matches the second labeller counts for the intent that it names."""
    support: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for message, guess in pairs:
        truth = guess.intent if guess.intent in message.labels else message.intent
        support[truth] += 1
        predicted[guess.intent] += 1
        right[truth] += truth == guess.intent
    return tuple(_score_intent(intent, support, predicted, right) for intent in sorted(support | predicted))


def _score_intent(intent: str, support: Counter[str], predicted: Counter[str], right: Counter[str]) -> IntentScore:
    precision = right[intent] / predicted[intent] if predicted[intent] else 0.0
    recall = right[intent] / support[intent] if support[intent] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return IntentScore(intent, support[intent], predicted[intent], precision, recall, f1)


def _count_confusions(pairs: Sequence[tuple[LabelledMessage, ParsedText]]) -> tuple[tuple[str, str, int], ...]:
    """(label, guess, messages) where the guess is not even acceptable, most frequent first."""
    counts = Counter(
        (message.intent, guess.intent) for message, guess in pairs if guess.intent not in message.acceptable
    )
    return tuple((label, guess, count) for (label, guess), count in sorted(counts.items(), key=lambda i: (-i[1], i[0])))
