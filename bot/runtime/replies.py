"""Read replies and a handoff request from the events that a turn added to the tracker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa.shared.core.events import BotUttered, Event

from bot.domain.conversation import Button, MessageBody
from bot.domain.turn import HandoffRequest, Priority

MAX_BUTTONS = 4
_HUMAN = "/request_human"
_SENTENCES = re.compile(r"[^。！？\n]*[。！？\n]+|[^。！？\n]+$")
_OFFERS = re.compile(
    r"(?:需要|要不要|请问|可以|也可|如果|如有|建议|马上).{0,24}(?:转人工|转接|转给|人工客服|人工).{0,24}[？。]|人工客服.{0,20}吗？"
)
_STRAY_COMMA = re.compile(r"(?:^|(?<=[。；！\n]))，")
_REPLY_WORD = re.compile(r"[，,]?(?:并|请)?回复“转人工”[，,]?")


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


def leaves_queue(events: Iterable[Event]) -> bool:
    """Whether the shopper was told that they wait no longer."""
    return any(isinstance(event, BotUttered) and _custom(event).get("leaves_queue") for event in events)


def is_question_back(events: Iterable[Event]) -> bool:
    """Whether the bot asked what the shopper means instead of answering."""
    return any(isinstance(event, BotUttered) and _custom(event).get("outcome") == "clarify" for event in events)


def withdraw_offers(replies: tuple[MessageBody, ...]) -> tuple[MessageBody, ...]:
    """The replies without any offer of a human: one was asked for already and is awaited."""
    return tuple(
        replace(
            reply,
            text=_without_offers(reply.text),
            buttons=tuple(button for button in reply.buttons if not button.payload.startswith(_HUMAN)),
        )
        for reply in replies
    )


def _without_offers(text: str) -> str:
    kept = "".join(part for part in _SENTENCES.findall(text) if not _OFFERS.search(part)).strip()
    kept = _REPLY_WORD.sub("，", kept)
    return _STRAY_COMMA.sub("", kept) or "您的问题正在排队，人工客服接入后会马上为您处理。"


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
