"""``xiaoer handoff``: summaries without a running system."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import typer

from bot.commands.console import report_errors
from bot.commands.json_lines import flush, read_lines, write_line
from bot.domain.errors import BadRequest

app = typer.Typer(help="Handoff summaries.", no_args_is_help=True)


class TurnIn(msgspec.Struct):
    """One message of a transcript."""

    role: Literal["shopper", "agent", "bot"]
    text: str


class TranscriptIn(msgspec.Struct):
    """A conversation to summarise."""

    id: str | int
    turns: list[TurnIn]


@app.callback()
def group() -> None:
    """Keeps ``summarize`` a subcommand although it is the only one."""


@app.command()
@report_errors
def summarize(
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"id","turns":[{"role","text"}]} a line.')] = False,
) -> None:
    """Needs, done, emotion, urgency, next step and evidence of each conversation, one JSON object a line."""
    from bot.services.summarize import summarize_transcript

    if not jsonl:
        raise BadRequest("give --jsonl and the conversations on stdin")
    for item in read_lines(TranscriptIn):
        turns = [{"role": turn.role, "text": turn.text} for turn in item.turns]
        write_line({"id": item.id, **summarize_transcript(turns)})
    flush()
