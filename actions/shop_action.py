"""The base of all actions: collects the dialogue's memory so that the actions themselves stay thin."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Talk
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

    def __init__(self, tools: AssistantTools | None = None) -> None:
        self._tools = tools

    @property
    def tools(self) -> AssistantTools:
        """Services and policy."""
        return self._tools if self._tools is not None else _default_tools()

    @abstractmethod
    def name(self) -> str:
        """The action's name in ``domain.yml``."""

    @abstractmethod
    def answer(self, talk: Talk) -> None:
        """Say something or hand over; change slots."""

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
        self.answer(talk)
        return talk.events
