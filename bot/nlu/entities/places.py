"""Regions (province, city, district) and addresses down to the door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.candidate import RANK_ADDRESS, Candidate
from bot.nlu.entities.region_names import AMBIGUOUS, CITIES, PROVINCES


def _either(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_PROVINCE = rf"(?:{_either(list(PROVINCES))})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
_CITY = rf"(?:{_either([*(name for name in CITIES if name not in AMBIGUOUS)])})市?"
_LOOSE_CITY = rf"(?:{_either([name for name in CITIES if name in AMBIGUOUS])})"
_DISTRICT = r"[\u4e00-\u9fff]{1,7}?(?:自治州|自治县|新区|开发区|林区|[区县旗]|(?<!城)市(?!场|面|集|区|里|中心))"
_GOING = r"(?<=[到发寄送在往从是去住回])"
_NOT_STREET = r"(?!路(?!上)|街|大道|[东西南北中]路|银行|小吃|牌|时间|方言|大学|菜|酒店|烤鸭|特产|卫视|公司|电视|治)"
_REGION = re.compile(
    rf"(?:{_PROVINCE}(?:\s?(?:{_CITY}|{_LOOSE_CITY}(?!区)市?))?|{_CITY}|{_LOOSE_CITY}市|{_GOING}{_LOOSE_CITY}(?!"
    rf"[的区])){_NOT_STREET}"
    rf"(?:\s?(?:[\u4e00-\u9fff]{{1,5}}?(?:新区|开发区|[区县旗])(?!别|分|域|块))|"
    rf"(?<=[省市])[\u4e00-\u9fff]{{2,3}}市)?"
)
_FALSE_DISTRICT = re.compile(
    r"^\s?(?:.*[能可的吗了几发货送寄要递].*|.*(?:小|社|地|校|景|郊|市|[厂片])区|山区|城区|新区)$"
)
_SUFFIX = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)(?=$|[\u4e00-\u9fff])")

_WORD = r"[\u4e00-\u9fffA-Za-z0-9]"
_NUMBER = r"[A-Za-z]?(?:\d{1,5}|[一二三四五六七八九十]{1,3})(?:-\d{1,4})*"
_UNIT = rf"(?:(?:{_NUMBER}|[A-Za-z](?=[座栋幢]))\s?(?:号楼|号院|号|弄|栋|幢|座|单元|室|楼|层|组|队|门|户|期))"
_STREET = r"(?:路|街道|街|大道|巷|胡同|里弄|弄|公路|国道|道)"
_PLACE = (
    r"(?:小区|花园|公寓|新村|大厦|广场|家园|新城|苑|府|城|村|镇|乡|园区|工业园|产业园|科技园|学校|"
    r"大学|学院|中学|小学|医院|宿舍|庄|湾|里|中心|社区|市场|驿站)"
)
_BODY = rf"(?:{_WORD}{{1,14}}?(?:{_STREET}|{_PLACE}))"
_DOOR = rf"(?:\s?(?:{_UNIT}\s?)+(?:\d{{2,4}}(?!\d|元|块|斤))?|\s?\d{{1,3}}-\d{{1,3}}-\d{{2,4}})"
_FULL = re.compile(
    rf"{_BODY}(?:\s?{_BODY}){{0,3}}{_DOOR}(?:\s?{_WORD}{{0,10}}?(?:{_PLACE}|店|超市|公司|门卫|物业|前台){_DOOR}?)?"
)
_ADMIN = re.compile(rf"(?:{_PROVINCE}\s?)?(?:(?:{_CITY}|{_LOOSE_CITY})\s?)?(?:{_DISTRICT}\s?)?")
_TOWN = re.compile(
    r"[^\W\da-zA-Z_的这那个下]{1,5}?(?:街道|镇|乡)(?![下下巴关静])(?:[\u4e00-\u9fff]{1,6}?(?:村|"
    r"社区))?(?:[\u4e00-\u9fff]{0,2}(?:\d{1,2}|[一二三四五六七八九十])(?:组|队))?"
)
_ROAD = re.compile(
    r"[^\W\da-zA-Z_的这那个下上]{1,8}?(?:路|大道|街|小区|花园|新村|大学|学院|医院|广场|产业园)(?!上|"
    r"口|由|程|过|边)(?:[^\W\da-zA-Z_的这那个下上]{2,8}(?:小区|花园|新村|学校|大厦|公寓|广场))?(?:\s?\d{1,4}(?!"
    r"[\d元块天]))?"
)
_BUILDING = re.compile(
    r"(?<![\d.A-Za-z])(?:[A-Za-z]|\d{1,3}|[一二三四五六七八九十]{1,2})(?:号楼|栋|幢|座(?!位))\s?(?:\d{1,2}|"
    r"[一二三四五六七八九十]|[A-Za-z])?(?:单元)?\s?(?:\d{1,2}层)?(?:\d{2,4}(?:室|房|号)?)?(?![\d]|"
    r"[万元块])"
)
_LEAD = re.compile(
    r".*(?:(?:收货|新的?|旧的?|我的?|送货|退货)?地址(?:就?是|改成|改为|改到|换成|为|[:：])?|改成|"
    r"改到|改为|换成|换到|寄到|送到|发到|寄去|放在|放到|搬到|收货|我家?在|我们在|住在|[到在是住寄送往给]|"
    r"[:：]|帮我|麻烦|你好|您好|，|。|！|？| )"
)


def find_regions(text: str) -> Iterator[Candidate]:
    """Places as short names, joined: 浙江省杭州市 → 浙江杭州, 广东佛山顺德区."""
    for match in _REGION.finditer(text):
        place = _trim_false_district(match[0])
        yield Candidate("region", _shorten(place), match.start(), match.start() + len(place))


def _trim_false_district(place: str) -> str:
    """Cut off what only looks like a district: 上海能送小区."""
    admin = re.match(rf"(?:{_PROVINCE}(?:\s?(?:{_CITY}|{_LOOSE_CITY}市?))?|{_CITY}|{_LOOSE_CITY}市?)", place)
    if admin is None or admin.end() == len(place):
        return place
    return admin[0] if _FALSE_DISTRICT.match(place[admin.end() :]) else place


def _shorten(place: str) -> str:
    short = _SUFFIX.sub("", place.replace(" ", ""))
    return short.replace("内蒙古", "内蒙").replace("内蒙", "内蒙古")


def find_addresses(text: str) -> Iterator[Candidate]:
    """Addresses that lead to a door, a building or a village; the value is the text as written, without spaces."""
    for match in _FULL.finditer(text):
        yield from _address(text, match.start(), match.end())
    for match in _REGION.finditer(text):
        end = _admin_end(text, match.start())
        behind = _TOWN.match(text, end) or _ROAD.match(text, end)
        if behind and end >= match.end():
            yield from _address(text, match.start(), behind.end())
    for match in _BUILDING.finditer(text):
        if len(match[0]) >= 2:
            yield Candidate("address", match[0].strip(), match.start(), match.start() + len(match[0].rstrip()))


def _admin_end(text: str, start: int) -> int:
    match = _ADMIN.match(text, start)
    return match.end() if match else start


def _address(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Cut off the words before the address and add the region that stands right before it."""
    region = None
    for found in _REGION.finditer(text, 0, end):
        if found.end() >= start - 1 or _admin_end(text, found.start()) >= start:
            region = found
            break
    if region is not None and region.start() < end:
        start = region.start()
    else:
        lead = _LEAD.match(text[start:end])
        start += _safe_lead(text[start:end], lead.end()) if lead else 0
    value = text[start:end].replace(" ", "")
    if len(value) >= 4:
        yield Candidate("address", value, start, end, RANK_ADDRESS)


def _safe_lead(address: str, cut: int) -> int:
    """How much to cut so that a street or place and its number remain."""
    while cut and not re.match(rf"{_WORD}{{1,}}?(?:{_STREET}|{_PLACE})", address[cut:]):
        lead = _LEAD.match(address[: cut - 1])
        cut = lead.end() if lead else 0
    return cut
