"""First feeling, then facts (S1): how the reply meets the shopper's mood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasa.shared.core.events import BotUttered

from bot.domain.conversation import MessageBody
from bot.domain.emotion import Emotion, read_emotion
from bot.domain.turn import HandoffRequest
from bot.runtime.thoughts import Thought

EMPATHY = "非常理解您的心情，给您带来不好的体验，真的很抱歉。"
PATIENCE = "让您着急了，实在抱歉。"
CALMING = "您的感受我们非常重视，我马上请人工客服来为您处理。"
MISSED = "抱歉，刚才没有答到您问的这一点。"
APOLOGIES = ("抱歉", "对不起", "理解您的心情", "歉意")
_COVER = "〇"


def read_mood(text: str, thoughts: Sequence[Thought], earlier: Sequence[str]) -> Emotion:
    """The shopper's mood; names of goods are no words of feeling (空气炸锅)."""
    names = {
        thought.text[int(entity["start"]) : int(entity["end"])]
        for thought in thoughts
        for entity in thought.entities
        if entity["entity"] == "product"
    }
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, _COVER * len(name))
    return read_emotion(text, earlier=earlier)


def with_empathy(
    replies: tuple[MessageBody, ...], emotion: Emotion, earlier: Sequence[Emotion]
) -> tuple[MessageBody, ...]:
    """First feeling, then facts (S1); not before a reply that apologises already.

    Impatience is met with a word once, when it begins (``earlier``: the turns before); anger every time.
    """
    is_new_impatience = emotion is Emotion.ANNOYED and (not earlier or earlier[-1] is Emotion.CALM)
    if emotion not in (Emotion.ANGRY, Emotion.DESPERATE) and not is_new_impatience:
        return replies
    if any(word in reply.text for reply in replies for word in APOLOGIES):
        return replies
    first = replies[0]
    line = PATIENCE if is_new_impatience else EMPATHY
    calmed = MessageBody(line + first.text, first.buttons, first.card, first.image_url, first.event)
    return (calmed, *replies[1:])


def with_apology(replies: tuple[MessageBody, ...]) -> tuple[MessageBody, ...]:
    """Before the answer to a question that went unanswered before."""
    first = replies[0]
    if any(word in first.text for word in APOLOGIES):
        return replies
    return (replace(first, text=MISSED + first.text), *replies[1:])


def utter_handoff(handoff: HandoffRequest) -> BotUttered:
    """The handoff as part of the case's history."""
    request = {"reason": handoff.reason, "priority": handoff.priority.value, "note": handoff.note}
    return BotUttered(CALMING, data={"custom": {"handoff": request}})
