"""The sheet that an agent gets with a handoff (service standards S10), without a language model.

Every line says where it comes from: messages of the log, or a field of the customer's, order's or parcel's record.
Quotes are verbatim but masked. The handoff never waits for this: :func:`write_summaries` runs beside it, and again at
the next start for those that are still missing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.conversation import Author, Conversation, Message, MessageKind, Turn
from bot.domain.deeds import Answered, find_deeds, find_promises
from bot.domain.emotion import Emotion, EmotionReading, measure_emotion, read_conversation
from bot.domain.handoff import Handoff, Summary, SummaryLine
from bot.domain.masking import mask_name, mask_text
from bot.domain.needs import Need, Said, find_needs
from bot.domain.next_step import Matter, advise, find_matter, find_missing
from bot.domain.order import Order
from bot.domain.reported_speech import clean
from bot.domain.turn import Outcome, Priority
from bot.domain.urgency import judge_urgency
from bot.services.case_urgency import MAX_TEXT, is_talk, read_case, set_priority
from bot.services.ports import ShopBackend, Transactions

log = logging.getLogger(__name__)

MAX_QUOTES = 4
MAX_QUOTE = 120
MIN_QUOTE = 4
_CONTACT = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|\[电话\]")
_IS_ROUTINE = re.compile(
    r"转接人工客服|联系人工客服|请人工客服来为您|现在不在人工服务时间|取消排队|我(?:再|马上)(?:为|帮)您(?:再)?(?:看|确认)一[下次]"
)
"""What the bot says about the handoff itself tells the agent nothing."""
_ORDER_NUMBER = re.compile(r"(?<!\d)\d{12,20}(?!\d)|\[订单编号\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a transcript. ``author``: shopper, agent or bot."""

    author: Author
    text: str
    seq: int
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What the words alone tell."""

    needs: tuple[Need, ...]
    done: tuple[Need, ...]
    promised: tuple[Need, ...]
    evidence: tuple[Need, ...]
    feeling: EmotionReading
    urgency: Priority
    matter: Matter | None


def digest_lines(lines: Sequence[Line], *, intents: Sequence[str] = (), known: Sequence[Priority] = ()) -> Digest:
    """Read the conversation. ``intents`` and ``known`` priorities come from elsewhere, if there are any."""
    shopper, answers = _split(lines)
    texts = [said.text for said in shopper]
    feeling = read_conversation(texts)
    urgency = judge_urgency(texts, feeling.emotion, known)
    needs = tuple(find_needs(shopper))
    return Digest(
        needs=needs,
        done=tuple(Need(deed.text, deed.seqs) for deed in find_deeds(answers)),
        promised=tuple(find_promises(answers)),
        evidence=_quote(lines, needs),
        feeling=feeling,
        urgency=urgency,
        matter=find_matter(texts, intents),
    )


def summarize_transcript(turns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The summary of a transcript from elsewhere: ``turns`` are ``{"role": "shopper|agent|bot", "text"}``.

    Gives ``needs`` and ``done`` as one paragraph each, ``emotion``, ``urgency``, ``next_step``, and ``evidence`` as
    ``{"quote", "turn"}`` with the index of the turn, from 0. Turns of other roles or without text are passed over.
    """
    roles = {"shopper": Author.SHOPPER, "agent": Author.AGENT, "bot": Author.BOT}
    lines = [
        Line(roles[turn["role"]], turn["text"][:MAX_TEXT], index)
        for index, turn in enumerate(turns)
        if isinstance(turn, dict) and turn.get("role") in roles and isinstance(turn.get("text"), str)
    ]
    digest = digest_lines(lines)
    return {
        "needs": _in_words_of_corpora(mask_text(_paragraph(digest.needs))),
        "done": _in_words_of_corpora(mask_text(_paragraph(digest.done))),
        "emotion": digest.feeling.emotion.value,
        "urgency": digest.urgency.value,
        "next_step": advise(digest.matter, digest.feeling.emotion, digest.urgency),
        "evidence": [{"quote": quote.text, "turn": quote.seqs[0]} for quote in digest.evidence],
    }


