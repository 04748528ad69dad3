"""``xiaoer replay``."""

from __future__ import annotations

from pathlib import Path

from bot.bootstrap import build_core
from bot.commands.console import console
from bot.domain.errors import BadRequest
from bot.replay_client import ReplayOptions
from bot.replay_client import run_replay as play
from bot.settings import Settings


def run_replay(settings: Settings, file: Path, *, url: str, limit: int, parallel: int, out: Path) -> None:
    """Play against the local system, or another one at ``url``; intents come from our own database only.

    Raises:
        BadRequest: the file is missing or not of the documented form.
    """
    if not file.is_file():
        raise BadRequest(f"{file} does not exist")
    options = ReplayOptions(
        file=file, url=url or settings.resolved_public_url, out=out, limit=limit or None, parallel=parallel
    )
    transactions = None if url and url != settings.resolved_public_url else build_core(settings).transactions
    play(options, transactions, console)
