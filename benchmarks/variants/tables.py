"""The comparison as Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.variants.measuring import (
    ECE_ALLOWED,
    MEGABYTES_ALLOWED,
    MS_ALLOWED,
    SECONDS_ALLOWED,
    Row,
    Shares,
)

_SHARES = "strict | lenient | top-3 | coverage | ECE"


def render(rows: Sequence[Row], chosen: str, training: int, sizes: tuple[int, int, int]) -> str:
    """The report; ``sizes`` are the messages of the look half, the real set and the unseen half."""
    look, real, unseen = sizes
    intro = (
        f"Rebuilt by `python -m benchmarks.nlu_variants <folder>`; {training} training messages of the project, none "
        "of them from the evaluation sets. Every variant is calibrated as the shipped one is, on the same held-out "
        "fifth. Coverage is at 95 % lenient accuracy. Seconds include the calibration, on a machine of four cores that "
        "others used too; milliseconds are for one message alone, from the shopper's text to calibrated confidences."
    )
    rule = (
        f"Variants are chosen on the half of the corpus that may be read ({look} messages): the best mean of strict, "
        f"lenient, top-3 and coverage among those within {SECONDS_ALLOWED:.0f} s, {MS_ALLOWED:.0f} ms (p99), "
        f"{MEGABYTES_ALLOWED:.0f} MB and an ECE of {ECE_ALLOWED}. Chosen: **{chosen}**. That half guided the writing "
        f"of the training messages and of the lexicon, so its figures flatter; the {real} real messages took no part "
        "in the choice. Variants of a shop's own messages have heard the texts of the first half (without labels) and "
        f"are not scored on it. Chance alone moves a share by about {_error(look):.1f} points on the first half and by "
        f"{_error(real):.1f} on the real messages (one standard error at 70 %)."
    )
    tables = [_table(rows), _costs(rows), _unseen(rows, unseen)]
    headings = ["## Accuracy", "## Cost", "## On the half that nobody read"]
    body = [part for pair in zip(headings, tables, strict=True) for part in pair]
    return "\n\n".join(["# What generalises best", intro, rule, *body]) + "\n"


def _error(messages: int) -> float:
    return float(100 * (0.7 * 0.3 / messages) ** 0.5)


def dump(rows: Sequence[Row], chosen: str) -> str:
    """Everything in the tables as JSON."""
    return json.dumps({"chosen": chosen, "variants": [asdict(row) for row in rows]}, indent=1) + "\n"


def _table(rows: Sequence[Row]) -> str:
    lines = [
        f"| variant | look: {_SHARES} | real: {_SHARES} |",
        "|---|" + "---:|" * 10,
    ]
    lines += [f"| {row.name} | {_show(row.look)} | {_show(row.real)} |" for row in rows]
    return "\n".join(lines)


def _costs(rows: Sequence[Row]) -> str:
    lines = ["| variant | training, s | median, ms | p99, ms | MB |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {row.name} | {row.seconds:.0f} | {row.median_ms:.2f} | {row.p99_ms:.2f} | {row.megabytes:.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _unseen(rows: Sequence[Row], messages: int) -> str:
    lines = [
        f"{messages} messages; only what ships, what was chosen and what needs a shop's texts is scored here.",
        "",
        f"| variant | {_SHARES} |",
        "|---|" + "---:|" * 5,
    ]
    lines += [f"| {row.name} | {_show(row.unseen)} |" for row in rows if row.unseen is not None]
    return "\n".join(lines)


def _show(shares: Shares | None) -> str:
    if shares is None:
        return " | ".join("–" * 5)
    values = (shares.strict, shares.lenient, shares.top3, shares.coverage_at_95, shares.ece)
    return " | ".join(f"{value:.3f}" for value in values)
