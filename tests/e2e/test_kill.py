"""Acknowledged means kept and answered, whatever dies."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running_house import RunningHouse

DEADLINE_SECONDS = 8.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("kill")]


@pytest.fixture
def mortal_house(tmp_path: Path) -> Iterator[RunningHouse]:
    """A house of the test's own, to be killed; it tells when its second runtime process is ready to take over."""
    house = RunningHouse(tmp_path, {"XIAOER_LOG_LEVEL": "INFO"})
    house.start()
    yield house
    house.stop()


@pytest.fixture(autouse=True)
def everything_runs(mortal_house: RunningHouse) -> None:
    """Each test begins with a house that answers."""
    mortal_house.wait_until(lambda: mortal_house.child("gateway") is not None, 90)
    mortal_house.wait_until(lambda: mortal_house.child("runtime") is not None, 90)
    shopper = mortal_house.shopper()
    shopper.say("你好")
    shopper.wait_for_answer(seconds=120)


@pytest.mark.parametrize("pause", [0.0, 0.3, 0.62, 0.7])
def test_gateway_killed_at_any_step(mortal_house: RunningHouse, pause: float) -> None:
    shopper = mortal_house.shopper()
    shopper.say("你们发什么快递")
    time.sleep(pause)
    mortal_house.kill("gateway")
    answers = shopper.wait_for_answer()
    time.sleep(2.0)
    assert shopper.bot_texts() == answers
    said = [message for message in shopper.log() if message["author"] == "shopper"]
    assert len(said) == 1
    assert [message["seq"] for message in shopper.log()] == list(range(1, len(shopper.log()) + 1))


@pytest.mark.parametrize("pause", [0.0, 0.61])
def test_runtime_killed_during_the_turn(mortal_house: RunningHouse, pause: float) -> None:
    shopper = mortal_house.shopper()
    shopper.say("你们发什么快递")
    time.sleep(pause)
    mortal_house.kill("runtime")
    answers = shopper.wait_for_answer()
    time.sleep(2.0)
    assert shopper.bot_texts() == answers


def test_a_message_resent_after_the_kill_is_one_row(mortal_house: RunningHouse) -> None:
    shopper = mortal_house.shopper()
    client_id = shopper.say("包邮吗")
    mortal_house.kill("gateway")
    for _ in range(3):
        shopper.say("包邮吗", client_id)
    shopper.wait_for_answer()
    ids = Counter(message["client_message_id"] for message in shopper.log() if message["author"] == "shopper")
    assert ids == {client_id: 1}


def test_the_conversation_goes_on_after_the_runtime_forgot_it(mortal_house: RunningHouse) -> None:
    """The tracker is rebuilt from the log: the open question survives the death of its process."""
    shopper = mortal_house.shopper()
    shopper.say("包邮吗")
    first = len(shopper.wait_for_answer())
    mortal_house.kill("runtime")
    shopper.say("那运费多少")
    shopper.wait_for_answer(first + 1)


def test_a_message_sent_during_the_kill_is_answered_in_time(mortal_house: RunningHouse) -> None:
    mortal_house.wait_until(lambda: "runtime stands by" in mortal_house.log_text(), 120)
    shopper = mortal_house.shopper()
    shopper.say("包邮吗")
    mortal_house.kill("runtime")
    started = time.monotonic()
    shopper.wait_for_answer()
    assert time.monotonic() - started < DEADLINE_SECONDS
    assert [message for message in shopper.log() if message["body"]["event"] == "delayed"] == []
