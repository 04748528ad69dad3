"""``xiaoer db``: schema and demo data."""

from __future__ import annotations

import typer

from bot.bootstrap import build_core
from bot.commands.console import console, report_errors
from bot.commands.prepare import seed_demo, upgrade_database
from bot.domain.errors import BadRequest
from bot.settings import load_settings

app = typer.Typer(help="Create, migrate and fill the databases.", no_args_is_help=True)


@app.command()
@report_errors
def upgrade() -> None:
    """Bring the schema to the newest version."""
    upgrade_database(load_settings())
    console.print("database schema is up to date")


@app.command()
@report_errors
def seed() -> None:
    """Fill the demo shop, the knowledge base and the demo accounts. Safe to repeat; refused outside a demo."""
    settings = load_settings()
    if settings.environment != "demo":
        raise BadRequest("the demo shop and its accounts belong into a demo only (XIAOER_ENVIRONMENT=demo)")
    upgrade_database(settings)
    seed_demo(build_core(settings), console.print)
