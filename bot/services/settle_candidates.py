"""What trainers do with messages of an imported log: give them a meaning, put them aside, take either back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.agent import Agent
from bot.domain.intents import intent_label
from bot.domain.learning import Candidate
from bot.services.manage_examples import check_intent, make_example
from bot.services.manage_faqs import require_workshop
from bot.services.ports import Clock, Transactions


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of some candidates; ``settled`` and ``examples`` (ids) are what it takes to undo it.

    ``known`` were examples of the same intent already; ``conflicts`` say in Chinese which stay on the list because they
    are examples of another intent. Those that are in none of these had been settled by somebody else.
    """

    settled: tuple[str, ...]
    examples: tuple[str, ...] = ()
    known: int = 0
    conflicts: tuple[str, ...] = ()


def list_candidates(transactions: Transactions, *, limit: int = 500) -> Sequence[Candidate]:
    """What waits for a trainer, the largest groups first."""
    with transactions.read() as tx:
        return tx.candidates.list_open(limit=limit)


def label_candidates(
    transactions: Transactions, clock: Clock, agent: Agent, candidate_ids: Sequence[str], intent: str
) -> Settled:
    """Make the messages examples of ``intent`` and take them off the list.

    Raises:
        BadRequest: unknown intent.
        NotAllowed: the role does not work in the workshop.
    """
    require_workshop(agent)
    check_intent(intent)
    settled, added, conflicts, known = list[str](), list[str](), list[str](), 0
    with transactions.begin() as tx:
        taken = tx.candidates.settle(candidate_ids)
        meanings = {example.text: example.intent for example in tx.examples.list_examples()}
        for candidate in taken:
            example = make_example(clock, agent.username, intent, candidate.text)
            before = meanings.get(example.text)
            if before is not None and before != intent:
                conflicts.append(f"“{example.text}”已在训练语料里，意图是“{intent_label(before)}”")
                tx.candidates.reopen([candidate.id])
                continue
            settled.append(candidate.id)
            if before is None:
                tx.examples.add(example)
                meanings[example.text] = intent
                added.append(example.id)
            else:
                known += 1
    return Settled(tuple(settled), tuple(added), known, tuple(conflicts))


def dismiss_candidates(transactions: Transactions, agent: Agent, candidate_ids: Sequence[str]) -> Settled:
    """Take them off the list.

    Raises:
        NotAllowed: the role does not work in the workshop.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        return Settled(tuple(candidate.id for candidate in tx.candidates.settle(candidate_ids)))


def restore_candidates(
    transactions: Transactions, agent: Agent, candidate_ids: Sequence[str], example_ids: Sequence[str]
) -> int:
    """Put candidates back on the list and delete the examples that were made of them; how many came back.

    Raises:
        NotAllowed: the role does not work in the workshop.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        for example_id in example_ids:
            tx.examples.remove(example_id)
        return tx.candidates.reopen(candidate_ids)
