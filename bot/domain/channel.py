"""What travels between an IM channel and the house, whatever the channel.

A channel without buttons shows the options of a message as a numbered list; ``list_options`` gives the order in which
they are numbered, so that a shopper's “2” can be turned back into the button.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.domain.conversation import Author, Button, Message, MessageBody
from bot.domain.plain_text import describe_entry

WEB_CHANNEL = "web"
"""The widget: it reads the log itself, so nothing for it passes through the outbox."""


class ChannelMessageKind(StrEnum):
    """What came in. ``subscribe``: the shopper has just found us and has said nothing yet."""

    TEXT = "text"
    IMAGE = "image"
    BUTTON = "button"
    SUBSCRIBE = "subscribe"


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """One verified message of a shopper. ``payload`` is set for a button of ours, for example a menu entry."""

    channel: str
    external_user_id: str
    client_message_id: str
    kind: ChannelMessageKind
    text: str
    payload: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A request as it came in, without any framework. Header names are lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class ParsedWebhook:
    """``reply`` is answered as soon as ``messages`` are stored; ``ignored`` names what was left aside on purpose."""

    reply: bytes
    messages: tuple[ChannelMessage, ...] = ()
    ignored: str | None = None
    content_type: str = "text/plain"


_NUMBER = re.compile(r"^(?:回复|选择?|第)?\s*([1-9]\d?)\s*(?:个|号|项)?\s*[.。、!]?$")


def list_options(body: MessageBody) -> tuple[Button, ...]:
    """All that can be pressed in a message: its buttons, then the entries of its card that carry a payload.

    A log-in works on the shop's page only, so that card offers nothing here.
    """
    card = body.card or {}
    if card.get("type") == "login":
        return ()
    return (*body.buttons, *_card_options(card))


def find_option(recent: Sequence[Message], text: str) -> Button | None:
    """The option that a number picks from what the house said last, or None when the text is no such number.

    ``recent`` are the newest messages of the log in order, without the one that holds the number. Options are counted
    through everything that was said since the shopper spoke. After a human's words a number is just a number.
    """
    match = _NUMBER.match(unicodedata.normalize("NFKC", text).strip())
    said = last_run(recent)
    if match is None or not said or said[-1].author is Author.AGENT:
        return None
    options = [option for message in said for option in list_options(message.body)]
    position = int(match[1])
    return options[position - 1] if position <= len(options) else None


def last_run(recent: Sequence[Message]) -> list[Message]:
    """What the house said last, without interruption; shopper messages after it are skipped."""
    run: list[Message] = []
    for message in reversed(recent):
        if message.author is Author.SHOPPER:
            if run:
                break
            continue
        run.append(message)
    return run[::-1]


def without_options(body: MessageBody) -> MessageBody:
    """The same message with nothing left to press: for a menu that the conversation has moved past."""
    card = body.card
    if card is not None:
        card = {key: _without_payloads(value) for key, value in card.items()}
    return replace(body, buttons=(), card=card)


def _without_payloads(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    return [
        {name: item for name, item in entry.items() if name != "payload"} if isinstance(entry, dict) else entry
        for entry in value
    ]


def _card_options(card: Mapping[str, Any]) -> Iterator[Button]:
    for entry in (*card.get("orders", ()), *card.get("products", ())):
        payload = entry.get("payload")
        if payload:
            yield Button(describe_entry(entry), payload)
