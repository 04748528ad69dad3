"""An engine that is dead, slow or failing: an honest word within the deadline, and a human at last."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Owner
from tests.integration.message_house import House, until


async def test_dead_engine_means_honest_notice_once_then_the_answer_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.turn_scheduler.RETRY_PAUSES_SECONDS", (0.1, 0.1, 0.1, 5.0))
    house.engine.is_down = True
    conversation = house.open()
    house.say(conversation, "到哪了")
    scheduler = house.scheduler()
    scheduler.schedule(conversation.id)
    await until(lambda: len(house.engine.requests) >= 2)
    notices = [message for message in house.log(conversation) if message.body.event == "delayed"]
    assert len(notices) == 1
    assert notices[0].body.buttons[0].payload == "/request_human"
    house.engine.is_down = False
    await until(lambda: bool(house.bot_texts(conversation)))
    assert house.bot_texts(conversation) == ["答：到哪了"]
    assert sum(message.body.event == "delayed" for message in house.log(conversation)) == 1


async def test_slow_engine_is_noticed_within_the_deadline(house: House) -> None:
    house.engine.delay_seconds = 60.0
    conversation = house.open()
    house.say(conversation, "到哪了")
    house.scheduler(deadline=1.0).schedule(conversation.id)
    await until(lambda: any(message.body.event == "delayed" for message in house.log(conversation)), seconds=2.5)


async def test_a_dead_engine_still_lets_the_shopper_reach_a_human(house: House) -> None:
    house.engine.is_down = True
    conversation = house.open()
    house.say(conversation, "转人工")
    house.scheduler().schedule(conversation.id)
    await until(lambda: house.handoffs == [conversation.id])
    assert house.now_is(conversation).owner is Owner.QUEUE


async def test_an_engine_that_fails_twice_on_a_message_brings_a_human(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.turn_scheduler.RETRY_PAUSES_SECONDS", (0.05,) * 4)
    house.engine.is_down = True
    house.engine.error_code = "turn_failed"
    conversation = house.open()
    house.say(conversation, "到哪了")
    house.scheduler().schedule(conversation.id)
    await until(lambda: house.now_is(conversation).owner is Owner.QUEUE)
    assert len(house.engine.requests) == 2
    assert "人工" in house.bot_texts(conversation)[0]
