"""Limits per key in memory; a restart forgets them, which is fine for what they protect."""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class RateLimit:
    """``rate`` in the notation of the limits library, for example ``30/minute``."""

    def __init__(self, rate: str) -> None:
        self._item: RateLimitItem = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def is_allowed(self, key: str) -> bool:
        """Count one use by ``key``; False when it is over the limit."""
        return self._limiter.hit(self._item, key)
