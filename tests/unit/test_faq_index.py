from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.faq import Faq, FaqState
from bot.domain.policy import Policy
from bot.search.content import load_faqs
from bot.search.faq_index import CHECK_SECONDS, FaqIndex
from bot.services.answer_faq import answer_faq, find_default, is_about_the_same, suggest_faqs
from tests.unit.shop_samples import make_product

FAQS = load_faqs(Path(__file__).parents[2] / "knowledge_base" / "faq")


class FakeSource:
    def __init__(self, faqs: Sequence[Faq]) -> None:
        self.faqs = list(faqs)
        self.revision = 1
        self.reads = 0

    def faq_revision(self) -> int:
        return self.revision

    def published_faqs(self) -> Sequence[Faq]:
        self.reads += 1
        return list(self.faqs)


class Ticker:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture(scope="module")
def index() -> FaqIndex:
    return FaqIndex(FakeSource(FAQS))


def test_every_listed_wording_finds_its_own_faq(index: FaqIndex) -> None:
    wrong = []
    for faq in FAQS:
        for phrase in (faq.question, *faq.similar):
            best = index.search_faqs(phrase, limit=1)[0]
            if best.faq.id != faq.id or best.score < 0.99:
                wrong.append((phrase, best.faq.id, best.score))
    assert wrong == []


def test_scores_tell_how_often_they_are_right() -> None:
    """Similar questions that the index has not seen: sure answers are mostly right, unsure ones are not claimed."""
    sure: list[bool] = []
    right = total = 0
    for fold in range(3):
        held = tuple(replace(faq, similar=(*faq.similar[:fold], *faq.similar[fold + 1 :])) for faq in FAQS)
        index = FaqIndex(FakeSource(held))
        for faq in FAQS:
            best = index.search_faqs(faq.similar[fold], limit=1)
            is_right = bool(best) and best[0].faq.id == faq.id
            right, total = right + is_right, total + 1
            if best and best[0].score >= 0.7:
                sure.append(is_right)
    assert right / total > 0.38
    assert sum(sure) / len(sure) > 0.72


def test_a_small_slip_still_finds_the_answer(index: FaqIndex) -> None:
    dice = random.Random(7)
    hits = [
        index.search_faqs(phrase[:cut] + phrase[cut + 1 :], limit=1)[0].faq.id == faq.id
        for faq in FAQS
        for phrase in faq.similar[:1]
        if len(phrase) > 5
        for cut in [dice.randrange(len(phrase))]
    ]
    assert sum(hits) / len(hits) > 0.93


@pytest.mark.parametrize("text", ["今天股票怎么样", "给我写首诗吧", "你吃饭了没", "明天会下雨么"])
def test_small_talk_is_no_question(index: FaqIndex, text: str) -> None:
    assert answer_faq(index, text, Policy()) is None


def test_the_intent_brings_its_default_answer(index: FaqIndex) -> None:
    found = answer_faq(index, "嗯那个呢", Policy(), intent="ask_shipping_fee")
    assert found is not None
    assert (found.faq.intent, found.is_default) == ("ask_shipping_fee", True)
    default = find_default(index, "invoice")
    assert default is not None
    assert default.topic == "invoice"
    assert find_default(index, "no_such_intent") is None


def test_the_words_win_over_the_default(index: FaqIndex) -> None:
    found = answer_faq(index, "我想开增值税专用发票可以吗", Policy(), intent="invoice")
    assert found is not None
    assert not found.is_default
    assert "专用发票" in found.faq.question


def test_faqs_of_other_products_are_left_out() -> None:
    faqs = [
        Faq(
            "a", "product", "怎么清洗滤网", "空调请断电后取下滤网清洗。", products=("P4005",), state=FaqState.PUBLISHED
        ),
        Faq("b", "product", "怎么退货", "请提供订单号。", state=FaqState.PUBLISHED),
    ]
    index = FaqIndex(FakeSource(faqs))
    assert answer_faq(index, "怎么清洗滤网", Policy(), product=make_product(id="P9")) is None
    found = answer_faq(index, "怎么清洗滤网", Policy(), product=make_product(id="P4005"))
    assert found is not None
    assert found.faq.id == "a"


def test_suggestions_are_near(index: FaqIndex) -> None:
    suggested = suggest_faqs(index, "发票")
    assert suggested
    assert all(hit.faq.topic == "invoice" for hit in suggested[:1])


def test_a_change_is_seen_within_a_second_and_not_polled_more_often() -> None:
    source, ticker = FakeSource(FAQS[:3]), Ticker()
    index = FaqIndex(source, monotonic=ticker)
    index.search_faqs("企鹅贴纸在哪买")
    source.faqs.append(Faq("new", "promotion", "企鹅贴纸在哪买", "在活动页。", state=FaqState.PUBLISHED))
    source.revision += 1
    ticker.time += CHECK_SECONDS / 2
    assert all(hit.faq.id != "new" for hit in index.search_faqs("企鹅贴纸在哪买"))
    ticker.time += CHECK_SECONDS
    assert index.search_faqs("企鹅贴纸在哪买")[0].faq.id == "new"
    ticker.time += CHECK_SECONDS * 2
    index.search_faqs("企鹅贴纸在哪买")
    assert source.reads == 2


def test_an_expired_faq_leaves_without_a_new_revision() -> None:
    source, ticker = FakeSource(FAQS[:2]), Ticker()
    index = FaqIndex(source, monotonic=ticker)
    gone = source.faqs[0]
    assert index.search_faqs(gone.question)[0].faq.id == gone.id
    del source.faqs[0]
    ticker.time += 61
    assert all(hit.faq.id != gone.id for hit in index.search_faqs(gone.question))


def test_no_faqs_at_all() -> None:
    assert FaqIndex(FakeSource([])).search_faqs("包邮吗") == []


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_scores_lie_between_zero_and_one(text: str) -> None:
    hits = INDEX.search_faqs(text, intent="invoice")
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


INDEX = FaqIndex(FakeSource(FAQS))


@pytest.mark.parametrize(("name", "is_same"), [("摄像头连不上网怎么办", True), ("摄像头带支架吗", False)])
def test_sharing_only_the_products_name_is_not_about_the_same(name: str, is_same: bool) -> None:
    faq = Faq("camera", "product", "摄像头连不上无线网怎么办？", "请重置。", similar=("摄像头连不上网",))
    product = make_product(id="P1", name="室内摄像头", aliases=("摄像头",))
    assert is_about_the_same(faq, name, product) is is_same
