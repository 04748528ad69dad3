"""Turns what a shopper typed into reported speech: “这个可以退吗亲” → “询问这个是否可以退”.

Rules only, no model: strip courtesies and fillers, tell questions, requests and statements apart, take out first and
second person, and turn questions into indirect ones. What carries no business (greetings, thanks, bare
acknowledgements, numbers on request) comes back as ``Act.NONE``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What the shopper does with an utterance; the value is the verb of the report."""

    ASK = "询问"
    REQUEST = "希望"
    STATE = "表示"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """An utterance in reported speech: ``act.value + text`` reads on after “顾客”."""

    act: Act
    text: str


_NOISE = re.compile(
    r"https?://[^\s，。\u4e00-\u9fff]+|#E-[A-Za-z]?\d+(?:\[数字\])?|咨询订单号[:：]?\s*\S+|订单编?号[:：]\s*\S+|商品(?:ID|id|编号)[:：]?\s*\w+"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d]+|\[(?:图片|表情|微笑|语音|视频|链接)\]"
)
_LEAD = re.compile(
    r"^(?:[\s，,。.!！~～、?？…]+|你好啊?|您好|亲(?:爱的|亲)?(?=[，,\s]|你|您|请|我|这|能|可)|哈喽|在吗|在不在|在么|客服|喂|嗨"
    r"|(?:(?:我?就?是?想(?:要)?(?:请)?(?:问|咨询|了解|知道|确认)|我?(?:就)?(?:是)?(?:请)?(?:问|咨询))(?:一下|下|一哈)?(?:你们?|您)?(?:这个)?"
    r"(?=[，,:：\s]|[^题号过]))"
    r"|请问(?:一下|下)?|(?:麻烦|劳烦)(?:问|请问)(?:一下|下)?|那(?:么|就|个)?(?=[，,\s我你您如怎要能可这什还请为是有])|然后|就是说?(?=[，,\s我你您])|额+|呃+|嗯+|恩+|哦+|噢+|喔+|唉+|哎+呀?|啊+|哈+|咦|诶"
    r"|好的?吧?[，,\s。]|行[，,\s。]|可以[，,\s。]|是的?[，,\s。]|对[，,\s。]|没有[，,\s。]|不是[，,\s。]|但是|可是|不过|而且|还有(?:就是|一个问题)?[，,:：\s]|另外|对了|所以说?|因为(?=我)|其实|反正|主要是|问题是|意思是|你的意思是"
    r"|也就是说|比如说?"
    r"|OK[，, ]|ok[，, ]|然而|亲(?=是)|忘了(?:问|说)了?[，,]|我?(?:先|再)问(?:一?下)?"
    r"|不好意思|打扰(?:一下|了)?|谢谢(?:你|您)?[，,。\s]|明白了?[，,\s。]|知道了[，,\s。]"
    r"|我(?:就)?(?:觉得|感觉|看|说)(?=[^到一下见]))"
)
_TAIL = re.compile(
    r"(?:[\s，,。.!！~～、;；…]+|谢谢(?:你|您)?们?了?|多谢|辛苦了?|麻烦(?:你|您)了?|亲+|哈+|啊+|呀+|哦+|噢|喔|呢|嘞|哟|啦|咯|撒|哇|嗯|的呢|嘻+|拜托了?|好吗|可以吗(?<=，可以吗)|行吗(?<=，行吗)|在吗|急)$"
)
_EMPTY = re.compile(
    r"^(?:[\s\W_]*|(?:好的?[，, ]*)+吧?|好[的了呢哒哈嘞]+|行(?:吧|的)?|可以的?"
    r"|是的?呢?|对的?|嗯+|恩+|哦+|噢+|没有?了?|没事了?|不用了?|不客气|谢谢.{0,3}|感谢.{0,3}|多谢|辛苦.{0,3}|麻烦.{0,3}|再见|拜拜|知道了|明白了?|了解了?|懂了|收到"
    r"|在(?:吗|不|么)?|你好|您好|人呢|人工(?:客服)?|客服|转?人工|稍等|等一?下|等等|我?看看|我?看一?下|这个|那个|这样(?:啊|吗|子)?|哪个|什么|为什么|怎么了?|然后呢?|还有吗?|是吗|是不是|真的吗?|对吧|对吗|好吗|可以吗|行吗|不是|就是|没错|确定|确认|没问题|好吧.{0,2}|OK|ok|[\d\s\-:：/.]+"
    r"|\[(?:姓名|电话|数字|日期|身份证号|订单编号|地址|邮箱|金额|时间)\]|(?:返修退换货|退换货|订单|物流|售后|发票)?咨询|.{0,3}(?:不好意思|对不起).{0,2})$"
)
_WH = re.compile(
    r"什么|甚么|啥|谁|哪|几(?:天|点|号|个|件|次|年|月|时|楼|种)|多(?:少|久|大|长|高|重|远|宽)|怎么|怎样|咋|如何|为何|为什么|为啥|干嘛|是否|能否|可否|是不是|能不能|可不可以|会不会|有没有|要不要|行不行|好不好|需不需要|用不用"
)
_REQUEST = re.compile(
    r"^(?:请|麻烦|帮|给我|把|给俺|我(?:想|要|需要|希望)|想(?:要)?|要(?!是)|需要|希望|能不能(?:麻烦|帮|给)|能(?:麻烦|帮|给我)|可以(?:帮|给我)|你?(?:帮|给)(?:我|忙)|快(?:点|递?)?(?:给|发|帮|处理|安排)|尽快|赶紧|抓紧|申请|取消|修改|更改|改(?:成|为|下|一下|地址)|换(?![了的过])|催单|开(?:具|个|一下)?(?:电子|纸质|增值税)?发?票|退(?:货|款|掉|钱)|查(?:下|一下|询)|催(?:下|一下)|让(?:他|她|快递|师傅|配送|站点)|别|不要|升级|转)"
)


