"""From a shop's own chat log to the few hundred messages that are worth a trainer's time.

Texts are masked before anything else sees them. What the bot understands with confidence, and what is in the training
already, is left out; the rest comes in groups of messages that resemble each other, the most frequent groups first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.domain.errors import BadRequest
from bot.domain.learning import Candidate, LogSummary
from bot.domain.masking import mask_text
from bot.domain.turn import Outcome, ParsedText
from bot.services.manage_examples import MAX_EXAMPLE
from bot.services.ports import Clock, Transactions

DEFAULT_LIMIT = 300
MOST_PARSED = 20_000
MOST_GROUPED = 6_000
_LEAST_MARGIN = 0.3
_MOST_OF_A_CLUSTER = 15
_GUESSES = 3
_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,12}\]|<[^<>]{1,40}>|https?://\S+")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the work needs from the language side."""

    parse: Callable[[Sequence[str]], Sequence[ParsedText]]
    group: Callable[[Sequence[str]], Sequence[int]]
    """The number of each text's group; at most :data:`MOST_GROUPED` texts."""
    key: Callable[[str], str]
    """Equal for texts that say the same."""


def find_candidates(
    messages: Sequence[str],
    known: Sequence[str],
    understanding: Understanding,
    clock: Clock,
    *,
    limit: int = DEFAULT_LIMIT,
) -> tuple[list[Candidate], LogSummary]:
    """What a trainer should label, and what became of the rest.

    Args:
        messages: the shoppers' messages of the log.
        known: the training messages; what is among them is not asked again.
        understanding: the current model.
        clock: dates the candidates.
        limit: how many messages at most.

    Returns:
        Candidates, groups with the most messages first; frequent messages first in each.
    """
    usable, unusable = _clean(messages)
    counts, spelling = _count(usable, understanding.key)
    asked = {understanding.key(text) for text in known}
    new = [key for key, _ in counts.most_common() if key not in asked]
    texts = [spelling[key] for key in new[:MOST_PARSED]]
    guesses = understanding.parse(texts)
    unsure = [(key, guess) for key, guess in zip(new[:MOST_PARSED], guesses, strict=True) if is_unsure(guess)]
    grouped = unsure[:MOST_GROUPED]
    groups = understanding.group([guess.text for _, guess in grouped])
    candidates = _choose([(guess, counts[key]) for key, guess in grouped], groups, clock, limit)
    summary = LogSummary(
        messages=len(messages),
        distinct=len(counts),
        known=len(counts) - len(new),
        unusable=unusable,
        unsure=len(unsure),
        clusters=len(set(groups)),
        chosen=len(candidates),
    )
    return candidates, summary


def is_unsure(guess: ParsedText) -> bool:
    """Whether the bot would ask back, or two intents are almost equally likely."""
    if guess.outcome is Outcome.CLARIFY or len(guess.ranking) < 2:
        return guess.outcome is Outcome.CLARIFY
    return guess.ranking[0].confidence - guess.ranking[1].confidence < _LEAST_MARGIN


def tidy(text: str) -> str:
    """One line of printable characters: neither databases nor workbooks take the others."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def store_candidates(transactions: Transactions, candidates: Sequence[Candidate]) -> int:
    """Put them on the workshop's list; how many were never there before."""
    with transactions.begin() as tx:
        return tx.candidates.add(candidates)


def _clean(messages: Sequence[str]) -> tuple[list[str], int]:
    """Masked texts in one line; how many have no words (pictures, links, numbers only) or are too long to teach."""
    usable = []
    for message in messages:
        text = mask_text(tidy(message))
        if _WORD.search(_PLACEHOLDER.sub("", text)) and len(text) <= MAX_EXAMPLE:
            usable.append(text)
    return usable, len(messages) - len(usable)


def _count(texts: Sequence[str], key: Callable[[str], str]) -> tuple[Counter[str], dict[str, str]]:
    """How often each thing is said, and its most frequent spelling."""
    spellings = Counter(texts)
    counts: Counter[str] = Counter()
    chosen: dict[str, str] = {}
    for text, count in spellings.most_common():
        name = key(text)
        counts[name] += count
        chosen.setdefault(name, text)
    return counts, chosen


def _urgency(group: Sequence[tuple[ParsedText, int]]) -> tuple[int, float]:
    """Sorts frequent groups first, of equally frequent ones that with the least confident message."""
    return -sum(count for _, count in group), min(guess.confidence for guess, _ in group)


def _choose(
    messages: Sequence[tuple[ParsedText, int]], groups: Sequence[int], clock: Clock, limit: int
) -> list[Candidate]:
    """The first ``limit`` messages, group by group; of a very large group only its most frequent ones."""
    if limit < 1:
        raise BadRequest("至少要选出一条消息。")
    members: dict[int, list[tuple[ParsedText, int]]] = {}
    for message, group in zip(messages, groups, strict=True):
        members.setdefault(group, []).append(message)
    chosen: list[Candidate] = []
    for inside in sorted(members.values(), key=_urgency):
        cluster = uuid4().hex
        for guess, count in sorted(inside, key=lambda message: -message[1])[:_MOST_OF_A_CLUSTER]:
            ranking = tuple((one.intent, one.confidence) for one in guess.ranking[:_GUESSES])
            chosen.append(Candidate(uuid4().hex, cluster, guess.text, count, ranking, clock.now()))
    return chosen[:limit]
