"""Reads the shop's policy file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.domain.errors import BadRequest
from bot.domain.policy import Policy


def load_policy(path: Path) -> Policy:
    """The policy in ``path`` over the defaults of :class:`Policy`.

    Raises:
        BadRequest: missing, not YAML, an unknown key or a value of the wrong kind; the message names the place.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise BadRequest(f"policy file {path} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise BadRequest(f"policy file {path} is not valid YAML: {error}") from error
    _refuse_unknown(raw, Policy, path.name)
    try:
        return msgspec.convert(raw, Policy, strict=False)
    except msgspec.ValidationError as error:
        raise BadRequest(f"policy file {path}: {error}") from error


def _refuse_unknown(raw: Any, kind: Any, place: str) -> None:
    """A misspelt key must not silently leave the default in force."""
    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is None or not isinstance(raw, dict):
        return
    for key, value in raw.items():
        if key not in fields:
            raise BadRequest(f"policy file {place}: unknown key '{key}'; known are {', '.join(sorted(fields))}")
        factory = fields[key].default_factory
        if isinstance(factory, type):
            _refuse_unknown(value, factory, f"{place} › {key}")
