"""What the widget may send."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(max_length=20_000)]
Token = Annotated[str, msgspec.Meta(max_length=4_000)]
ShortId = Annotated[str, msgspec.Meta(max_length=128)]


class PageIn(msgspec.Struct, frozen=True):
    """What the shopper looks at."""

    product_id: ShortId | None = None
    order_number: ShortId | None = None


class SessionIn(msgspec.Struct, frozen=True):
    """Open or renew a session. ``identity`` is the JWT of the shop's page."""

    identity: Token | None = None
    session: Token | None = None
    locale: Literal["zh-CN", "en"] = "zh-CN"


class SendIn(msgspec.Struct, frozen=True):
    """One message of the shopper; ``payload`` is the signed payload of a button."""

    client_message_id: ShortId
    kind: Literal["text", "button"] = "text"
    text: Text = ""
    payload: Token | None = None
    page: PageIn | None = None


class CsatIn(msgspec.Struct, frozen=True):
    """A rating, 1…5."""

    score: int
    comment: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
