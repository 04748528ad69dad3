"""The base of all actions: collects the dialogue's memory so that the actions themselves stay thin."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher

from actions.baskets import answer_basket
from actions.list_remarks import answer_list_remark
from actions.product_facts import tell_misread_fact
from actions.shopping_remarks import answer_shopping_remark
from actions.talk import Button, Talk
from actions.word_for_word import find_word_for_word
from bot.domain.faq import Faq
from bot.services.assistant_tools import AssistantTools

SILENT_MEMORY = frozenset({"affirm", "deny", "urge_reply", "ask_clarification", "inform", "nlu_fallback"})


@cache
def _default_tools() -> AssistantTools:
    """For ``rasa run actions`` and ``rasa shell``: wired from the environment at the first message."""
    from bot.bootstrap import build_assistant_tools
    from bot.settings import load_settings

    return build_assistant_tools(load_settings())


class ShopAction(Action, ABC):  # type: ignore[misc]
    """An action that answers one or several intents. ``tools`` None: wire them from the environment when needed."""

    keeps_memory = True
    is_answer = True
    """Whether it answers a message by itself; the parts of a form do not."""
    may_be_misread = True
    """Whether the question may have been one about the product in view after all."""
    next_steps: tuple[Button, ...] = ()
    """Offered under a published answer."""

    def __init__(self, tools: AssistantTools | None = None) -> None:
        self._tools = tools

    @property
    def tools(self) -> AssistantTools:
        """Services and policy."""
        return self._tools if self._tools is not None else _default_tools()

    @abstractmethod
    def name(self) -> str:
        """The action's name in ``domain.yml``."""

    def has_own_facts(self, talk: Talk) -> bool:
        """Whether the answer is about the shopper's own case: no FAQ comes before that."""
        return False

    @abstractmethod
    def answer(self, talk: Talk) -> None:
        """Say something or hand over; change slots."""

    def _is_answered_before(self, talk: Talk) -> bool:
        """Whether the conversation or the page in view said it: the intent alone would have missed the point."""
        if not self.is_answer:
            return False
        if answer_basket(talk) or answer_list_remark(talk, self.name()):
            return True
        if self.may_be_misread and tell_misread_fact(talk):
            return True
        return not self.has_own_facts(talk) and answer_shopping_remark(talk, self.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer, then keep what the next turn needs."""
        talk = Talk(self.tools, dispatcher, tracker)
        await asyncio.sleep(0)
        if self.keeps_memory:
            if tracker.get_slot("offer"):
                talk.set_slot("offer", None)
            if tracker.get_slot("awaiting"):
                talk.set_slot("awaiting", None)
            if talk.intent not in SILENT_MEMORY:
                talk.set_slot("last_intent", talk.intent)
                if tracker.get_slot("miss_count"):
                    talk.set_slot("miss_count", 0.0)
        published = find_word_for_word(talk) if self.is_answer and not self.has_own_facts(talk) else None
        if published is not None:
            talk.say(published.answer, buttons=self.next_steps)
            _remember_product(talk, published)
        elif not self._is_answered_before(talk):
            self.answer(talk)
        _resume_form(talk)
        return talk.events


def _resume_form(talk: Talk) -> None:
    """A form that let another action answer is taken up again after that one's follower, as after a single action."""
    name = talk.tracker.active_loop.get("name")
    if name and talk.is_followed and not any(event.get("event") == "active_loop" for event in talk.events):
        talk.events.append(ActiveLoop(name))


def _remember_product(talk: Talk, faq: Faq) -> None:
    product = talk.tools.shop.find_product(faq.products[0]) if len(faq.products) == 1 else None
    if product is not None:
        talk.remember_product(product)
