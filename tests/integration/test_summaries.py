"""The summary: every line has a source, personal data is masked, nothing breaks it or waits for it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.conversation import Author, MessageBody, MessageDraft, MessageKind
from bot.domain.handoff import Handoff, Summary
from bot.domain.turn import Priority
from bot.services.summarize import refresh_summary, summarize_transcript, write_summaries
from tests.integration.desk_samples import CUSTOMER, ORDER, PARCEL
from tests.integration.gateway_rig import GatewayRig


def summary_of(rig: GatewayRig, handoff: Handoff) -> Summary:
    with rig.transactions.read() as tx:
        found = tx.handoffs.find(handoff.id)
    assert found is not None
    assert found.summary is not None
    return found.summary


def answer(rig: GatewayRig, handoff: Handoff, text: str, author: Author = Author.BOT) -> None:
    draft = MessageDraft(handoff.conversation_id, author, MessageKind.TEXT, MessageBody(text=text))
    with rig.transactions.begin() as tx:
        tx.log.append(draft, rig.clock.now())


def test_the_sheet_of_a_handoff(rig: GatewayRig) -> None:
    texts = ("你好", "我的保温杯收到就碎了", "打我电话13812345678", "什么破快递，给我补发一个")
    handoff = rig.hand_off("customer-C1", *texts, customer_id="C1", order_number=ORDER.number)
    answer(rig, handoff, "非常抱歉，我会在 24 小时内为您安排补发")
    assert write_summaries(rig.transactions, rig.shop) == 1
    summary = summary_of(rig, handoff)
    assert "保温杯收到就碎了" in summary.needs[0].text
    assert any("补发一个" in line.text for line in summary.needs)
    assert [line.text for line in summary.promised] == ["机器人承诺：会在 24 小时内为顾客安排补发"]
    assert "我的保温杯收到就碎了" in [line.text for line in summary.evidence]
    assert summary.emotion == "angry"
    assert summary.urgency is Priority.P1
    assert summary.missing == ("问题照片或视频",)
    assert summary.next_step.startswith("先安抚顾客情绪")
    described = [line.text for line in summary.customer]
    assert described[0].startswith("王**，金卡会员")
    assert any("运输中" in text and "保温杯×2" in text and "118.00 元" in text for text in described)
    assert any("运输延误" in text for text in described)
    assert write_summaries(rig.transactions, rig.shop) == 0


@pytest.mark.parametrize(
    "routine",
    [
        "好的，马上为您转接人工客服，请您稍等。",
        "这件事我请人工客服来为您处理，请您稍候。",
        "现在不在人工服务时间（每天 9:00–23:30），您的问题已作为留言记录下来。",
        "已为您取消排队，我继续为您服务。",
    ],
)
def test_the_welcome_and_what_is_said_about_the_handoff_are_no_deeds(rig: GatewayRig, routine: str) -> None:
    handoff = rig.hand_off("v1", "毛衣起球了怎么办")
    answer(rig, handoff, "起球可以用毛球修剪器处理")
    answer(rig, handoff, routine)
    refresh_summary(rig.transactions, rig.shop, handoff.id)
    summary = summary_of(rig, handoff)
    with rig.transactions.read() as tx:
        spoken = [item for item in tx.log.messages_after(handoff.conversation_id, 0) if item.author is Author.BOT]
    welcome, useful, _ = spoken
    assert "欢迎光临" in welcome.body.text
    assert [source["seq"] for line in summary.done for source in line.source] == [useful.seq]
    assert summary.promised == ()


def test_an_agent_who_says_the_same_is_quoted(rig: GatewayRig) -> None:
    """Only the bot's phrases are routine."""
    handoff = rig.hand_off("v1", "毛衣起球了怎么办")
    answer(rig, handoff, "已经为您转接人工客服的主管，他会在今天内给您回电", Author.AGENT)
    refresh_summary(rig.transactions, rig.shop, handoff.id)
    assert summary_of(rig, handoff).done


