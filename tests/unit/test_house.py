"""Keeps the walls of the house: who may import whom (docs/architecture.md)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STDLIB = set(sys.stdlib_module_names)

OWN = {
    "bot/domain": ("bot.domain",),
    "bot/services": ("bot.domain", "bot.services"),
    "bot/storage": ("bot.domain", "bot.services.ports", "bot.storage", "bot.sql_types"),
    "bot/backends": ("bot.domain", "bot.services.ports", "bot.backends", "bot.sql_types"),
    "bot/search": ("bot.domain", "bot.services.ports", "bot.search"),
    "connectors": ("bot.domain", "bot.services.ports", "bot.settings", "connectors"),
    "bot/gateway": ("bot.domain", "bot.services", "bot.gateway", "bot.settings"),
    "actions": ("bot.domain", "bot.services", "actions", "bot.bootstrap", "bot.settings"),
}
ONLY_IN = {
    "rasa": ("bot/nlu", "bot/runtime", "benchmarks"),
    "rasa_sdk": ("actions", "bot/runtime"),
    "sqlalchemy": ("bot/storage", "bot/backends", "bot/sql_types.py"),
    "alembic": ("bot/storage",),
}
SOURCES = sorted(path for folder in ("bot", "actions", "connectors") for path in (ROOT / folder).rglob("*.py"))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def rooms() -> list[str]:
    return sorted(OWN)


@pytest.mark.parametrize("room", rooms())
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / room)
        for module in imported_modules(path)
        if module.split(".")[0] in ("bot", "actions", "connectors")
        and not any(module == own or module.startswith(f"{own}.") for own in OWN[room])
    ]
    assert wrong == []


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    wrong = [
        f"{path.name}: {module}"
        for path in (ROOT / "bot/domain").rglob("*.py")
        for module in imported_modules(path)
        if module.split(".")[0] not in STDLIB and not module.startswith("bot.domain")
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_stays_in_its_rooms(library: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if not any(path.is_relative_to(ROOT / room) for room in ONLY_IN[library])
        and any(module.split(".")[0] == library for module in imported_modules(path))
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["bot/domain", "bot/services"])
def test_no_web_framework_in_the_core(room: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / room).rglob("*.py")
        if any(module.split(".")[0] == "aiohttp" for module in imported_modules(path))
    ]
    assert wrong == []
