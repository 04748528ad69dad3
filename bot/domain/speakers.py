"""Who speaks in a recorded conversation: the words that shop systems write for shoppers and for everybody else."""

from __future__ import annotations

from enum import StrEnum


class Speaker(StrEnum):
    """The two sides of a conversation."""

    SHOPPER = "shopper"
    OTHER = "other"


_SHOPPER_WORDS = (
    *("买家", "买方", "顾客", "客户", "用户", "访客", "消费者", "会员", "粉丝"),
    *("shopper", "customer", "user", "buyer", "visitor", "client", "consumer"),
)
_OTHER_WORDS = (
    *("客服", "卖家", "卖方", "商家", "商户", "店铺", "店主", "店长", "店员", "掌柜", "小二", "坐席", "座席", "人工"),
    *("机器人", "系统", "助手", "助理", "经理", "专员", "运营", "售前", "售后", "服务", "官方", "旗舰店", "平台"),
    *("agent", "seller", "bot", "assistant", "system", "staff", "service", "merchant", "admin", "robot", "shop_"),
)
_LONGEST = 20


def speaker_of(role: str) -> Speaker | None:
    """Whose a role such as 买家, ``user`` or 旺旺卖方 is; None for a name or anything else.

    A word for the shop's side weighs more: 客户经理 and 用户服务部 are no shoppers.
    """
    folded = role.strip().lower()
    if len(folded) > _LONGEST:
        return None
    if any(word in folded for word in _OTHER_WORDS) and folded not in _SHOPPER_WORDS:
        return Speaker.OTHER
    return Speaker.SHOPPER if any(word in folded for word in _SHOPPER_WORDS) else None
