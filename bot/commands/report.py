"""``xiaoer report``."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.bootstrap import build_core
from bot.services.report_service import ServiceReport, make_report
from bot.settings import Settings


def print_report(settings: Settings, days: int) -> None:
    """Print the figures of the last ``days`` days as tables."""
    core = build_core(settings)
    figures = make_report(core.transactions, core.clock, days=days)
    out = Console()
    if figures.turns == 0:
        out.print(f"no turns in the last {days} days")
        return
    out.print(_headline(figures, days))
    for title, rows in (
        ("outcome", sorted(figures.outcomes.items(), key=lambda row: -row[1])),
        ("intent", figures.intents),
        ("handoff reason", sorted(figures.handoff_reasons.items(), key=lambda row: -row[1])),
    ):
        table = Table(title, "turns" if title != "handoff reason" else "handoffs")
        for name, count in rows:
            table.add_row(Text(name), str(count))
        out.print(table)


def _headline(figures: ServiceReport, days: int) -> Table:
    table = Table("figure", f"last {days} days")
    for name, value in (
        ("conversations", str(figures.conversations)),
        ("turns", str(figures.turns)),
        ("handoffs", str(figures.handoffs)),
        ("containment (closed without a human)", _share(figures.containment)),
        ("bot response, median", _time(figures.first_response_seconds)),
        ("bot response, p99", _time(figures.slow_response_seconds)),
        ("waiting for an agent, median", _time(figures.agent_wait_seconds)),
        ("CSAT", "–" if figures.csat is None else f"{figures.csat:.2f} of 5 ({figures.ratings} ratings)"),
    ):
        table.add_row(name, value)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f} s"
