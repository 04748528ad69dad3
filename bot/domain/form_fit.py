"""Can this message be the answer to the question that a form has asked? Words and classifier decide together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.form_answers import is_bare, is_question
from bot.domain.request_values import read_address, read_bare_count
from bot.domain.service_request import ServiceSpec

SURE = 0.6
"""From here on the classifier's reading counts as another business."""
_LONG_ENOUGH = 4
"""Characters: shorter, an unclear message is a scrap and no reason."""
REASONED = frozenset({"request_return", "request_exchange", "request_refund"})
_REPORTS = frozenset({"report_quality_issue", "report_damage", "report_wrong_item", "report_missing_item"})
_STATEMENTS = frozenset({"inform", "deny", "ask_size", "ask_product_detail", "review"})
"""What the classifier calls a remark about the goods when it asks nothing: 尺码偏大, 颜色不喜欢."""
_COMPATIBLE = {
    "modify_address": frozenset({"inform"}),
    "modify_order": frozenset(
        {"inform", "deny", "request_exchange", "ask_size", "ask_stock", "ask_product_detail", "cancel_order"}
    ),
    "schedule_delivery": frozenset(
        {"inform", "deny", "modify_address", "modify_order", "urge_delivery", "urge_shipment"}
    ),
}
_AFTERSALE = _STATEMENTS | _REPORTS | {"report_delivery_problem", "request_repair", "complain", "ask_authenticity"}
_LOOSE = frozenset({"chitchat", "out_of_scope", "affirm", "compare_products"})
"""Too loosely drawn to stand against words that the question asked for: 我老公不喜欢."""
_SAID_AS_REASON = frozenset(
    {"cancel_order", "modify_order", "price_protection", "ask_clarification", "urge_delivery", "urge_shipment"}
)
"""Goods that have come are not cancelled any more: 不想要了 is the reason that was asked for."""
_DELIVERY = re.compile(
    r"[周星期礼拜][一二三四五六日天末]|[今明后]天|[下本这]周|月[底初]|\d{1,2}[点号日楼层]|[一二三四五六七八九十]+楼|[上下中]午|晚上|傍晚|早上|工作日|双休|节后|节前"
    r"|自提|自取|驿站|门口|快递柜|丰巢|物业|门卫|保安|前台|传达室|送到楼|送货?上[楼门]|上楼|打电话|电话联系|提前|晚[点几]|推迟|延[后迟期]|过[几两]天|[先暂]?(?:不|别)(?:发|送|放)|再[发送]"
)
_CHANGE = re.compile(
    r"[换改加减添去]|不[要带]|备注|多[一要来]|少[一要来]|[带选要]|[色码款号]|\d\s?[个件双条只台盒瓶袋罐套把支箱包]|(?<![A-Za-z])X{0,3}[SL](?![A-Za-z])|写|留言",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"不(?:喜欢|合适|想要|满意|好|对|符|能|够|值|需要|太|会|习惯|同|一样)|没用|太[久大小长短贵薄厚重硬软紧松慢吵高低]|[偏有]点?[大小长短薄厚重硬软紧松]|不要(?:了|$)|穿不[下上]|[多重]买|[买拍选][错多重]|色差|闲置|用不[上着到]"
)
_DEFECT = re.compile(
    r"坏|破|漏|质量|瑕疵|故障|裂|变质|发霉|过敏|异味|[糊臭怪霉焦]味|味道|用不了|不能用|没反应|充不[进上]|开不了|不亮|不转|不制冷|不加热|吸力|掉色|起球|掉毛|脱线|开线|开胶|生锈|发错|少发|描述不符|划痕|卡顿|死机|闪屏|漏电|噪音|异响"
)
_WISH = re.compile(r"退|换|补|赔|修|重新?[发寄]|处理|解决|随便|都行|看着办|差[额价]")
_WISHED = re.compile(
    r"退货退款|换货|退货|退款|退钱|退(?:了|掉)(?:吧|算了)|(?:想|要|给我|帮我|申请|能|直接|麻烦|重新?)\s?[退换]\S{0,6}|换(?:一?[个件台双只条]|新)\S{0,4}|补[发寄]\S{0,4}|重[发寄]\S{0,4}|赔\S{0,4}"
)


