"""The quick parts of a turn, each beside the plain way to do the same: ``python -m benchmarks.parts`` prints a table.

FAQ search stands beside the cosine of scikit-learn's TF-IDF over every wording, entity rules and summaries beside jieba
cutting the same text, which a keyword method has to do first. Times vary with the machine; the ratios hold.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

from bot.domain.faq import Faq
from bot.nlu.entity_rules import EntityRules
from bot.search.content import load_faqs
from bot.search.faq_index import FaqIndex
from bot.services.summarize import summarize_transcript
from bot.settings import PROJECT_ROOT

T = TypeVar("T")

_FAQS = 2000
_ROUNDS = 3
_TRANSCRIPT: list[dict[str, Any]] = [
    {"role": role, "text": text}
    for role, text in (
        ("shopper", "我的洗衣机预约了周六安装，师傅一直没联系我"),
        ("bot", "您好，已为您查询到安装单，预计周六上午上门"),
        ("shopper", "可是现在都下午了，到底还来不来"),
        ("agent", "非常抱歉，我马上帮您催一下安装师傅，稍后给您回电"),
    )
] * 5


@dataclass(frozen=True, slots=True)
class _Faqs:
    """FAQs that never change."""

    faqs: Sequence[Faq]

    def faq_revision(self) -> int:
        return 1

    def published_faqs(self) -> Sequence[Faq]:
        return self.faqs


@dataclass(frozen=True, slots=True)
class Pair:
    """One job done in both ways; times in milliseconds."""

    job: str
    ours: str
    other: str
    ours_p50: float
    ours_p99: float
    other_p50: float


def time_each(action: Callable[[T], object], inputs: Iterable[T]) -> list[float]:
    """The best of several tries for every input, in milliseconds, sorted."""
    times = []
    for given in inputs:
        best = float("inf")
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            action(given)
            best = min(best, time.perf_counter() - started)
        times.append(best * 1000)
    return sorted(times)


def compare(
    job: str, inputs: Sequence[T], ours: tuple[str, Callable[[T], object]], other: tuple[str, Callable[[T], object]]
) -> Pair:
    """Both ways on the same inputs, warmed up."""
    for _, action in (ours, other):
        action(inputs[0])
    mine, theirs = time_each(ours[1], inputs), time_each(other[1], inputs)
    p99 = mine[min(len(mine) - 1, int(len(mine) * 0.99))]
    return Pair(job, ours[0], other[0], statistics.median(mine), p99, statistics.median(theirs))


def search_faqs(faqs: Sequence[Faq]) -> Pair:
    """The FAQ index against a scan, on ``_FAQS`` FAQs (the project's own, several times over)."""
    copies = range(_FAQS // len(faqs) + 1)
    many = [replace(faq, id=f"{faq.id}-{copy}", question=f"{faq.question}{copy}") for copy in copies for faq in faqs]
    many = many[:_FAQS]
    index = FaqIndex(_Faqs(many))
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    wordings = vectorizer.fit_transform([text for faq in many for text in (faq.question, *faq.similar)])
    return compare(
        f"FAQ search, {len(many)} FAQs",
        [faq.similar[0] for faq in faqs[:120]],
        ("FaqIndex", lambda text: index.search_faqs(text, intent="invoice")),
        ("TF-IDF scan", lambda text: linear_kernel(vectorizer.transform([text]), wordings).argmax()),
    )


def find_entities(faqs: Sequence[Faq]) -> Pair:
    """Entity rules against cutting the message."""
    rules = EntityRules({})
    texts = [f"{faq.question} 我175cm 140斤 订单202611150001234567 明天下午三点前送到" for faq in faqs[:200]]
    return compare(
        "entities of a message",
        texts,
        ("EntityRules", rules.find),
        ("jieba.cut", lambda text: list(jieba.cut(text))),
    )


def summarize() -> Pair:
    """A summary of 20 turns against cutting them."""
    text = "\n".join(str(turn["text"]) for turn in _TRANSCRIPT)
    return compare(
        "summary of 20 turns",
        [0] * 50,
        ("summarize_transcript", lambda _: summarize_transcript(_TRANSCRIPT)),
        ("jieba.cut", lambda _: list(jieba.cut(text))),
    )


def main() -> None:
    """Print the table."""
    faqs = load_faqs(PROJECT_ROOT / "knowledge_base" / "faq")
    print("| job | ours | p50 ms | p99 ms | beside | p50 ms | × beside |")
    print("|---|---|---:|---:|---|---:|---:|")
    for pair in (search_faqs(faqs), find_entities(faqs), summarize()):
        print(
            f"| {pair.job} | `{pair.ours}` | {pair.ours_p50:.2f} | {pair.ours_p99:.2f} "
            f"| {pair.other} | {pair.other_p50:.2f} | {pair.ours_p50 / pair.other_p50:.2f} |"
        )


if __name__ == "__main__":
    main()
