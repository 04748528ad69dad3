"""Training messages and misses: what trainers teach the bot (service standards S13).

Texts of shoppers are masked before they are shown or become examples: a phone number teaches nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bot.domain.agent import Agent
from bot.domain.errors import BadRequest, Conflict, NotFound
from bot.domain.intents import INTENTS, intent_label
from bot.domain.learning import Example, Miss
from bot.domain.masking import mask_text
from bot.services.manage_faqs import require_workshop
from bot.services.ports import Clock, Transaction, Transactions

MAX_EXAMPLE = 200
_INTENT_LINE = re.compile(r"\s*-\s*intent:\s*(\w+)")
_EXAMPLE_LINE = re.compile(r"\s+-\s+\S")


def add_example(transactions: Transactions, clock: Clock, agent: Agent, intent: str, text: str) -> Example:
    """Store a training message; it takes effect with the next training.

    Raises:
        BadRequest: empty, too long, or an unknown intent.
        Conflict: the text exists; the message says under which intent.
        NotAllowed: the role does not work in the workshop.
    """
    require_workshop(agent)
    example = make_example(clock, agent.username, intent, text)
    with transactions.begin() as tx:
        try:
            tx.examples.add(example)
        except Conflict as error:
            raise _explain(tx, example) from error
    return example


def remove_example(transactions: Transactions, agent: Agent, example_id: str) -> None:
    """Delete one.

    Raises:
        NotAllowed: the role does not work in the workshop.
        NotFound: no such example.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        if not tx.examples.remove(example_id):
            raise NotFound("没有找到这条语料")


def list_examples(transactions: Transactions, intent: str | None = None) -> Sequence[Example]:
    """Messages that trainers added, newest first."""
    with transactions.read() as tx:
        return tx.examples.list_examples(intent=intent)


def list_misses(transactions: Transactions, *, limit: int = 200) -> Sequence[Miss]:
    """What the bot did not understand and nobody has looked at yet, the most frequent first; masked."""
    with transactions.read() as tx:
        return [replace(miss, text=mask_text(miss.text)) for miss in tx.misses.list_misses(limit=limit)]


def dismiss_miss(transactions: Transactions, agent: Agent, miss_id: str) -> None:
    """Take it (and its equals) off the list.

    Raises:
        NotAllowed: the role does not work in the workshop.
        NotFound: no such miss.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        if tx.misses.mark_reviewed(miss_id) is None:
            raise NotFound("没有找到这条未识别的消息")


def label_miss(transactions: Transactions, clock: Clock, agent: Agent, miss_id: str, intent: str) -> Example | None:
    """Make the message an example of ``intent`` and take it off the list; None when the example existed already.

    Raises:
        BadRequest: unknown intent, or the text is too long to be a useful example.
        Conflict: the text is an example of another intent; it stays on the list.
        NotAllowed: the role does not work in the workshop.
        NotFound: no such miss.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        text = tx.misses.mark_reviewed(miss_id)
        if text is None:
            raise NotFound("没有找到这条未识别的消息")
        example = make_example(clock, agent.username, intent, text)
        try:
            tx.examples.add(example)
        except Conflict as error:
            if _intent_of(tx, example.text) != intent:
                raise _explain(tx, example) from error
            return None
        return example


def count_examples(transactions: Transactions, nlu_dir: Path) -> dict[str, int]:
    """Training messages per intent: those in the YAML files under ``nlu_dir`` and those that trainers added."""
    counts: Counter[str] = Counter()
    for path in sorted(nlu_dir.glob("**/*.yml")):
        current: str | None = None
        for line in path.read_text(encoding="utf-8").splitlines():
            found = _INTENT_LINE.match(line)
            if found:
                current = found.group(1)
            elif current is not None and _EXAMPLE_LINE.match(line):
                counts[current] += 1
            elif line and not line[0].isspace() and not line.startswith("#"):
                current = None
    counts.update(example.intent for example in list_examples(transactions))
    return dict(counts)


def make_example(clock: Clock, author: str, intent: str, text: str) -> Example:
    """A new training message, masked; BadRequest if it is empty, too long or of an unknown intent."""
    check_intent(intent)
    cleaned = mask_text(" ".join(text.split()))
    if not 1 <= len(cleaned) <= MAX_EXAMPLE:
        raise BadRequest(f"语料应为 1 到 {MAX_EXAMPLE} 个字")
    return Example(id=uuid4().hex, intent=intent, text=cleaned, created_at=clock.now(), created_by=author)


def check_intent(intent: str) -> None:
    """Raises BadRequest if there is no such intent."""
    if intent not in INTENTS:
        raise BadRequest(f"未知的意图：{intent}")


def _intent_of(tx: Transaction, text: str) -> str | None:
    return next((one.intent for one in tx.examples.list_examples() if one.text == text), None)


def _explain(tx: Transaction, example: Example) -> Conflict:
    before = _intent_of(tx, example.text) or example.intent
    where = "这个意图" if before == example.intent else f"另一个意图“{intent_label(before)}”"
    return Conflict(f"这句话已经在训练语料里了，属于{where}")
