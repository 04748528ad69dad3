"""Take FAQs from files into the database, and back (``xiaoer kb import|export``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.faq import Faq, FaqState
from bot.services.ports import Clock, Transactions


def import_faqs(
    transactions: Transactions, clock: Clock, faqs: Sequence[Faq], *, author: str, only_new: bool = False
) -> int:
    """Publish the FAQs, all or none; how many were added or changed.

    What is in the database already and reads the same is left alone, so importing twice changes nothing. With
    ``only_new`` an FAQ that exists is never touched: a trainer's edit outlives a restart of the demo.
    """
    now = clock.now()
    changed = 0
    with transactions.begin() as tx:
        for faq in faqs:
            stored = tx.faqs.find(faq.id)
            if stored is not None and (only_new or _reads_the_same(stored, faq)):
                continue
            version = 1 if stored is None else stored.version + 1
            tx.faqs.save(replace(faq, state=FaqState.PUBLISHED, version=version), now=now, author=author)
            changed += 1
    return changed


def export_faqs(transactions: Transactions, clock: Clock) -> dict[str, list[Faq]]:
    """What shoppers see now, by topic."""
    with transactions.read() as tx:
        published = tx.faqs.published(clock.now())
    by_topic: dict[str, list[Faq]] = {}
    for faq in sorted(published, key=lambda item: item.id):
        by_topic.setdefault(faq.topic, []).append(faq)
    return by_topic


def _reads_the_same(stored: Faq, faq: Faq) -> bool:
    kept = replace(
        faq, state=stored.state, version=stored.version, updated_at=stored.updated_at, updated_by=stored.updated_by
    )
    return stored == kept and stored.state is FaqState.PUBLISHED
