"""Trackers of the cases in progress, kept as live objects: a cache, never the truth."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


@dataclass(slots=True)
class LiveCase:
    """A tracker and how many completed turns it contains."""

    tracker: DialogueStateTracker
    version: int


class LiveTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps the ``capacity`` most recently used cases; nothing is serialised."""

    def __init__(self, domain: Domain, *, capacity: int = 2000) -> None:
        super().__init__(domain)
        self._capacity = capacity
        self._cases: OrderedDict[str, LiveCase] = OrderedDict()

    def find_case(self, case_id: str, version: int) -> LiveCase | None:
        """The case if it is here at exactly this version."""
        case = self._cases.get(case_id)
        return case if case is not None and case.version == version else None

    def restore(self, case_id: str, version: int, history: Sequence[dict[str, Any]]) -> LiveCase:
        """Rebuild a case from its serialised events."""
        tracker = DialogueStateTracker.from_dict(case_id, list(history), self.domain.slots)
        case = LiveCase(tracker, version)
        self._cases[case_id] = case
        return case

    def drop(self, case_id: str) -> None:
        """Forget the case: the next turn will ask for its history."""
        self._cases.pop(case_id, None)

    def clear(self) -> None:
        """Forget everything, e.g. after a new model came."""
        self._cases.clear()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the live tracker and make room if needed."""
        case = self._cases.get(tracker.sender_id)
        if case is None:
            self._cases[tracker.sender_id] = LiveCase(tracker, 0)
        else:
            case.tracker = tracker
        self._cases.move_to_end(tracker.sender_id)
        while len(self._cases) > self._capacity:
            self._cases.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The live tracker, or None."""
        case = self._cases.get(sender_id)
        return case.tracker if case is not None else None

    async def keys(self) -> Iterable[str]:
        """Ids of the cases at hand."""
        return list(self._cases)
