"""What axe-core calls serious or critical does not exist on any page, light or dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browser import Browsing, browser_tests, find_violations, log_in_shopper

pytestmark = browser_tests

# The demo shop is always light; this makes it a shop that lets the widget choose.
FOLLOW_THE_SYSTEM = """
new MutationObserver(() => document.querySelector("script[data-theme]")?.setAttribute("data-theme", "auto"))
  .observe(document, { childList: true, subtree: true });
"""
END_OF_FADES = """() => Promise.allSettled(
  document.getAnimations()
    .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
    .map((animation) => animation.finished),
)"""
Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_widget(browsing: Browsing, scheme: Scheme) -> None:
    context = browsing.context(color_scheme=scheme)
    context.add_init_script(FOLLOW_THE_SYSTEM)
    chat = browsing.shopper(context=context)
    expect(chat.root).to_have_attribute("data-theme", scheme)
    chat.ask("推荐一款蓝牙耳机")
    chat.ask("你们包邮吗")
    assert find_violations(chat.page) == []
    chat.ask_for_human()
    assert find_violations(chat.page) == []
    chat.root.get_by_role("button", name="结束会话").click()
    chat.root.get_by_role("button", name="结束", exact=True).click()
    expect(chat.root.locator("form.csat")).to_be_visible()
    assert find_violations(chat.page) == []


@pytest.mark.parametrize("path", ["/shop/", "/shop/login", "/shop/orders"])
def test_shop(browsing: Browsing, path: str) -> None:
    page = browsing.open("/shop/")
    log_in_shopper(page, "吴")
    page.goto(path)
    assert find_violations(page) == []


def test_staff_page_that_is_still_opening(browsing: Browsing) -> None:
    context = browsing.context()
    held: list[Route] = []
    context.route("**/api/me", lambda route: held.append(route))
    page = browsing.open("/desk/", context)
    expect(page.get_by_text("正在打开，请稍候")).to_be_visible()
    assert find_still(page) == []
    held[0].continue_()
    expect(page.get_by_label("密码")).to_be_visible()
    assert find_still(page) == []


def test_desk(browsing: Browsing) -> None:
    page = browsing.open("/shop/")
    log_in_shopper(page, "许")
    chat = browsing.shopper(context=page.context)
    chat.ask("我的快递到哪了")
    chat.ask_for_human()
    desk = browsing.staff("/desk/", "zhuguan")
    desk.locator(".queue-waiting .row").filter(has_text="许").get_by_role("button", name="接入").click()
    expect(desk.locator(".summary")).to_be_visible()
    assert find_still(desk) == []
    desk.get_by_role("tab", name="订单").click()
    assert find_still(desk) == []
    desk.get_by_role("button", name="结束会话").click()
    desk.get_by_role("button", name="确认结束").click()


def test_workshop(browsing: Browsing) -> None:
    page = browsing.staff("/workshop/", "xunlian")
    expect(page.get_by_role("table").get_by_role("row").nth(3)).to_be_visible()
    page.get_by_label("顾客的问题").fill("七天无理由退货吗")
    page.get_by_label("顾客的问题").press("Enter")
    expect(page.locator(".try-result")).to_be_visible()
    assert find_still(page) == []
    page.get_by_role("button", name="新建 FAQ").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert find_still(page) == []
    page.get_by_role("button", name="关闭").click()
    for section in page.get_by_role("radiogroup", name="栏目").locator("label").all():
        section.click()
        expect(page.get_by_role("region", name=section.inner_text())).to_be_visible()
        assert find_still(page) == []


def find_still(page: Page) -> list[str]:
    """Violations once nothing moves any more: colours in the middle of a fade are nobody's."""
    page.evaluate(END_OF_FADES)
    return find_violations(page)
