"""Accounts."""

from __future__ import annotations

from actions.knowledge import tell_faq
from actions.shop_action import ShopAction
from actions.talk import Talk


class HelpAccount(ShopAction):
    """The steps first; a technical fault goes to a human (S2)."""

    next_steps = (("仍未解决，转人工", "/request_human"),)

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_help_account"

    def answer(self, talk: Talk) -> None:
        """Guide, and offer a human."""
        talk.offer("/request_human")
        tell_faq(talk, buttons=self.next_steps)
