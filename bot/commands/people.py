"""``xiaoer user``: accounts for the desk and the workshop."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.bootstrap import build_core
from bot.commands.console import console, report_errors
from bot.domain.agent import Role
from bot.services.log_in import LoginGate, add_agent
from bot.settings import load_settings

app = typer.Typer(help="Accounts of agents, trainers and supervisors.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keeps ``add`` a subcommand although it is the only one."""


@app.command()
@report_errors
def add(
    username: str,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.AGENT,
    name: Annotated[str, typer.Option(help="The name that shoppers read.", prompt="Name shown to shoppers")] = "",
    password: Annotated[str, typer.Option(envvar="NEW_USER_PASSWORD", prompt=True, hide_input=True)] = "",
) -> None:
    """Create an account. The password is asked for, or read from NEW_USER_PASSWORD."""
    core = build_core(load_settings())
    agent = add_agent(
        core.transactions, core.clock, LoginGate(), username=username, name=name, role=role, password=password
    )
    console.print(f"{agent.username} ({agent.role}) can log in now")
