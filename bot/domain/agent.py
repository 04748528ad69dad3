"""People on the shop's side and what they may do (service standards S12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the trade, from least to most; see ``may``."""

    AGENT = "agent"
    SENIOR = "senior"
    QA = "qa"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


DESK_ROLES = frozenset({Role.AGENT, Role.SENIOR, Role.SUPERVISOR, Role.ADMIN})
WORKSHOP_ROLES = frozenset({Role.TRAINER, Role.QA, Role.SUPERVISOR, Role.ADMIN})
PUBLISH_ROLES = frozenset({Role.TRAINER, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Agent:
    """One person. ``name`` is what shoppers read when the agent joins."""

    id: str
    username: str
    name: str
    role: Role
    is_active: bool = True