def test_every_line_leads_to_its_source_and_nothing_personal_leaks(rig: GatewayRig) -> None:
    texts = ("我电话13812345678，快递显示签收了可我没收到", "地址是中山路18号3幢")
    handoff = rig.hand_off("customer-C1", *texts, customer_id="C1", order_number=ORDER.number)
    answer(rig, handoff, "已经联系站点核实，稍后会给您回电")
    refresh_summary(rig.transactions, rig.shop, handoff.id)
    summary = summary_of(rig, handoff)
    with rig.transactions.read() as tx:
        seqs = {message.seq for message in tx.log.messages_after(handoff.conversation_id, 0)}
    sections = (summary.customer, summary.needs, summary.done, summary.evidence, summary.promised)
    lines = [line for section in sections for line in section]
    assert lines
    for line in lines:
        assert line.source
        for source in line.source:
            if source["kind"] == "turn":
                assert source["seq"] in seqs
            else:
                assert source["kind"] == "field"
                assert source["ref"] in (CUSTOMER.id, ORDER.number, PARCEL.tracking_number)
        for secret in ("13812345678", "王小明", "18号3幢"):
            assert secret not in line.text


def test_somebody_elses_order_is_not_described(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", f"订单{ORDER.number}到哪了", order_number=ORDER.number)
    refresh_summary(rig.transactions, rig.shop, handoff.id)
    described = summary_of(rig, handoff).customer
    assert [line.text for line in described] == ["访客，尚未登录"]


def test_the_part_before_the_last_human_is_left_out(rig: GatewayRig) -> None:
    handoff = rig.hand_off("v1", "发票抬头写错了")
    body = MessageBody(text="继续", event="agent_left")
    with rig.transactions.begin() as tx:
        tx.log.append(MessageDraft(handoff.conversation_id, Author.SYSTEM, MessageKind.EVENT, body), rig.clock.now())
    rig.say(rig.conversation(handoff.conversation_id), "毛衣起球了怎么办")
    refresh_summary(rig.transactions, rig.shop, handoff.id)
    assert [line.text for line in summary_of(rig, handoff).needs] == ["顾客询问毛衣起球了怎么办"]


def test_one_broken_summary_does_not_stop_the_others(rig: GatewayRig, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = rig.hand_off("customer-C1", "在吗在吗", customer_id="C1")
    good = rig.hand_off("v2", "可以改成送到公司吗")

    def fail(customer_id: str) -> None:
        raise RuntimeError("the shop is down")

    monkeypatch.setattr(rig.shop, "find_customer", fail)
    assert write_summaries(rig.transactions, rig.shop) == 1
    assert summary_of(rig, good).needs
    monkeypatch.undo()
    assert write_summaries(rig.transactions, rig.shop) == 1
    assert summary_of(rig, bad).customer


def test_a_transcript_from_elsewhere() -> None:
    """In the words of the corpora that it is measured on: 用户, not 顾客 as on the desk."""
    turns = [
        {"role": "shopper", "text": "你好，我上周买的烤箱温控坏了"},
        {"role": "agent", "text": "亲，非常抱歉，请您告知一下机身编号"},
        {"role": "shopper", "text": "能上门维修吗？打13812345678"},
        {"role": "agent", "text": "可以的，师傅会在两天内联系您"},
    ]
    summary = summarize_transcript(turns)
    assert summary["needs"] == "用户表示上周买的烤箱温控坏了；用户询问能否上门维修。"
    assert summary["done"] == "客服答复请用户提供机身编号；客服表示可以的，师傅会在两天内联系用户。"
    assert (summary["emotion"], summary["urgency"]) == ("calm", "P2")
    assert "13812345678" not in str(summary)
    assert {"quote": "你好，我上周买的烤箱温控坏了", "turn": 0} in summary["evidence"]
    assert all(item["turn"] in (0, 2) for item in summary["evidence"])


@pytest.mark.parametrize(
    "turns",
    [
        [],
        [{}],
        ["text"],
        [{"role": "shopper"}],
        [{"role": "shopper", "text": None}],
        [{"role": "robot", "text": "在吗"}],
        [{"role": "shopper", "text": " \n\t"}],
        [{"role": "shopper", "text": "\x00\ud83d😀" * 3}],
        [{"role": "shopper", "text": "？" * 5000}],
        [{"role": "agent", "text": "您好"}],
    ],
)
def test_odd_transcripts_are_no_reason_to_fail(turns: list[Any]) -> None:
    summary = summarize_transcript(turns)
    assert summary.keys() == {"needs", "done", "emotion", "urgency", "next_step", "evidence"}
    assert summary["next_step"]
