"""Not understood: try the knowledge base, ask back once, then bring a human (S10)."""

from __future__ import annotations

from actions.information import NOTED_IN_QUEUE
from actions.shop_action import ShopAction
from actions.social import HELP_BUTTONS
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload, shorten
from bot.domain.emotion import Emotion
from bot.domain.faq import Faq
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS, intent_phrase
from bot.domain.topic_words import read_topic
from bot.services.answer_faq import OTHER_TOPIC_MARGIN, answer_faq

_NOT_A_CHOICE = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "chitchat", "urge_reply", "ask_clarification"}
    | {"out_of_scope", "inform", "request_human", "nlu_fallback"}
)
_SMALL_TALK = frozenset({"chitchat", "thank", "goodbye", "greet", "affirm"})
"""Doubtful small talk is more likely trouble told in passing: no thanks for the chat, but what happened?"""
_GRAVE = frozenset({"complain", "report_counterfeit", "safety_incident", "legal_threat"})
"""Offered only when likely: 维权与法律问题 as a guess offends whoever meant something else."""
_GRAVE_FROM, _CHOICE_FROM = 0.2, 0.06
GUESSES = 3
QUESTIONS = (
    "抱歉，我不太确定您的意思，请问您想咨询的是下面哪一项？如果都不是，请换个说法告诉我。",
    "为了不答错，我想和您确认一下：您问的是下面哪一项呢？都不是的话，请您多说一两句。",
    "这句话我还没有完全明白，请您点选最接近的一项，或者补充一下具体的商品、订单。",
)
WHAT_HAPPENED = (
    "请问是遇到什么问题了吗？您可以告诉我是哪件商品或哪个订单，我来帮您看。",
    "您说的情况我想了解得更清楚一些：是商品、订单还是快递方面的问题呢？请您多说一两句。",
    "我在认真听。请您说说具体发生了什么，我来看看怎么帮您处理。",
)
OPEN_QUESTIONS = (
    "抱歉，我没有完全理解您的问题。您可以换个说法，或者点选下面的服务。",
    "不好意思，这句话我没有看明白。请您说一下具体的商品、订单，或者想办的事情。",
)


class ClarifyIntent(ShopAction):
    """Answers what the model was not sure about."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_clarify_intent"

    def answer(self, talk: Talk) -> None:
        """FAQ, question back, or human; ``miss_count`` counts the questions back in a row."""
        decision = talk.tools.policy.decision
        is_upset = str(talk.metadata.get("emotion")) in (Emotion.ANGRY, Emotion.DESPERATE)
        if (is_upset or str(talk.metadata.get("guess")) in _SMALL_TALK) and not talk.is_waiting:
            talk.say(talk.pick(*WHAT_HAPPENED), buttons=HELP_BUTTONS, outcome="clarify")
            return
        if topic := read_topic(talk.text):
            menu = [(intent_phrase(intent), f"/{intent}") for intent in topic[1]]
            talk.say(f"请问您想咨询{topic[0]}的哪一方面？您可以点选，也可以直接说。", buttons=menu, outcome="clarify")
            return
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy)
        if found is not None and found.score >= decision.faq_answer_score + self._doubt(talk, found.faq):
            talk.set_slot("miss_count", 0.0)
            talk.say(found.faq.answer)
            return
        if talk.is_waiting:
            talk.say(talk.pick(*NOTED_IN_QUEUE))
            return
        misses = int(talk.tracker.get_slot("miss_count") or 0) + 1
        if misses >= decision.misses_before_handoff:
            talk.hand_over(
                "非常抱歉，我还是没能准确理解您的问题。为了不耽误您的时间，马上为您转接人工客服。",
                reason=HandoffReason.LOW_CONFIDENCE,
                note=f"机器人未能理解：{shorten(talk.text, 80)}",
            )
            return
        talk.set_slot("miss_count", float(misses))
        choices = self._choices(talk)
        if choices:
            talk.say(talk.pick(*QUESTIONS), buttons=[*choices, HUMAN_BUTTON], outcome="clarify")
        else:
            talk.say(talk.pick(*OPEN_QUESTIONS), buttons=HELP_BUTTONS, outcome="clarify")

    def _doubt(self, talk: Talk, faq: Faq) -> float:
        """An FAQ of a topic that the model does not even consider must fit by its very words."""
        guessed = [entry["name"] for entry in (talk.message.get("intent_ranking") or ())[:GUESSES]]
        topics = {INTENTS[name].topic for name in guessed if name in INTENTS}
        return 0.0 if faq.topic in topics else OTHER_TOPIC_MARGIN

    def _choices(self, talk: Talk) -> list[Button]:
        decision = talk.tools.policy.decision
        ranking = [entry for entry in talk.message.get("intent_ranking") or () if entry.get("name") in INTENTS]
        likely = [entry for entry in ranking if _is_choice(entry["name"], float(entry["confidence"]))]
        likely = likely[: decision.max_choices]
        if sum(float(entry["confidence"]) for entry in likely) < decision.clarify_threshold:
            return []
        said = shorten(talk.text, 120)
        return [(intent_phrase(entry["name"]), make_payload(entry["name"], said=said)) for entry in likely]


def _is_choice(intent: str, confidence: float) -> bool:
    if intent in _NOT_A_CHOICE:
        return False
    return confidence >= (_GRAVE_FROM if intent in _GRAVE else _CHOICE_FROM)
