"""Writers of one process on SQLite."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from bot.domain.conversation import Author, MessageBody, MessageDraft, MessageKind
from bot.domain.policy import Policy
from bot.services.open_conversation import open_conversation
from bot.services.ports import ShopBackend
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock

WRITERS = 8


def test_writers_get_their_turn_in_the_order_in_which_they_came(
    transactions: SqlTransactions, clock: FakeClock, shop: ShopBackend, policy: Policy
) -> None:
    """Nobody is overtaken: in a crowd the unlucky one would wait for most of a second."""
    conversation = open_conversation(transactions, clock, shop, policy, channel="app", visitor_id="v", customer_id=None)

    def write(number: int) -> None:
        with transactions.begin() as tx:
            body = MessageBody(str(number))
            tx.log.append(MessageDraft(conversation.id, Author.SHOPPER, MessageKind.TEXT, body), clock.now())

    with ThreadPoolExecutor(WRITERS) as pool, transactions.begin():
        for number in range(WRITERS):
            pool.submit(write, number)
            time.sleep(0.1)
    with transactions.read() as tx:
        said = [item.body.text for item in tx.log.messages_after(conversation.id, 0) if item.author is Author.SHOPPER]
    assert said == [str(number) for number in range(WRITERS)]


def test_readers_do_not_wait_for_a_writer(transactions: SqlTransactions) -> None:
    with transactions.begin(), ThreadPoolExecutor(1) as pool:

        def read() -> object:
            with transactions.read() as tx:
                return tx.log.list_unanswered()

        assert pool.submit(read).result(timeout=2) == []
