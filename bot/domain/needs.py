"""What the shopper wants, as one short report: which messages matter, in which words, linked to where they were said.

The shopper's messages between two answers belong together (one thought over several bubbles). In each such group the
questions and requests are reported; facts only if they tell of a problem or if there is nothing else. What was said
before is not repeated. When the report gets too long the least important sentences go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.reported_speech import Act, Reported, clean, report
from bot.domain.turn import Priority
from bot.domain.urgency import judge_urgency

MAX_LENGTH = 150
MAX_SENTENCE = 40
MAX_FACTS_ALONE = 3
MIN_FACT = 4
SAME_SHARE = 0.6

_PROBLEM = re.compile(
    r"(?:没|未|少|漏|丢|错|坏|破|碎|裂|失效|过期|发霉|变质|不见|不了|不到账|打不开|不能用|不合适|太[大小长短慢差紧松]|异味|故障|降价|拒收|扣[了款]|重复|过敏|受伤|假货|二手)"
)
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])|\n+")
_CLAUSE_END = re.compile(r"[，,。；;！!？?\s]+")
_ASKING = re.compile(r"是否|能否|什么|怎么|如何|多久|多少|几|哪|为何|有没有")
_ABOUT_ORDER = re.compile(r"发货|送|到货|快递|物流|退款|取消|地址|发票|配送|签收|收货|到哪|派")
_THIS_ORDER = re.compile(r"^(?:这个|那个|这|此)(?:订单|单子|单)(?:的)?")
_THIS = re.compile(r"^(?:这个|这款|这件|它)(?=[是能可要有什怎多还会为没不支包质保需])")
_WANTS_HUMAN = re.compile(r"人工|真人|找(?:个)?人|客服")
_ONLY_DATA = re.compile(r"^[\W\w]{0,3}(?:\[[^\]]+\]|[A-Za-z0-9\-_/:：.# ])+[\W\w]{0,3}$")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the shopper; ``group`` changes whenever somebody answered in between."""

    text: str
    seq: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """One sentence of the report (without its full stop) and the messages that it rests on."""

    text: str
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    reported: Reported
    seq: int
    group: int
    urgency: Priority


def find_needs(messages: Sequence[Said], *, max_length: int = MAX_LENGTH) -> list[Need]:
    """The report in sentences, in the order of the conversation, emergencies first; empty if nothing was wanted."""
    items = _select(_read(messages))
    needs = [_join(group) for group in _sentences(items)]
    if not needs:
        return _fallback(messages)
    return _fit(needs, items, max_length)


def join_needs(needs: Iterable[Need]) -> str:
    """One paragraph."""
    text = "；".join(need.text for need in needs)
    return f"{text}。" if text else ""


def _read(messages: Sequence[Said]) -> list[_Item]:
    items = []
    for message in messages:
        for part in _parts(message.text):
            reported = report(part)
            if reported.act is Act.NONE:
                continue
            text = _resolve(_shorten(reported.text))
            items.append(_Item(Reported(reported.act, text), message.seq, message.group, judge_urgency([part])))
    return items