def _in_words_of_corpora(text: str) -> str:
    """Public corpora call the 顾客 of our desk 用户; with another word no measure against their summaries compares."""
    return text.replace("顾客", "用户")


def summarize(
    messages: Sequence[Message],
    turns: Sequence[Turn],
    handoff: Handoff,
    conversation: Conversation,
    shop: ShopBackend,
) -> Summary:
    """The sheet for one handoff."""
    lines = [_line(message) for message in messages if is_talk(message)]
    intents = [turn.intent for turn in turns if turn.outcome != Outcome.CLARIFY.value and turn.intent]
    digest = digest_lines(lines, intents=intents, known=(handoff.priority,))
    texts = [line.text for line in lines if line.author is Author.SHOPPER]
    order = _find_order(shop, conversation, handoff, texts)
    has_contact = conversation.customer_id is not None or any(_CONTACT.search(text) for text in texts)
    has_order = order is not None or any(_ORDER_NUMBER.search(text) for text in texts)
    emotion = max((digest.feeling.emotion, *_felt(turns)), key=list(Emotion).index)
    return Summary(
        customer=tuple(_describe_customer(shop, conversation, order)),
        needs=_linked(digest.needs),
        done=_linked(digest.done),
        evidence=_linked(digest.evidence),
        emotion=emotion.value,
        urgency=digest.urgency,
        promised=_linked(digest.promised),
        next_step=advise(digest.matter, emotion, digest.urgency),
        missing=find_missing(
            digest.matter,
            has_order=has_order,
            has_image=any(line.has_image for line in lines),
            has_contact=has_contact,
        ),
    )


def write_summaries(transactions: Transactions, shop: ShopBackend) -> int:
    """Write the summaries that are missing; how many. One that fails does not stop the others."""
    with transactions.read() as tx:
        waiting = [handoff.id for handoff in tx.handoffs.list_without_summary()]
    written = 0
    for handoff_id in waiting:
        try:
            written += refresh_summary(transactions, shop, handoff_id)
        except Exception:
            # The agent can still read the conversation; the next start tries again.
            log.exception("summary failed", extra={"handoff_id": handoff_id})
    return written


def refresh_summary(transactions: Transactions, shop: ShopBackend, handoff_id: str) -> bool:
    """Write the summary from what the log says now; False if there is no such handoff."""
    with transactions.read() as tx:
        handoff = tx.handoffs.find(handoff_id)
        conversation = tx.log.find(handoff.conversation_id) if handoff else None
        if handoff is None or conversation is None:
            return False
        messages = read_case(tx, conversation)
        turns = [turn for turn in tx.log.list_turns(conversation.id) if not messages or turn.to_seq >= messages[0].seq]
    summary = summarize(messages, turns, handoff, conversation, shop)
    with transactions.begin() as tx:
        tx.handoffs.set_summary(handoff_id, summary)
        current = tx.handoffs.find(handoff_id)
        if current is not None:
            set_priority(tx, current, min(current.priority, summary.urgency))
    return True


def _split(lines: Sequence[Line]) -> tuple[list[Said], list[Answered]]:
    """The shopper's side and ours; a welcome before the shopper's first word is no answer."""
    shopper: list[Said] = []
    answers: list[Answered] = []
    group = 0
    for line in lines:
        said = Said(line.text, line.seq, group)
        if line.author is Author.SHOPPER:
            shopper.append(said)
            continue
        if shopper and not (line.author is Author.BOT and _IS_ROUTINE.search(line.text)):
            answers.append(Answered(said, "客服" if line.author is Author.AGENT else "机器人"))
        group += 1
    return shopper, _regroup(answers, shopper)


def _regroup(answers: Sequence[Answered], shopper: Sequence[Said]) -> list[Answered]:
    """Answers between two of the shopper's messages belong together: number them by what was asked before."""
    regrouped = []
    for answer in answers:
        asked = sum(1 for said in shopper if said.seq < answer.said.seq)
        regrouped.append(replace(answer, said=replace(answer.said, group=asked)))
    return regrouped


