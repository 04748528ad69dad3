"""The trainer teaches the running bot: an answer of their own, a label, an example, a training."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import ANSWER_MS, OFFLINE, Browsing, browser_tests

pytestmark = browser_tests

TRAINING_MS = 300_000
QUESTION = "可以开着直播间验货吗"
ANSWER = "可以的，您可以在直播间里当场开箱验货，确认没有问题后再签收。"
SLANG = (
    *("那边那个弄成上回那样", "老规矩来一套", "按上次那个路子走", "就照那么弄吧", "还是原来那个意思", "给它整利索喽"),
    *("歪比巴卜", "蹦沙卡拉卡", "呔嘚咑"),
)
MEANING = "催促发货"


def test_a_published_answer_reaches_the_shopper_at_once(browsing: Browsing) -> None:
    workshop = browsing.staff("/workshop/", "xunlian")
    answer = f"{ANSWER}（{uuid4().hex[:6]}）"
    workshop.get_by_role("button", name="新建 FAQ").click()
    editor = workshop.get_by_role("dialog")
    editor.get_by_label("标准问").fill(QUESTION)
    editor.get_by_label("答案").fill(answer)
    editor.get_by_role("button", name="发布").click()
    expect(workshop.get_by_text("已发布，顾客现在就能看到")).to_be_visible()
    editor.get_by_role("button", name="关闭").click()

    result = try_text(workshop, QUESTION)
    expect(result.locator(".faq-hits li").first).to_contain_text(QUESTION)

    expect(browsing.shopper("/shop/").ask(QUESTION)).to_have_text(answer)


@pytest.mark.timeout(600)
def test_a_training_teaches_the_running_bot(browsing: Browsing) -> None:
    workshop = browsing.staff("/workshop/", "xunlian")
    slang = find_unknown(workshop)
    chat = browsing.shopper()
    chat.ask(slang)

    open_section(workshop, "没听懂的话")
    miss = workshop.locator(".misses li").filter(has_text=slang)
    choose(miss.get_by_role("combobox"), MEANING)
    miss.get_by_role("button", name="归入", exact=True).click()
    expect(miss).to_have_count(0)

    open_section(workshop, "训练语料")
    form = workshop.locator(".example-form")
    choose(form.get_by_role("combobox"), MEANING)
    form.get_by_label("句子").fill("\n".join(f"{slang}{end}" for end in ("呀", "啊", "呢")))
    form.get_by_role("button", name="添加").click()
    table = workshop.get_by_role("table")
    expect(table.get_by_text(slang, exact=True)).to_be_visible()
    expect(table.get_by_text(f"{slang}呢", exact=True)).to_be_visible()

    before = workshop.request.get("/api/workshop/train").json()["model"]
    workshop.get_by_role("button", name="训练并发布").click()
    workshop.get_by_role("tooltip").get_by_role("button", name="确定").click()
    expect(workshop.get_by_role("progressbar", name="训练进度")).to_be_visible()
    chat.ask("你们包邮吗")
    expect(workshop.get_by_text("训练完成，新模型已经启用")).to_be_visible(timeout=TRAINING_MS)
    assert workshop.request.get("/api/workshop/train").json()["model"] != before
    expect(try_text(workshop, f"{slang}啊").locator(".try-intent strong")).to_have_text(MEANING)


def test_a_part_that_cannot_be_fetched_costs_nothing_else(browsing: Browsing) -> None:
    browsing.expected |= {OFFLINE, "Failed to fetch dynamically imported module"}
    workshop = browsing.staff("/workshop/", "xunlian")
    question = workshop.get_by_label("顾客的问题")
    question.fill(QUESTION)
    workshop.context.set_offline(True)
    workshop.get_by_role("radiogroup", name="栏目").get_by_text("训练语料").click()
    expect(workshop.get_by_text("这部分页面没有打开")).to_be_visible()
    workshop.context.set_offline(False)
    workshop.get_by_role("button", name="重试").click()
    expect(workshop.get_by_role("region", name="训练语料")).to_be_visible()
    expect(question).to_have_value(QUESTION)


def test_the_workshop_fits_a_phone(browsing: Browsing) -> None:
    workshop = browsing.staff("/workshop/", "xunlian", viewport={"width": 390, "height": 844})
    panel = workshop.get_by_role("complementary", name="试一试")
    expect(panel).to_be_hidden()
    for name in ("没听懂的话", "导入聊天记录", "训练语料", "FAQ 知识库"):
        open_section(workshop, name)
        widths = workshop.evaluate("[document.body, document.querySelector('.workshop-main')].map(e => e.scrollWidth)")
        assert max(widths) <= 390, name
    question = workshop.locator("tbody .faq-question").first.bounding_box()
    assert question is not None
    assert question["width"] > 80, "a question has room for several characters in a line"
    workshop.get_by_role("button", name="试一试").click()
    expect(panel.get_by_label("顾客的问题")).to_be_visible()
    workshop.get_by_role("button", name="收起试一试").click()
    expect(workshop.get_by_role("region", name="FAQ 知识库")).to_be_visible()


def find_unknown(workshop: Page) -> str:
    """Words that the model of today does not dare to answer."""
    for text in SLANG:
        body = {"text": text, "product_id": None}
        tried = workshop.request.post("/api/workshop/try", data=body, headers={"X-Xiaoer": "1"}).json()
        if tried["outcome"] != "answer":
            return text
    raise AssertionError("the bot answers every puzzle")


def open_section(workshop: Page, name: str) -> None:
    workshop.get_by_role("radiogroup", name="栏目").get_by_text(name).click()
    expect(workshop.get_by_role("region", name=name)).to_be_visible()


def choose(field: Locator, label: str) -> None:
    """Find an intent by its label and take the first."""
    field.fill(label)
    field.press("Enter")


def try_text(workshop: Page, text: str) -> Locator:
    panel = workshop.get_by_role("complementary", name="试一试")
    panel.get_by_label("顾客的问题").fill(text)
    panel.get_by_role("button", name="试一试").click()
    result = panel.locator(".try-result")
    expect(result).to_be_visible(timeout=ANSWER_MS)
    return result
