"""One at a time, in the order of arrival."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turnstile:
    """A lock whose waiters get it in the order in which they came; ``threading.Lock`` promises no order.

    SQLite lets one connection write and makes the others sleep and try again, up to 100 ms at a time: whoever waits
    longest sleeps longest and is overtaken by newcomers. Threads that queue here are woken at once instead.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            place = threading.Lock()
            place.acquire()
            self._waiting.append(place)
        place.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
