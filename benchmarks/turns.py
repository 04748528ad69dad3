"""Turns: our runtime against stock Rasa 3.6 on the same machine in one run.

``python -m benchmarks.turns`` prints a Markdown table. Needs a trained model (``xiaoer train``); the stock assistant is
trained on the first run (a minute) and kept under ``build/``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.measure import Measurement, measure, with_children
from benchmarks.our_house import our_house
from benchmarks.stock_rasa import stock_rasa, train_stock
from bot.bootstrap import Core, build_core
from bot.commands.prepare import seed_demo, upgrade_database
from bot.settings import PROJECT_ROOT, load_settings

FOLDER = PROJECT_ROOT / "build" / "benchmark-turns"
SENDERS = (1, 8)


async def run(turns: int) -> list[Measurement]:
    """All scenarios on both systems, one system at a time."""
    core = _prepare()
    results: list[Measurement] = []
    async with our_house(core) as ours:
        runtime = with_children(ours.pids)
        whole = with_children([*ours.pids, os.getpid()])
        for senders in SENDERS:
            for system, scenario, turn, processes in (
                ("Xiaoer runtime", "plain reply", ours.runtime_plain, runtime),
                ("Xiaoer runtime", "order look-up", ours.runtime_order, runtime),
                ("Xiaoer runtime + message log", "plain reply", ours.path_plain, whole),
                ("Xiaoer runtime + message log", "order look-up", ours.path_order, whole),
            ):
                results.append(await measure(system, scenario, turn, processes, senders=senders, turns=turns))
    train_stock(FOLDER / "stock", PROJECT_ROOT / "data")
    async with stock_rasa(FOLDER / "stock", core.settings.resolved_shop_database_url, _free_port()) as stock:
        plain, order, pids = stock
        processes = with_children(pids)
        for senders in SENDERS:
            for scenario, turn in (("plain reply", plain), ("order look-up", order)):
                results.append(await measure("stock Rasa", scenario, turn, processes, senders=senders, turns=turns))
    return results


def render(results: Sequence[Measurement]) -> str:
    """A Markdown table; the last column is throughput relative to stock Rasa in the same scenario."""
    stock = {(row.scenario, row.senders): row for row in results if row.system == "stock Rasa"}
    lines = [
        "| system | turn | senders | turns/s | p50 ms | p99 ms | CPU ms/turn | memory MB | × stock |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in results:
        ratio = row.turns_per_second / stock[row.scenario, row.senders].turns_per_second
        lines.append(
            f"| {row.system} | {row.scenario} | {row.senders} | {row.turns_per_second:.1f} | {row.p50_ms:.1f} | "
            f"{row.p99_ms:.1f} | {row.cpu_ms_per_turn:.1f} | {row.memory_mb:.0f} | {ratio:.1f} |"
        )
    return "\n".join(lines)


def _prepare() -> Core:
    """A fresh, seeded house of its own; the model is the project's."""
    shutil.rmtree(FOLDER / "state", ignore_errors=True)
    settings = replace(load_settings(), state_dir=FOLDER / "state", database_url="", shop_database_url="")
    upgrade_database(settings)
    core = build_core(settings)
    seed_demo(core, lambda line: None)
    return core


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Turns per second against stock Rasa 3.6.")
    parser.add_argument("--turns", type=int, default=200, help="turns per scenario")
    print(render(asyncio.run(run(parser.parse_args().turns))))


if __name__ == "__main__":
    main()
