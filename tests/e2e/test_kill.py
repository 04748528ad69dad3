"""Acknowledged means kept and answered, whatever dies."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.e2e.running_house import RunningHouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("kill")]


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
