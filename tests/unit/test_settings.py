from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.settings import PROJECT_ROOT, Settings, load_settings


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    page = (PROJECT_ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert f"| `XIAOER_{name.upper()}` |" in page


def test_the_page_documents_no_setting_that_is_gone() -> None:
    page = (PROJECT_ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `XIAOER_")}
    assert named == {f"XIAOER_{field.name.upper()}" for field in fields(Settings)}


def test_values_are_cast() -> None:
    settings = load_settings({"XIAOER_PORT": "9000", "XIAOER_STATE_DIR": "/tmp/x", "XIAOER_BUBBLE_PAUSE_SECONDS": "1"})
    assert (settings.port, settings.state_dir, settings.bubble_pause_seconds) == (9000, Path("/tmp/x"), 1.0)


def test_a_misspelt_setting_is_an_error() -> None:
    with pytest.raises(BadRequest, match="XIAOER_PROT"):
        load_settings({"XIAOER_PROT": "9000"})


def test_a_value_of_the_wrong_kind_is_an_error() -> None:
    with pytest.raises(BadRequest, match="XIAOER_PORT"):
        load_settings({"XIAOER_PORT": "many"})
