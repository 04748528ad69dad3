"""The dialogue engine and the understanding of single texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.turn import ParsedText, TurnRequest, TurnResult


class HistoryNeeded(Exception):
    """The runtime does not have the case cached at this version: send the request again with ``history``."""


class DialogueEngine(Protocol):
    """The runtime."""

    async def run_turn(self, request: TurnRequest, *, deadline_seconds: float) -> TurnResult:
        """Run one turn.

        Raises:
            HistoryNeeded: repeat with ``history``.
            bot.domain.errors.Unavailable: not reachable, failed, or over the deadline.
        """
        ...


class IntentParser(Protocol):
    """Understands texts without holding a conversation: for the workshop and the command line."""

    async def parse(self, texts: Sequence[str]) -> Sequence[ParsedText]:
        """One result per text, in order.

        Raises:
            bot.domain.errors.Unavailable: the runtime does not answer.
        """
        ...

    async def reload(self) -> str:
        """Make every runtime worker load the current model; its name."""
        ...
