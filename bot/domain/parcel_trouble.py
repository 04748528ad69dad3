"""What shoppers want of a parcel that was lost or sent back, and claims that one was lost."""

from __future__ import annotations

import re
from enum import StrEnum


class Remedy(StrEnum):
    """How a lost or returned parcel is made good; the shopper chooses."""

    RESEND = "resend"
    REFUND = "refund"
    COMPENSATION = "compensation"

    @property
    def label(self) -> str:
        """The Chinese word that shoppers and agents read."""
        return _LABELS[self]


_LABELS = {Remedy.RESEND: "重新发货", Remedy.REFUND: "退款", Remedy.COMPENSATION: "赔付"}
_AGAIN = r"(?:重新|再|补|重)"
_RESEND = re.compile(
    rf"{_AGAIN}(?:给我|帮我|跟我|为我|来)?(?:[一两]?[次遍个份件])?(?:发|寄|送|派|安排|补)|补(?:给我|我|[一两]?[个份件])"
)
_REFUND = re.compile(r"退(?:款|钱|我|给我|全款|掉吧?|了吧)|钱.{0,4}(?:退|还)|把钱|不要了|不想要")
_COMPENSATION = re.compile(r"赔")
_ASKED = re.compile(r"还是|或者?|哪[个种]|怎么办|咋办|多久|几天|到账")
_OPEN = re.compile(r"还是|哪[个种]")
_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_REPROACH = re.compile(
    r"(?:怎么|为什么|为啥|咋|干嘛)(?:都|也)?(?:不|没)(?:早|提前|主动|通知|告诉|联系|跟我)|(?:都|也)(?:不|没)(?:人|早)?(?:说|通知|告诉|联系)(?:我|一声)?"
)
_WHAT_HAPPENED = re.compile(r"(?:怎么|咋|什么|啥)(?:个)?(?:回事|情况)|怎么了|咋了")
_LOST = re.compile(
    r"(?:包裹|快递|快件|东西|货|件|它).{0,6}(?:丢|遗失|不见)|(?:弄|搞|给我)丢|丢(?:件|包|失)|丢了.{0,8}(?:赔|怎么办|咋办|算谁|负责)|丢了?的(?:那|这|包裹|快递|东西)|寄丢|送丢"
)


def read_remedy(text: str) -> Remedy | None:
    """What is asked for; None if nothing, or if the choice is still open (补发还是退款).

    A question in another clause leaves the choice as it is: 那就补发吧，要多久.
    """
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    found = {remedy for clause in clauses if not _ASKED.search(clause) for remedy in _named(clause)}
    if len(found) != 1 or _OPEN.search(text):
        return None
    return found.pop()


def reproaches(text: str) -> bool:
    """都丢了怎么不早说: a reproach that nobody told."""
    return bool(_REPROACH.search(text))


def asks_what_happened(text: str) -> bool:
    """咋回事, 什么情况: of whatever is wrong."""
    return bool(_WHAT_HAPPENED.search(text))


def _named(clause: str) -> list[Remedy]:
    patterns = ((Remedy.RESEND, _RESEND), (Remedy.REFUND, _REFUND), (Remedy.COMPENSATION, _COMPENSATION))
    return [remedy for remedy, pattern in patterns if pattern.search(clause)]


def claims_loss(text: str) -> bool:
    """Whether a parcel is said, or feared, to be lost."""
    return bool(_LOST.search(text))
