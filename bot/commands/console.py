"""How commands talk to people: progress on stderr, data on stdout, errors in one line."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console

from bot.domain.errors import XiaoerError

console = Console(stderr=True)
P = ParamSpec("P")
R = TypeVar("R")


def report_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Known errors end the command with their message and exit code 1, without a traceback."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except XiaoerError as error:
            console.print(f"[red]error:[/red] {error.message}", highlight=False)
            raise typer.Exit(1) from error
        except BrokenPipeError:
            # The reader of our output went away: nothing left to do.
            sys.stderr.close()
            raise typer.Exit(0) from None

    return wrapper
