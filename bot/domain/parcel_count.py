"""Parcels that came, but not as ordered: one of two in it, or wet from the rain."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,2}|[一二两俩三四五六七八九十半])"
_UNIT = r"(?:[个件条双盒瓶袋包箱台套只把支罐份]|样)?"
_FEWER = re.compile(
    rf"(?:只|就|才)(?:收到了?|到了?|有|来了?|发了?|给我?|送来?了?|寄了?|拿到了?)?{_NUMBER}{_UNIT}.{{0,8}}(?:买|拍|订|下单)了?的?(?:是)?{_NUMBER}|"
    rf"(?:买|拍|订)了?的?(?:是)?{_NUMBER}{_UNIT}.{{0,10}}(?:只|就|才)(?:收到了?|到了?|有|来了?|发了?|给我?|送来?了?|寄了?|拿到了?)?{_NUMBER}|"
    rf"(?:只|就|才)(?:收到|拿到|寄了?|送了?|给了?我?|发了?)了?{_NUMBER}{_UNIT}(?!.{{0,3}}(?:短信|电话|消息|通知|券))"
)
_WET = re.compile(r"(?:淋|打|弄|浸|泡|全|都)湿|湿(?:透|了)|泡(?:了|在)?水|进水了|淋(?:了|到)?雨|被雨")
_LEFT = re.compile(r"门口|快递|包裹|箱|盒|包装|驿站|楼下|外面|送来|收到")


def read_missing(text: str) -> str | None:
    """The intent that reports goods missing or damaged on their way; None if neither is told."""
    if _FEWER.search(text):
        return "report_missing_item"
    return "report_damage" if _WET.search(text) and _LEFT.search(text) else None
