"""The tree of errors that callers may handle.

Every error carries a stable ``code`` (for programs) and a Chinese ``message`` (for people).

    XiaoerError
    ├── BadRequest            the input is malformed: what to change is in the message
    ├── NotAuthenticated      no or a wrong identity
    ├── NotAllowed            known identity, missing role
    ├── NotFound              unknown, or not yours: the two look the same on purpose
    ├── Conflict              somebody else was faster, or the state does not allow it
    ├── TooManyRequests       a rate limit
    └── Unavailable           a part that we need does not answer; retry is safe
"""

from __future__ import annotations


class XiaoerError(Exception):
    """Base of all errors that are meant for a caller."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class BadRequest(XiaoerError):
    """The input is malformed or incomplete."""

    code = "bad_request"


class NotAuthenticated(XiaoerError):
    """No valid identity came with the request."""

    code = "not_authenticated"


class NotAllowed(XiaoerError):
    """The identity is known but lacks the role."""

    code = "not_allowed"


class NotFound(XiaoerError):
    """The thing does not exist, or does not belong to the caller."""

    code = "not_found"


class Conflict(XiaoerError):
    """The state of the thing does not allow the change."""

    code = "conflict"


class TooManyRequests(XiaoerError):
    """A rate limit was reached."""

    code = "too_many_requests"


class Unavailable(XiaoerError):
    """A part that is needed does not answer now; the same request may be retried."""

    code = "unavailable"
