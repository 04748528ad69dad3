"""A handoff from the queue to the rating, seen from the desk and from the widget."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import ANSWER_MS, Browsing, Chat, browser_tests, log_in_shopper
from tests.e2e.running_house import RunningHouse

pytestmark = browser_tests

MARKUP = "<img src=x onerror=alert(1)>"


def test_exactly_one_of_two_agents_gets_the_customer(browsing: Browsing) -> None:
    browsing.expected.add("409")
    chat = waiting_shopper(browsing, "何")
    desks = [browsing.staff("/desk/", username) for username in ("xiaoyu", "xiaohe")]
    rows = [waiting_row(desk, "何") for desk in desks]
    for row in rows:
        expect(row.locator(".priority")).to_have_text(re.compile(r"P[0-3]"))
        expect(row.locator(".waited")).to_have_text(re.compile(r"\d+:\d\d"))
    click_together([row.get_by_role("button", name="接入") for row in rows])
    expect(chat.title).to_have_text(re.compile("人工客服 小[雨荷]"))
    winner, loser = desks if "小雨" in chat.title.inner_text() else reversed(desks)
    expect(loser.get_by_text("已被其他客服接入")).to_be_visible()
    expect(waiting_row(loser, "何")).to_have_count(0)
    expect(my_row(winner, "何")).to_have_count(1)
    expect(my_row(loser, "何")).to_have_count(0)
    finish(winner, "何")


def test_an_agent_helps_returns_and_closes(browsing: Browsing, house: RunningHouse) -> None:
    chat = waiting_shopper(browsing, "陈", MARKUP)
    desk = browsing.staff("/desk/", "xiaoyu")
    waiting_row(desk, "陈").get_by_role("button", name="接入").click()
    log = desk.get_by_role("log", name="对话内容")
    expect(log.locator(".bubble-row.bot").first).to_contain_text("我是智能客服小二")
    expect(log.get_by_text(MARKUP, exact=True)).to_be_visible()
    expect(log.locator("img")).to_have_count(0)
    check_summary(desk)

    write(desk, "您好，我是小雨，马上为您查询。")
    expect(chat.agent).to_have_text(["您好，我是小雨，马上为您查询。"])
    chat.say("好的，麻烦快一点")
    expect(log.locator(".bubble-row.shopper").last).to_contain_text("好的，麻烦快一点")

    desk.get_by_role("button", name="交回机器人").click()
    desk.get_by_role("button", name="确认交回").click()
    expect(chat.title).to_have_text("智能客服小二")
    chat.ask("你们包邮吗")

    chat.ask_for_human()
    waiting_row(desk, "陈").get_by_role("button", name="接入").click()
    conversation_id = mine(desk, "陈")["conversation_id"]
    finish(desk, "陈")
    rate(chat, "非常满意", "小雨很耐心")
    expect(chat.root.locator(".csat")).to_contain_text("感谢您的评价")
    house.wait_until(lambda: score_of(desk, conversation_id) == 5)


def waiting_shopper(browsing: Browsing, surname: str, *words: str) -> Chat:
    """A demo customer who has asked about a parcel and stands in the queue."""
    page = browsing.open("/shop/")
    log_in_shopper(page, surname)
    chat = Chat(page)
    chat.open()
    for text in words:
        chat.ask(text)
    chat.ask("我的快递到哪了")
    chat.ask_for_human()
    return chat


def waiting_row(desk: Page, surname: str) -> Locator:
    return desk.locator(".queue-waiting .row").filter(has_text=surname)


def my_row(desk: Page, surname: str) -> Locator:
    return desk.locator(".row.mine").filter(has_text=surname)


def mine(desk: Page, surname: str) -> dict[str, Any]:
    """The customer among those of the agent."""
    expect(my_row(desk, surname)).to_have_count(1)
    items: list[dict[str, Any]] = desk.request.get("/api/desk/queue").json()["mine"]
    return next(item for item in items if surname in item["customer_name"])


def score_of(desk: Page, conversation_id: str) -> int | None:
    """What the gateway has stored."""
    score: int | None = desk.request.get(f"/api/desk/conversations/{conversation_id}").json()["state"]["csat_score"]
    return score


def click_together(buttons: list[Locator]) -> None:
    """Click in both pages at the same moment."""
    moment = time.time() * 1000 + 500
    for button in buttons:
        button.evaluate("(button, moment) => void setTimeout(() => button.click(), moment - Date.now())", moment)


def check_summary(desk: Page) -> None:
    """The sheet is there, and a line leads to the words that it rests on."""
    sheet = desk.locator(".summary")
    for title in ("建议下一步", "顾客诉求", "原话与证据"):
        expect(sheet.get_by_role("heading", name=title)).to_be_visible(timeout=ANSWER_MS)
    source = sheet.get_by_title("查看原话").first
    seq = re.sub(r"\D", "", source.inner_text())
    source.click()
    expect(desk.locator(f'.messages [data-seq="{seq}"]')).to_have_class(re.compile("focused"))


def write(desk: Page, text: str) -> None:
    field = desk.get_by_role("textbox", name="回复顾客")
    field.fill(text)
    field.press("Enter")
    expect(field).to_have_value("")


def finish(desk: Page, surname: str) -> None:
    desk.get_by_role("button", name="结束会话").click()
    desk.get_by_role("button", name="确认结束").click()
    expect(my_row(desk, surname)).to_have_count(0)


def rate(chat: Chat, stars: str, comment: str) -> None:
    form = chat.root.locator("form.csat")
    form.get_by_role("radio", name=stars, exact=True).check(force=True)
    form.get_by_role("textbox").fill(comment)
    form.get_by_role("button", name="提交评价").click()
