"""How commands talk to people: progress on stderr, data on stdout, errors in one line."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from bot.domain.errors import Unavailable, XiaoerError

console = Console(stderr=True)
P = ParamSpec("P")
R = TypeVar("R")


def say(text: str, *, style: str = "") -> None:
    """A line for people on stderr. The text is shown as it is: brackets in messages and file names are no mark-up."""
    console.print(Text(text, style=style), highlight=False, soft_wrap=True)


def prepare_folder(folder: Path) -> Path:
    """Make the folder that results are written to: worth knowing before the long work.

    Raises:
        Unavailable: something else lies there, or it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"cannot write to the folder {folder}: {error.strerror or error}") from error
    return folder


def report_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Known errors, and files that cannot be read or written, end the command with a message and exit code 1."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except XiaoerError as error:
            _print_error(error.message)
            raise typer.Exit(1) from error
        except BrokenPipeError:
            # The reader of our output went away: nothing left to do.
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            # Without a file it is not the user's: a traceback tells us more.
            if not error.filename:
                raise
            _print_error(f"{error.filename}: {error.strerror}")
            raise typer.Exit(1) from error

    return wrapper


def _print_error(message: str) -> None:
    console.print(Text.assemble(("error:", "red"), f" {message}"), highlight=False, soft_wrap=True)
