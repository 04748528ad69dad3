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
_LOST = re.compile(
    r"(?:包裹|快递|快件|东西|货|件|它).{0,6}(?:丢|遗失|不见)|(?:弄|搞|给我)丢|丢(?:件|包|失)|丢了.{0,8}(?:赔|怎么办|咋办|算谁|负责)|丢了?的(?:那|这|包裹|快递|东西)|寄丢|送丢"
)


def read_remedy(text: str) -> Remedy | None:
    """What is asked for; None if nothing, or if the choice is still open (补发还是退款)."""
    found = [
        remedy
        for remedy, pattern in (
            (Remedy.RESEND, _RESEND),
            (Remedy.REFUND, _REFUND),
            (Remedy.COMPENSATION, _COMPENSATION),
        )
        if pattern.search(text)
    ]
    return found[0] if len(found) == 1 and not _ASKED.search(text) else None


def claims_loss(text: str) -> bool:
    """Whether a parcel is said, or feared, to be lost."""
    return bool(_LOST.search(text))
