"""``xiaoer replay``: recorded shoppers on the running system, over the public shopper API."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, WSMsgType
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot.domain.errors import BadRequest, Unavailable
from bot.domain.turn import Outcome
from bot.services.ports import Transactions
from bot.services.replay import (
    OUTCOME_LABELS,
    Exchange,
    Played,
    Recording,
    Summary,
    join_turns,
    outcome_of_events,
    read_recordings,
    summarize_replay,
    to_json,
    to_markdown,
)

REPLY_TIMEOUT_SECONDS = 60.0
CHECK_SECONDS = 10.0
SETTLE_SECONDS = 1.5
BUSY_PAUSE_SECONDS = 5.0
MAX_BUSY_PAUSES = 60
NOT_A_REPLY = {"delayed"}


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """``url`` of the gateway; ``out`` gets ``exchanges.md`` and ``report.json``; ``parallel`` shoppers at a time."""

    file: Path
    url: str
    out: Path
    limit: int | None = None
    parallel: int = 8
    reply_timeout_seconds: float = REPLY_TIMEOUT_SECONDS
    settle_seconds: float = SETTLE_SECONDS


class ReplayShopper:
    """One anonymous shopper with a socket of its own."""

    def __init__(self, client: ClientSession, options: ReplayOptions) -> None:
        self._client = client
        self._options = options
        self._seen = 0
        self._opened: ClientWebSocketResponse | None = None
        self.conversation_id = ""

    async def __aenter__(self) -> ReplayShopper:
        session = await self._open_session()
        self.conversation_id = session["conversation_id"]
        url = f"{self._options.url}/api/shopper/socket"
        self._opened = await self._client.ws_connect(url, params={"session": session["session"]})
        # The answer to "resume" ends with the state: everything after it is new.
        await self._socket.send_json({"type": "resume", "last_seq": 0})
        while (await self._receive(self._options.reply_timeout_seconds))["type"] != "state":
            pass
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            await self._opened.close()

    @property
    def _socket(self) -> ClientWebSocketResponse:
        if self._opened is None:
            raise Unavailable("the shopper is not connected")
        return self._opened

    async def exchange(self, bubbles: Sequence[str]) -> Exchange:
        """Say it and wait for the reply; never raises for what the system does wrong."""
        said = tuple(bubbles)
        replies: list[dict[str, Any]] = []
        try:
            last_seq, refused = await self._say(said, replies)
            if refused is not None:
                return Exchange(said, _texts(replies), Outcome.FAILED, None, last_seq, failure=f"refused: {refused}")
            started = time.monotonic()
            latency = await self._wait(replies, last_seq, started, more=len(said) > 1)
        except TimeoutError:
            return Exchange(said, _texts(replies), Outcome.FAILED, None, self._seen, failure="silence")
        except (ClientError, ConnectionError, Unavailable) as error:
            return Exchange(said, _texts(replies), Outcome.FAILED, None, 0, failure=f"error: {error}")
        outcome = outcome_of_events(message["body"]["event"] for message in replies)
        return Exchange(said, _texts(replies), outcome, latency, last_seq)

    async def _open_session(self) -> dict[str, Any]:
        for _ in range(MAX_BUSY_PAUSES):
            async with self._client.post(f"{self._options.url}/api/shopper/session", json={}) as response:
                if response.status == 200:
                    session: dict[str, Any] = await response.json()
                    return session
                if response.status != 429:
                    raise Unavailable(f"no session: status {response.status}")
            await asyncio.sleep(BUSY_PAUSE_SECONDS)
        raise Unavailable("no session: too many requests")

    async def _say(self, bubbles: Sequence[str], replies: list[dict[str, Any]]) -> tuple[int, str | None]:
        """All bubbles at once, then their acknowledgements: the last ``seq``, and why one was refused."""
        waiting: dict[str, str] = {uuid4().hex: text for text in bubbles}
        for client_id, text in waiting.items():
            await self._send(client_id, text)
        last_seq, busy = 0, 0
        while waiting:
            event = await self._receive(self._options.reply_timeout_seconds)
            if event["type"] == "ack" and waiting.pop(event["client_message_id"], None) is not None:
                last_seq = max(last_seq, event["seq"])
                self._seen = last_seq
            elif event["type"] == "refused":
                if event["code"] != "too_many_requests" or busy >= MAX_BUSY_PAUSES:
                    return last_seq, str(event["code"])
                busy += 1
                await asyncio.sleep(BUSY_PAUSE_SECONDS)
                await self._send(event["client_message_id"], waiting[event["client_message_id"]])
            else:
                replies.extend(_replies(event))
        return last_seq, None

    async def _send(self, client_id: str, text: str) -> None:
        await self._socket.send_json({"type": "send", "client_message_id": client_id, "kind": "text", "text": text})

    async def _wait(self, replies: list[dict[str, Any]], after: int, started: float, *, more: bool) -> float:
        """Until a reply to the last bubble is there; several bubbles may be answered in two turns, so look on a bit."""
        while not any(message["seq"] > after for message in replies):
            left = self._options.reply_timeout_seconds - (time.monotonic() - started)
            replies.extend(_replies(await self._receive(left)))
        latency = time.monotonic() - started
        if more:
            try:
                while True:
                    replies.extend(_replies(await self._receive(self._options.settle_seconds)))
            except TimeoutError:
                pass
        return latency

    async def _receive(self, timeout_seconds: float) -> dict[str, Any]:
        async with asyncio.timeout(max(0.0, timeout_seconds)):
            frame = await self._socket.receive()
        if frame.type is not WSMsgType.TEXT:
            raise Unavailable("the socket was closed")
        return msgspec.json.decode(frame.data, type=dict[str, Any])


async def play_all(recordings: Sequence[Recording], options: ReplayOptions, progress: Progress) -> list[Played]:
    """Every recording as a new shopper, ``parallel`` at a time, results in the order of the file."""
    slots = asyncio.Semaphore(options.parallel)
    task = progress.add_task("Replaying", total=sum(len(recording.groups) for recording in recordings))

    async def play(client: ClientSession, recording: Recording) -> Played:
        exchanges: list[Exchange] = []
        async with slots:
            shopper = ReplayShopper(client, options)
            try:
                async with shopper:
                    for group in recording.groups:
                        exchanges.append(await shopper.exchange(group))
                        progress.advance(task)
            except (ClientError, ConnectionError, TimeoutError, Unavailable) as error:
                missing = recording.groups[len(exchanges) :]
                failure = f"error: {error or type(error).__name__}"
                exchanges.extend(Exchange(group, (), Outcome.FAILED, None, failure=failure) for group in missing)
                progress.advance(task, len(missing))
        return Played(recording.id, shopper.conversation_id, tuple(exchanges))

    async with ClientSession() as client:
        return await asyncio.gather(*(play(client, recording) for recording in recordings))


async def check_gateway(url: str) -> None:
    """One question before everything is played.

    Raises:
        Unavailable: nobody answers at ``url``, or it is not our gateway.
    """
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=CHECK_SECONDS)) as client,
            client.get(f"{url}/healthz") as response,
        ):
            status = response.status
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise Unavailable(f"nobody answers at {url}: start the system, or give its address with --url") from error
    if status != HTTPStatus.OK:
        raise Unavailable(f"{url} is not a running gateway (status {status}): give its address with --url")


def run_replay(options: ReplayOptions, transactions: Transactions | None, console: Console) -> Summary:
    """Play the file, write the two reports, print the table. With ``transactions`` intents and outcomes are exact.

    Raises:
        BadRequest: the file is not of the documented form.
        Unavailable: nobody answers at the address, or somebody else does.
    """
    try:
        with options.file.open(encoding="utf-8-sig") as lines:
            recordings = read_recordings(lines, limit=options.limit)
    except UnicodeDecodeError as error:
        raise BadRequest(f"{options.file} is not a text file in UTF-8") from error
    if not recordings:
        raise BadRequest(f"{options.file} holds no conversation in which a shopper speaks")
    asyncio.run(check_gateway(options.url))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        played = asyncio.run(play_all(recordings, options, progress))
    if transactions is not None:
        with transactions.read() as tx:
            played = [join_turns(one, tx.log.list_turns(one.conversation_id)) for one in played]
    summary = summarize_replay(played)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "exchanges.md").write_text(to_markdown(played), encoding="utf-8")
    report = json.dumps(to_json(played, summary), ensure_ascii=False, indent=1)
    (options.out / "report.json").write_text(report, encoding="utf-8")
    print_summary(summary, console)
    console.print(Text(f"Every exchange: {options.out / 'exchanges.md'}; figures: {options.out / 'report.json'}"))
    return summary


def print_summary(summary: Summary, console: Console) -> None:
    """The figures as a table, intents with the most failures first."""
    table = Table(title=f"{summary.conversations} conversations, {summary.exchanges} exchanges")
    table.add_column("intent")
    for outcome in Outcome:
        table.add_column(OUTCOME_LABELS[outcome], justify="right")
    rows = sorted(summary.per_intent.items(), key=lambda item: (-item[1].get("failed", 0), -sum(item[1].values())))
    for intent, counts in rows:
        table.add_row(Text(intent), *(str(counts.get(outcome.value, "")) for outcome in Outcome))
    table.add_section()
    table.add_row("all", *(str(summary.outcomes[outcome.value]) for outcome in Outcome))
    console.print(table)
    if summary.latency_p50 is not None and summary.latency_p99 is not None:
        console.print(f"Latency: p50 {summary.latency_p50:.2f} s, p99 {summary.latency_p99:.2f} s")
    for failure, count in summary.failures.items():
        console.print(Text(f"{count} × {failure}", style="red"))


def _replies(event: dict[str, Any]) -> list[dict[str, Any]]:
    if event["type"] != "messages":
        return []
    return [
        message
        for message in event["messages"]
        if message["author"] != "shopper" and message["body"]["event"] not in NOT_A_REPLY
    ]


def _texts(replies: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(message["body"]["text"] for message in replies)
