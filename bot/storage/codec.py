"""Dataclasses to and from JSON columns."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def to_json(value: object) -> Any:
    """Plain JSON types of a dataclass (or of a tuple of them)."""
    return msgspec.to_builtins(value)


def from_json(value: Any, kind: type[T]) -> T:
    """The dataclass again; raises ``msgspec.ValidationError`` when the row does not fit."""
    if isinstance(value, dict):
        # Rows carry SQLAlchemy's own subclass of str as keys, which msgspec refuses.
        value = {str(key): item for key, item in value.items()}
    return msgspec.convert(value, kind, strict=False)
