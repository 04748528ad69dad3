"""Changing accounts that exist: a new password, switched off, switched on again (``xiaoer user``)."""

from __future__ import annotations

from bot.domain.agent import Agent
from bot.domain.errors import NotFound
from bot.services.log_in import LoginGate
from bot.services.ports import Clock, Transaction, Transactions

ACTOR = "command line"
"""Who did it, in the access log: whoever may run commands on the server."""


def change_password(
    transactions: Transactions, clock: Clock, gate: LoginGate, *, username: str, password: str
) -> Agent:
    """Give the person another password.

    Raises:
        BadRequest: too short or too long.
        NotFound: nobody has this user name.
    """
    hashed = gate.hash_password(password)
    with transactions.begin() as tx:
        agent = _find(tx, username)
        tx.agents.set_password(agent.id, hashed)
        tx.agents.record(ACTOR, "change_password", agent.username, clock.now())
    return agent


def switch_account(transactions: Transactions, clock: Clock, *, username: str, is_active: bool) -> Agent:
    """Let the person in again, or no longer; an open session of a switched-off account stops at its next request.

    Raises:
        NotFound: nobody has this user name.
    """
    with transactions.begin() as tx:
        agent = _find(tx, username)
        tx.agents.set_active(agent.id, is_active=is_active)
        tx.agents.record(ACTOR, "enable_account" if is_active else "disable_account", agent.username, clock.now())
    return agent


def _find(tx: Transaction, username: str) -> Agent:
    found = tx.agents.find_credentials(username.strip().lower())
    if found is None:
        raise NotFound(f"没有用户名为 {username} 的账号")
    return found[0]
