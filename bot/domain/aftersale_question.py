"""What a question about a return, exchange, refund or repair asks for, and which of several it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.aftersale import AftersaleKind


class Asked(StrEnum):
    """The fact that is to be told first."""

    SEND_BACK = "send_back"
    """Whether, and where to, the goods go back."""
    PARCEL = "parcel"
    """Number and state of the parcel that went back."""
    AMOUNT = "amount"
    """Why it is less than what was paid."""
    MONEY = "money"
    """Where the money goes, and how long that takes."""


@dataclass(frozen=True, slots=True)
class AftersaleQuestion:
    """``asked`` None: how it stands. ``wants_all``: of every application. Empty sets do not narrow."""

    asked: Asked | None = None
    kinds: frozenset[AftersaleKind] = frozenset()
    amounts_fen: frozenset[int] = frozenset()
    dates: frozenset[tuple[int, int]] = frozenset()
    wants_all: bool = False
    is_cancelled: bool = False


_ASKED: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (Asked.AMOUNT, re.compile(r"(?:只|才|就)(?:给我?|能)?退|少退|退少|退的?(?:钱|款|金额)?.{0,3}(?:不对|少|不够|没退全)"
            r"|(?:少|差|扣)了?.{0,3}[\d一二两三四五六七八九十]+(?:块|元)?|为什么.{0,6}(?:少|扣)|运费.{0,4}(?:没退|不退|扣)")),
    (
        Asked.SEND_BACK,
        re.compile(
            r"(?:要不要|用不用|需不需要|需要|用|要|得|还要|必须|是不是).{0,5}(?:寄|退|发|还)(?:回|过去|给你|到)?(?:去|来|仓库)?.{0,5}(?:吗|不|么|嘛|\?|？|$)"
            r"|寄(?:到|去|往)?(?:哪|什么地方|什么地址)|(?:往|到)哪(?:里|儿)?寄|寄回?的?地址|(?:用|要|需要)寄"
        ),
    ),
    (
        Asked.PARCEL,
        re.compile(
            r"单号|哪[家个]?快递|什么快递|快递(?:公司|到|呢|到没|信息)|寄(?:回|过|给|出|到|去).{0,8}(?:收|签|到)|(?:收|签)到?(?:了?没|了吗|没有)"
            r"|(?:仓库|你们|商家).{0,6}(?:收|签)|退(?:回去|货)的?(?:快递|包裹|物流)"
        ),
    ),
    (Asked.MONEY, re.compile(r"到账|退到|退回(?:到|哪|我)|原路|哪[张个]卡|余额|零钱"
            r"|(?:几天|多久|什么时候|啥时候|何时).{0,6}(?:到|退|钱|款)|钱.{0,6}(?:哪|到|呢|收到|回)")),
)  # fmt: skip
_KINDS = (
    (re.compile(r"换货|换的|换新|新(?:的|鞋|货|衣服)|换了?(?:个|双|件|条|台)"), frozenset({AftersaleKind.EXCHANGE})),
    (re.compile(r"维修|返修|报修|送修|修(?:好|到|的|完|理)|在修"), frozenset({AftersaleKind.REPAIR})),
    (re.compile(r"仅退款|只退款|不退货"), frozenset({AftersaleKind.REFUND})),
    (re.compile(r"退货|退回去|寄回"), frozenset({AftersaleKind.RETURN})),
    (re.compile(r"退款|退钱|退的"), frozenset({AftersaleKind.RETURN, AftersaleKind.REFUND})),
)
_ALL = re.compile(
    r"(?:都|全部|全都|所有|分别|每[个笔单])|(?:那|这|我|有)几[个笔单件]|[两三四五几]个(?:退|换|售后|申请)"
)
_AMOUNT = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,2})?)(?:块|元|的|那|这|退|$|我|钱)")
_DATE = re.compile(r"(?<!\d)(1[0-2]|[1-9])[月.](3[01]|[12]\d|[1-9])(?:[日号]|(?!\d))")
_CANCELLED = re.compile(r"取消|没付|关闭")


def read_question(text: str) -> AftersaleQuestion:
    """Read what is asked; the classifier has decided before that it is about an application."""
    kinds = next((kinds for sign, kinds in _KINDS if sign.search(text)), frozenset[AftersaleKind]())
    return AftersaleQuestion(
        asked=next((asked for asked, sign in _ASKED if sign.search(text)), None),
        kinds=kinds,
        amounts_fen=frozenset(round(float(amount) * 100) for amount in _AMOUNT.findall(text)),
        dates=frozenset((int(month), int(day)) for month, day in _DATE.findall(text)),
        wants_all=bool(_ALL.search(text)),
        is_cancelled=bool(_CANCELLED.search(text)),
    )
