"""Chromium on the pages of a running house: what users do, and a watch over what the browser complains about."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from bot.settings import PROJECT_ROOT
from tests.e2e.running_house import DEMO_PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PRODUCT = "/shop/products/P1001"
WAIT_MS = 20_000
ANSWER_MS = 30_000
AXE = PROJECT_ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Chromium writes every answer from 400 up to its console: these are part of a normal day.
LOGGED_OUT = "401"
OFFLINE = "ERR_INTERNET_DISCONNECTED"

expect.set_options(timeout=WAIT_MS)

if not CHROMIUM.exists():
    warnings.warn(f"!!! {CHROMIUM} is missing: THE BROWSER TESTS ARE SKIPPED !!!", stacklevel=1)

browser_tests = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing"),
]


@dataclass
class Browsing:
    """Opens pages, each with cookies of its own unless they share a context, and remembers every complaint."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    expected: set[str] = field(default_factory=lambda: {LOGGED_OUT})

    def context(self, **options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = self.browser.new_context(base_url=self.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(WAIT_MS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        context.on("response", self._on_response)
        self.contexts.append(context)
        return context

    def open(self, path: str, context: BrowserContext | None = None, **options: Any) -> Page:
        page = (context or self.context(**options)).new_page()
        page.goto(path)
        return page

    def shopper(
        self, path: str = "/shop/products/P1001", context: BrowserContext | None = None, **options: Any
    ) -> Chat:
        """A product page with the chat opened and the welcome shown."""
        chat = Chat(self.open(path, context, **options))
        chat.open()
        return chat

    def staff(self, path: str, username: str, **options: Any) -> Page:
        """A page of the staff's, logged in."""
        page = self.open(path, **options)
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_label("密码")).to_be_hidden()
        return page

    def close(self) -> None:
        """Close everything; fails when a page complained."""
        for context in self.contexts:
            context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in self.expected):
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


class Chat:
    """The widget on a page of the shop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("xiaoer-widget")
        self.input = self.root.get_by_role("textbox", name="请输入您的问题")
        self.log = self.root.get_by_role("log")
        self.own = self.log.locator(".row.shopper .bubble")
        self.bot = self.log.locator(".row.bot .bubble")
        self.agent = self.log.locator(".row.agent .bubble")
        self.system = self.log.locator(".system")
        self.cards = self.log.locator(".card")
        self.bar = self.root.locator(".bar")
        self.title = self.root.get_by_role("heading", level=2)

    def open(self) -> None:
        self.root.get_by_role("button", name="联系客服").click()
        expect(self.bot.first).to_contain_text("我是智能客服小二")

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")
        expect(self.own.last).to_have_text(text)

    def ask(self, text: str) -> Locator:
        """Say it and wait for the bot's next bubble."""
        count = self.bot.count()
        self.say(text)
        answer = self.bot.nth(count)
        expect(answer).to_be_visible(timeout=ANSWER_MS)
        return answer

    def ask_for_human(self) -> None:
        """Until one stands in the queue."""
        self.root.locator(".composer").get_by_role("button", name="转人工客服").click()
        expect(self.bar).to_contain_text("您排在第", timeout=ANSWER_MS)

    def quick_reply(self, title: str) -> Locator:
        return self.root.get_by_role("group", name="快捷回复").get_by_role("button", name=title)


def find_violations(page: Page, ignored: Sequence[str] = ()) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands.

    The script goes in by the debugger's door, which no content security policy closes.
    """
    page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
    results: list[dict[str, Any]] = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in results
        if violation["impact"] in ("serious", "critical") and violation["id"] not in ignored
        for node in violation["nodes"]
    ]


def log_in_shopper(page: Page, surname: str, back_to: str = PRODUCT) -> None:
    """Become a demo customer and come back to the product."""
    page.goto(f"/shop/login?next={back_to}")
    page.get_by_role("button", name=surname).first.click()
    page.wait_for_url(f"**{back_to}")
