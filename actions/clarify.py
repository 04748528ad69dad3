"""Not understood: try the knowledge base, ask back once, then bring a human (S10)."""

from __future__ import annotations

from actions.shop_action import ShopAction
from actions.social import HELP_BUTTONS
from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload, shorten
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS, intent_phrase
from bot.services.answer_faq import answer_faq

_NOT_A_CHOICE = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "chitchat", "urge_reply", "ask_clarification"}
    | {"out_of_scope", "inform", "request_human", "nlu_fallback"}
)


class ClarifyIntent(ShopAction):
    """Answers what the model was not sure about."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_clarify_intent"

    def answer(self, talk: Talk) -> None:
        """FAQ, question back, or human; ``miss_count`` counts the questions back in a row."""
        decision = talk.tools.policy.decision
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy)
        if found is not None and found.score >= decision.faq_answer_score:
            talk.set_slot("miss_count", 0.0)
            talk.say(found.faq.answer)
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
            text = "抱歉，我不太确定您的意思，请问您想咨询的是下面哪一项？如果都不是，请换个说法告诉我。"
            talk.say(text, buttons=[*choices, HUMAN_BUTTON], outcome="clarify")
        else:
            text = "抱歉，我没有完全理解您的问题。您可以换个说法，或者点选下面的服务。"
            talk.say(text, buttons=HELP_BUTTONS, outcome="clarify")

    def _choices(self, talk: Talk) -> list[Button]:
        decision = talk.tools.policy.decision
        ranking = [entry for entry in talk.message.get("intent_ranking") or () if entry.get("name") in INTENTS]
        likely = [entry for entry in ranking if entry["name"] not in _NOT_A_CHOICE][: decision.max_choices]
        if sum(float(entry["confidence"]) for entry in likely) < decision.clarify_threshold:
            return []
        said = shorten(talk.text, 120)
        return [(intent_phrase(entry["name"]), make_payload(entry["name"], said=said)) for entry in likely]
