"""Words that end a request or deny there was one (算了 …, 先不 …, 不是取消 …), and what they leave over."""

from __future__ import annotations

import re

_GAP = r"[了吧啦呗啊呀的哈哦呢，,。；;.!！~～…\s]*"
_VERBS = r"办理|办|弄|搞|处理|登记|申请|提交|取消|撤销|撤|退|换|修改|改|维?修|备注|预约"
_OBJECT = r"(?:货|款|单|订单|地址|这个|那个|它)?"
_THINKS = r"(?:我|让我|先|再|回头|自己)*(?:想一?想|想想|考虑(?:考虑|一下)?|看看|看一看|商量(?:商量|一下)?)(?:再说)?"
_STOP = (
    r"(?:那|那就|哎|唉|嗯|好吧|行吧|还是|等等|要不|我|就)*"
    rf"(?:算了|拉倒|先不(?![发送放派寄])(?:用|要|想)?(?:{_VERBS})?{_OBJECT}|还是不(?:{_VERBS})?{_OBJECT}"
    rf"|(?:不|别)(?:用|要|想)?再?(?:{_VERBS}){_OBJECT}(?=了|吧|啦|[，,。；;!！\s]|$)|{_THINKS})"
)
_STOPS = re.compile(rf"(?:{_STOP}{_GAP})+")
_GOES_ON = re.compile(rf"(?:那|就|还是|直接|我|给我|帮我|要|想|你们?|先)*(?:{_VERBS}|不要|寄)")
_SUBJECT = r"(?:我|人家|都|又|并|说了|说过|刚才|可|根本|真的|从来|从|也)*"
_ASKED = r"(?:说|要|想|让|叫|打算|在|是|有|准备|需要|过)*(?:你们?|您)?(?:给我|帮我)?"
_DENIAL = re.compile(
    rf"{_SUBJECT}(?:(?:不|没)是{_ASKED}|没有?{_ASKED})(?P<verb>取消|撤销|撤|退|换|改|维?修|备注|预约)"
    rf"(?:货|款|单|订单|申请|地址)*(?P<end>[的了啊呀吧哦呢嘛]|意思)*"
)
_WHO = re.compile(
    r"(?:谁|哪个|什么时候|啥时候|几时|哪里)(?:让|叫|要|说|告诉)[^，,。！!？?]{0,4}"
    r"(?:取消|撤销|退|换|改|修|备注|登记|申请|提交|办)"
)
_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_URGES = re.compile(
    r"加急|催(?!乳|芽)|(?:快|早|赶|尽|抓|速)[一]?[点些紧快速]{0,2}(?:给我|帮我|安排|把.{1,6})?(?:发|寄|送|出库|派)|(?:发|送)(?:快|早)[一]?[点些]"
)
_KINDS = {
    "cancel_order": "取消",
    "withdraw_request": "取消撤销",
    "request_return": "退",
    "request_refund": "退",
    "request_exchange": "换",
    "request_repair": "维修",
    "modify_address": "改",
    "modify_order": "改备注换",
    "schedule_delivery": "预约改备注",
}


def after_stopping(text: str) -> str | None:
    """What follows 算了 or 先不，我再想想; None: the words do not begin by ending the request, or go on with it."""
    found = _STOPS.match(text.strip())
    if found is None:
        return None
    rest = text.strip()[found.end() :]
    return None if _GOES_ON.match(rest) else rest


def after_denial(kind: str, text: str) -> str | None:
    """What is left of 不是取消，快点发货 in a request of ``kind``; None: nothing was denied.

    不是换 41，是换 42 denies only a value, and 不是退款 是退货 names the right request: both go on.
    """
    clauses = [clause for clause in _CLAUSES.split(text.strip()) if clause]
    denied = [clause for clause in clauses if _denies(kind, clause)]
    if not denied:
        return None
    rest = [clause for clause in clauses if clause not in denied]
    if any(re.match(r"(?:我?(?:要)?是|要)(?:要|想)?(?:取消|退|换|改)", clause) for clause in rest):
        return None
    return "，".join(rest)


def urges(text: str) -> bool:
    """加急, 快点发, 催一下: the goods are wanted, and soon."""
    return bool(_URGES.search(text))


def _denies(kind: str, clause: str) -> bool:
    if _WHO.search(clause):
        return True
    found = _DENIAL.fullmatch(clause)
    return found is not None and found.group("verb")[0] in _KINDS.get(kind, "退换取消改修")
