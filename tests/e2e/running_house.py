"""The whole house as real processes, for tests that kill or click."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

from bot.runtime.places import LOCK_SUFFIX
from bot.settings import PROJECT_ROOT

READY_SECONDS = 300.0
DEMO_PASSWORD = "xiaoer-demo"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RunningHouse:
    state_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        own = {
            "XIAOER_STATE_DIR": str(self.state_dir),
            "XIAOER_PORT": str(self.port),
            "XIAOER_LOG_LEVEL": "WARNING",
            "RASA_TELEMETRY_ENABLED": "false",
        }
        return {**os.environ, **own, **self.settings}

    def start(self) -> None:
        log = (self.state_dir / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"],
            cwd=PROJECT_ROOT,
            env=self.environ,
            stdout=log,
            stderr=log,
        )
        self.wait_until(lambda: "stop with Ctrl-C" in self.log_text(), READY_SECONDS)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill_all()

    def kill_all(self) -> None:
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.kill()
        self.process.wait(10)

    def log_text(self) -> str:
        return (self.state_dir / "serve.log").read_text(encoding="utf-8", errors="replace")

    def child(self, name: str) -> psutil.Process | None:
        """The gateway, or the runtime process that answers now, if it runs."""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if name == "runtime" and child.pid != self.serving_pid():
                continue
            try:
                if name in child.cmdline():
                    return child
            except psutil.Error:
                continue
        return None

    def serving_pid(self) -> int:
        """Who holds the first worker's place; 0 for nobody yet."""
        lock = self.state_dir / "run" / f"runtime-0{LOCK_SUFFIX}"
        return int(lock.read_text(encoding="ascii") or 0) if lock.exists() else 0

    def kill(self, name: str) -> None:
        """``kill -9``."""
        child = self.child(name)
        assert child is not None, f"{name} does not run"
        child.kill()

    def wait_until(self, condition: Callable[[], bool], seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the house ended:\n{self.log_text()[-3000:]}")
            try:
                if condition():
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"did not happen within {seconds} s:\n{self.log_text()[-3000:]}")

    def call(self, path: str, body: dict[str, Any] | None = None, token: str | None = None) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, data, timeout=10) as response:
            result: dict[str, Any] = json.loads(response.read())
            return result

    def shopper(self) -> Shopper:
        session = self.call("/api/shopper/session", {"locale": "zh-CN"})
        return Shopper(self, session["session"])


@dataclass
class Shopper:
    """An anonymous shopper who speaks over HTTP and keeps trying until the message is acknowledged."""

    house: RunningHouse
    token: str

    def say(self, text: str, client_message_id: str | None = None) -> str:
        client_id = client_message_id or uuid4().hex
        body = {"client_message_id": client_id, "kind": "text", "text": text}

        def is_sent() -> bool:
            return "seq" in self.house.call("/api/shopper/messages", body, self.token)

        self.house.wait_until(is_sent)
        return client_id

    def log(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.house.call("/api/shopper/messages?after=0", token=self.token)["messages"]
        return messages

    def bot_texts(self) -> list[str]:
        """What the bot said after its welcome."""
        return [message["body"]["text"] for message in self.log() if message["author"] == "bot"][1:]

    def wait_for_answer(self, count: int = 1, seconds: float = 60.0) -> list[str]:
        self.house.wait_until(lambda: len(self.bot_texts()) >= count, seconds)
        return self.bot_texts()
