"""Corrections of an address that was told before: 单元是2单元不是1, 门牌是202, 地址里不要门卫几个字."""

from __future__ import annotations

import re

_NUMBER = r"[\dA-Za-z一二三四五六七八九十]+"
_UNIT = r"号楼|单元|栋|幢|座|楼|层|弄|室|号"
_END = r"[了的吧呀啊哈哦呢，,。！!\s]*"
_HEAD = (
    r"(?:[\s，,]|不对|错了|写错了?|打错了?|说错了?|弄错了?|搞错了?|哦|啊|应该|其实|刚才|我|把|地址里?的?|改成|改为|是)*"
)
_PLAIN = re.compile(
    rf"{_HEAD}(?:(?P<label>门牌号?|房间?号|楼号|单元号?|楼层|{_UNIT})(?:号)?(?:写错了?|打错了?|错了|不对)?[，,\s]*(?:应该|要)?(?:是|为|改成|改为|换成|写成|[:：])*)?\s*"
    rf"(?P<new>{_NUMBER})\s*(?P<unit>{_UNIT})?{_END}"
)
_OLD = re.compile(rf"[，,\s]*(?:而?不是|不要|别写)\s*(?P<old>{_NUMBER})\s*(?:{_UNIT})?{_END}$")
_OLD_FIRST = re.compile(
    rf"{_HEAD}不是\s*(?P<old>{_NUMBER})\s*(?:{_UNIT})?[，,\s]*(?:是|应该是|要)\s*(?P<new>{_NUMBER})\s*(?:{_UNIT})?{_END}"
)
_REMOVED = re.compile(
    r"(?:地址里?(?:面)?的?|把)*(?:不要|别写|去掉|删掉|删除|不用写|别带)(?:有|写)?[“\"「『]?(?P<after>.{1,20}?)[”\"」』]?"
    rf"(?:这?[几两三四五六\d]个字)?{_END}"
    rf"|(?:地址里?(?:面)?的?|把)*[“\"「『]?(?P<before>.{{1,20}}?)[”\"」』]?(?:这?[几两三四五六\d]个字)?(?:去掉|删掉|删除|不要了?|不用写|别写){_END}"
)
_DOOR = re.compile(r"(?P<number>(?<![\dA-Za-z])[\dA-Za-z]+)(?P<unit>室|房)?$")
_OF_DOOR = frozenset({"门牌", "门牌号", "房号", "房间号", "室"})


def correct_address(address: str, told: str) -> str | None:
    """The address with the part that ``told`` corrects replaced; None: the words correct no part of it."""
    text = told.strip()
    if not address or len(text) > 40:
        return None
    removed = _REMOVED.fullmatch(text)
    if removed is not None:
        words = (removed.group("after") or removed.group("before")).strip()
        return address.replace(words, "").strip("，, ") or None if words in address else None
    old_first = _OLD_FIRST.fullmatch(text)
    if old_first is not None:
        return _exchange(address, old_first.group("old"), old_first.group("new"))
    old = _OLD.search(text)
    plain = _PLAIN.fullmatch(text[: old.start()] if old else text)
    if plain is None:
        return None
    new, unit = plain.group("new"), plain.group("unit") or plain.group("label") or ""
    unit = unit.removesuffix("号") if unit not in ("号", "门牌号", "房号", "房间号", "楼号") else unit
    if unit not in _OF_DOOR:
        in_unit = _set_unit(address, {"楼号": "栋", "楼层": "层"}.get(unit, unit), new)
        if in_unit is not None:
            return in_unit
    if old is not None:
        return _exchange(address, old.group("old"), new)
    return None if unit and unit not in _OF_DOOR else _set_door(address, new)


def _set_unit(address: str, unit: str, new: str) -> str | None:
    """The number before this unit (2 of 2 单元), replaced where it stands last."""
    found = list(re.finditer(rf"{_NUMBER}(?=\s*{re.escape(unit)})", address)) if unit else []
    return address[: found[-1].start()] + new + address[found[-1].end() :] if found else None


def _exchange(address: str, old: str, new: str) -> str | None:
    found = list(re.finditer(rf"(?<![\dA-Za-z]){re.escape(old)}(?![\dA-Za-z])", address))
    return address[: found[-1].start()] + new + address[found[-1].end() :] if found else None


def _set_door(address: str, new: str) -> str:
    """The door is the number at the end; an address without one gets it."""
    found = _DOOR.search(address)
    if found is None:
        return f"{address}{new}"
    return address[: found.start()] + new + (found.group("unit") or "")
