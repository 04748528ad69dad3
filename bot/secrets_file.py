"""Secrets: from the environment; for the demo, made once and kept in the state directory."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace

from bot.domain.errors import BadRequest
from bot.settings import Settings

_REQUIRED = ("secret_key", "identity_secret")
MIN_LENGTH = 16
DEMO_PASSWORD = "xiaoer-demo"  # noqa: S105 - printed at the start of the demo, never used elsewhere


def fill_secrets(settings: Settings) -> Settings:
    """Settings with all secrets set.

    Raises:
        BadRequest: ``environment`` is not ``demo`` and a secret is missing, or one is too short.
    """
    is_demo = settings.environment == "demo"
    missing = [name for name in _REQUIRED if not getattr(settings, name)]
    if missing and not is_demo:
        raise BadRequest(f"set XIAOER_{missing[0].upper()} (only a demo start makes its own secrets)")
    for name in _REQUIRED:
        value = getattr(settings, name)
        if value and len(value) < MIN_LENGTH:
            raise BadRequest(f"XIAOER_{name.upper()} needs at least {MIN_LENGTH} characters")
    if not is_demo:
        return settings
    kept = _demo_secrets(settings)
    return replace(
        settings,
        secret_key=settings.secret_key or kept["secret_key"],
        identity_secret=settings.identity_secret or kept["identity_secret"],
        admin_password=settings.admin_password or kept["admin_password"],
    )


def _demo_secrets(settings: Settings) -> dict[str, str]:
    path = settings.state_dir / "secrets.json"
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    made = {name: secrets.token_urlsafe(32) for name in _REQUIRED}
    made["admin_password"] = DEMO_PASSWORD
    try:
        # Exclusive creation: of two processes that start at once, one writes and the other reads.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file)
    return made
