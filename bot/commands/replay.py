"""``xiaoer replay``."""

from __future__ import annotations

from pathlib import Path

from bot.bootstrap import build_core
from bot.commands.console import console, prepare_folder
from bot.domain.errors import BadRequest
from bot.replay_client import ReplayOptions
from bot.replay_client import run_replay as play
from bot.settings import Settings


def run_replay(settings: Settings, file: Path, *, url: str, limit: int, parallel: int, out: Path) -> None:
    """Play against the local system, or another one at ``url``; intents come from our own database only.

    Raises:
        BadRequest: the file is missing or not of the documented form.
        Unavailable: nobody answers at the address, or the folder for the report cannot be made.
    """
    if file.is_dir():
        raise BadRequest(f"{file} is a folder; give one file of recorded conversations (JSON Lines)")
    if not file.is_file():
        raise BadRequest(f"{file} does not exist")
    prepare_folder(out)
    options = ReplayOptions(
        file=file,
        url=(url or settings.resolved_public_url).rstrip("/"),
        out=out,
        limit=limit or None,
        parallel=parallel,
    )
    transactions = None if url and url != settings.resolved_public_url else build_core(settings).transactions
    play(options, transactions, console)
