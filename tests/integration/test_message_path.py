"""A message's way through the log: once, in order, never lost, never answered twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.conversation import Author, Conversation, ConversationState, Message, MessageKind, Owner
from bot.domain.errors import BadRequest, Conflict, NotFound
from bot.domain.policy import Policy
from bot.domain.turn import HandoffRequest, Priority
from bot.services.close_conversation import close_conversation, rate_conversation
from bot.services.hand_off import leave_queue
from bot.services.open_conversation import open_conversation
from bot.services.receive_message import IncomingMessage, Received, receive_message
from bot.services.run_turn import begin_turn, complete_turn, failed_result
from bot.services.turn_scheduler import TurnEvents, TurnScheduler
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock, FakeEngine, FakeShop


@dataclass
class House:
    transactions: SqlTransactions
    clock: FakeClock
    engine: FakeEngine
    policy: Policy
    published: list[Message] = field(default_factory=list)
    handoffs: list[str] = field(default_factory=list)
    schedulers: list[TurnScheduler] = field(default_factory=list)

    def open(self, visitor: str = "v1", customer_id: str | None = None) -> Conversation:
        return open_conversation(
            self.transactions,
            self.clock,
            FakeShop(),
            self.policy,
            channel="web",
            visitor_id=visitor,
            customer_id=customer_id,
        )

    def say(self, conversation: Conversation, text: str, client_id: str | None = None) -> Received:
        message = IncomingMessage(client_id or f"c-{text}", MessageKind.TEXT, text)
        return receive_message(self.transactions, self.clock, conversation.id, message, max_text=2000)

    def scheduler(self, *, deadline: float = 0.3, pause: float = 0.02) -> TurnScheduler:
        events = TurnEvents(
            published=lambda _id, messages: self.published.extend(messages),
            typing=lambda _id: None,
            handoff_opened=self.handoffs.append,
        )
        scheduler = TurnScheduler(
            self.transactions,
            self.clock,
            self.policy,
            self.engine,
            events,
            deadline_seconds=deadline,
            bubble_pause_seconds=pause,
        )
        self.schedulers.append(scheduler)
        return scheduler

    def log(self, conversation: Conversation) -> Sequence[Message]:
        with self.transactions.read() as tx:
            return tx.log.messages_after(conversation.id, 0)

    def bot_texts(self, conversation: Conversation) -> list[str]:
        return [message.body.text for message in self.log(conversation) if message.author is Author.BOT][1:]

    def now_is(self, conversation: Conversation) -> Conversation:
        with self.transactions.read() as tx:
            found = tx.log.find(conversation.id)
        assert found is not None
        return found


@pytest.fixture
async def house(
    transactions: SqlTransactions, clock: FakeClock, engine: FakeEngine, policy: Policy
) -> AsyncIterator[House]:
    house = House(transactions, clock, engine, policy)
    yield house
    for scheduler in house.schedulers:
        await scheduler.close()


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("did not happen in time")


def test_welcome_is_the_first_row(house: House) -> None:
    conversation = house.open()
    (welcome,) = house.log(conversation)
    assert (welcome.seq, welcome.author) == (1, Author.BOT)
    assert "您好" in welcome.body.text


def test_same_visitor_gets_the_same_conversation_without_second_welcome(house: House) -> None:
    first = house.open()
    assert house.open().id == first.id
    assert len(house.log(first)) == 1


def test_another_customer_on_the_device_gets_a_new_conversation(house: House) -> None:
    first = house.open("v1", "C1")
    assert house.open("v1", "C2").id != first.id
    assert house.now_is(first).state is ConversationState.CLOSED


def log_in(house: House, guest: str, customer_id: str) -> Conversation:
    return open_conversation(
        house.transactions,
        house.clock,
        FakeShop(),
        house.policy,
        channel="web",
        visitor_id=f"customer-{customer_id}",
        customer_id=customer_id,
        guest_visitor_id=guest,
    )


def test_a_guest_who_logs_in_keeps_the_conversation(house: House) -> None:
    guest = house.open("v1")
    house.say(guest, "我的货到哪了")
    customer = log_in(house, "v1", "C1")
    assert (customer.id, customer.customer_id) == (guest.id, "C1")
    assert house.open("customer-C1", "C1").id == guest.id
    assert house.open("v1").id != guest.id


def test_a_guest_who_said_nothing_gets_the_customers_own_conversation(house: House) -> None:
    own = house.open("customer-C1", "C1")
    house.open("v1")
    assert log_in(house, "v1", "C1").id == own.id


def test_log_in_does_not_take_a_customer_away_from_a_waiting_human(house: House) -> None:
    own = house.open("customer-C1", "C1")
    with house.transactions.begin() as tx:
        tx.log.save(replace(own, owner=Owner.QUEUE))
    house.say(house.open("v1"), "在吗")
    assert log_in(house, "v1", "C1").id == own.id


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
    await until(lambda: house.now_is(conversation).owner is Owner.QUEUE)
    assert house.handoffs == [conversation.id]


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
