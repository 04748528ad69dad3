"""Reading recordings and joining them with what the log knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.errors import BadRequest
from bot.domain.turn import Outcome
from bot.services.replay import Exchange, Played, outcome_of_events, read_recordings, summarize_replay, to_markdown
from tests.e2e.running_house import free_port


def line(*turns: tuple[str, str]) -> str:
    return json.dumps({"id": "x", "turns": [{"role": role, "text": text} for role, text in turns]})


def test_groups_end_where_somebody_else_speaks() -> None:
    [recording] = read_recordings(
        [line(("agent", "您好"), ("shopper", "a"), ("shopper", " "), ("shopper", "b"), ("bot", "c"), ("shopper", "d"))]
    )
    assert recording.groups == (("a", "b"), ("d",))


def test_the_limit_counts_conversations_with_a_shopper() -> None:
    lines = [line(("agent", "您好")), "", line(("shopper", "a")), line(("shopper", "b"))]
    assert [item.groups for item in read_recordings(lines, limit=1)] == [(("a",),)]


@pytest.mark.parametrize(("shopper", "other"), [("user", "assistant"), ("买家", "客服"), ("customer", "system")])
def test_roles_of_other_systems_are_understood(shopper: str, other: str) -> None:
    [recording] = read_recordings([line((shopper, "a"), (other, "您好"), (shopper, "b"))])
    assert recording.groups == (("a",), ("b",))


@pytest.mark.parametrize(
    "bad", ["{", "[]", '{"id": 1}', '{"id":1,"turns":[{"role":"阿姨","text":"a"}]}', '{"id":1,"turns":3}']
)
def test_a_bad_line_is_named(bad: str) -> None:
    with pytest.raises(BadRequest, match="line 2"):
        read_recordings([line(("shopper", "a")), bad])


def test_what_cannot_be_played_is_said_before_anything_is_played(tmp_path: Path) -> None:
    binary = tmp_path / "a.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for arguments, problem in (
        ([tmp_path], "is a folder"),
        ([binary], "not a text file"),
        ([_file(tmp_path, line(("shopper", "a"))), "--url", f"http://127.0.0.1:{free_port()}"], "nobody answers"),
        ([_file(tmp_path, line(("shopper", "a"))), "--url", "nonsense"], "nobody answers"),
        ([_file(tmp_path, line(("agent", "a")))], "no conversation"),
    ):
        result = CliRunner().invoke(app, ["replay", *map(str, arguments), "--out", str(tmp_path / "out")])
        assert (result.exit_code, problem in " ".join(result.output.split())) == (1, True), result.output


def _file(folder: Path, text: str) -> Path:
    file = folder / f"{len(list(folder.iterdir()))}.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_outcomes_from_events() -> None:
    assert outcome_of_events([None, "queued"]) is Outcome.HANDOFF
    assert outcome_of_events([None]) is Outcome.ANSWER


def test_percentiles_count_replies_only() -> None:
    exchanges = tuple(Exchange(("a",), ("b",), Outcome.ANSWER, seconds) for seconds in (0.1, 0.2, 0.9))
    silent = Exchange(("a",), (), Outcome.FAILED, None, failure="silence")
    summary = summarize_replay([Played("x", "c", (*exchanges, silent))])
    assert (summary.latency_p50, summary.latency_p99) == (0.2, 0.9)
    assert summary.failures == {"silence": 1}
    assert "FAILED" in to_markdown([Played("x", "c", (silent,))])