_PLEADING = re.compile(r"(?:请|麻烦|帮|查(?:下|一下)|能(?:帮|不能帮)|快)")
_DIALECT = ((re.compile(r"为啥子?"), "为什么"), (re.compile(r"啥子"), "什么"), (re.compile(r"咋个"), "怎么"))


def report(text: str) -> Reported:
    """The utterance in reported speech; ``Act.NONE`` with an empty text when there is nothing to report."""
    cleaned = clean(text)
    if not cleaned:
        return Reported(Act.NONE, "")
    act = find_act(cleaned, text)
    if act is Act.ASK:
        said = _to_indirect(cleaned)
    elif act is Act.REQUEST:
        said = _to_wish(cleaned)
    else:
        said = cleaned
    said = _to_third_person(said).strip("，,。.!！?？ ~～、")
    return Reported(act, said) if len(said) >= 2 else Reported(Act.NONE, "")


def clean(text: str) -> str:
    """Without courtesies, fillers, links and faces; empty when nothing else is left."""
    current = _NOISE.sub(" ", text).strip()
    for pattern, standard in _DIALECT:
        current = pattern.sub(standard, current)
    while True:
        shorter = _LEAD.sub("", current)
        shorter = _TAIL.sub("", shorter)
        if shorter == current:
            break
        current = shorter
    current = re.sub(r"\s+", "，" if re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", current) else "", current)
    return "" if _EMPTY.match(current) else current


def find_act(cleaned: str, raw: str = "") -> Act:
    """Question, request or statement."""
    has_mark = bool(re.search(r"[?？][\s~～。，]*$", raw) or re.search(r"[?？]$", cleaned))
    has_wh = bool(_WH.search(cleaned))
    if _REQUEST.match(cleaned) and not (has_wh and not _PLEADING.match(cleaned)):
        is_yes_no = re.search(r"(?:吗|嘛|么)[?？]*$", cleaned) and not re.match(r"能|可以", cleaned)
        return Act.ASK if is_yes_no else Act.REQUEST
    if has_mark or has_wh or re.search(r"(?:吗|嘛|(?<![什怎这那多要])么|呢|否)$", cleaned):
        return Act.ASK
    if re.search(r"吧$", cleaned):
        return Act.ASK if re.search(r"是|会|可以|应该|能|有|对吧$", cleaned) else Act.REQUEST
    if re.search(r"(?:没有?|不)$", cleaned) and not re.search(r"[但都还也就只从]|什么|一[点个]", cleaned):
        return Act.ASK
    return Act.STATE


_A_NOT_A = (
    (re.compile(r"能不能够?"), "能否"),
    (re.compile(r"可不可以|可以不可以"), "是否可以"),
    (re.compile(r"是不是"), "是否"),
    (re.compile(r"有没有|有木有"), "是否有"),
    (re.compile(r"会不会"), "是否会"),
    (re.compile(r"要不要|需不需要|用不用"), "是否需要"),
    (re.compile(r"(?<!一)(?<!半)([\u4e00-\u9fff])[不没]\1"), r"是否\1"),
)
_MODAL = re.compile(
    r"(?<!不)(?:也|就|都|还|都还)?(?:可以|可(?!能|是|以)|能够|(?<![才节性功职智可])能(?!量|源)|会(?!员)|(?<!不)需要|应该|还(?=能|可以|有|会|要|需要|是)"
    r"|有(?!点|些|时|关)|(?<!还|就|都|但|可|要|于)是(?!不|否)|要(?!求|是)|支持|属于|包(?=邮|安装|含)|带(?!来)|已经|直接|一定|马上|提前|单独|自动|免费)"
)
_VERB = re.compile(
    r"没有|没|不|收到|收货|发货|到货|到账|安全|好用|正品|现货|正常|影响|通知|联系|安装|配送|派送|送到|送|寄|退|换|修|开|取消|修改|改|补|提供|打|审核|处理|完成|成功|减|优惠|收费|贵|适合|合适|防水|用|买|付|算|给"
)
_YES_NO_END = re.compile(r"了?(?:吗|嘛|(?<![什怎这那多要])么|没有?|不|是吧|对吧|吧|是吗|是么|对吗)[?？\s]*$")
_TAG_END = re.compile(r"^(.{2,}?)(?:，)?(?:是(?:否)?)?(可以|能|行|有|好|需要|要)(?:的)?$")


def _to_indirect(text: str) -> str:
    body = re.sub(r"呢$", "", text.rstrip("?？ "))
    body = re.sub(r"^(?:请|麻烦)?(?:(?:帮忙?|给)(?:我)?)?(?:查询|查|看|问)(?:一?下|看)(?=.{2})", "", body)
    for pattern, replacement in _A_NOT_A:
        body, count = pattern.subn(replacement, body, count=1)
        if count:
            return re.sub(r"(?:吗|嘛|呢|吧)$", "", body)
    if _WH.search(body):
        return _settle_wh(re.sub(r"(?:吗|嘛|呢|吧)$", "", body))
    body = re.sub(r"(?<=.{3})不(可以|行|能)(?=吗|嘛|么)", r"\1", body)
    end = _YES_NO_END.search(body)
    if end is None:
        return body
    return re.sub(r"的$", "", _insert_whether(body[: end.start()].rstrip("，, ")))


def _settle_wh(text: str) -> str:
    text = re.sub(r"啥(?:时候|时间)|什么时间", "什么时候", text)
    text = re.sub(r"为啥|(?:咋|怎么)(?=还|这么|那么|没|不(?!一样)|都|又|就|变|是|会|只)", "为什么", text)
    return text.replace("咋样", "怎么样").replace("咋", "怎么").replace("啥", "什么")


def _insert_whether(body: str) -> str:
    """Put 是否 before the first modal of the last clause, or else before its verb."""
    head, comma, last = body.rpartition("，")
    tag = _TAG_END.match(last)
    if tag and not _MODAL.search(tag.group(1)) and tag.group(1)[-1] not in "就都也还不":
        word = {"行": "可以", "好": "可以", "能": "能"}.get(tag.group(2), tag.group(2))
        return f"{head}{comma}{'能否' if word == '能' else '是否' + word}{tag.group(1)}"
    modal = _MODAL.search(last) or _VERB.search(last)
    if modal is None or (modal.start() == 0 and modal.group(0) in ("没", "没有", "不")):
        return f"{head}{comma}是否{last}"
    word = modal.group(0)
    whether = "能否" if word in ("能", "能够") else "是否" if word == "是" else f"是否{word}"
    return f"{head}{comma}{last[: modal.start()]}{whether}{last[modal.end() :]}"


def _to_wish(text: str) -> str:
    body = re.sub(r"^(?:请|麻烦|拜托|劳烦)?(?:你们?|您)?", "", text)
    body = re.sub(r"^(?:能不能|可不可以|能|可以)(?=麻烦|帮|给)", "", body)
    body = re.sub(
        r"^(?:麻烦)?(?:你们?|您)?(?:帮(?:我|忙)?(?:们)?|给我)(?!退|换|补|发|打|开|送|赔|回|返|个|说)", "", body
    )
    body = re.sub(r"^我?们?(?:是)?(?:想要?|要|需要|希望|想)(?=.)", "", body)
    return re.sub(r"(?:可以|行|好)?(?:吗|嘛|吧|呢|不)?[?？]*$", "", body)


def _to_third_person(text: str) -> str:
    text = re.sub(r"请问(?:一下|下)?|麻烦(?:你们?|您)?(?=帮|看|查|给)", "", text)
    text = re.sub(r"^(?:我们?|俺们?|咱们?)(?:的|这边|这里|现在(?=的))?", "", text)
    text = re.sub(r"(?:给|帮|替)(?:我们|俺们|咱们|咱|我|俺)(?!们)(?=[\u4e00-\u9fff])(?![没是的了吧吗呢])", "", text)
    text = re.sub(r"(?<=[给帮替跟和让叫找问发])(?:我们|俺们|咱们|咱|我|俺)", "顾客", text)
    text = re.sub(r"(?:我们|俺们|咱们|咱|我|俺)(?:的)?", "", text)
    text = re.sub(r"(?<=[给跟和让叫找问是])(?:你们|您们)(?:家|店|那边|这边)?", "客服", text)
    text = re.sub(r"(?:你们|您们)(?:家|店|那边|这边)?(?:的)?", "", text)
    text = re.sub(r"[您你](?:那边|这边|的)?(?=[\u4e00-\u9fff])|[您你]$", "", text)
    return re.sub(r"^(?:的|那个|那|呢|就是|想问|问(?:一)?下)+(?=.{2})", "", text)
