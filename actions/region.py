"""Where it is to be sent: the place that the shopper told, now or before."""

from __future__ import annotations

from actions.talk import Talk
from actions.wording import money

_FAR = (
    "新疆",
    "西藏",
    "内蒙古",
    "青海",
    "乌鲁木齐",
    "拉萨",
    "呼和浩特",
    "西宁",
    "包头",
    "鄂尔多斯",
    "喀什",
    "伊犁",
    "日喀则",
    "呼伦贝尔",
    "赤峰",
)
_ABROAD = ("香港", "澳门", "台湾", "台北", "海外", "国外")
_KINDS = ("region", "address")


def region_of(talk: Talk) -> str | None:
    """The place in this message, else the one told last in the conversation."""
    here = talk.entity("region") or talk.entity("address")
    if here:
        return here
    for event in reversed(talk.tracker.events):
        if event.get("event") == "user":
            for entity in (event.get("parse_data") or {}).get("entities") or ():
                if entity.get("entity") in _KINDS and entity.get("value"):
                    return str(entity["value"])
    return None


def is_far(region: str) -> bool:
    """Regions where parcels take longer and may cost more."""
    return any(name in region for name in _FAR)


def is_abroad(region: str) -> bool:
    """Places that the shop does not send to."""
    return any(name in region for name in _ABROAD)


def far_freight(talk: Talk, region: str) -> str:
    """The freight rule for a far region, in its name."""
    freight = talk.tools.policy.freight
    return (
        f"发到{region}可能需要补运费，金额以结算页显示为准；其他地区满 {money(freight.free_from_fen)} 包邮。"
        "部分生鲜和大件商品暂不送达，提交订单时会有提示。"
    )


def near_freight(talk: Talk, region: str) -> str:
    """The freight rule for any other region."""
    freight = talk.tools.policy.freight
    return (
        f"发到{region}，单笔实付满 {money(freight.free_from_fen)} 包邮，不满收取 {money(freight.fee_fen)} 运费；"
        "大件商品的运费以结算页显示为准。"
    )
