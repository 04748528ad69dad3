"""A digest of the code that a trained model depends on: a change of it makes old training results stale."""

from __future__ import annotations

import hashlib
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def compute_code_version() -> str:
    """SHA-256 over the source files of ``bot/nlu``."""
    digest = hashlib.sha256()
    for file in sorted(_FOLDER.rglob("*.py")):
        digest.update(file.relative_to(_FOLDER).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
