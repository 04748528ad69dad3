"""Agents and the access log in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.agent import Agent, Role
from bot.domain.errors import Conflict
from bot.storage.tables import agents, audit_log


class SqlAgentStore:
    """Implements ``bot.services.ports.AgentStore`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, agent: Agent, password_hash: str, now: datetime) -> None:
        """Store one; Conflict if the user name exists."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    insert(agents).values(
                        id=agent.id,
                        username=agent.username,
                        name=agent.name,
                        role=agent.role.value,
                        password_hash=password_hash,
                        is_active=agent.is_active,
                        created_at=now,
                    )
                )
        except IntegrityError as error:
            raise Conflict(f"用户名 {agent.username} 已存在") from error

    def find(self, agent_id: str) -> Agent | None:
        """The agent, or None."""
        row = self._connection.execute(select(agents).where(agents.c.id == agent_id)).mappings().first()
        return None if row is None else _agent(row)

    def find_credentials(self, username: str) -> tuple[Agent, str] | None:
        """The agent and the argon2 hash of the password."""
        row = self._connection.execute(select(agents).where(agents.c.username == username)).mappings().first()
        return None if row is None else (_agent(row), row["password_hash"])

    def set_password(self, agent_id: str, password_hash: str) -> None:
        """Replace the password."""
        self._connection.execute(update(agents).where(agents.c.id == agent_id).values(password_hash=password_hash))

    def set_active(self, agent_id: str, *, is_active: bool) -> None:
        """Whether the person may log in."""
        self._connection.execute(update(agents).where(agents.c.id == agent_id).values(is_active=is_active))

    def record(self, actor: str, action: str, target: str, now: datetime) -> None:
        """Write the access log."""
        self._connection.execute(insert(audit_log).values(actor=actor, action=action, target=target, created_at=now))


def _agent(row: RowMapping) -> Agent:
    return Agent(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        role=Role(row["role"]),
        is_active=row["is_active"],
    )
