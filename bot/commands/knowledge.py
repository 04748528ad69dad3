"""``xiaoer kb``: FAQs in and out of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.bootstrap import build_core
from bot.commands.console import console, prepare_folder, report_errors, say
from bot.domain.faq import Faq
from bot.search.content import load_faqs
from bot.services.import_faqs import export_faqs, import_faqs
from bot.settings import load_settings

app = typer.Typer(help="FAQs: import, export, search.", no_args_is_help=True)


@app.command(name="import")
@report_errors
def import_command(folder: Annotated[Path, typer.Argument(help="Folder (or file) of FAQ YAML.")]) -> None:
    """Publish FAQs from YAML files; all of them or, if one is wrong, none."""
    core = build_core(load_settings())
    faqs = load_faqs(folder)
    changed = import_faqs(core.transactions, core.clock, faqs, author="import")
    say(f"{len(faqs)} FAQs read, {changed} added or changed")


@app.command(name="export")
@report_errors
def export_command(folder: Annotated[Path, typer.Argument(help="Folder to write <topic>.yml files into.")]) -> None:
    """Write the published FAQs as YAML, one file per topic; importing them again changes nothing."""
    core = build_core(load_settings())
    prepare_folder(folder)
    yaml = YAML()
    yaml.width = 120  # type: ignore[assignment]
    by_topic = export_faqs(core.transactions, core.clock)
    for topic, faqs in by_topic.items():
        with (folder / f"{topic}.yml").open("w", encoding="utf-8") as file:
            yaml.dump([_entry(faq) for faq in faqs], file)
    say(f"{sum(map(len, by_topic.values()))} FAQs written to {folder}")


@app.command()
@report_errors
def search(text: str, limit: Annotated[int, typer.Option(min=1, max=50)] = 5) -> None:
    """Show which published FAQs answer a question."""
    core = build_core(load_settings())
    table = Table("score", "id", "question", "matched")
    for hit in core.faq_search.search_faqs(text, limit=limit):
        table.add_row(f"{hit.score:.2f}", *map(Text, (hit.faq.id, hit.faq.question, hit.matched)))
    console.print(table)


def _entry(faq: Faq) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": faq.id,
        "question": faq.question,
        "similar": list(faq.similar),
        "answer": LiteralScalarString(faq.answer),
    }
    optional = {"intent": faq.intent, "tags": list(faq.tags), "products": list(faq.products)}
    return entry | {key: value for key, value in optional.items() if value}
