"""Evaluation results as tables (Markdown, JSON) and pictures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.services.evaluate_nlu import NluScores

_SHOWN_CONFUSIONS = 40


def render_scores(name: str, scores: NluScores) -> str:
    """The Markdown report of one evaluation."""
    lines = [
        f"# {name}",
        "",
        "| messages | strict | lenient | top-3 | coverage at 95 % | threshold there | ECE |",
        "|---:|---:|---:|---:|---:|---:|---:|",
        f"| {scores.messages} | {scores.strict:.3f} | {scores.lenient:.3f} | {scores.top3:.3f} "
        f"| {scores.coverage_at_95:.3f} | {scores.threshold_at_95:.3f} | {scores.ece:.3f} |",
        "",
        "## Per intent",
        "",
        "| intent | messages | predicted | precision | recall | F1 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in scores.intents:
        figures = f"{one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f}"
        lines.append(f"| `{one.intent}` | {one.support} | {one.predicted} | {figures} |")
    lines += ["", "## Confusions", "", "| label | taken for | messages |", "|---|---|---:|"]
    lines += [f"| `{label}` | `{guess}` | {count} |" for label, guess, count in scores.confusions[:_SHOWN_CONFUSIONS]]
    lines += ["", "## Reliability", "", "| confidence | lenient accuracy | messages |", "|---:|---:|---:|"]
    lines += [f"| {one.confidence:.2f} | {one.accuracy:.2f} | {one.messages} |" for one in scores.reliability]
    return "\n".join(lines) + "\n"


def write_report(scores: NluScores, folder: Path, name: str = "nlu") -> list[Path]:
    """Write ``<name>.md``, ``<name>.json``, ``<name>-risk-coverage.png`` and ``<name>-reliability.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    table, data = folder / f"{name}.md", folder / f"{name}.json"
    table.write_text(render_scores(name, scores), encoding="utf-8")
    data.write_text(json.dumps(asdict(scores), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    curve, reliability = folder / f"{name}-risk-coverage.png", folder / f"{name}-reliability.png"
    draw_risk_coverage({name: scores}, curve)
    draw_reliability(scores, reliability)
    return [table, data, curve, reliability]


def draw_risk_coverage(runs: dict[str, NluScores], target: Path) -> None:
    """One line per run: the share of wrong answers against the share of messages answered."""
    figure = _new_figure()
    axes = figure.add_subplot()
    for name, scores in runs.items():
        coverage, risk = [point.coverage for point in scores.curve], [point.risk for point in scores.curve]
        axes.plot(coverage, risk, label=name)
    axes.axhline(0.05, color="grey", linestyle="--", linewidth=1, label="5 %")
    axes.set(xlabel="coverage (share of messages answered)", ylabel="risk (share of those answered wrongly)")
    axes.set(xlim=(0, 1), ylim=(0, None))
    axes.legend()
    figure.savefig(target)


def draw_reliability(scores: NluScores, target: Path) -> None:
    """Accuracy against confidence; the closer to the diagonal, the better calibrated."""
    figure = _new_figure()
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    confidences = [one.confidence for one in scores.reliability]
    axes.plot(confidences, [one.accuracy for one in scores.reliability], marker="o", label=f"ECE {scores.ece:.3f}")
    for one in scores.reliability:
        axes.annotate(str(one.messages), (one.confidence, one.accuracy), textcoords="offset points", xytext=(4, -12))
    axes.set(xlabel="confidence", ylabel="lenient accuracy", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    figure.savefig(target)


def _new_figure() -> Any:
    """A figure that belongs to no window system and no global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.8), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    return figure
