"""What the bot says about the hours of the human agents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from actions.social import TellServiceHours
from bot.domain.faq import Faq, FaqHit, FaqState
from bot.domain.policy import HoursPolicy, Policy
from tests.fakes import FakeClock
from tests.unit.action_rig import Desk

QUESTION = "人工客服几点下班"
OPEN, CLOSED = "现在人工客服在线", "现在是非工作时间"


class OneFaq:
    """Finds the same FAQ for everything."""

    def __init__(self, faq: Faq, score: float) -> None:
        self.hit = FaqHit(faq, score, faq.question)

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        return [self.hit]


def desk_at(hour: int, minute: int = 0, policy: Policy | None = None) -> Desk:
    """A shopper asks at this time of the day in UTC; the shop lives 8 hours ahead."""
    desk = Desk()
    clock = FakeClock(datetime(2026, 11, 11, hour, minute, tzinfo=UTC))
    desk.tools = replace(desk.tools, clock=clock, policy=policy or Policy())
    return desk


async def ask(desk: Desk) -> str:
    return (await desk.run(TellServiceHours, QUESTION, intent="ask_service_hours")).said


@pytest.mark.parametrize(
    ("hour", "minute", "now"),
    [(0, 59, CLOSED), (1, 0, OPEN), (15, 29, OPEN), (15, 30, CLOSED), (20, 0, CLOSED)],
)
async def test_the_hours_are_the_policys_and_now_is_the_shops_own_time(hour: int, minute: int, now: str) -> None:
    said = await ask(desk_at(hour, minute))
    assert "每天 9:00–23:30" in said
    assert now in said
    assert "电话" not in said


@pytest.mark.parametrize(("hour", "now"), [(13, OPEN), (18, OPEN), (21, CLOSED)])
async def test_a_night_shift_ends_on_the_next_day(hour: int, now: str) -> None:
    policy = Policy(hours=HoursPolicy(time(20), time(4)), service_phone="400-820-0000")
    said = await ask(desk_at(hour, policy=policy))
    assert "每天 20:00–4:00，客服电话 400-820-0000" in said
    assert now in said


async def test_the_intents_own_faq_does_not_hide_whether_somebody_is_there_now() -> None:
    faq = Faq("f1", "social", QUESTION, "每天 9:00–23:30。", state=FaqState.PUBLISHED, intent="ask_service_hours")
    desk = desk_at(2)
    desk.tools = replace(desk.tools, faqs=OneFaq(faq, 1.0))
    assert OPEN in await ask(desk)


@pytest.mark.parametrize(("score", "is_answer"), [(1.0, True), (0.9, False)])
async def test_an_faq_for_just_these_words_comes_first(score: float, is_answer: bool) -> None:
    faq = Faq("f2", "social", QUESTION, "春节期间人工客服 10:00–18:00 在线。", state=FaqState.PUBLISHED)
    desk = desk_at(2)
    desk.tools = replace(desk.tools, faqs=OneFaq(faq, score))
    assert ("春节期间" in await ask(desk)) is is_answer
