"""Read replies and a handoff request from the events that a turn added to the tracker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event

from bot.domain.conversation import Button, MessageBody
from bot.domain.turn import HandoffRequest, Priority

MAX_BUTTONS = 4


def read_replies(events: Iterable[Event]) -> tuple[MessageBody, ...]:
    """Everything that the bot said, in order; utterances that only carry a handoff say nothing."""
    bodies = (_read_body(event) for event in events if isinstance(event, BotUttered))
    return tuple(body for body in bodies if body is not None)


def read_handoff(events: Iterable[Event]) -> HandoffRequest | None:
    """The most urgent handoff that the actions asked for, with all their notes."""
    found = [
        _custom(event)["handoff"] for event in events if isinstance(event, BotUttered) and "handoff" in _custom(event)
    ]
    if not found:
        return None
    first = min(found, key=lambda request: str(request.get("priority", "P3")))
    notes = [str(request["note"]) for request in found if request.get("note")]
    return HandoffRequest(
        reason=str(first["reason"]),
        priority=Priority(first.get("priority", "P3")),
        note="；".join(dict.fromkeys(notes)),
        order_number=next((str(request["order_number"]) for request in found if request.get("order_number")), None),
    )


def is_question_back(events: Iterable[Event]) -> bool:
    """Whether the bot asked what the shopper means instead of answering."""
    return any(isinstance(event, BotUttered) and _custom(event).get("outcome") == "clarify" for event in events)


def _custom(event: BotUttered) -> dict[str, Any]:
    custom = (event.data or {}).get("custom")
    return custom if isinstance(custom, dict) else {}


def _read_body(event: BotUttered) -> MessageBody | None:
    text = (event.text or "").strip()
    if not text:
        return None
    data = event.data or {}
    custom = _custom(event)
    buttons = tuple(Button(str(entry["title"]), str(entry["payload"])) for entry in data.get("buttons") or ())
    return MessageBody(
        text=text,
        buttons=buttons[:MAX_BUTTONS],
        card=custom.get("card"),
        image_url=data.get("image") or data.get("attachment"),
    )
