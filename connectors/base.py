"""The contract of a connector.

A connector implements ``bot.services.ports.Connector``:

- ``parse`` turns a verified webhook request into messages, without I/O and without any framework. It refuses with an
  error of the tree below; what it knows but does not need (a location report, a menu jump) is acknowledged and named in
  ``ParsedWebhook.ignored``; what a shopper says in a form that we cannot read becomes a text such as ［视频］, because
  silence is a bug. One message of the channel always gives the same ``client_message_id``.
- ``send`` shows what the house says. Channels have budgets (WeChat: five messages per user message within 48 hours),
  so ``OutboxDeliverer`` hands over everything that waits, as long as ``fits_one_message`` says yes, and the connector
  joins it. A refusal that repeating cannot mend, a used-up budget among them, is ``DeliveryRefused``; all else is
  ``Unavailable``.

``tests/contract/test_connectors.py`` runs one suite over every connector of the registry, on captured payloads.

    XiaoerError
    ├── BadRequest
    │   └── MalformedPayload    not the XML or JSON that the channel sends
    └── NotAllowed
        ├── BadSignature        not from the channel
        │   └── StaleRequest    signed, but too long ago: a replay
        └── NotForUs            genuine, but for another account
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.domain.channel import list_options
from bot.domain.conversation import MessageBody
from bot.domain.errors import BadRequest, NotAllowed
from bot.domain.plain_text import card_lines
from bot.services.ports import Clock, Connector

MAX_AGE_SECONDS = 600

__all__ = [
    "BadSignature",
    "Clock",
    "Connector",
    "MalformedPayload",
    "NotForUs",
    "StaleRequest",
    "check_fresh",
    "is_same",
    "join_as_text",
    "split_text",
]


class MalformedPayload(BadRequest):
    """The body is not what the channel documents."""

    code = "malformed_payload"


class BadSignature(NotAllowed):
    """The request was not signed with our secret."""

    code = "bad_signature"


class StaleRequest(BadSignature):
    """The signature is right but too old (or from the future) to be believed."""

    code = "stale_request"


class NotForUs(NotAllowed):
    """The request is genuine but names another account than the configured one."""

    code = "not_for_us"


def is_same(expected: str, given: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(expected.encode(), given.encode())


def check_fresh(timestamp: str, clock: Clock) -> None:
    """``timestamp`` in Unix seconds has to lie within ``MAX_AGE_SECONDS`` of now.

    Raises:
        StaleRequest: it does not, or is no number.
    """
    try:
        signed_at = datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise StaleRequest("请求的时间戳有误") from error
    if abs((clock.now() - signed_at).total_seconds()) > MAX_AGE_SECONDS:
        raise StaleRequest("请求已过期，请核对服务器时间")


def join_as_text(bodies: Sequence[MessageBody], first_option: int) -> str:
    """All bodies as one text: cards as lines, options as a numbered list that starts at ``first_option``."""
    parts: list[str] = []
    number = first_option
    for body in bodies:
        lines = [body.text, *card_lines(body.card)]
        if body.image_url and body.image_url.startswith("http"):
            lines.append(body.image_url)
        for option in list_options(body):
            lines.append(f"{number}. {option.title}")
            number += 1
        parts.append("\n".join(line for line in lines if line))
    if number > first_option:
        parts.append("（回复数字选择）")
    return "\n\n".join(parts)


def split_text(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """Cut into pieces of at most ``limit`` as ``measure`` counts, at line ends where possible."""
    pieces: list[str] = []
    piece = ""
    for line in text.splitlines(keepends=True):
        while line:
            if measure(piece + line) <= limit:
                piece, line = piece + line, ""
            elif piece:
                pieces.append(piece)
                piece = ""
            else:
                cut = next(size for size in range(len(line), 0, -1) if measure(line[:size]) <= limit)
                pieces.append(line[:cut])
                line = line[cut:]
    return [piece.rstrip() for piece in (*pieces, piece) if piece.strip()]
