"""What a shopper looks for, read from the words: for whom, for how many, how old, what is special."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.product import Product

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2, "仨": 3}
_N = r"(\d{1,2}|[一二两俩仨三四五六七八九十])"
_HOUSEHOLD = re.compile(rf"{_N}\s*口(?:之家|人|子)?|{_N}\s*个人(?!色)|{_N}\s*人(?:用|吃|住|份|家)")
_MONTHS = re.compile(rf"{_N}\s*个?(?:多)?月(?!饼)(?:大|的)?|(半)岁")
_YEARS = re.compile(rf"{_N}\s*(?:周)?岁(半)?")
_OTHERS = re.compile(
    r"别的|其[他它]|另外(?![要得再单]?[买付收配算加购])|还有(?:没有)?(?:什么|哪些|吗|么|没)|换一?[个款批种]|不喜欢|再推荐|再看看|没看上|还有$"
)
_EXCLUDED = re.compile(
    r"(?:不[要想看爱](?:要|看)?|别(?:给我)?(?:推荐?|要)|除了|不喜欢|不考虑|不用)([^，,。；;！!？?\s]{1,6}?(?:的|类|(?=[，,。；;！!？?\s]|$)))"
    r"(?:那[种类]|东西|以外|之外)?"
)
_CHEAPER = re.compile(
    r"便宜(?:一?[点些])?的|(?:有没有|有|来|要|换|推荐).{0,4}便宜|更便宜|实惠(?:一?[点些])?的|价格低|低价位"
)
_TOO_DEAR = re.compile(r"太贵|有点贵|好贵|偏贵|这么贵|超预算|贵了")
_BIGGER = re.compile(r"(?:再|更)?大(?:一?[点些]|一?号|一?码)的?|更大|大容量")
_SMALLER = re.compile(r"(?:再|更)?小(?:一?[点些]|一?号|一?码)的?|更小|小巧|轻便?(?:一?[点些])")
_GIFT = re.compile(r"送(?!货|到|达|来|过来|上门|装|不送|货上门|什么快递)|礼物|礼品|送礼|生日|拜年|看望|见家长")


class Person(StrEnum):
    """Who it is for, as far as it decides what fits."""

    PREGNANT = "孕期或哺乳期"
    DIABETIC = "控糖人群"
    CHILD = "孩子"
    ELDER = "长辈"
    MAN = "男士"
    WOMAN = "女士"


_PEOPLE = {
    Person.PREGNANT: re.compile(r"孕妇|怀孕|孕期|备孕|哺乳|准妈妈|孕妈|有身孕|坐月子"),
    Person.DIABETIC: re.compile(r"糖尿病|血糖|控糖|糖友|不能吃糖"),
    Person.CHILD: re.compile(
        r"宝宝|婴儿|新生儿|小孩|孩子|儿童|小朋友|儿子|女儿|娃|宝贝|孙子|孙女|外甥|侄|个月大|半岁|学生"
    ),
    Person.ELDER: re.compile(
        r"爷爷|奶奶|姥[姥爷]|外[公婆]|老人|长辈|岳[父母]|丈[人母]|公公|婆婆|爸妈|父母|我[爸妈]|[爸妈]{2}|父亲|母亲"
    ),
    Person.MAN: re.compile(r"男(?!女)(?!宝)|爸|老公|爷爷|岳父|丈人(?!母)|公公|父亲|先生|老头|兄弟|弟弟|哥"),
    Person.WOMAN: re.compile(r"(?<!男)女(?!儿|宝)|妈|老婆|媳妇|奶奶|岳母|丈母|婆婆|母亲|闺蜜|姐|妹|太太"),
}


class Turn(StrEnum):
    """How a follow-up changes what was shown."""

    OTHERS = "others"
    CHEAPER = "cheaper"
    BIGGER = "bigger"
    SMALLER = "smaller"


@dataclass(frozen=True, slots=True)
class Wish:
    """``months``: the child's age. ``household``: how many share it."""

    people: frozenset[Person] = frozenset()
    months: int | None = None
    household: int | None = None
    is_gift: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told."""
        return not (self.people or self.months or self.household or self.is_gift)

    def joined(self, earlier: Wish) -> Wish:
        """This wish with what was told before."""
        return Wish(
            self.people | earlier.people,
            self.months or earlier.months,
            self.household or earlier.household,
            self.is_gift or earlier.is_gift,
        )


def read_wish(text: str) -> Wish:
    """Read people, ages and the like; empty if nothing is told."""
    people = frozenset(person for person, words in _PEOPLE.items() if words.search(text))
    months = _read_months(text)
    if months is not None and (Person.CHILD in people or months <= 36):
        people |= {Person.CHILD}
    household = next((_number(group) for match in _HOUSEHOLD.finditer(text) for group in match.groups() if group), None)
    return Wish(people, months, household, bool(_GIFT.search(text)))


def read_turn(text: str) -> Turn | None:
    """有没有别的, 便宜点的, 大一点的; None: a wish of its own."""
    if _CHEAPER.search(text) or _TOO_DEAR.search(text):
        return Turn.CHEAPER
    if _OTHERS.search(text):
        return Turn.OTHERS
    if _BIGGER.search(text):
        return Turn.BIGGER
    return Turn.SMALLER if _SMALLER.search(text) else None


def read_excluded(text: str) -> tuple[str, ...]:
    """吃的 of 不要吃的: what is not wanted, as told."""
    return tuple(match.group(1) for match in _EXCLUDED.finditer(text))


def without_excluded(text: str) -> str:
    """The text without what is not wanted."""
    return _EXCLUDED.sub(" ", text)


def wants_cheaper_goods(text: str) -> bool:
    """便宜点的有吗: another product, not a discount on this one."""
    return bool(_CHEAPER.search(text))


def finds_it_dear(text: str) -> bool:
    """太贵了."""
    return bool(_TOO_DEAR.search(text))


def suits(product: Product, wish: Wish) -> bool:
    """Whether nothing on the page speaks against it; for the pregnant and diabetics the sheet must say so."""
    if Person.PREGNANT in wish.people and not _sheet_says(product, "孕妇", "可以"):
        return False
    if Person.DIABETIC in wish.people and not (
        product.category == "食品"
        and any("糖" in key and value.startswith("无添加") for key, value in product.specs.items())
    ):
        return False
    return _suits_sex(product, wish) and _suits_age(product, wish.months) and _suits_household(product, wish.household)


def _sheet_says(product: Product, key_part: str, start: str) -> bool:
    return any(key_part in key and value.startswith(start) for key, value in product.specs.items())


def _suits_sex(product: Product, wish: Wish) -> bool:
    text = product.name + "".join(product.tags)
    is_his, is_hers = "男" in text, "女" in text
    if is_his == is_hers or wish.people >= {Person.MAN, Person.WOMAN}:
        return True
    return not (is_hers and Person.MAN in wish.people) and not (is_his and Person.WOMAN in wish.people)


def _suits_age(product: Product, months: int | None) -> bool:
    if months is None:
        return True
    for key, value in product.specs.items():
        if key in ("适用月龄", "适用年龄", "适用人群"):
            match = re.match(r"(\d+)(?:–(\d+))? ?(个?月|岁)", value)
            if match:
                scale = 12 if match.group(3) == "岁" else 1
                low, high = int(match.group(1)) * scale, match.group(2)
                return low <= months and (high is None or months <= int(high) * scale)
    return True


def _suits_household(product: Product, people: int | None) -> bool:
    if people is None:
        return True
    ranges = [re.search(r"(\d+)–(\d+) ?人", value) for value in product.specs.values()]
    found = next((match for match in ranges if match), None)
    return found is None or int(found.group(1)) <= people <= int(found.group(2))


def tells_household(product: Product) -> bool:
    """Whether the page says for how many it is."""
    return any(re.search(r"\d+–\d+ ?人", value) for value in product.specs.values())


def _read_months(text: str) -> int | None:
    match = _MONTHS.search(text)
    if match:
        return 6 if match.group(2) else _number(match.group(1))
    match = _YEARS.search(text)
    return (_number(match.group(1)) * 12 + (6 if match.group(2) else 0)) if match else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text]
