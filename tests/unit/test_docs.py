"""The documentation keeps step with the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import typer.main

from bot.backends.registry import BACKENDS
from bot.backends.seed_people import demo_customers
from bot.cli import app
from bot.commands.prepare import DEMO_AGENTS
from bot.domain import errors
from bot.domain.agent import PUBLISH_ROLES, WORKSHOP_ROLES, Role
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS, TOPIC_LABELS
from bot.gateway.http import error_response
from bot.secrets_file import DEMO_PASSWORD
from connectors.registry import CONNECTORS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def list_commands(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for child, inner in command.commands.items():
            yield from list_commands(inner, f"{name} {child}")
    elif not command.hidden:
        yield name


def list_links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:|#", target):
                yield page, target


def list_errors() -> list[type[errors.XiaoerError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.XiaoerError)]


@pytest.mark.parametrize("command", sorted(list_commands(typer.main.get_command(app), "xiaoer")))
def test_every_command_has_a_row_with_an_example(command: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `{command}` |")]
    assert len(rows) == 1
    assert command in rows[0].split("|")[2]


def test_no_command_is_documented_that_is_gone() -> None:
    documented = set(re.findall(r"^\| `(xiaoer[a-z -]*)` \|", README, re.MULTILINE))
    assert documented == set(list_commands(typer.main.get_command(app), "xiaoer"))


@pytest.mark.parametrize("channel", sorted(CONNECTORS))
def test_every_connector_has_a_page(channel: str) -> None:
    assert (ROOT / f"docs/connectors/{channel}.md").is_file()
    assert f"[`{channel}`](docs/connectors/{channel}.md)" in README


def test_every_back_end_is_named() -> None:
    assert [name for name in BACKENDS if f"`{name}`" not in README] == []


@pytest.mark.parametrize("kind", list_errors(), ids=lambda kind: kind.__name__)
def test_every_error_is_documented_with_code_and_status(kind: type[errors.XiaoerError]) -> None:
    status = error_response(kind("")).status
    assert f"| `{kind.__name__}` | `{kind.code}` | {status} |" in ARCHITECTURE


@pytest.mark.parametrize("reason", list(HandoffReason))
def test_every_reason_for_a_handoff_is_documented(reason: HandoffReason) -> None:
    assert f"| `{reason}` |" in ARCHITECTURE


def test_the_catalogue_of_intents_is_complete() -> None:
    page = (ROOT / "docs/intents.md").read_text(encoding="utf-8")
    rows: dict[str, list[tuple[str, str, str]]] = {}
    topic = ""
    for line in page.splitlines():
        if heading := re.fullmatch(r"## .+ `(\w+)`", line):
            topic = heading.group(1)
        if row := re.match(r"\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", line):
            rows.setdefault(topic, []).append((row.group(1), row.group(2), row.group(3)))
    documented = {name: rows.get(name, []) for name in TOPIC_LABELS}
    expected: dict[str, list[tuple[str, str, str]]] = {name: [] for name in TOPIC_LABELS}
    for intent in INTENTS.values():
        expected[intent.topic].append((intent.name, intent.label, intent.phrase))
    assert documented == expected
    assert sum(map(len, documented.values())) == 62


@pytest.mark.parametrize(("username", "name", "role"), DEMO_AGENTS)
def test_every_demo_account_is_documented(username: str, name: str, role: Role) -> None:
    assert f"| `{username}` | {name} | `{role}` " in README
    assert f"`{DEMO_PASSWORD}`" in README


def test_every_demo_customer_is_documented() -> None:
    assert [customer.id for customer in demo_customers() if f"`{customer.id}` {customer.name}" not in README] == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_documented(role: Role) -> None:
    assert f"`{role}`" in README
    guide = (ROOT / "docs/guide-trainer.md").read_text(encoding="utf-8")
    row = next((line for line in guide.splitlines() if line.startswith("| ") and f"`{role}`" in line), "")
    assert bool(row) == (role in WORKSHOP_ROLES)
    assert row.count("✓") == (role in WORKSHOP_ROLES) + (role in PUBLISH_ROLES)


@pytest.mark.parametrize("module", sorted(path.stem for path in (ROOT / "bot/domain").glob("[a-z]*.py")))
def test_every_module_of_the_domain_is_in_the_architecture(module: str) -> None:
    assert f"`{module}`" in ARCHITECTURE


@pytest.mark.parametrize(("page", "target"), list(list_links()), ids=lambda value: str(value).split("/")[-1])
def test_relative_links_and_images_exist(page: Path, target: str) -> None:
    path, _, _ = unquote(target).partition("#")
    assert (page.parent / path).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_decisions_are_numbered_and_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    assert [path.name for path in DECISIONS if f"({path.name})" not in index] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_three_parts(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize("target", ["run", "test", "env", "web"])
def test_make_targets_that_are_named_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
