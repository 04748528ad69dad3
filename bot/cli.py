"""The ``xiaoer`` command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import database, handoff, knowledge, learn, nlu, people
from bot.commands.console import console, report_errors
from bot.settings import load_settings

app = typer.Typer(
    help="Customer-service assistant for Chinese online shops.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(database.app, name="db")
app.add_typer(people.app, name="user")
app.add_typer(knowledge.app, name="kb")
learn.add_commands(nlu.app)
app.add_typer(nlu.app, name="nlu")
app.add_typer(handoff.app, name="handoff")


@app.command()
@report_errors
def serve() -> None:
    """Prepare what is missing and run everything until Ctrl-C."""
    from bot.commands.serve import serve as run

    run(load_settings())


@app.command()
@report_errors
def gateway() -> None:
    """Run the gateway alone (for several machines; needs prepared databases)."""
    from bot.commands.processes import run_gateway

    run_gateway(load_settings())


@app.command()
@report_errors
def runtime() -> None:
    """Run one runtime process alone; it serves the first free place, or waits until one gets free."""
    from bot.runtime.main import run_worker

    run_worker(load_settings())


@app.command()
@report_errors
def train(
    progress: Annotated[bool, typer.Option("--progress", help="Report progress as JSON Lines on stdout.")] = False,
) -> None:
    """Train the model from data/ and the trainers' examples; does nothing when nothing changed."""
    from bot.bootstrap import build_core
    from bot.commands.json_lines import flush, write_line
    from bot.commands.prepare import list_examples, train_with_progress, upgrade_database
    from bot.runtime.training import train_model

    settings = load_settings()
    upgrade_database(settings)
    core = build_core(settings)
    if not progress:
        model = train_with_progress(core)
        console.print(f"model {model.path.name}{'' if model.is_new else ' is unchanged'}", highlight=False)
        return

    def report(step: str, percent: int) -> None:
        write_line({"step": step, "percent": percent})
        flush()

    model = train_model(settings, list_examples(core), report)
    write_line({"model": model.path.name})


@app.command()
@report_errors
def replay(
    file: Annotated[Path, typer.Argument(help="Recorded conversations, JSON Lines.")],
    url: Annotated[str, typer.Option(help="The running gateway.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="Only so many conversations; 0 for all.")] = 0,
    parallel: Annotated[int, typer.Option(min=1, max=64, help="Conversations at once.")] = 8,
    out: Annotated[Path, typer.Option(help="Folder for the report and the exchanges.")] = Path("build/replay"),
) -> None:
    """Play shoppers' turns of recorded conversations through the running system and report what became of them."""
    from bot.commands.replay import run_replay

    run_replay(load_settings(), file, url=url, limit=limit, parallel=parallel, out=out)


@app.command()
@report_errors
def report(days: Annotated[int, typer.Option(min=1, max=3650, help="How many days back.")] = 7) -> None:
    """Conversations, turns by outcome and intent, handoffs, waiting times and ratings."""
    from bot.commands.report import print_report

    print_report(load_settings(), days)


def main() -> None:
    """Entry point."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    app()


if __name__ == "__main__":
    main()
