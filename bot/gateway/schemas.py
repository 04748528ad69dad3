"""What the desk and the workshop may send."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

ShortId = Annotated[str, msgspec.Meta(max_length=128)]
Line = Annotated[str, msgspec.Meta(max_length=500)]
Lines = Annotated[list[Line], msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=20_000)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class LoginIn(msgspec.Struct, frozen=True):
    """User name and password."""

    username: Annotated[str, msgspec.Meta(max_length=64)]
    password: Annotated[str, msgspec.Meta(max_length=256)]


class AgentReplyIn(msgspec.Struct, frozen=True):
    """What an agent says."""

    client_message_id: ShortId
    text: Text


class RevealIn(msgspec.Struct, frozen=True):
    """Which masked value to show; of an order's receiver when ``order_number`` is given."""

    field: Literal["phone", "address", "name"]
    order_number: ShortId | None = None


class FaqIn(msgspec.Struct, frozen=True):
    """A FAQ as the form sends it; ``version`` is the one that the trainer had before them (edits only)."""

    topic: ShortId
    question: Line
    answer: Text
    similar: Lines = []
    intent: ShortId | None = None
    tags: Lines = []
    products: Lines = []
    valid_from: Instant | None = None
    valid_until: Instant | None = None
    version: int | None = None


class VersionIn(msgspec.Struct, frozen=True):
    """The version that a change is about."""

    version: int | None = None


class RestoreIn(msgspec.Struct, frozen=True):
    """The version to go back to."""

    version: int


class TryIn(msgspec.Struct, frozen=True):
    """A question to try, as if asked on a product page."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
    product_id: ShortId | None = None


class LabelIn(msgspec.Struct, frozen=True):
    """The intent of a message that was not understood."""

    intent: ShortId


class ExampleIn(msgspec.Struct, frozen=True):
    """A training message."""

    intent: ShortId
    text: Line
