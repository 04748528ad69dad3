"""What the shop's side already answered, did and promised, in reported speech and linked to the messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.needs import MAX_SENTENCE, Need, Said

MAX_LENGTH = 200
MAX_PER_GROUP = 3
SAME_SHARE = 0.6

_NOISE = re.compile(
    r"https?://[^\s，。\u4e00-\u9fff]+|#E-[A-Za-z]?\d*(?:\[数字\])?|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]+|~+|～+"
)
_LEAD = re.compile(
    r"^(?:[\s，,。.!！、?？]+|亲亲|亲爱[的哒](?:客户|顾客|用户)?|亲(?![自手])|您好|你好|(?:非常|真的|实在|很)?(?:抱歉|对不起|不好意思)(?:让您久等了?)?|嗯+|恩+|好[的哒](?:呢|哦|哈)?(?=[，,\s。]|$)"
    r"|是的(?:呢|哦|哈|亲)*(?=[，,\s。]|$)|温馨提示[:：]?|感谢您的[^，。]{0,8}|(?:小妹|妹[子纸]|小萌妹|客服|小二|我)(?:这边|这里)?(?=[帮给为会已核马先看查将也向])|(?:我们|咱们)?这边(?:已经|是)?|目前|为您查询到|帮您(?:看|查)(?:了|到)?[一]?下?)"
)
_TAIL = re.compile(
    r"(?:[\s，,。.!！、?？;；]+|哦+|哟|呢|哈+|嗯|啊|呀|呐|额|饿|亲+|的呢|好[吗嘛]|可以[吗么]|(?:您)?(?:看)?(?:这样)?(?:可以|好|行)[吗么]|谢谢.{0,6})$"
)
_COURTESY = re.compile(
    r"^(?:[\W\d_]*|.{0,6}(?:稍等|请稍候|稍等片刻).{0,12}|.{0,8}(?:正在为您|马上为您|速速为您)(?:查询|核实|查看|确认).{0,6}|.{0,4}在的.{0,4}|.{0,6}(?:有什么|请问|还有其他).{0,8}(?:帮|需要).{0,8}"
    r"|不客气|不用谢|应该的|祝您.*|欢迎.*|感谢.*|收到|了解|明白了?|好的?|可以的?|是的?|不是的?|嗯|对的?|没问题|没事的?|.{0,2}抱歉.{0,2})$"
)
_ASKS_FOR = re.compile(
    r"(?:请|麻烦|辛苦|需要|还请|烦请)(?:您|你)?(?:这边)?(?:提供|告知|说明|发送|发|留下|预留|选择|核对|确认)(?:一?下)?(?P<what>.{2,30})|(?:您|你)(?:方便)?(?:提供|发|留)(?:一?下)(?P<what2>.{2,20})"
)
# A blank inside brackets, as in （今天 6:13）, ends nothing.
_CLAUSE_END = re.compile(r"[，,。；;!！]+|\s+(?![^（）]*）)")
_PROMISE = re.compile(
    r"(?:会|将)(?:在|为|给|帮|尽快|有|于|安排|联系|通知|短信|电话|回电|原路|退|补)|(?:小时|天|工作日|分钟|点)(?:之?内|之?前|左右)(?:给|为|会|将|回|到账|处理|联系|答复|退)|回电|短信(?:通知|告知|给您)|尽快(?:为|给|安排|处理|联系|发|回复)"
    r"|(?:为|帮|给)您(?:升级|跟进|反馈|备注|登记|催|安排|补发|申请|提交|转接|加急)|(?<!有)承诺|保证(?!金)|稍后(?:会|为|给|回)"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One message of the shop's side; ``speaker`` is 客服 or 机器人."""

    said: Said
    speaker: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One sentence, and whether it commits the shop to something."""

    text: str
    seqs: tuple[int, ...]
    is_promise: bool


def find_deeds(answers: Sequence[Answered], *, max_length: int = MAX_LENGTH) -> list[Deed]:
    """One sentence per answer (messages between two of the shopper's belong together), promises before the rest when
    it gets too long; in the order of the conversation.
    """
    deeds: list[Deed] = []
    seen: list[set[str]] = []
    for group in _groups(answers):
        parts: list[str] = []
        seqs: list[int] = []
        for answer in group:
            text = _report(answer.said.text)
            pairs = {text[index : index + 2] for index in range(len(text) - 1)}
            if not pairs or any(len(pairs & other) >= SAME_SHARE * len(pairs) for other in seen):
                continue
            if len(parts) < MAX_PER_GROUP:
                seen.append(pairs)
                parts.append(text)
                seqs.append(answer.said.seq)
        if parts:
            is_promise = any(_PROMISE.search(answer.said.text) for answer in group if answer.said.seq in seqs)
            verb = "表示" if is_promise else "答复"
            text = f"{group[0].speaker}{verb}{'，'.join(parts)}"
            deeds.append(Deed(text, tuple(seqs), is_promise))
    return _fit(deeds, max_length)


def find_promises(answers: Sequence[Answered]) -> list[Need]:
    """What the shop's side committed itself to, message by message."""
    promises = []
    for answer in answers:
        if _PROMISE.search(answer.said.text):
            text = _report(answer.said.text)
            if text and not text.startswith("请顾客"):
                promises.append(Need(f"{answer.speaker}承诺：{text}", (answer.said.seq,)))
    return promises


def join_deeds(deeds: Iterable[Deed]) -> str:
    """One paragraph."""
    text = "；".join(deed.text for deed in deeds)
    return f"{text}。" if text else ""


def _groups(answers: Sequence[Answered]) -> list[list[Answered]]:
    groups: list[list[Answered]] = []
    for answer in answers:
        last = groups[-1][-1] if groups else None
        if last is not None and (last.said.group, last.speaker) == (answer.said.group, answer.speaker):
            groups[-1].append(answer)
        else:
            groups.append([answer])
    return groups


def _report(text: str) -> str:
    """Without courtesies, in the third person; empty when nothing is left."""
    current = _NOISE.sub("", text).strip()
    while True:
        shorter = _TAIL.sub("", _LEAD.sub("", current))
        if shorter == current:
            break
        current = shorter
    if _COURTESY.match(current):
        return ""
    asked = _ASKS_FOR.search(current)
    if asked and len(current) < 50:
        what = asked.group("what") or asked.group("what2") or ""
        return f"请顾客提供{_TAIL.sub('', _third_person(what)).strip('，,。的 ')}" if what else ""
    return _shorten(_third_person(current))


def _third_person(text: str) -> str:
    text = re.sub(r"(?:小妹|妹[子纸]|小萌妹|我们|咱们)(?:这边|这里)?", "", text)
    text = re.sub(r"我(?:这边)?(?=[帮给为会已将])", "", text)
    text = re.sub(r"(?<=[帮为给])[您你](?:这边)?(?=[\u4e00-\u9fff])", "顾客", text)
    text = re.sub(r"[您你](?:这边|们)?(?:的)?(?=订单|商品|快递|包裹|退款)", "", text)
    text = re.sub(r"[您你](?:这边|们)?", "顾客", text)
    return re.sub(r"(?:的呢|呢|哦|哈|哟|的哦|嗯|呐)(?=[，,。；;!！\s])", "", text)


def _shorten(text: str) -> str:
    if len(text) <= MAX_SENTENCE:
        return text
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause]
    kept: list[str] = []
    length = 0
    for clause in clauses:
        if kept and length + len(clause) > MAX_SENTENCE:
            break
        kept.append(clause)
        length += len(clause)
    return "，".join(kept)[: 2 * MAX_SENTENCE]


def _fit(deeds: Sequence[Deed], max_length: int) -> list[Deed]:
    kept: list[int] = []
    used = 0
    for index in sorted(range(len(deeds)), key=lambda index: (not deeds[index].is_promise, -index)):
        length = len(deeds[index].text) + 1
        if kept and used + length > max_length:
            continue
        kept.append(index)
        used += length
    return [deeds[index] for index in sorted(kept)]
