"""Stock Rasa 3.6: DIET and TED, the HTTP action server, the SQL tracker store."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import yaml

from benchmarks.measure import Turn
from bot.settings import PROJECT_ROOT

STOCK = Path(__file__).parent / "stock"
READY_SECONDS = 240
EXAMPLES_PER_INTENT = 120


def train_stock(folder: Path, data: Path) -> None:
    """Train the stock assistant on our own messages of its two intents; kept for the next run."""
    if list((folder / "models").glob("*.tar.gz")):
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write_training_data(folder / "nlu.yml", data)
    arguments = ["--config", STOCK / "config.yml", "--domain", STOCK / "domain.yml", "--out", folder / "models"]
    files = ["--data", folder / "nlu.yml", STOCK / "rules.yml"]
    _run("train", *map(str, arguments), *map(str, files)).wait()


@asynccontextmanager
async def stock_rasa(folder: Path, shop_url: str, port: int) -> AsyncIterator[tuple[Turn, Turn, list[int]]]:
    """Start server and action server; gives (plain turn, order turn, process ids)."""
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(
        yaml.safe_dump(
            {
                "action_endpoint": {"url": f"http://127.0.0.1:{port + 1}/webhook"},
                "tracker_store": {"type": "SQL", "dialect": "sqlite", "url": f"sqlite:///{folder / 'tracker.db'}"},
            }
        ),
        encoding="utf-8",
    )
    credentials = folder / "credentials.yml"
    credentials.write_text("rest:\n", encoding="utf-8")
    actions = _run("run", "actions", "--actions", "stock_actions.actions", "--port", str(port + 1), shop_url=shop_url)
    server = _run(
        "run",
        "--model",
        str(folder / "models"),
        "--endpoints",
        str(endpoints),
        "--credentials",
        str(credentials),
        "--interface",
        "127.0.0.1",
        "--port",
        str(port),
    )
    session = aiohttp.ClientSession()

    async def say(sender: str, text: str) -> None:
        url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        async with session.post(url, json={"sender": sender, "message": text}) as response:
            replies = await response.json()
            if not replies:
                raise RuntimeError("stock Rasa said nothing")

    async def plain(sender: int, ordinal: int) -> None:
        await say(f"C0001-p{sender}-{ordinal // 10}", "你好")

    async def order(sender: int, ordinal: int) -> None:
        await say(f"C0001-o{sender}-{ordinal // 10}", "我的订单什么状态")

    try:
        await _wait_until_ready(session, port)
        yield plain, order, [server.pid, actions.pid]
    finally:
        await session.close()
        for process in (server, actions):
            process.terminate()
            process.wait(20)


def _write_training_data(path: Path, data: Path) -> None:
    wanted = {"greet", "query_order"}
    kept = []
    for file in sorted(data.glob("nlu/*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            if entry.get("intent") in wanted:
                lines = entry["examples"].splitlines()[:EXAMPLES_PER_INTENT]
                kept.append({"intent": entry["intent"], "examples": "\n".join(lines) + "\n"})
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": kept}, allow_unicode=True), encoding="utf-8")


def _run(*arguments: str, shop_url: str = "") -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": f"{PROJECT_ROOT}:{STOCK}",
        "BENCHMARK_SHOP_URL": shop_url,
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.Popen(command, cwd=STOCK, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _wait_until_ready(session: aiohttp.ClientSession, port: int) -> None:
    for _ in range(READY_SECONDS):
        try:
            url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
            async with session.post(url, json={"sender": "C0001-ready", "message": "我的订单什么状态"}) as response:
                if response.status == 200 and await response.json():
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(1)
    raise RuntimeError("stock Rasa did not start")
