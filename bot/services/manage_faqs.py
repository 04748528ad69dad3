"""What trainers do with FAQs: write, publish, archive, go back (service standards S13).

An edit makes a new draft version; shoppers keep seeing the published one until the draft is published. Every change
names the version it started from, so that nobody overwrites what a colleague wrote meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.domain.agent import PUBLISH_ROLES, WORKSHOP_ROLES, Agent
from bot.domain.errors import BadRequest, Conflict, NotAllowed, NotFound
from bot.domain.faq import Faq, FaqState
from bot.domain.intents import INTENTS, TOPIC_LABELS
from bot.services.ports import Clock, Transaction, Transactions

MAX_QUESTION = 200
MAX_ANSWER = 4000
MAX_SIMILAR = 100
_MOST_FAQS = 100_000


@dataclass(frozen=True, slots=True)
class FaqDraft:
    """What a trainer filled in."""

    topic: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    intent: str | None = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def create_faq(transactions: Transactions, clock: Clock, agent: Agent, draft: FaqDraft) -> Faq:
    """A new draft, version 1.

    Raises:
        BadRequest: a field is missing, too long or unknown; the message says which.
        NotAllowed: the role does not work in the workshop.
    """
    require_workshop(agent)
    checked = _check(draft)
    faq = _apply(Faq(id=f"faq-{checked.topic}-{uuid4().hex[:8]}", topic="", question="", answer=""), checked)
    with transactions.begin() as tx:
        return _save(tx, clock, faq, agent)


def edit_faq(transactions: Transactions, clock: Clock, agent: Agent, faq_id: str, draft: FaqDraft, version: int) -> Faq:
    """A new draft version on top of ``version``.

    Raises:
        BadRequest: see :func:`create_faq`.
        Conflict: ``stale_version``: somebody saved a newer version.
        NotAllowed: the role does not work in the workshop.
        NotFound: no such FAQ.
    """
    require_workshop(agent)
    checked = _check(draft)
    with transactions.begin() as tx:
        current = _find(tx, faq_id, version)
        return _save(tx, clock, replace(_apply(current, checked), version=current.version + 1), agent)


def publish_faq(transactions: Transactions, clock: Clock, agent: Agent, faq_id: str, version: int | None = None) -> Faq:
    """Show the newest version to shoppers from now on.

    Raises:
        Conflict: ``stale_version``: the newest version is not ``version``, the one that was reviewed.
        NotAllowed: the role may not publish.
        NotFound: no such FAQ.
    """
    _require_publisher(agent)
    with transactions.begin() as tx:
        current = _find(tx, faq_id, version)
        return _save(tx, clock, replace(current, state=FaqState.PUBLISHED), agent)


def archive_faq(transactions: Transactions, clock: Clock, agent: Agent, faq_id: str, version: int | None = None) -> Faq:
    """Hide it from shoppers; it can be edited and published again.

    Raises:
        Conflict: ``stale_version``.
        NotAllowed: the role may not publish.
        NotFound: no such FAQ.
    """
    _require_publisher(agent)
    with transactions.begin() as tx:
        current = _find(tx, faq_id, version)
        return _save(tx, clock, replace(current, state=FaqState.ARCHIVED), agent)


def restore_faq(transactions: Transactions, clock: Clock, agent: Agent, faq_id: str, version: int) -> Faq:
    """Make the old ``version`` the newest draft; nothing changes for shoppers before it is published.

    Raises:
        NotAllowed: the role does not work in the workshop.
        NotFound: no such FAQ or version.
    """
    require_workshop(agent)
    with transactions.begin() as tx:
        current = _find(tx, faq_id, None)
        old = next((item for item in tx.faqs.versions(faq_id) if item.version == version), None)
        if old is None:
            raise NotFound(f"没有找到第 {version} 版")
        restored = replace(old, state=FaqState.DRAFT, version=current.version + 1)
        return _save(tx, clock, restored, agent)


def list_faqs(
    transactions: Transactions, *, query: str = "", state: str | None = None, topic: str | None = None, limit: int = 500
) -> Sequence[Faq]:
    """FAQs that contain every word of ``query``, last changed first.

    ``published`` as state finds what shoppers see, also while a newer draft waits.

    Raises:
        BadRequest: unknown state or topic.
    """
    if state and state not in set(FaqState):
        raise BadRequest(f"未知的状态：{state}")
    if topic and topic not in TOPIC_LABELS:
        raise BadRequest(f"未知的主题：{topic}")
    with transactions.read() as tx:
        if state != FaqState.PUBLISHED:
            return tx.faqs.search(query=query, state=state or None, topic=topic or None, limit=limit)
        published = tx.faqs.published_versions()
        found = tx.faqs.search(query=query, state=None, topic=topic or None, limit=_MOST_FAQS)
        return [faq for faq in found if faq.id in published][:limit]


def list_published_versions(transactions: Transactions) -> Mapping[str, int]:
    """The version that shoppers see, of each FAQ that is published, by id."""
    with transactions.read() as tx:
        return tx.faqs.published_versions()


def list_versions(transactions: Transactions, faq_id: str) -> Sequence[Faq]:
    """All versions, newest first.

    Raises:
        NotFound: no such FAQ.
    """
    with transactions.read() as tx:
        versions = tx.faqs.versions(faq_id)
    if not versions:
        raise NotFound("没有找到这条知识")
    return versions


def require_workshop(agent: Agent) -> None:
    """Raises NotAllowed unless the role works in the workshop."""
    if agent.role not in WORKSHOP_ROLES:
        raise NotAllowed("您的账号没有训练工坊权限")


def _require_publisher(agent: Agent) -> None:
    if agent.role not in PUBLISH_ROLES:
        raise NotAllowed("您的账号没有发布权限，请联系训练师或主管")


def _find(tx: Transaction, faq_id: str, version: int | None) -> Faq:
    current = tx.faqs.find(faq_id, lock=True)
    if current is None:
        raise NotFound("没有找到这条知识")
    if version is not None and version != current.version:
        raise Conflict(f"这条知识已被修改为第 {current.version} 版，请刷新后在新版本上编辑", code="stale_version")
    return current


def _save(tx: Transaction, clock: Clock, faq: Faq, agent: Agent) -> Faq:
    now = clock.now()
    tx.faqs.save(faq, now=now, author=agent.username)
    return replace(faq, updated_at=now, updated_by=agent.username)


def _apply(faq: Faq, draft: FaqDraft) -> Faq:
    return replace(
        faq,
        topic=draft.topic,
        question=draft.question,
        answer=draft.answer,
        similar=draft.similar,
        intent=draft.intent,
        tags=draft.tags,
        products=draft.products,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        state=FaqState.DRAFT,
    )


def _check(draft: FaqDraft) -> FaqDraft:
    question, answer = draft.question.strip(), draft.answer.strip()
    if draft.topic not in TOPIC_LABELS:
        raise BadRequest("请选择主题")
    if not 1 <= len(question) <= MAX_QUESTION:
        raise BadRequest(f"标准问应为 1 到 {MAX_QUESTION} 个字")
    if not 1 <= len(answer) <= MAX_ANSWER:
        raise BadRequest(f"答案应为 1 到 {MAX_ANSWER} 个字")
    if draft.intent and draft.intent not in INTENTS:
        raise BadRequest(f"未知的意图：{draft.intent}")
    similar = tuple(text for text in _unique(draft.similar) if text != question)
    if len(similar) > MAX_SIMILAR or any(len(text) > MAX_QUESTION for text in similar):
        raise BadRequest(f"相似问最多 {MAX_SIMILAR} 条，每条不超过 {MAX_QUESTION} 个字")
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        raise BadRequest("失效日期不能早于生效日期")
    return FaqDraft(
        topic=draft.topic,
        question=question,
        answer=answer,
        similar=similar,
        intent=draft.intent or None,
        tags=_unique(draft.tags),
        products=_unique(draft.products),
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
    )


def _unique(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
