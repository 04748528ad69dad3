"""``xiaoer serve``: everything that a running shop needs, under one supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket

import aiohttp

from bot.bootstrap import Core, build_core
from bot.commands.console import console
from bot.commands.prepare import seed_demo, train_with_progress, upgrade_database
from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.supervisor import ChildProcess, Supervisor

READY_SECONDS = 180.0
POLL_SECONDS = 0.3


def serve(settings: Settings) -> None:
    """Prepare what is missing, start the processes, print the addresses, run until Ctrl-C.

    Raises:
        Unavailable: the port is taken.
    """
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s: %(message)s")
    check_port(settings.host, settings.port)
    console.print("[bold]小二 Xiaoer[/bold] is starting")
    upgrade_database(settings)
    core = build_core(settings)
    if settings.environment == "demo":
        seed_demo(core, lambda line: console.print(f"  {line}", highlight=False))
    model = train_with_progress(core)
    console.print(f"  model: {model.path.name}{'' if model.is_new else ' (unchanged)'}", highlight=False)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_supervise(core))
    console.print("stopped")


def check_port(host: str, port: int) -> None:
    """Fail early and clearly when somebody else listens there.

    Raises:
        Unavailable: taken, or not allowed; the message says what to set.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                f"port {port} on {host} cannot be used ({error.strerror}); "
                f"stop the other program or choose another port: make run PORT={port + 1}"
            ) from error


def child_processes(settings: Settings) -> list[ChildProcess]:
    """The gateway and the runtime processes: the workers and those who wait for one of them to die."""
    workers = [
        ChildProcess(f"runtime-{number}", ["-m", "bot.cli", "runtime"])
        for number in range(settings.runtime_workers + settings.runtime_standby)
    ]
    return [*workers, ChildProcess("gateway", ["-m", "bot.cli", "gateway"])]


async def _supervise(core: Core) -> None:
    supervisor = Supervisor(child_processes(core.settings))
    announcer = asyncio.create_task(_announce(core))
    try:
        await supervisor.run()
    finally:
        announcer.cancel()


async def _announce(core: Core) -> None:
    settings = core.settings
    console.print("  starting gateway and runtime …")
    await wait_until_ready(settings)
    base = settings.resolved_public_url
    lines = [
        "",
        "[bold green]ready[/bold green]",
        f"  shop with chat widget   {base}/shop/          (顾客登录: {base}/shop/login)",
        f"  desk 坐席工作台         {base}/desk/",
        f"  workshop 训练师工作间   {base}/workshop/",
    ]
    if settings.environment == "demo":
        lines += [
            f"  demo accounts           xiaoyu (坐席) · xiaohe (高级客服) · zhuguan (主管) · xunlian (训练师) · admin"
            f"   password: {settings.admin_password}",
        ]
    lines.append("  stop with Ctrl-C")
    console.print("\n".join(lines), highlight=False)


async def wait_until_ready(settings: Settings, seconds: float = READY_SECONDS) -> None:
    """Until the gateway answers and every runtime worker has its model.

    Raises:
        Unavailable: not ready in time.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    waiting = [f"{settings.host}:{settings.port}", *map(str, range(settings.runtime_workers))]
    while asyncio.get_running_loop().time() < deadline:
        if await _is_gateway_up(settings) and await _are_runtimes_up(settings):
            return
        await asyncio.sleep(POLL_SECONDS)
    raise Unavailable(f"not ready after {seconds:.0f} s: {', '.join(waiting)}")


async def _is_gateway_up(settings: Settings) -> bool:
    async with aiohttp.ClientSession() as session:
        return await _answers(session, f"http://{settings.host}:{settings.port}/healthz")


async def _are_runtimes_up(settings: Settings) -> bool:
    for worker in range(settings.runtime_workers):
        connector = aiohttp.UnixConnector(path=str(settings.runtime_socket(worker)))
        async with aiohttp.ClientSession(connector=connector) as session:
            if not await _answers(session, "http://runtime/health"):
                return False
    return True


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=2)) as response:
            return response.status == 200
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False
