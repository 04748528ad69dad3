"""Carriers by their usual, short and misspelt names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.candidate import Candidate

_NAMES = {
    "顺丰速运": r"顺丰(?:速运|快递|快运|速递|包邮|特快|标快)?|丰速|顺风(?:速运|快递)"
    r"|(?<=[发走寄用])顺风(?!车)|顺风(?=包邮|到付)"
    r"|(?<![A-Za-z0-9])(?:SF|sf|Sf)(?:快递)?(?![A-Za-z0-9])",
    "中通快递": r"(?<![心途空集其手])中通(?:快递|快运|速递)?(?![过知讯])|(?<![A-Za-z0-9])(?:ZTO|zto)(?![A-Za-z0-9])",
    "圆通速递": r"圆通(?:速递|快递)?|[园原元]通(?:速递|快递)|(?<![A-Za-z0-9])(?:YTO|yto)(?![A-Za-z0-9])",
    "申通快递": r"申通(?:快递)?(?!过)|(?<![A-Za-z0-9])(?:STO|sto)(?![A-Za-z0-9])",
    "韵达快递": r"韵达(?:快递|速递|快运)?|[运云]达(?:快递|速递)|韵哒|(?<![A-Za-z])(?:yunda|Yunda|YUNDA)(?![A-Za-z])",
    "极兔速递": r"极兔(?:速递|快递)?|[及急]兔|(?<![A-Za-z0-9])J&T(?![A-Za-z0-9])",
    "京东快递": r"(?:京东|(?<![A-Za-z])(?:JD|jd))(?:快递|物流|配送|快运)"
    r"|(?<=[发走寄])京东(?!自营|平台|上|商城|[eE]?卡)|京东(?=小哥|的?师傅|送|派)",
    "邮政快递": r"(?:中国)?邮政(?:快递|包裹|小包|平邮|物流)?(?!编码|银行|储蓄|卡)|(?<![A-Za-z])包裹平邮",
    "EMS": r"(?<![A-Za-z0-9])(?:EMS|ems|Ems)(?![A-Za-z0-9])",
    "德邦快递": r"德邦(?:快递|物流|快运)?",
    "百世快递": r"百世(?:汇通|快递|快运)?(?!流芳)|汇通快递",
    "天天快递": r"天天快递|(?<=[发])天天(?=$|[ ，吗不])",
    "菜鸟裹裹": r"菜鸟(?:裹裹|直送|速递|物流)|丹鸟",
    "安能物流": r"安能(?:物流|快递|快运)|(?<=[发走])安能(?=$|[ ，吗不])",
    "日日顺物流": r"日日顺(?:物流)?",
    "苏宁物流": r"苏宁(?:物流|快递)",
    "跨越速运": r"跨越(?:速运|物流)",
    "优速快递": r"优速快递",
    "宅急送": r"宅急送",
    "达达快送": r"达达(?:快送|配送|骑手)",
    "闪送": r"(?<![A-Za-z])闪送(?!价)",
    "联邦快递": r"联邦快递|(?<![A-Za-z])(?:FedEx|fedex|FEDEX)(?![A-Za-z])",
    "DHL": r"(?<![A-Za-z0-9])(?:DHL|dhl)(?![A-Za-z0-9])",
    "UPS": r"(?<![A-Za-z0-9])UPS(?:快递)(?![A-Za-z0-9])",
}
CARRIER = "|".join(_NAMES.values())
"""Pattern of any carrier's name."""

_ANY = re.compile("|".join(f"(?P<c{index}>{pattern})" for index, pattern in enumerate(_NAMES.values())))
_CANONICAL = tuple(_NAMES)


def find_carriers(text: str) -> Iterator[Candidate]:
    """Carriers; the value is the company's usual name (顺丰速运)."""
    for match in _ANY.finditer(text):
        group = match.lastgroup or ""
        yield Candidate("carrier", _CANONICAL[int(group[1:])], match.start(), match.end())
