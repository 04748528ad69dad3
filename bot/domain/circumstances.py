"""What a shopper tells that decides whether goods may go back: the days since, and what was done with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.product import Product


class Deed(StrEnum):
    """What was done with the goods; the value is how it is said back."""

    TAG_CUT = "吊牌已经剪掉或摘掉"
    WASHED = "已经洗过"
    WORN = "已经穿过或戴过"
    USED = "已经使用过"
    EATEN = "已经吃过或喝过"
    BUILT = "已经安装或组装使用"
    OPENED = "已经拆封"
    BOX_LOST = "外包装已经没有了"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``days``: since signing, as told (None: not told). ``deeds``: in the order of their weight."""

    days: int | None = None
    deeds: tuple[Deed, ...] = ()

    def __bool__(self) -> bool:
        return self.days is not None or bool(self.deeds)


_DEEDS: tuple[tuple[Deed, re.Pattern[str]], ...] = (
    (Deed.TAG_CUT, re.compile(r"(?:吊牌|标签|标牌|水洗标|牌子)"
            r"(?:都|也|已经|已|被|给|我)*(?:剪|拆|撕|摘|掉了|没了|没有了|扔|丢)"
            r"|(?:剪|拆|撕|摘)[了掉]{1,2}.{0,2}(?:吊牌|标签|标牌|牌子)")),
    (Deed.WASHED, re.compile(r"洗[过了]|下过?水|过[了过]?水|水洗过")),
    (Deed.EATEN, re.compile(r"(?:吃|喝|尝|啃|泡)[过了掉]")),
    (Deed.BUILT, re.compile(r"(?:组装|安装|拼装|装|拼|搭)(?:好|上|完|起来|过)|(?:已经|都|给)(?:组装|安装|装|拼)了")),
    (Deed.USED, re.compile(r"试色|试用"
            r"|(?:用|涂|抹|擦|喷|敷|开|激活|充|通|插|睡|坐|煮|炒)(?:过|了(?!吗|没))"
            r"|激活|开[过了]?机|塞.{0,3}耳|入[过了]?耳|耳朵里")),
    (Deed.WORN, re.compile(r"(?<!试)(?:穿|戴)(?:过|了|出)")),
    (Deed.OPENED, re.compile(r"拆[了过封开掉包]|开[了过]?封|打开[了过]|撕开|开[了过]?(?:箱|盖|包|罐|袋|瓶)")),
    (Deed.BOX_LOST, re.compile(r"(?:盒子|包装盒?|外盒|箱子|纸箱).{0,4}(?:扔|丢|没了|没有了|不见|找不到)"
            r"|(?:扔|丢)了.{0,4}(?:盒子|包装|箱子)")),
)  # fmt: skip
_DENIED = re.compile(r"(?:没有?|未|不曾|还没|没怎么|从没|并未|不)(?:人)?$")
_NUMBERS = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_NUMBER = r"(?P<number>\d{1,3}|[一二两俩三四五六七八九]?十[一二三四五六七八九]?|[一二两俩三四五六七八九])"
_DAYS = re.compile(
    rf"(?:第|过了|有|了|都|快|超过|已经)*{_NUMBER}\s*(?P<more>来|多)?个?(?P<half>半)?(?P<unit>天|日(?!期|用)|周|星期|礼拜|月|年|小时)(?!无理由|内|之?内|以内|保|包)"
)
_ROUGH: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"半年|去年|前年|上半年"), 180),
    (re.compile(r"上上个?月"), 60),
    (re.compile(r"上个?月|个把月"), 30),
    (re.compile(r"半个?月"), 15),
    (re.compile(r"上上[周个]?(?:周|星期|礼拜)"), 14),
    (re.compile(r"前天"), 2),
    (re.compile(r"昨天|昨晚"), 1),
    (re.compile(r"今天|刚到|刚收到|刚签收"), 0),
)
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_PAST_HOURS = re.compile(r"过|超|多|晚|已经|之前|都")


def read_circumstances(text: str) -> Circumstances:
    """The circumstances that the words tell; what is denied (没洗过) is none."""
    deeds = tuple(
        deed
        for deed, sign in _DEEDS
        if any(not _DENIED.search(text[max(0, match.start() - 3) : match.start()]) for match in sign.finditer(text))
    )
    return Circumstances(_read_days(text), deeds)


def damaging_deed(deeds: tuple[Deed, ...], product: Product | None) -> Deed | None:
    """The deed that rules out a return without a reason; opening alone does so only for some goods."""
    for deed in deeds:
        if deed is Deed.BOX_LOST:
            continue
        if deed is not Deed.OPENED or is_spoilt_by_opening(product):
            return deed
    return None


def is_spoilt_by_opening(product: Product | None) -> bool:
    """Food, cosmetics and underwear cannot be sold again once opened."""
    if product is None:
        return False
    is_close = {"贴身衣物", "奶粉", "辅食", "纸尿裤", "喂养用品"} & {*product.tags, product.not_returnable_reason}
    return product.category in ("食品", "美妆") or bool(is_close)


def _read_days(text: str) -> int | None:
    found = _DAYS.search(text)
    if found is not None:
        number = _to_number(found.group("number"))
        if found.group("unit") == "小时":
            return number // 24 + (1 if number % 24 == 0 and _PAST_HOURS.search(text) else 0)
        days = number * _UNIT_DAYS[found.group("unit")]
        half = _UNIT_DAYS[found.group("unit")] // 2 if found.group("half") else 0
        return days + half + (1 if found.group("more") else 0)
    return next((days for sign, days in _ROUGH if sign.search(text)), None)


def _to_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMBERS[text]
    return (_NUMBERS[tens] if tens else 1) * 10 + (_NUMBERS[ones] if ones else 0)