def _quote(lines: Sequence[Line], needs: Sequence[Need]) -> tuple[Need, ...]:
    """The shopper's own words that matter most, masked, in order; photos are named."""
    wanted = {seq for need in needs for seq in need.seqs}
    weighed = []
    for line in lines:
        if line.author is not Author.SHOPPER:
            continue
        urgency = judge_urgency([line.text])
        strength = measure_emotion(line.text).strength
        if line.has_image:
            weighed.append((-3.0, line.seq, "［图片］" + line.text))
        elif len(clean(line.text)) >= MIN_QUOTE and (line.seq in wanted or strength >= 1.5 or urgency <= Priority.P1):
            weight = {Priority.P0: 4.0, Priority.P1: 3.0, Priority.P2: 1.5, Priority.P3: 0.0}[urgency]
            weighed.append((-(weight + strength), line.seq, line.text))
    chosen = sorted(sorted(weighed)[:MAX_QUOTES], key=lambda item: item[1])
    return tuple(Need(mask_text(text.strip())[:MAX_QUOTE], (seq,)) for _, seq, text in chosen)


def _paragraph(needs: Sequence[Need]) -> str:
    text = "；".join(need.text for need in needs)
    return f"{text}。" if text else ""


def _linked(needs: Sequence[Need]) -> tuple[SummaryLine, ...]:
    return tuple(
        SummaryLine(mask_text(need.text), tuple({"kind": "turn", "seq": seq} for seq in need.seqs)) for need in needs
    )


def _line(message: Message) -> Line:
    return Line(message.author, message.body.text[:MAX_TEXT], message.seq, has_image=message.kind is MessageKind.IMAGE)


def _felt(turns: Sequence[Turn]) -> list[Emotion]:
    known = set(Emotion)
    return [Emotion(turn.emotion) for turn in turns[-3:] if turn.emotion in known]


def _find_order(shop: ShopBackend, conversation: Conversation, handoff: Handoff, texts: Sequence[str]) -> Order | None:
    """The order that the case is about: named by the bot, the page or the shopper; else the only recent one."""
    if conversation.customer_id is None:
        return None
    mentioned = [number for text in reversed(texts) for number in _ORDER_NUMBER.findall(text)]
    for number in (handoff.order_number, conversation.page.order_number, *mentioned):
        order = shop.find_order(number, conversation.customer_id) if number else None
        if order is not None:
            return order
    recent = shop.list_orders(conversation.customer_id, limit=2)
    return recent[0] if len(recent) == 1 else None


def _describe_customer(shop: ShopBackend, conversation: Conversation, order: Order | None) -> list[SummaryLine]:
    customer = shop.find_customer(conversation.customer_id) if conversation.customer_id else None
    if customer is None:
        return [SummaryLine("访客，尚未登录", (_field("conversation.customer_id", conversation.id),))]
    tags = f"，标签：{'、'.join(customer.tags)}" if customer.tags else ""
    lines = [
        SummaryLine(f"{mask_name(customer.name)}，{customer.level}会员{tags}", (_field("customer.level", customer.id),))
    ]
    if order is None:
        return lines
    goods = "、".join(f"{line.name}×{line.quantity}" for line in order.lines[:3])
    lines.append(
        SummaryLine(
            f"订单 {order.number}：{order.state.label}，{goods}，实付 {order.total_fen / 100:.2f} 元",
            (_field("order.state", order.number), _field("order.lines", order.number)),
        )
    )
    for parcel in shop.list_shipments(order.number, customer.id)[:2]:
        latest = f"，最新动态：{mask_text(parcel.events[0].text)}" if parcel.events else ""
        text = f"{parcel.carrier} {parcel.tracking_number}：{parcel.state.label}{latest}"
        lines.append(SummaryLine(text, (_field("shipment.state", parcel.tracking_number),)))
    for entry in shop.list_aftersales(customer.id, order_number=order.number)[:2]:
        text = f"售后申请（{entry.kind.label}）：{entry.state.label}"
        lines.append(SummaryLine(text, (_field("aftersale.state", entry.id),)))
    return lines


def _field(name: str, ref: str) -> dict[str, str | int]:
    return {"kind": "field", "name": name, "ref": ref}
