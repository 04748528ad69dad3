"""JSON Lines in and out, for commands that are piped."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from bot.domain.errors import BadRequest

T = TypeVar("T")


def read_lines(kind: type[T]) -> Iterator[T]:
    """Decode stdin line by line; empty lines are skipped.

    Raises:
        BadRequest: a line that does not fit; the message names its number.
    """
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(sys.stdin.buffer, 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadRequest(f"stdin line {number}: {error}") from error
        except RecursionError as error:
            raise BadRequest(f"stdin line {number}: nested too deeply") from error


def write_line(value: object) -> None:
    """One value as a line of JSON on stdout, UTF-8."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")


def flush() -> None:
    """Hand what was written to the reader of the pipe."""
    sys.stdout.buffer.flush()
