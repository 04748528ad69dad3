"""What generalises best: ``python -m benchmarks.nlu_variants <folder with nlu_real.jsonl and nlu_corpus.jsonl>``.

Trains every variant of :mod:`benchmarks.variants` on the project's own messages and scores it. Variants are chosen on
the half of the corpus that may be read; the other half is scored for the shipped and the chosen one, and for those that
hear a shop's unlabelled messages. Prints and writes figures only, none of the messages. Takes about half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.nlu_report import is_unseen
from benchmarks.variants.board import Board, read_board
from benchmarks.variants.catalogue import SHIPPED, Variant, list_variants
from benchmarks.variants.concepts import count_all
from benchmarks.variants.measuring import Row, score, time_singles
from benchmarks.variants.recipe import Trained
from benchmarks.variants.tables import dump, render
from bot.services.evaluate_nlu import LabelledMessage, read_labelled
from bot.settings import PROJECT_ROOT


@dataclass(frozen=True)
class Tests:
    """The sets that variants are scored on."""

    look: list[LabelledMessage]
    real: list[LabelledMessage]
    unseen: list[LabelledMessage]


def read_tests(folder: Path) -> Tests:
    """The evaluation sets of a folder."""
    corpus = read_labelled(folder / "nlu_corpus.jsonl")
    look = [message for message in corpus if not is_unseen(message.id)]
    unseen = [message for message in corpus if is_unseen(message.id)]
    return Tests(look, read_labelled(folder / "nlu_real.jsonl"), unseen)


def measure(variant: Variant, trained: Trained, board: Board, tests: Tests) -> Row:
    """One row of the report, without the unseen half."""
    median, p99 = time_singles(trained, [message.text for message in tests.look])
    return Row(
        name=variant.name,
        look=None if variant.hears_shop else score(trained, board.names, tests.look),
        real=score(trained, board.names, tests.real),
        unseen=None,
        seconds=trained.seconds,
        median_ms=median,
        p99_ms=p99,
        megabytes=trained.count_bytes() / 1e6,
    )


def choose(rows: Sequence[Row]) -> str:
    """The best of those within the limits; the shipped one if none is."""
    allowed = [(row.look.merit, row.name) for row in rows if row.look is not None and row.is_allowed]
    return max(allowed, default=(0.0, SHIPPED))[1]


def compare(tests: Tests, words: Sequence[str]) -> tuple[list[Row], str, Board]:
    """Train and score; ``words`` restrict the variants to those whose names hold one of them, and their members."""
    board = read_board(PROJECT_ROOT / "data", [message.text for message in tests.look])
    wanted = [one for one in list_variants() if not words or any(word in one.name for word in words)]
    needed = {SHIPPED, *(one.name for one in wanted), *(member for one in wanted for member in one.members)}
    variants = [one for one in list_variants() if one.name in needed]
    trained: dict[str, Trained] = {}
    rows = []
    for number, variant in enumerate(variants, start=1):
        # Every variant pays for its own features.
        count_all.cache_clear()
        trained[variant.name] = variant.train(board, trained)
        rows.append(measure(variant, trained[variant.name], board, tests))
        print(f"{number}/{len(variants)} {_summarize(rows[-1])}", flush=True)
    chosen = choose(rows)
    # Part of the comparison leaves the unseen half alone: whoever tries things out shall not learn from it.
    asked = set() if words else {SHIPPED, chosen, *(one.name for one in variants if one.hears_shop)}
    rows = [
        replace(row, unseen=score(trained[row.name], board.names, tests.unseen)) if row.name in asked else row
        for row in rows
    ]
    return rows, chosen, board


def _summarize(row: Row) -> str:
    shares = row.look or row.real
    where = "look" if row.look else "real"
    return (
        f"{row.name}: {where} strict {shares.strict:.3f} lenient {shares.lenient:.3f} top-3 {shares.top3:.3f} "
        f"coverage {shares.coverage_at_95:.3f} ECE {shares.ece:.3f}; {row.seconds:.0f} s, "
        f"{row.median_ms:.2f}/{row.p99_ms:.2f} ms, {row.megabytes:.1f} MB"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Compare ways to understand a sentence.")
    parser.add_argument("folder", type=Path, help="folder with nlu_real.jsonl and nlu_corpus.jsonl")
    parser.add_argument("--out", type=Path, default=PROJECT_ROOT / "docs" / "nlu-report")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names: train only these, and the shipped one")
    arguments = parser.parse_args()
    tests = read_tests(arguments.folder)
    rows, chosen, board = compare(tests, arguments.only)
    arguments.out.mkdir(parents=True, exist_ok=True)
    sizes = (len(tests.look), len(tests.real), len(tests.unseen))
    text = render(rows, chosen, len(board.texts), sizes)
    (arguments.out / "variants.md").write_text(text, encoding="utf-8")
    (arguments.out / "variants.json").write_text(dump(rows, chosen), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
