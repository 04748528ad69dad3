"""Recorded conversations, played again: what to say, and what came of it."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.conversation import Turn
from bot.domain.errors import BadRequest
from bot.domain.speakers import Speaker, speaker_of
from bot.domain.turn import Outcome

ROLES = ("shopper (or customer, user, buyer, 买家, 顾客)", "agent (or seller, 客服)", "bot (or assistant, 机器人)")
UNKNOWN_INTENT = "(unknown)"
OUTCOME_LABELS = {
    Outcome.ANSWER: "answered",
    Outcome.CLARIFY: "clarified",
    Outcome.HANDOFF: "handed over",
    Outcome.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class Recording:
    """The shopper's part of a conversation: each group of bubbles is said without waiting in between."""

    id: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the shopper said, what came back. ``last_seq`` is the log's number of the last bubble, 0 if none was taken.

    ``failure`` says what went wrong: ``silence``, ``refused: <code>``, ``error: <what>`` or ``gave up``.
    """

    said: tuple[str, ...]
    replies: tuple[str, ...]
    outcome: Outcome
    latency_seconds: float | None
    last_seq: int = 0
    intent: str = ""
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """One recording as it went."""

    id: str
    conversation_id: str
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures; latencies in seconds over all exchanges that got a reply."""

    conversations: int
    exchanges: int
    outcomes: dict[str, int]
    failures: dict[str, int]
    per_intent: dict[str, dict[str, int]]
    latency_p50: float | None
    latency_p99: float | None


def read_recordings(lines: Iterable[str], *, limit: int | None = None) -> list[Recording]:
    """JSON Lines of ``{"id", "turns": [{"role", "text"}]}``; conversations in which no shopper speaks are left out.

    Raises:
        BadRequest: a line is not of that form; the message names it.
    """
    recordings: list[Recording] = []
    for number, line in enumerate(lines, start=1):
        if limit is not None and len(recordings) >= limit:
            break
        if line.strip():
            recording = _read_recording(line, number)
            if recording.groups:
                recordings.append(recording)
    return recordings


def _read_recording(line: str, number: int) -> Recording:
    try:
        data = json.loads(line)
        turns = [(turn["role"], turn["text"]) for turn in data["turns"]]
        recording_id = str(data["id"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadRequest(f'line {number} is not {{"id", "turns": [{{"role", "text"}}]}}: {error}') from error
    groups: list[list[str]] = []
    previous: Speaker | None = None
    for role, text in turns:
        speaker = speaker_of(role) if isinstance(role, str) else None
        if speaker is None:
            raise BadRequest(f"line {number}: who is “{role}”? A role is one of {', '.join(ROLES)}")
        if not isinstance(text, str):
            raise BadRequest(f"line {number}: the text of a turn is not a text")
        if speaker is Speaker.SHOPPER and text.strip():
            if previous is Speaker.SHOPPER:
                groups[-1].append(text)
            else:
                groups.append([text])
        if speaker is Speaker.OTHER or text.strip():
            previous = speaker
    return Recording(recording_id, tuple(tuple(group) for group in groups))


def outcome_of_events(events: Iterable[str | None]) -> Outcome:
    """The outcome as far as a shopper can see it: clarifications look like answers from outside."""
    seen = set(events)
    return Outcome.HANDOFF if seen & {"queued", "message_left"} else Outcome.ANSWER


def join_turns(played: Played, turns: Sequence[Turn]) -> Played:
    """Fill in intent and outcome from the turns that the log has for the conversation."""
    exchanges = []
    for exchange in played.exchanges:
        turn = next((turn for turn in turns if turn.from_seq <= exchange.last_seq <= turn.to_seq), None)
        if turn is None:
            exchanges.append(exchange)
            continue
        outcome = Outcome.FAILED if exchange.failure else Outcome(turn.outcome)
        failure = exchange.failure or ("gave up" if outcome is Outcome.FAILED else None)
        exchanges.append(replace(exchange, intent=turn.intent, outcome=outcome, failure=failure))
    return replace(played, exchanges=tuple(exchanges))


def summarize_replay(played: Sequence[Played]) -> Summary:
    """Count."""
    exchanges = [exchange for one in played for exchange in one.exchanges]
    per_intent: dict[str, Counter[str]] = defaultdict(Counter)
    for exchange in exchanges:
        per_intent[exchange.intent or UNKNOWN_INTENT][exchange.outcome.value] += 1
    latencies = sorted(item.latency_seconds for item in exchanges if item.latency_seconds is not None)
    return Summary(
        conversations=len(played),
        exchanges=len(exchanges),
        outcomes={outcome.value: sum(item.outcome is outcome for item in exchanges) for outcome in Outcome},
        failures=dict(Counter(item.failure for item in exchanges if item.failure)),
        per_intent={intent: dict(counts) for intent, counts in sorted(per_intent.items())},
        latency_p50=statistics.median(latencies) if latencies else None,
        latency_p99=latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))] if latencies else None,
    )


def to_json(played: Sequence[Played], summary: Summary) -> Mapping[str, Any]:
    """Figures and every exchange."""
    return {"summary": asdict(summary), "conversations": [asdict(one) for one in played]}


def to_markdown(played: Sequence[Played]) -> str:
    """Every exchange, to be read by a person; failures are marked in the headings."""
    parts = ["# Replay\n"]
    for one in played:
        mark = " · FAILED" if any(exchange.failure for exchange in one.exchanges) else ""
        parts.append(f"## {one.id}{mark}\n\nConversation `{one.conversation_id or 'none'}`\n")
        parts.extend(_exchange_markdown(exchange) for exchange in one.exchanges)
    return "\n".join(parts)


def _exchange_markdown(exchange: Exchange) -> str:
    notes = [OUTCOME_LABELS[exchange.outcome], exchange.intent]
    if exchange.latency_seconds is not None:
        notes.append(f"{exchange.latency_seconds:.2f} s")
    if exchange.failure:
        notes.append(f"**{exchange.failure}**")
    said = "\n".join(f"- 顾客：{_one_line(text)}" for text in exchange.said)
    replies = "\n".join(f"- **小二**：{_one_line(text)}" for text in exchange.replies)
    return f"{said}\n{replies or '- **（没有回复）**'}\n\n*{' · '.join(note for note in notes if note)}*\n"


def _one_line(text: str) -> str:
    return " ⏎ ".join(text.splitlines())
