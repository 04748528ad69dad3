"""How understanding grows with labelled messages of a shop: the learning curve.

Each step trains the intent classifier on the project's messages and the first ``n`` of the shop's, in an order that
depends on nothing but the texts, so that each step contains the one before. The models live in memory and are gone
afterwards: nothing of the shop's messages gets into the project.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.domain.errors import BadRequest
from bot.domain.intents import INTENTS
from bot.nlu.training_messages import spoken_key
from bot.nlu.trial import train_trial
from bot.services.evaluate_nlu import LabelledMessage, evaluate

DEFAULT_SIZES = "0,250,500,1000,2000,all"


@dataclass(frozen=True, slots=True)
class CurveStep:
    """One training with ``added`` messages of the shop; shares in 0…1, as in :mod:`bot.services.evaluate_nlu`."""

    added: int
    strict: float
    lenient: float
    top3: float
    coverage_at_95: float
    ece: float


def read_sizes(text: str, available: int) -> list[int]:
    """``"0,250,all"`` as ascending numbers without repetition, none above ``available``.

    Raises:
        BadRequest: something else than numbers and ``all``.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    wrong = [word for word in words if word != "all" and not word.isdecimal()]
    if wrong or not words:
        raise BadRequest(f"--sizes 应为数字或 all，用逗号分隔，例如 {DEFAULT_SIZES}")
    return sorted({available if word == "all" else min(int(word), available) for word in words})


def choose_corpus(corpus: Iterable[LabelledMessage], test: Iterable[LabelledMessage]) -> list[LabelledMessage]:
    """What of the corpus may be learned, in the order of learning.

    Left out: texts that the test asks for, repetitions, and intents that the assistant does not have.
    """
    seen = {spoken_key(message.text) for message in test}
    chosen = []
    for message in sorted(corpus, key=_place):
        key = spoken_key(message.text)
        if key not in seen and message.intent in INTENTS:
            seen.add(key)
            chosen.append(message)
    return chosen


def measure_curve(
    project: Sequence[tuple[str, str]],
    corpus: Sequence[LabelledMessage],
    test: Sequence[LabelledMessage],
    sizes: Iterable[int],
    report: Callable[[CurveStep], None] = lambda step: None,
) -> list[CurveStep]:
    """Train and score once per size; ``report`` hears of each step as soon as it is done.

    Args:
        project: the (intent, text) pairs that are always learned.
        corpus: the shop's messages in the order of learning (:func:`choose_corpus`).
        test: what is scored; never learned.
        sizes: how many messages of the corpus to add.
        report: called with each finished step.

    Raises:
        BadRequest: there is nothing to learn or nothing to score.
    """
    steps = []
    for size in sizes:
        learned = [*project, *((message.intent, message.text) for message in corpus[:size])]
        if not learned:
            raise BadRequest("没有可以学习的消息。")
        scores = evaluate(test, train_trial(learned).parse([message.text for message in test]))
        step = CurveStep(size, scores.strict, scores.lenient, scores.top3, scores.coverage_at_95, scores.ece)
        report(step)
        steps.append(step)
    return steps


def render_curve(steps: Sequence[CurveStep]) -> str:
    """The steps as a Markdown table."""
    lines = [
        "| messages added | strict | lenient | top-3 | coverage at 95 % | ECE |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for step in steps:
        shares = (step.strict, step.lenient, step.top3, step.coverage_at_95, step.ece)
        lines.append(f"| {step.added} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def write_curve(steps: Sequence[CurveStep], folder: Path) -> list[Path]:
    """Write ``learning-curve.md``, ``.json`` and ``.png`` into the folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    table, data, picture = (folder / f"learning-curve.{suffix}" for suffix in ("md", "json", "png"))
    table.write_text(render_curve(steps), encoding="utf-8")
    data.write_text(json.dumps([asdict(step) for step in steps], indent=1) + "\n", encoding="utf-8")
    _draw(steps, picture)
    return [table, data, picture]


def _draw(steps: Sequence[CurveStep], target: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.8), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    added = [step.added for step in steps]
    for label, field in (
        ("top-3", "top3"),
        ("lenient", "lenient"),
        ("strict", "strict"),
        ("coverage at 95 %", "coverage_at_95"),
    ):
        axes.plot(added, [getattr(step, field) for step in steps], marker="o", label=label)
    axes.set(xlabel="messages of the shop added to the training", ylabel="share of test messages", ylim=(0, 1))
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.savefig(target)


def _place(message: LabelledMessage) -> tuple[str, str]:
    return hashlib.sha256(message.text.encode()).hexdigest(), message.intent
