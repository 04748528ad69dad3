"""The shopper's day with the widget on the pages of the demo shop."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser import ANSWER_MS, OFFLINE, Browsing, browser_tests, log_in_shopper

pytestmark = browser_tests


def test_an_answer_from_the_spec_sheet_survives_a_reload(browsing: Browsing) -> None:
    chat = browsing.shopper("/shop/products/P1001")
    answer = chat.ask("这个支持蓝牙吗")
    expect(answer).to_contain_text("5.3")
    text = answer.inner_text()
    chat.page.reload()
    expect(chat.own).to_have_text(["这个支持蓝牙吗"])
    expect(chat.bot.nth(1)).to_have_text(text)


def test_logging_in_keeps_the_conversation_and_finds_the_parcel(browsing: Browsing) -> None:
    chat = browsing.shopper()
    chat.ask("你们包邮吗")
    log_in_shopper(chat.page, "林")
    expect(chat.own).to_have_text(["你们包邮吗"])
    chat.ask("我的快递到哪了")
    choice = chat.cards.get_by_role("listitem").filter(has_text="运输中").get_by_role("button", name="选择").first
    choice.click()
    expect(chat.cards.filter(has_text="运单号")).to_be_visible(timeout=ANSWER_MS)
    expect(chat.own.last).to_contain_text("订单号")
    expect(choice).to_be_disabled()


def test_a_quick_reply_leads_a_guest_to_the_log_in(browsing: Browsing) -> None:
    chat = browsing.shopper()
    chat.quick_reply("查物流").click()
    expect(chat.own).to_have_text(["查物流"])
    expect(chat.quick_reply("退换货")).to_be_hidden()
    chat.root.get_by_role("button", name="登录").click(timeout=ANSWER_MS)
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("登录")


def test_markup_is_shown_as_text(browsing: Browsing) -> None:
    chat = browsing.shopper()
    markup = '<img src=x onerror="window.hacked = 1"><b>退货</b>'
    chat.ask(markup)
    expect(chat.own).to_have_text([markup])
    expect(chat.log.locator(".bubble :is(img, b)")).to_have_count(0)
    assert chat.page.evaluate("window.hacked") is None


def test_two_tabs_show_the_same(browsing: Browsing) -> None:
    first = browsing.shopper()
    second = browsing.shopper(context=first.page.context)
    answer = first.ask("你们发什么快递")
    expect(second.own).to_have_text(["你们发什么快递"])
    expect(second.bot.nth(1)).to_have_text(answer.inner_text())


def test_what_is_said_offline_is_sent_once(browsing: Browsing) -> None:
    browsing.expected.add(OFFLINE)
    chat = browsing.shopper()
    chat.page.context.set_offline(True)
    chat.say("周末发货吗")
    expect(chat.log.locator(".delivery")).to_contain_text("等待网络恢复", timeout=60_000)
    expect(chat.root.get_by_role("alert")).to_contain_text("网络已断开")
    chat.page.context.set_offline(False)
    expect(chat.bot.nth(1)).to_be_visible(timeout=ANSWER_MS)
    expect(chat.log.locator(".delivery")).to_have_count(0)
    chat.page.reload()
    expect(chat.bot.nth(1)).to_be_visible()
    expect(chat.own).to_have_text(["周末发货吗"])


def test_the_enter_of_an_input_method_does_not_send(browsing: Browsing) -> None:
    chat = browsing.shopper()
    chat.input.focus()
    keyboard = chat.page.context.new_cdp_session(chat.page)
    keyboard.send("Input.imeSetComposition", {"text": "baoyou", "selectionStart": 6, "selectionEnd": 6})
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", enter)
    expect(chat.input).to_have_value("baoyou")
    expect(chat.own).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "包邮吗"})
    chat.input.press("Enter")
    expect(chat.own).to_have_text(["包邮吗"])


def test_the_panel_fills_a_phone(browsing: Browsing, tmp_path: Path) -> None:
    phone = {"width": 390, "height": 844}
    chat = browsing.shopper(viewport=phone, is_mobile=True, has_touch=True, device_scale_factor=2)
    chat.ask("这个支持蓝牙吗")
    panel = chat.root.get_by_role("dialog").bounding_box()
    assert panel == {"x": 0, "y": 0, **phone}
    assert chat.page.evaluate("document.documentElement.scrollWidth") == phone["width"]
    send = chat.root.get_by_role("button", name="发送").bounding_box()
    assert send is not None
    assert send["y"] + send["height"] <= phone["height"]
    chat.root.get_by_role("button", name="收起会话").click()
    launcher, buy = chat.root.get_by_role("button", name="联系客服"), chat.page.get_by_role("button", name="立即购买")
    assert not overlaps(launcher.bounding_box(), buy.bounding_box())


def overlaps(one: object, other: object) -> bool:
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    is_beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
    is_above = one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
    return not (is_beside or is_above)


def test_a_shopper_may_leave_the_queue(browsing: Browsing) -> None:
    chat = browsing.shopper()
    chat.ask_for_human()
    expect(chat.bar).to_contain_text(re.compile(r"您排在第 \d+ 位，预计等待约"))
    expect(chat.title).to_have_text(re.compile(r"排队中，第 \d+ 位"))
    chat.bar.get_by_role("button", name="取消排队").click()
    expect(chat.bar).to_have_count(0)
    expect(chat.title).to_have_text("智能客服小二")
    chat.ask("你们包邮吗")
