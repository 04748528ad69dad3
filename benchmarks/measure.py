"""Load from a bounded number of senders, with time, CPU and memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import psutil

Turn = Callable[[int, int], Awaitable[None]]
"""Runs turn ``ordinal`` of sender ``sender`` to its reply."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One scenario. Times in milliseconds, memory in MB (sum over the measured processes)."""

    system: str
    scenario: str
    senders: int
    turns_per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms_per_turn: float
    memory_mb: float


async def measure(
    system: str, scenario: str, turn: Turn, processes: Sequence[psutil.Process], *, senders: int, turns: int
) -> Measurement:
    """Run ``turns`` turns spread over ``senders`` at once, after a few for warming up."""
    for sender in range(senders):
        for ordinal in range(3):
            await turn(sender, ordinal)
    latencies: list[float] = []

    async def one_sender(sender: int) -> None:
        for ordinal in range(turns // senders):
            started = time.perf_counter()
            await turn(sender, ordinal + 3)
            latencies.append((time.perf_counter() - started) * 1000)

    cpu_before = _cpu_seconds(processes)
    started = time.perf_counter()
    await asyncio.gather(*(one_sender(sender) for sender in range(senders)))
    elapsed = time.perf_counter() - started
    cpu = _cpu_seconds(processes) - cpu_before
    latencies.sort()
    return Measurement(
        system=system,
        scenario=scenario,
        senders=senders,
        turns_per_second=len(latencies) / elapsed,
        p50_ms=latencies[len(latencies) // 2],
        p99_ms=latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))],
        cpu_ms_per_turn=cpu * 1000 / len(latencies),
        memory_mb=sum(process.memory_info().rss for process in processes) / 1e6,
    )


def with_children(pids: Sequence[int]) -> list[psutil.Process]:
    """The processes and everything they started."""
    parents = [psutil.Process(pid) for pid in pids]
    return parents + [child for parent in parents for child in parent.children(recursive=True)]


def _cpu_seconds(processes: Sequence[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)
