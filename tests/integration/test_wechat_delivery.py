"""Messages that go out to WeChat: limits, failures, repetition, joining and cutting."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from bot.domain.conversation import MessageBody
from bot.services.deliver_outbox import BACKOFF_SECONDS, LEASE_SECONDS, OutboxDeliverer
from tests.integration.wechat_channel import Channel, greeted


def was_tried(channel: Channel, tried: int) -> bool:
    return channel.outbox_rows()[-1][1] is not None and len(channel.weixin.raw) >= tried


async def test_out_of_quota_is_marked_and_never_retried(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.answers.append({"errcode": 45047, "errmsg": "out of response count limit"})
    await channel.say("在吗")
    await channel.until(lambda: channel.outbox_rows()[-1][0] == "failed")
    assert channel.outbox_rows()[-1] == ("failed", "45047: the five messages per user message are used up")
    channel.clock.advance(hours=2)
    channel.outbox.wake()
    await asyncio.sleep(0.1)
    assert channel.weixin.sent == []
    await channel.say("还在吗")
    await channel.until(lambda: [text for _, text in channel.weixin.sent] == ["答：还在吗"])


@pytest.mark.parametrize("answer", [{"errcode": -1, "errmsg": "system error"}, 502])
async def test_a_busy_service_is_tried_again_in_order(channel: Channel, answer: dict[str, Any] | int) -> None:
    await greeted(channel)
    channel.weixin.answers.append(answer)
    await channel.say("第一句")
    await channel.until(lambda: channel.outbox_rows()[-1][1] is not None)
    await channel.say("第二句")
    await channel.until(lambda: len(channel.outbox_rows()) == 3)
    await asyncio.sleep(0.1)
    assert channel.weixin.sent == []
    channel.clock.advance(seconds=BACKOFF_SECONDS[0])
    channel.outbox.wake()
    assert await channel.until_sent(2) == ["答：第一句", "答：第二句"]


async def test_a_service_that_stays_down_is_given_up(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.answers.extend([502] * 100)
    await channel.say("在吗")
    for seconds in (*BACKOFF_SECONDS, 0):
        tried = len(channel.weixin.raw)
        await channel.until(partial(was_tried, channel, tried))
        await asyncio.sleep(0.05)
        channel.clock.advance(seconds=seconds)
        channel.outbox.wake()
    await channel.until(lambda: channel.outbox_rows()[-1][0] == "failed")


async def test_an_expired_token_is_fetched_anew(channel: Channel) -> None:
    await greeted(channel)
    channel.weixin.valid_token = "token-1"
    await channel.say("在吗")
    assert await channel.until_sent(1) == ["答：在吗"]
    assert [query["force_refresh"] for query in channel.weixin.token_requests] == [False, False]
    await channel.say("还在吗")
    await channel.until_sent(2)
    assert len(channel.weixin.token_requests) == 2


async def test_nothing_is_lost_when_the_sender_dies_before_the_answer(channel: Channel) -> None:
    await greeted(channel)
    await channel.outbox.close()
    await channel.say("在吗")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    # The dead process had claimed the batch and got no further.
    claimed = channel.outbox._claim(channel.conversation().id)
    assert claimed is not None
    successor = OutboxDeliverer(channel.transactions, channel.clock, channel.outbox.connectors)
    assert successor._claim(channel.conversation().id) is None
    channel.clock.advance(seconds=LEASE_SECONDS)
    successor.start()
    assert await channel.until_sent(1) == ["答：在吗"]
    await successor.close()


async def test_a_repeated_attempt_keeps_its_key_and_members(channel: Channel) -> None:
    await greeted(channel)
    await channel.outbox.close()
    await channel.say("第一句")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    first = channel.outbox._claim(channel.conversation().id)
    await channel.say("第二句")
    await channel.until(lambda: len(channel.outbox_rows()) == 3)
    channel.clock.advance(seconds=LEASE_SECONDS)
    second = channel.outbox._claim(channel.conversation().id)
    assert first is not None
    assert second is not None
    assert (first.idempotency_key, first.bodies) == (second.idempotency_key, second.bodies)


async def test_what_waits_is_joined_and_old_menus_lose_their_numbers(channel: Channel) -> None:
    await channel.outbox.close()
    await channel.say("在吗")
    await channel.until(lambda: len(channel.outbox_rows()) == 2)
    batch = channel.outbox._claim(channel.conversation().id)
    assert batch is not None
    assert [bool(body.buttons) for body in batch.bodies] == [False, False]
    assert batch.bodies[1].text == "答：在吗"


async def test_a_long_answer_is_cut_into_parts_that_fit(channel: Channel) -> None:
    await greeted(channel)
    channel.engine.replies = (MessageBody("\n".join("商品说明" * 20 for _ in range(15))),)
    await channel.say("介绍一下")
    texts = await channel.until_sent(2)
    assert len(texts) == 2
    assert all(len(text.encode()) <= 2048 for text in texts)
