"""What is kept for trainers and agents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.agent import Agent
from bot.domain.faq import Faq
from bot.domain.learning import Candidate, Example, Miss


class FaqStore(Protocol):
    """FAQs with versions. All methods run inside the caller's transaction."""

    def save(self, faq: Faq, *, now: datetime, author: str) -> None:
        """Insert or update; keeps a snapshot per version; a published FAQ becomes what shoppers see."""
        ...

    def find(self, faq_id: str, *, lock: bool = False) -> Faq | None:
        """The newest version, or None. ``lock`` holds its row until the transaction ends (PostgreSQL)."""
        ...

    def search(self, *, query: str, state: str | None, topic: str | None, limit: int) -> Sequence[Faq]:
        """FAQs whose text contains every word of ``query``."""
        ...

    def versions(self, faq_id: str) -> Sequence[Faq]:
        """All versions, newest first."""
        ...

    def revision(self) -> int:
        """Grows whenever what shoppers see changes."""
        ...

    def published(self, at: datetime) -> Sequence[Faq]:
        """What shoppers may see at that time: the published version of each FAQ, even while a newer draft exists."""
        ...

    def published_versions(self) -> Mapping[str, int]:
        """The version that is published, of each FAQ that has one, by id; whatever its dates."""
        ...


class ExampleStore(Protocol):
    """Training messages that trainers added. All methods run inside the caller's transaction."""

    def add(self, example: Example) -> None:
        """Store one; Conflict if the text exists."""
        ...

    def list_examples(self, *, intent: str | None = None) -> Sequence[Example]:
        """All, newest first."""
        ...

    def remove(self, example_id: str) -> bool:
        """False if there was none."""
        ...


class AgentStore(Protocol):
    """People who work at the desk and in the workshop. All methods run inside the caller's transaction."""

    def add(self, agent: Agent, password_hash: str, now: datetime) -> None:
        """Store one; Conflict if the user name exists."""
        ...

    def find(self, agent_id: str) -> Agent | None:
        """The agent, or None."""
        ...

    def find_credentials(self, username: str) -> tuple[Agent, str] | None:
        """The agent and the argon2 hash of the password."""
        ...

    def set_password(self, agent_id: str, password_hash: str) -> None:
        """Replace the password."""
        ...

    def set_active(self, agent_id: str, *, is_active: bool) -> None:
        """Whether the person may log in."""
        ...

    def record(self, actor: str, action: str, target: str, now: datetime) -> None:
        """Write the access log."""
        ...


class MissStore(Protocol):
    """Turns that the bot did not understand. All methods run inside the caller's transaction."""

    def list_misses(self, *, limit: int) -> Sequence[Miss]:
        """Unreviewed turns that ended in a question back, a low-confidence handoff or a failure; equal texts once."""
        ...

    def mark_reviewed(self, turn_id: str) -> str | None:
        """Mark it and all unreviewed turns with the same text; the text, or None if unknown."""
        ...


class CandidateStore(Protocol):
    """Messages of imported logs that wait for a trainer. All methods run inside the caller's transaction."""

    def add(self, candidates: Sequence[Candidate]) -> int:
        """Store those whose text was never imported before, dismissed ones included; how many that were."""
        ...

    def list_open(self, *, limit: int) -> Sequence[Candidate]:
        """Those that nobody has looked at: clusters with the most messages first, frequent ones first in each."""
        ...

    def settle(self, candidate_ids: Sequence[str]) -> Sequence[Candidate]:
        """Take those that are open off the list; what was taken."""
        ...

    def reopen(self, candidate_ids: Sequence[str]) -> int:
        """Put those that were settled back on the list; how many came back."""
        ...