def _parts(text: str) -> list[str]:
    """Sentences; a very short one (“到了吗”) goes with the sentence before, which it is about."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(text):
        if parts and len(clean(part)) <= MIN_FACT and clean(part) and clean(parts[-1]):
            parts[-1] = f"{clean(parts[-1]).rstrip('。，')}，{part}"
        else:
            parts.append(part)
    return parts


def _select(items: Sequence[_Item]) -> list[_Item]:
    """Leave out repetitions, bare data, and facts that do not matter."""
    asking = {item.group for item in items if item.reported.act is not Act.STATE}
    facts: dict[int, int] = {}
    seen: list[set[str]] = []
    kept = []
    for item in items:
        text = item.reported.text
        pairs = _pairs(text)
        if any(len(pairs & other) >= SAME_SHARE * len(pairs) for other in seen):
            continue
        if item.reported.act is Act.STATE:
            is_urgent = item.urgency <= Priority.P1
            if len(text) < MIN_FACT or _ONLY_DATA.match(text):
                continue
            limit = 1 if item.group in asking else MAX_FACTS_ALONE
            if item.group in asking and not (_PROBLEM.search(text) or is_urgent):
                continue
            if facts.get(item.group, 0) >= limit and not is_urgent:
                continue
            facts[item.group] = facts.get(item.group, 0) + 1
        seen.append(pairs)
        kept.append(item)
    return kept


def _sentences(items: Sequence[_Item]) -> list[list[_Item]]:
    """Neighbours of one group become one sentence: facts before their question, questions after one another."""
    sentences: list[list[_Item]] = []
    for item in items:
        last = sentences[-1][-1] if sentences else None
        joins = (
            last is not None
            and last.group == item.group
            and len(sentences[-1]) < 3
            and (last.reported.act is Act.STATE or last.reported.act is item.reported.act)
        )
        if joins:
            sentences[-1].append(item)
        else:
            sentences.append([item])
    return sentences


def _join(group: Sequence[_Item]) -> Need:
    text = "顾客"
    act: Act | None = None
    for item in group:
        if act is not None:
            text += "，"
        if item.reported.act is not act:
            text += item.reported.act.value
        act = item.reported.act
        text += item.reported.text
    return Need(text, tuple(dict.fromkeys(item.seq for item in group)))


def _fit(needs: list[Need], items: Sequence[_Item], max_length: int) -> list[Need]:
    """Emergencies first; drop the least important until it fits. The first sentence tells why the shopper came."""
    urgency = {item.seq: item.urgency for item in reversed(items)}
    acts = {item.seq: item.reported.act for item in items}

    def rank(index: int) -> tuple[bool, bool, bool, int]:
        need = needs[index]
        most = min(urgency.get(seq, Priority.P3) for seq in need.seqs)
        is_fact = all(acts.get(seq) is Act.STATE for seq in need.seqs)
        return (most is not Priority.P0, index != 0, is_fact and most > Priority.P1, -index)

    kept: list[int] = []
    used = 0
    for index in sorted(range(len(needs)), key=rank):
        length = len(needs[index].text) + 1
        if kept and used + length > max_length:
            continue
        kept.append(index)
        used += length
    return [_cut(needs[index], max_length) for index in sorted(kept, key=lambda index: (rank(index)[0], index))]


def _cut(need: Need, max_length: int) -> Need:
    return need if len(need.text) < max_length else Need(need.text[: max_length - 2] + "…", need.seqs)


def _fallback(messages: Sequence[Said]) -> list[Need]:
    """Nothing but short or bare messages: a call for a human, or the longest that is not a mere courtesy."""
    for message in messages:
        if _WANTS_HUMAN.search(message.text):
            return [Need("顾客要求转接人工客服", (message.seq,))]
    candidates = [(clean(message.text), message.seq) for message in messages]
    text, seq = max(candidates, key=lambda pair: len(pair[0]), default=("", 0))
    return [_cut(Need(f"顾客表示{text}", (seq,)), MAX_LENGTH)] if text else []


def _shorten(text: str) -> str:
    """Of a long utterance keep the clauses that ask or tell of a problem."""
    if len(text) <= MAX_SENTENCE:
        return text
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause]
    weights = [2 * bool(_ASKING.search(clause)) + bool(_PROBLEM.search(clause)) for clause in clauses]
    kept: list[int] = []
    length = 0
    for index in sorted(range(len(clauses)), key=lambda index: (-weights[index], index)):
        if kept and length + len(clauses[index]) > MAX_SENTENCE:
            continue
        kept.append(index)
        length += len(clauses[index])
    return "，".join(clauses[index] for index in sorted(kept))


def _resolve(text: str) -> str:
    """这个 at the beginning is the order or the product."""
    named = _THIS_ORDER.sub("订单", text)
    if named != text:
        return named
    return _THIS.sub("订单" if _ABOUT_ORDER.search(text) else "商品", text)


def _pairs(text: str) -> set[str]:
    letters = re.sub(r"[^\u4e00-\u9fff\w]", "", text)
    return {letters[index : index + 2] for index in range(len(letters) - 1)} or {letters}
