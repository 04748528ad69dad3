from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.domain.policy import HoursPolicy
from bot.policy_file import load_policy
from bot.secrets_file import fill_secrets
from bot.settings import PROJECT_ROOT, Settings

SHIPPED = PROJECT_ROOT / "knowledge_base/policies/service.yml"


def test_the_shipped_policy_loads() -> None:
    policy = load_policy(SHIPPED)
    assert policy.handoff.intent_priorities["safety_incident"] == "P0"
    assert policy.hours.label == "9:00–23:30"


@pytest.mark.parametrize("line", ["shop_nam: x", "hours:\n  open: '09:00:00'"])
def test_a_misspelt_key_is_an_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "service.yml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadRequest, match="unknown key"):
        load_policy(path)


def test_a_wrong_value_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "service.yml"
    path.write_text("decision:\n  wrong_answer_cost: viel", encoding="utf-8")
    with pytest.raises(BadRequest, match="wrong_answer_cost"):
        load_policy(path)


@pytest.mark.parametrize(
    ("hour_utc", "is_open"), [(0, False), (1, True), (12, True), (15, True), (16, False), (23, False)]
)
def test_service_hours_are_local(hour_utc: int, is_open: bool) -> None:
    assert HoursPolicy().is_open(datetime(2026, 11, 11, hour_utc, 0, tzinfo=UTC)) is is_open


def test_demo_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    first, second = fill_secrets(settings), fill_secrets(settings)
    assert first == second
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_production_refuses_to_start_without_secrets(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="XIAOER_SECRET_KEY"):
        fill_secrets(Settings(state_dir=tmp_path, environment="production"))
    assert not (tmp_path / "secrets.json").exists()


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    settings = replace(Settings(state_dir=tmp_path), secret_key="short")
    with pytest.raises(BadRequest, match="16 characters"):
        fill_secrets(settings)


def test_production_needs_no_password_of_demo_accounts(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, environment="production", secret_key="s" * 32, identity_secret="i" * 32)
    assert fill_secrets(settings) == settings
