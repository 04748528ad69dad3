"""Who gets which conversation: visitors, customers, guests who log in."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Author, Conversation, ConversationState, Owner
from bot.services.open_conversation import open_conversation
from tests.fakes import FakeShop
from tests.integration.message_house import House


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
