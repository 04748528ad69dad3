"""``xiaoer user``: accounts for the desk and the workshop."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.bootstrap import build_core
from bot.commands.console import report_errors, say
from bot.domain.agent import Role
from bot.services.accounts import change_password, switch_account
from bot.services.log_in import LoginGate, add_agent
from bot.settings import load_settings

app = typer.Typer(help="Accounts of agents, trainers and supervisors.", no_args_is_help=True)


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
    say(f"{agent.username} ({agent.role}) can log in now")


@app.command()
@report_errors
def password(
    username: str,
    new: Annotated[
        str,
        typer.Option("--password", envvar="NEW_USER_PASSWORD", prompt=True, confirmation_prompt=True, hide_input=True),
    ] = "",
) -> None:
    """Change a password. It is asked for, or read from NEW_USER_PASSWORD; who is logged in stays so for up to 12 h."""
    core = build_core(load_settings())
    agent = change_password(core.transactions, core.clock, LoginGate(), username=username, password=new)
    say(f"{agent.username} has a new password")


@app.command()
@report_errors
def disable(username: str) -> None:
    """Switch an account off; an open session ends at once."""
    core = build_core(load_settings())
    agent = switch_account(core.transactions, core.clock, username=username, is_active=False)
    say(f"{agent.username} can no longer log in")


@app.command()
@report_errors
def enable(username: str) -> None:
    """Switch an account on again."""
    core = build_core(load_settings())
    agent = switch_account(core.transactions, core.clock, username=username, is_active=True)
    say(f"{agent.username} can log in again")
