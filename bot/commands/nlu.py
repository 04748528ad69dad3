"""``xiaoer nlu``: understand texts, measure understanding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer

from bot.commands.console import prepare_folder, report_errors, say
from bot.commands.json_lines import flush, read_lines, write_line
from bot.domain.errors import BadRequest
from bot.domain.intents import INTENTS
from bot.domain.turn import ParsedText
from bot.settings import load_settings

app = typer.Typer(help="Understand texts and measure how well.", no_args_is_help=True)
BATCH = 256
T = TypeVar("T")


class TextIn(msgspec.Struct):
    """A text to understand."""

    id: str | int
    text: str


@app.command()
@report_errors
def parse(
    text: Annotated[str | None, typer.Argument(help="One text; leave it out with --jsonl.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"id","text"} a line from stdin.')] = False,
) -> None:
    """Intent, confidence, ranking, entities and outcome, one JSON object a line."""
    from bot.nlu.parse import load_current_nlu, parse_texts

    if (text is None) is not jsonl:
        raise BadRequest("give either one text or --jsonl")
    if text is not None and not text.strip():
        raise BadRequest("the text is empty")
    model = load_current_nlu(load_settings().model_dir)
    items = read_lines(TextIn) if text is None else iter([TextIn(1, text)])
    for batch in _batches(items):
        for item, parsed in zip(batch, parse_texts(model, [item.text for item in batch]), strict=True):
            write_line({"id": item.id, **_view(parsed)})
        flush()


@app.command()
@report_errors
def evaluate(
    file: Annotated[Path, typer.Argument(help="JSON Lines of labelled messages.")],
    out: Annotated[Path, typer.Option(help="Folder for report and pictures.")] = Path("build/nlu-evaluation"),
) -> None:
    """Strict, lenient and top-3 accuracy, coverage at 95 %, calibration, per intent, confusions, risk-coverage."""
    from bot.nlu.parse import load_current_nlu, parse_texts
    from bot.nlu.report import write_report
    from bot.services.evaluate_nlu import evaluate as score
    from bot.services.evaluate_nlu import read_labelled

    prepare_folder(out)
    labelled = read_labelled(file, known=INTENTS)
    model = load_current_nlu(load_settings().model_dir)
    parsed = parse_texts(model, [item.text for item in labelled])
    evaluation = score(labelled, parsed)
    for path in write_report(evaluation, out):
        say(f"written: {path}")
    print(evaluation.headline())


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch


def _view(parsed: ParsedText) -> dict[str, Any]:
    return {
        "intent": parsed.intent,
        "confidence": round(parsed.confidence, 4),
        "ranking": [[guess.intent, round(guess.confidence, 4)] for guess in parsed.ranking],
        "entities": parsed.entities,
        "outcome": parsed.outcome,
    }
