"""Tells connected pages what happened. Nothing depends on it: a page that missed something reads the log again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

QUEUE_LIMIT = 1000
DESK = "desk"


class Subscription:
    """One connected page: events in order; too slow a reader is cut off and has to resume."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(QUEUE_LIMIT)

    def push(self, event: dict[str, Any]) -> None:
        """Queue an event, or the end when the reader is too slow."""
        if self.events.full():
            while not self.events.empty():
                self.events.get_nowait()
            self.events.put_nowait(None)
            return
        self.events.put_nowait(event)


class Hub:
    """Subscriptions by topic: a conversation id, or ``desk`` for the whole queue."""

    def __init__(self) -> None:
        self._topics: dict[str, set[Subscription]] = defaultdict(set)

    def subscribe(self, topic: str, subscription: Subscription) -> None:
        """Send the topic's events to the subscription."""
        self._topics[topic].add(subscription)

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget it everywhere."""
        for topic in [topic for topic, members in self._topics.items() if subscription in members]:
            self._topics[topic].discard(subscription)
            if not self._topics[topic]:
                del self._topics[topic]

    def publish(self, topic: str, event: dict[str, Any]) -> None:
        """Tell everybody who listens to the topic."""
        for subscription in tuple(self._topics.get(topic, ())):
            subscription.push(event)
