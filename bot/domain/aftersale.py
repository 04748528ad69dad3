"""Returns, exchanges, refunds and repairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AftersaleKind(StrEnum):
    """What the customer applied for."""

    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND = "refund"
    REPAIR = "repair"

    @property
    def label(self) -> str:
        """The Chinese word that shoppers and agents read."""
        return {"return": "退货退款", "exchange": "换货", "refund": "仅退款", "repair": "维修"}[self.value]


class AftersaleState(StrEnum):
    """The steps of an application (S6: 申请 → 审核 → 寄回 → 入库验收 → 处理 → 完成)."""

    APPLIED = "applied"
    APPROVED = "approved"
    REJECTED = "rejected"
    SENT_BACK = "sent_back"
    RECEIVED = "received"
    PROCESSING = "processing"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Chinese word that shoppers and agents read."""
        return _AFTERSALE_LABELS[self]


_REFUND_LABELS = {
    AftersaleState.APPROVED: "审核通过，待退款",
    AftersaleState.SENT_BACK: "退款处理中",
    AftersaleState.RECEIVED: "退款处理中",
    AftersaleState.PROCESSING: "退款处理中",
    AftersaleState.COMPLETED: "已退款",
}
"""Nothing is sent back for 仅退款."""
_AFTERSALE_LABELS = {
    AftersaleState.APPLIED: "待审核",
    AftersaleState.APPROVED: "审核通过，待寄回",
    AftersaleState.REJECTED: "审核未通过",
    AftersaleState.SENT_BACK: "已寄回，待入库",
    AftersaleState.RECEIVED: "已入库，待验收",
    AftersaleState.PROCESSING: "处理中",
    AftersaleState.COMPLETED: "已完成",
    AftersaleState.WITHDRAWN: "已撤销",
}


@dataclass(frozen=True, slots=True)
class Aftersale:
    """One application. ``amount_fen`` is what is (to be) refunded, 0 for an exchange or repair."""

    id: str
    order_number: str
    customer_id: str
    kind: AftersaleKind
    state: AftersaleState
    reason: str
    amount_fen: int
    created_at: datetime
    updated_at: datetime
    refund_channel: str | None = None
    return_tracking_number: str | None = None
    note: str = ""

    @property
    def state_label(self) -> str:
        """The state in the words that fit the kind."""
        own = _REFUND_LABELS.get(self.state) if self.kind is AftersaleKind.REFUND else None
        return own or self.state.label
