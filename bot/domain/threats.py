"""Threats against people or the shop's houses: 去你们仓库砍人."""

from __future__ import annotations

import re

_PEOPLE = r"(?:人|你们?|客服|老板|快递员?|骑手|小哥|全家|他们?|她)"
_PLACES = r"(?:你们|你家|仓库|公司|店|门口|总部|办公室|客服部|站点|驿站)"
_THREAT = re.compile(
    rf"(?:砍|捅|杀|弄死|打死|揍死|剁|劈|宰|干死)(?:了|死)?{_PEOPLE}"
    rf"|(?:拿|带|提|抄)(?:着|把)?(?:刀|斧|棍|汽油|家伙).{{0,8}}(?:去|找|来|到|上){_PLACES}"
    rf"|(?:去|到|来|上|在){_PLACES}.{{0,8}}(?:砍|捅|杀|点火|放火|泼|打人|砸|烧|炸|闹出人命|动手|拼命)"
    rf"|(?:砸|烧|炸|点|拆|端)(?:了|掉)+(?:你们|你家|仓库|公司)"
    rf"|(?:要|就|去|信不信|等着)[^，,。]{{0,6}}(?:砸|烧|炸|点)(?:了|掉)?(?:你们|你家|那|这)?的?(?:仓库|公司|破?店)"
)
_NO_THREAT = re.compile(r"价|秒杀|杀菌|抹杀|杀毒")


def threatens(text: str) -> bool:
    """Whether somebody threatens violence against people or the shop."""
    return any(not _NO_THREAT.search(text[max(0, m.start() - 1) : m.end() + 1]) for m in _THREAT.finditer(text))
