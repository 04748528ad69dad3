"""A message's way through the log: once, in order, never lost, never answered twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.conversation import Author, Owner
from bot.domain.errors import BadRequest, Conflict, NotFound
from bot.domain.turn import HandoffRequest, Priority
from bot.services.close_conversation import close_conversation, rate_conversation
from bot.services.hand_off import leave_queue
from bot.services.run_turn import begin_turn, complete_turn, failed_result
from tests.integration.message_house import House, until


def test_a_message_is_one_row_however_often_it_comes(house: House) -> None:
    conversation = house.open()
    first = house.say(conversation, "在吗", "same")
    second = house.say(conversation, "在吗", "same")
    assert second.is_duplicate
    assert not second.needs_turn
    assert second.message == first.message
    assert [message.seq for message in house.log(conversation)] == [1, 2]


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001])
def test_unusable_messages_are_refused_not_stored(house: House, text: str) -> None:
    conversation = house.open()
    with pytest.raises(BadRequest):
        house.say(conversation, text, "c1")
    assert len(house.log(conversation)) == 1


def test_unknown_conversation_is_an_error(house: House) -> None:
    with pytest.raises(NotFound):
        house.say(replace(house.open(), id="nowhere"), "在吗")


async def test_fifty_quick_messages_keep_their_order_and_are_all_answered(house: House) -> None:
    conversation = house.open()
    scheduler = house.scheduler()
    for number in range(50):
        received = await asyncio.to_thread(house.say, conversation, f"第{number}句")
        if received.needs_turn:
            scheduler.schedule(conversation.id)
    await until(lambda: "".join(house.bot_texts(conversation)).count("句") >= 50)
    await asyncio.sleep(0.1)
    log = house.log(conversation)
    assert [message.seq for message in log] == list(range(1, len(log) + 1))
    said = [message.body.text for message in log if message.author is Author.SHOPPER]
    assert said == [f"第{number}句" for number in range(50)]
    assert "".join(house.bot_texts(conversation)).count("句") == 50
    sizes = [len(request.bubbles) for request in house.engine.requests]
    assert max(sizes) <= house.policy.max_bubbles_per_turn


async def test_bubbles_within_a_pause_are_one_turn(house: House) -> None:
    conversation = house.open()
    scheduler = house.scheduler(pause=0.1)
    for text in ("额", "意思是今天能到对吧", "在吗"):
        house.say(conversation, text)
        scheduler.schedule(conversation.id)
    await until(lambda: bool(house.bot_texts(conversation)))
    assert house.bot_texts(conversation) == ["答：额 意思是今天能到对吧 在吗"]


async def test_crash_before_the_turn_is_answered_after_restart_once(house: House) -> None:
    conversation = house.open()
    house.say(conversation, "到哪了")
    scheduler = house.scheduler()
    assert await scheduler.recover() == 1
    await until(lambda: bool(house.bot_texts(conversation)))
    again = house.scheduler()
    assert await again.recover() == 0
    assert house.bot_texts(conversation) == ["答：到哪了"]


def test_two_answers_to_one_message_are_written_once(house: House) -> None:
    conversation = house.open()
    house.say(conversation, "到哪了")
    pending = begin_turn(house.transactions, house.policy, conversation.id)
    assert pending is not None
    result = failed_result(pending)
    args = (house.transactions, house.clock, house.policy, pending, result)
    assert complete_turn(*args, latency_seconds=0.1).messages
    assert complete_turn(*args, latency_seconds=0.1).messages == ()


async def test_a_reply_that_comes_after_a_human_took_over_is_dropped(house: House) -> None:
    conversation = house.open()
    house.say(conversation, "到哪了")

    def take_over() -> None:
        current = house.now_is(conversation)
        with house.transactions.begin() as tx:
            tx.log.save(replace(current, owner=Owner.HUMAN, epoch=current.epoch + 1))

    house.engine.before_answer = take_over
    scheduler = house.scheduler()
    scheduler.schedule(conversation.id)
    await until(lambda: house.now_is(conversation).owner is Owner.HUMAN)
    await asyncio.sleep(0.2)
    assert house.bot_texts(conversation) == []
    assert not house.say(conversation, "还在吗").needs_turn


async def test_handoff_tells_the_place_in_the_queue_and_can_be_left(house: House) -> None:
    house.engine.handoff = HandoffRequest("requested", Priority.P3)
    first, second = house.open("v1"), house.open("v2")
    for conversation in (first, second):
        house.say(conversation, "找个人")
        house.scheduler().schedule(conversation.id)
        await until(lambda conversation=conversation: house.now_is(conversation).owner is Owner.QUEUE)  # type: ignore[misc]
        house.clock.advance(seconds=1)
    assert "您是下一位" in house.log(first)[-1].body.text
    assert "前面还有 1 位" in house.log(second)[-1].body.text
    (left,) = leave_queue(house.transactions, house.clock, second.id)
    assert left.body.event == "queue_left"
    assert house.now_is(second).owner is Owner.BOT
    assert leave_queue(house.transactions, house.clock, second.id) == []


async def test_words_take_the_shopper_out_of_the_queue(house: House) -> None:
    house.engine.handoff = HandoffRequest("requested", Priority.P3)
    conversation = house.open()
    house.say(conversation, "找个人")
    house.scheduler().schedule(conversation.id)
    await until(lambda: house.now_is(conversation).owner is Owner.QUEUE)
    house.say(conversation, "不排队了")
    pending = begin_turn(house.transactions, house.policy, conversation.id)
    assert pending is not None
    result = replace(failed_result(pending), handoff=None, leaves_queue=True)
    done = complete_turn(house.transactions, house.clock, house.policy, pending, result, latency_seconds=0.1)
    assert done.queue_changed
    assert done.messages[-1].body.event == "queue_left"
    assert house.now_is(conversation).owner is Owner.BOT
    assert leave_queue(house.transactions, house.clock, conversation.id) == []


async def test_an_emergency_is_told_no_ordinary_place_in_the_queue(house: House) -> None:
    house.engine.handoff = HandoffRequest("risk", Priority.P0)
    conversation = house.open()
    house.say(conversation, "冒烟了")
    house.scheduler().schedule(conversation.id)
    await until(lambda: house.now_is(conversation).owner is Owner.QUEUE)
    said = house.log(conversation)[-1].body.text
    assert "最先" in said
    assert "预计等待" not in said


async def test_after_hours_the_handoff_is_a_message_and_the_bot_goes_on(house: House) -> None:
    house.clock.advance(hours=14)
    house.engine.handoff = HandoffRequest("requested", Priority.P3)
    conversation = house.open()
    house.say(conversation, "找个人")
    scheduler = house.scheduler()
    scheduler.schedule(conversation.id)
    await until(lambda: house.now_is(conversation).owner is Owner.QUEUE)
    assert "留言" in house.log(conversation)[-1].body.text
    house.engine.handoff = None
    assert house.say(conversation, "退货要几天").needs_turn
    scheduler.schedule(conversation.id)
    await until(lambda: len(house.bot_texts(conversation)) == 2)


def test_closing_refuses_new_messages_and_takes_a_rating(house: House) -> None:
    conversation = house.open()
    (closed,) = close_conversation(house.transactions, house.clock, conversation.id)
    assert closed.body.event == "closed"
    assert close_conversation(house.transactions, house.clock, conversation.id) == []
    with pytest.raises(Conflict) as refused:
        house.say(conversation, "还在吗")
    assert refused.value.code == "conversation_closed"
    assert rate_conversation(house.transactions, house.clock, conversation.id, 5, "很快").csat_score == 5
    with pytest.raises(BadRequest):
        rate_conversation(house.transactions, house.clock, conversation.id, 6, "")


async def test_a_new_case_starts_after_a_day_of_silence(house: House) -> None:
    conversation = house.open()
    scheduler = house.scheduler()
    house.say(conversation, "在吗")
    scheduler.schedule(conversation.id)
    await until(lambda: house.now_is(conversation).case_version == 1)
    old_case = house.now_is(conversation).case_id
    house.clock.advance(hours=30)
    house.say(conversation, "昨天那个怎么样了")
    scheduler.schedule(conversation.id)
    await until(lambda: len(house.bot_texts(conversation)) == 2)
    assert house.now_is(conversation).case_id != old_case
