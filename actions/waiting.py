"""The shopper who waits for a human no longer wants to (service standards S10: 可取消排队)."""

from __future__ import annotations

from typing import Any

from actions.talk import Talk, make_payload
from bot.domain.handoff import HandoffReason

LEAVE = "取消排队"
"""The choice of the button that confirms it."""
LEAVE_BUTTON = (LEAVE, make_payload("deny", choice=LEAVE))
LEFT = (
    "好的，已经为您取消排队，小二继续为您服务。之后需要人工客服，随时告诉我。",
    "好的，排队已经取消。您有其他问题可以直接问我，需要人工客服时再告诉我就好。",
)
SURE = (
    "您反映的情况比较紧急，专员正优先为您处理，建议您再等一等。如果确定不再需要，请点“取消排队”，我马上为您取消。",
    "这件事关系到您的切身利益，我想再和您确认一下：确定不需要专员联系您了吗？确定的话，请点“取消排队”。",
)


def leave_queue(talk: Talk) -> None:
    """Take the shopper out of the queue; where it is urgent, ask first."""
    was_asked = any(text in talk.recent_replies for text in SURE)
    if not is_confirmed(talk) and not was_asked and _is_urgent(talk):
        talk.offer(LEAVE_BUTTON[1])
        talk.say(talk.pick(*SURE), buttons=[LEAVE_BUTTON])
        return
    talk.leave_service()
    talk.say(talk.pick(*LEFT), leaves_queue=True)


def ask_to_leave(talk: Talk) -> None:
    """算了, while waiting: the matter may be dropped, or the waiting."""
    talk.offer(LEAVE_BUTTON[1])
    talk.say(
        talk.pick(
            "好的，那就先不处理了。请问也为您取消排队吗？",
            "好的，听您的。不再需要人工客服的话，我现在就为您取消排队，可以吗？",
        ),
        buttons=[LEAVE_BUTTON],
    )


def is_confirmed(talk: Talk) -> bool:
    """Whether the button was pressed (or its question answered with yes)."""
    return talk.is_button and talk.entity("choice") == LEAVE


def _is_urgent(talk: Talk) -> bool:
    """Danger, law, complaint: somebody should look at it even if the shopper is tired of waiting."""
    return any(_is_risk(event) for event in talk.tracker.events)


def _is_risk(event: dict[str, Any]) -> bool:
    handoff = ((event.get("data") or {}).get("custom") or {}).get("handoff") or {}
    return event.get("event") == "bot" and handoff.get("reason") == HandoffReason.RISK.value
