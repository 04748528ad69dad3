"""What was told for a request: cleaned before it is quoted, and joined with what was told before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.form_address import correct_address
from bot.domain.form_changes import take_back

SEPARATOR = "；"
SAME = "与原订单相同"
MAX_VALUE = 160
_FILLER = re.compile(
    r"^(?:[\s，,。.!！~～、：:]|哦+|噢|喔|嗯+|啊|额|呃|唉|哎呀?|那就|那么|那(?![个种款边天双件条只盒瓶袋里儿些样时次])|等一?下|等等|对了|(?:不对|不是|错了|写错了?|说错了?|打错了?|门牌错了|地址错了)(?=[，,。.\s]|(?:应该)?是)"
    r"|我(?:的意思|想说|说的)(?:是)?|麻烦(?:您|你)?|帮我|给我|请(?!勿)|还是|应该是|(?:就是|是)(?![不否])|另外|顺便|把|还有就?是?|再加一[句个](?![支件盒瓶袋双条只])|再补充一?[下句点])+"
)
_ENDING = re.compile(
    r"(?:[\s，,。.!！~～、？?]|[啊呀哦噢哈呢嘛啦哟]|(?<=[\u4e00-\u9fff\dA-Za-z])吧|谢谢您?|多谢|麻烦(?:您|你)?了|辛苦(?:了)?|(?:这样)?(?:可以|行|好)(?:不|吗|么|嘛)|可不可以|行不行)+$"
)
_ADDRESS_HEAD = re.compile(
    r"^(?:把)?(?:(?:新|收货|收件)?(?:的)?(?:地址|信息)(?:是|为|改成|改到|改为|换成|[:：])*|(?:改|换|寄|送|发)(?:收货)?(?:地址)?(?:成|到|为|给|去|[:：])|改地址)\s*"
)
_CORRECTS = re.compile(
    r"^(?:[\s，,]|哦|啊|哎呀?|等一?下|等等)*(?:不对|不是(?=[，,。\s]|是)|错了|写错|说错|打错|更正|[\u4e00-\u9fff]{2}错了)"
    r"|^(?:等一?下|等等)(?!.*(?:再|加|还|也|另外))"
)
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_SAME_PHONE = re.compile(
    r"(?:电话|手机|号码|联系方式)号?码?[^，,。；\s]{0,4}(?:不变|不用改|不改|一样|没变|原来|之前|以前|老的)[^，,。；\s\d地收]{0,5}"
    r"|(?:还是)?(?:用)?(?:原来|之前|以前)[^，,。；\s]{0,2}(?:电话|手机|号码)[^，,。；\s]{0,2}"
)
_SAME_ADDRESS = re.compile(
    r"(?:收货)?地址[^，,。；\s]{0,3}(?:不变|不用改|不改|不用动|一样|没变|原来|之前|以前)[^，,。；\s]{0,3}"
)
_SAME_NAME = re.compile(
    r"(?:收货人|收件人|名字|姓名)[^，,。；\s]{0,4}(?:不变|不用改|不改|不用动|不动|一样|没变|原来|之前|以前)[^，,。；\s\d地电手]{0,6}"
    r"|(?:还是|就|仍然|依然)*(?:由|写|是)?我(?:本人|自己)?(?:来)?(?:收(?!到|不)[件货]?|签收)[^，,。；\s\d地电手]{0,2}|(?:收货人|收件人)(?:还是|就|仍)*是?(?:我|我?本人|我?自己)(?=$|[，,。；\s吧])"
)
_NAME = re.compile(
    r"(?:收[货件]人|姓名|名字|联系人)(?:是|为|改成|换成|写|叫|[:：])*\s*(?P<named>[\u4e00-\u9fff·]{2,4}?)(?=$|[，,。；\s\d]|收|电话|手机)"
    r"|(?:^|[，,。；\s])(?:由|给|让|叫)?(?P<told>[\u4e00-\u9fff·]{2,4}?)(?:收件?|代收|签收)(?=$|[，,。；\s\d吧])"
    r"|(?:^|[，,。；\s])(?P<beside>(?!电话|手机|号码|联系)[\u4e00-\u9fff·]{2,4})[，,\s]*(?=1\d{10})|(?<=\d)[，,\s]+(?P<after>[\u4e00-\u9fff·]{2,4})$"
)
_BARE_NAME = re.compile(
    r"(?!马上|任何|何[时必]|江[西苏]|许多|曾经|易碎|石头|毛病|钱包|夏天|谢谢|叶子|田园|余额|汤[锅勺])(?:叫|就?写)?"
    r"[王李张刘陈杨赵吴周徐孙马朱胡郭何罗宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易]"
    r"[\u4e00-\u9fff]{1,2}"
)
_NO_NAME = re.compile(r"换成|改成|改为|换到|不对|还是|本人|原来|自己|联系|打给|可以|错了|应该")
_PLACE = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢座楼室层园苑府城厦场店校院湾里庄]|\d+-\d+")
_TOWN = re.compile(r"[省市区县镇]")
_DOOR = re.compile(
    r"^\s*(?:门牌号?|楼号|房号|单元)?(?:是|应该是|为|[:：])*\s*[\dA-Za-z一二三四五六七八九十]+\s*(?:号|栋|幢|座|楼|层|室|单元)?[^省市区县]{0,14}$"
)
_LABELS = re.compile(
    r"(?:联系|收货|收件)?(?:电话|手机号?码?|号码)(?:是|为|改成|换成|[:：])*|(?:收[货件]人|姓名|名字|联系人)(?:是|为|改成|换成|[:：])*"
)
_KINDS = {
    "size": re.compile(r"(?<![A-Za-z])(?:\d?X{0,3}[SL]|M)(?![A-Za-z])|\d{2,3}\s?码|[大中小]号", re.IGNORECASE),
    "count": re.compile(r"[\d一二两三四五六七八九十]+\s?[个件双条只台盒瓶袋罐套把支箱包斤]"),
    "colour": re.compile(r"[红橙黄绿青蓝紫黑白灰粉棕米金银][色的]|颜色"),
    "day": re.compile(
        r"[周星期礼拜]+[一二三四五六日天末]|今天|明天|后天|下周|月底|\d+[号日]|[上下中]午|晚上|早上|\d+\s?点"
    ),
    "place": re.compile(r"门口|驿站|自提|快递柜|丰巢|物业|门卫|前台"),
}
_NOT = re.compile(r"不(?:要|能|可以|许|用|放)|别|勿")
_NUMBER = r"[\d一二两三四五六七八九十半几]+"
_UNIT = r"[个件双条只台盒瓶袋罐套把支箱包斤本张块]"
_PART = re.compile(
    rf"只[要想能]?(?:给我|帮我)?(?P<verb>退|换|取消|修|要退|想退)[^，,。；？?！!]{{1,14}}"
    rf"|{_NUMBER}{_UNIT}(?:里面?|中|当中)[^，,。；？?！!]{{0,3}}(?:退|换|改|取消|修|坏|破|漏|少)[^，,。；？?！!]{{0,4}}{_NUMBER}{_UNIT}?"
    rf"|(?:先|就)?(?:退|取消){_NUMBER}{_UNIT}|(?:退|换|取消)(?:其中)?(?:一半|一部分|其中[^，,。；？?！!]{{1,10}})|其中{_NUMBER}{_UNIT}[^，,。；？?！!]{{0,6}}"
)
_BARE_COUNT = re.compile(rf"(?:就|只|要|退|换|一共|总共)*{_NUMBER}{_UNIT}(?:就行|吧|的|了|即可|就好|就可以)*")


@dataclass(frozen=True, slots=True)
class AddressSheet:
    """The parts of a new address; empty: not told. ``phone`` and ``name`` may say that the old one stays."""

    name: str = ""
    phone: str = ""
    address: str = ""

    def render(self) -> str:
        """One line, as it is read back and written down."""
        parts = (("地址", self.address), ("收货人", self.name), ("电话", self.phone))
        return "，".join(f"{label}：{value}" for label, value in parts if value)

    def updated(self, other: AddressSheet) -> AddressSheet:
        """With what ``other`` tells; a street or door number alone corrects a part of the address."""
        address = other.address
        is_part = bool(_DOOR.match(address)) or (_TOWN.search(self.address) and not _TOWN.search(address))
        if address and self.address and is_part:
            address = f"{self.address}（更正：{address}）"
        return AddressSheet(other.name or self.name, other.phone or self.phone, address or self.address)


def clean_value(text: str, *, is_address: bool = False) -> str:
    """Without fillers in front and politeness behind; the text itself if nothing else would be left."""
    kept = _FILLER.sub("", text.strip())
    if is_address:
        kept = _ADDRESS_HEAD.sub("", kept)
    return _ENDING.sub("", kept).strip() or text.strip()


def corrects(text: str) -> bool:
    """不对，是…: replaces what was told, and does not add to it."""
    return bool(_CORRECTS.match(text.strip()))


def read_address(text: str) -> AddressSheet | None:
    """Name, phone and address told in the message; None if it holds none of them."""
    sheet = _parse_rendered(text) or AddressSheet()
    if sheet != AddressSheet():
        return sheet
    rest = clean_value(text, is_address=not _SAME_ADDRESS.search(text))
    phone = _PHONE.search(rest)
    if phone:
        sheet = replace(sheet, phone=phone.group(0))
    if same := _SAME_PHONE.search(rest):
        sheet, rest = replace(sheet, phone=sheet.phone or SAME), rest.replace(same.group(0), " ")
    if same := _SAME_NAME.search(rest):
        sheet, rest = replace(sheet, name=SAME), rest.replace(same.group(0), " ")
    elif name := _NAME.search(rest):
        told = next(value for value in name.groups() if value)
        if not _PLACE.search(told) and not _LABELS.search(told) and not _NO_NAME.search(told):
            sheet, rest = replace(sheet, name=told), rest[: name.start()] + " " + rest[name.end() :]
    rest = _LABELS.sub(" ", rest.replace(phone.group(0), " ") if phone else rest)
    if same := _SAME_ADDRESS.search(rest):
        sheet, rest = replace(sheet, address=SAME), rest.replace(same.group(0), " ")
    address = re.sub(r"\s+", " ", rest).strip(" ，,。；的是收")
    if _PLACE.search(address) and (len(address) >= 5 or _DOOR.match(address)) and not re.search(r"[吗呢？?]", address):
        sheet = replace(sheet, address=address)
    if sheet == AddressSheet() and _BARE_NAME.fullmatch(text.strip("，,。！!～~ ")):
        return AddressSheet(name=clean_value(text))
    return None if sheet == AddressSheet() else sheet


def merge_values(kind: str, earlier: str, told: str) -> str:
    """What is asked for now: parts of an address join one sheet; other wishes are added, corrections replace."""
    if kind == "modify_address":
        before = read_address(earlier)
        corrected = correct_address(before.address, told) if before is not None else None
        if before is not None and corrected is not None:
            return replace(before, address=corrected).render()[:MAX_VALUE]
        sheet = read_address(told)
        if sheet is not None:
            return (read_address(earlier) or AddressSheet()).updated(sheet).render()[:MAX_VALUE]
    value = clean_value(told)
    parts = [part for part in earlier.split(SEPARATOR) if part]
    if kind == "modify_order":
        parts, value = take_back(parts, value)
        if not value or not parts:
            return (value or SEPARATOR.join(parts))[:MAX_VALUE]
    if not parts or value in parts:
        return (earlier or value)[:MAX_VALUE]
    index = _replaced(parts, value, is_correction=corrects(told))
    if index is None:
        parts.append(value)
    else:
        parts[index] = value
    return SEPARATOR.join(parts)[:MAX_VALUE]


def read_part(text: str) -> str:
    """只退没拆的, 三个里退一个, 退 3 袋: which part of the order is meant; empty: nothing is said about it."""
    found = _PART.search(text)
    return clean_value(found.group(0)) if found else ""


def read_bare_count(text: str) -> str:
    """两个, 退三袋就行: nothing but how many; else empty."""
    kept = clean_value(text)
    return kept if _BARE_COUNT.fullmatch(kept) else ""


def _parse_rendered(text: str) -> AddressSheet | None:
    """Read what :meth:`AddressSheet.render` wrote."""
    found = dict(re.findall(r"(地址|收货人|电话)：(.*?)(?=，(?:收货人|电话)：|$)", text))
    if not found or not re.match(r"(?:地址|收货人|电话)：", text):
        return None
    if _PHONE.search(found.get("地址", "")):
        return None
    return AddressSheet(found.get("收货人", ""), found.get("电话", ""), found.get("地址", ""))


def _replaced(parts: list[str], value: str, *, is_correction: bool) -> int | None:
    """The part that ``value`` stands for instead of; None: it is a further one."""
    kinds = {name for name, pattern in _KINDS.items() if pattern.search(value)}
    for index in range(len(parts) - 1, -1, -1):
        shared = {name for name in kinds if _KINDS[name].search(parts[index])}
        is_other_way = bool(_NOT.search(value)) != bool(_NOT.search(parts[index]))
        if shared and is_correction:
            return index
        if shared and not is_other_way and _is_only(value, shared) and _is_only(parts[index], shared):
            return index
    return len(parts) - 1 if is_correction else None


def _is_only(value: str, kinds: set[str]) -> bool:
    """Whether little but the size, the count … is named, so that nobody can mean two different goods by it."""
    rest = value
    for name in kinds:
        rest = _KINDS[name].sub("", rest)
    return len(re.sub(r"[换改要成吧就行放到为的号尺码]", "", rest)) <= 1
