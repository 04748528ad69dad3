"""Who works here: passwords, log-in, new people (service standards S12).

Passwords are kept as argon2id hashes. An unknown user name costs the same time and gives the same answer as a wrong
password, so nobody can find out who works here; guessing is limited per user name and per address.
"""

from __future__ import annotations

import re
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.domain.agent import Agent, Role
from bot.domain.errors import BadRequest, NotAuthenticated, TooManyRequests
from bot.services.ports import Clock, Transactions

MIN_PASSWORD = 8
MAX_PASSWORD = 256
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class LoginGate:
    """Checks passwords and counts attempts. One per process."""

    def __init__(
        self,
        hasher: PasswordHasher | None = None,
        *,
        per_user: str = "10/minute",
        per_address: str = "30/minute",
    ) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(uuid4().hex)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_user: RateLimitItem = parse(per_user)
        self._per_address: RateLimitItem = parse(per_address)

    def log_in(self, transactions: Transactions, clock: Clock, username: str, password: str, address: str) -> Agent:
        """The person; the access log keeps that they came. Slow on purpose (tens of milliseconds): call it in a thread.

        Raises:
            NotAuthenticated: wrong user name or password, or the account is switched off; which one is not told.
            TooManyRequests: too many attempts for this user name or from this address.
        """
        name = username.strip().lower()
        is_allowed = self._limiter.hit(self._per_address, "address", address)
        if not (self._limiter.hit(self._per_user, "user", name) and is_allowed):
            raise TooManyRequests("尝试次数过多，请一分钟后再试")
        with transactions.read() as tx:
            found = tx.agents.find_credentials(name)
        is_right = self._verify(found[1] if found else self._nobody, password[:MAX_PASSWORD])
        if found is None or not is_right or not found[0].is_active:
            raise NotAuthenticated("用户名或密码不正确")
        with transactions.begin() as tx:
            tx.agents.record(found[0].id, "log_in", address[:128], clock.now())
        return found[0]

    def hash_password(self, password: str) -> str:
        """The argon2id hash to store.

        Raises:
            BadRequest: too short or too long.
        """
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise BadRequest(f"密码长度应为 {MIN_PASSWORD} 到 {MAX_PASSWORD} 个字符")
        return self._hasher.hash(password)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def add_agent(
    transactions: Transactions, clock: Clock, gate: LoginGate, *, username: str, name: str, role: str, password: str
) -> Agent:
    """Create a person who may log in (``xiaoer user add``).

    Raises:
        BadRequest: bad user name, name, role or password; the message says which.
        Conflict: the user name is taken.
    """
    lowered = username.strip().lower()
    if not _USERNAME.fullmatch(lowered):
        raise BadRequest("用户名应为 2 到 32 位的小写字母、数字、点、横线或下划线")
    if not 1 <= len(name.strip()) <= 20:
        raise BadRequest("姓名应为 1 到 20 个字符")
    if role not in set(Role):
        raise BadRequest(f"角色应为以下之一：{'、'.join(Role)}")
    agent = Agent(id=uuid4().hex, username=lowered, name=name.strip(), role=Role(role))
    hashed = gate.hash_password(password)
    with transactions.begin() as tx:
        tx.agents.add(agent, hashed, clock.now())
    return agent