class Fit(StrEnum):
    """What to do with a message while the form waits."""

    ANSWER = "answer"
    COUNT = "count"
    """Nothing but how many: kept, and the question stays."""
    DESCRIPTION = "description"
    """More about the defect, where the wish was asked for."""
    AGAIN = "again"
    """It belongs to the question but does not answer it: 好, 寄到我公司."""
    OTHER = "other"
    """Another question or business: answered by its own rule."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the message was understood. ``is_unsure``: the bot would ask back. ``is_about_others``: it names goods that
    are not in the form's order."""

    text: str
    intent: str
    confidence: float
    is_unsure: bool = False
    is_about_others: bool = False


def tells_defect(text: str) -> bool:
    """Words for goods at fault."""
    return bool(_DEFECT.search(text))


def tells_reason(text: str) -> bool:
    """Words for a reason to send something back."""
    return bool(_REASON.search(text)) or tells_defect(text)


def tells_delivery(text: str) -> bool:
    """A time, a place or a manner of delivery."""
    return bool(_DELIVERY.search(text))


def read_wish(text: str) -> str:
    """给我换一个, 退货退款: what the shopper wants for goods at fault; empty: not said."""
    found = _WISHED.search(text)
    return found.group(0).rstrip("吗么嘛吧呢") if found else ""


def names_expected(service: ServiceSpec, text: str) -> bool:
    """Whether the words are of the kind that the question asks for."""
    match service.kind:
        case "modify_address":
            return read_address(text) is not None
        case "schedule_delivery":
            return tells_delivery(text)
        case "modify_order":
            return bool(_CHANGE.search(text))
        case "request_exchange":
            return tells_reason(text) or bool(_CHANGE.search(text))
    if not service.has_defect:
        return tells_reason(text)
    return bool(_WISH.search(text)) and (not tells_defect(text) or bool(read_wish(text)))


def judge_answer(service: ServiceSpec, reading: Reading) -> Fit:
    """Whether the message answers the question about the detail."""
    text, intent = reading.text, reading.intent
    if is_bare(text):
        return Fit.OTHER if intent in ("greet", "thank", "urge_reply", "goodbye") else Fit.AGAIN
    if text in service.choices or (service.has_defect and intent in REASONED and read_wish(text)):
        return Fit.ANSWER
    if is_question(text) or (reading.is_about_others and service.kind not in ("modify_order", "modify_address")):
        return Fit.OTHER
    if read_bare_count(text) and service.is_aftersale:
        return Fit.COUNT
    is_expected, is_compatible = names_expected(service, text), _is_compatible(service, intent)
    is_sure = reading.confidence >= SURE and not reading.is_unsure
    may_be_reason = intent in _LOOSE or (service.is_aftersale and intent in _SAID_AS_REASON)
    is_allowed = is_compatible or (is_expected and (may_be_reason or service.kind == "modify_address"))
    if is_sure and not is_allowed:
        return Fit.OTHER
    if service.has_defect and not is_expected:
        return Fit.DESCRIPTION if intent in _REPORTS or is_sure else Fit.OTHER
    if is_expected:
        return Fit.ANSWER
    if service.kind in ("modify_address", "schedule_delivery"):
        return Fit.AGAIN if is_sure and intent in ("inform", service.kind) else Fit.OTHER
    return Fit.ANSWER if is_compatible and len(text) >= _LONG_ENOUGH else Fit.OTHER


def _is_compatible(service: ServiceSpec, intent: str) -> bool:
    if intent == service.kind:
        return True
    if not service.is_aftersale:
        return intent in _COMPATIBLE[service.kind]
    return intent in _AFTERSALE or (service.has_defect and intent in REASONED | {"request_repair", "modify_order"})
