"""What kind of danger the words of an emergency tell of; whether it is one was decided before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.domain.denials import denied_span
from bot.domain.product import Product


class Peril(StrEnum):
    """Each needs other advice."""

    OWN_LIFE = "own_life"
    """Somebody wants to end their life, or has tried to."""
    GAS = "gas"
    FIRE = "fire"
    """Flames, smoke, sparks, a scorched smell, a battery that bulges or gets hot."""
    SHOCK = "shock"
    SWALLOWED = "swallowed"
    BURN = "burn"
    WOUND = "wound"
    FALL = "fall"
    BODY = "body"
    """Allergy, stomach, dizziness: something on or in the body does no good."""
    EATEN = "eaten"
    """Something doubtful was in a mouth, and nobody is unwell yet."""


_OWN_LIFE = re.compile(
    r"(?<!得)想死(?![你您他她它这那吃喝买])|去死了|死了算了|不想活|不活了|活不下去|活够了|活着.{0,4}(?:没意思|没劲|没意义|好累|太累)|自杀|自残|自尽|轻生|寻死"
    r"|寻短见|了结(?:自己|生命|一切)|结束(?:自己|生命)|割腕|割脉|跳楼|跳河|跳桥|上吊|烧炭|遗书|遗言|安眠药|安定片|喝.{0,2}农药|死给[你您]|(?:楼上?|桥上?|窗[户台口]?|天台|楼顶|这里|这儿)[^，,。]{0,3}跳下去|我.{0,3}跳下去|(?:站在?|爬上?了?|到了?)(?:天台|楼顶|窗台|桥上)"
)
LIFE_IDIOM = re.compile(r"我?(?:都|真|真的|简直)?想?死的心都有了?|(?:气|烦|急|等|逼|累|折腾)[得到]?我?都?想死了?")
"""A manner of speaking in a scolding about a parcel or a refund; alone it is taken as it stands."""
_SHOP_BUSINESS = re.compile(
    r"快递|物流|包裹|发货|订单|下单|退款|退货|换货|到货|派送|签收|客服|售后|发票|优惠|赔|质量|商品|货"
)
_BY_ACCIDENT = re.compile(r"误[食吃服吞喝]|(?:孩子|宝宝|小孩|娃|儿子|女儿|猫|狗).{0,6}[吃吞喝]")
_SIGNS: tuple[tuple[Peril, re.Pattern[str]], ...] = (
    (Peril.GAS, re.compile(r"煤气|燃气|天然气|液化气|一氧化碳")),
    (
        Peril.FIRE,
        re.compile(
            r"(?<!上)火(?!锅|车|龙|腿|箭|鸡|急)|烟(?!酰|花|灰色)|爆(?!痘|款|米|皮)|燃(?!气)|鼓包|鼓起|膨胀|炸[了开裂飞伤]|焦(?!虑|急)|糊味"
            r"|(?<!发)烧(?!伤|心|烤|水|胃|到[我手脸])"
            r"|熔|融化|(?:发|好|很|太|特别|巨|滚|烧得?)烫|烫手"
        ),
    ),
    (
        Peril.SHOCK,
        re.compile(
            r"漏[电電]|触[电電]|觸電|电击|电到|(?<![充没有])电了|电晕|电麻|麻了?(?:一下|手)|被电|带电|跳闸|短路"
        ),
    ),
    (
        Peril.SWALLOWED,
        re.compile(
            r"吞|咽|误[食吃服喝]|把.{1,8}喝了|中毒|有毒|卡.{0,2}(?:喉|嗓|气管)|噎|呛|凝珠.{0,8}[吃咬嘴]|[吃咬嘴].{0,8}(?:凝珠|干燥剂|电池)|(?:干燥剂|电池|磁珠).{0,8}[吃咬嘴]|安眠药|农药|百草枯"
        ),
    ),
    (Peril.BURN, re.compile(r"烫[伤到了着起破红]|烧伤|烧到[我手脸]|灼|水泡|大泡|起泡")),
    (
        Peril.WOUND,
        re.compile(
            r"割|划[伤破了到]|扎[伤破了到]|刺[伤破]|流血|出血|血流|砸|夹[伤到了]|骨折|缝了?.{0,2}针|断了.{0,3}(?:骨|指)"
        ),
    ),
    (
        Peril.FALL,
        re.compile(r"摔(?:了?一?[跤下]|了?个|倒|伤|疼|下来|到[头腰腿手屁])|跌倒|跌了|绊倒|绊了|滑倒|滑了一跤"),
    ),
    (
        Peril.BODY,
        re.compile(
            r"过敏|红肿|肿|皮疹|红疹|起疹|疹子|痒|刺痛|烂脸|上吐下泻|呕吐|吐了|在吐|拉肚子|腹泻|肚子|腹痛|胃|发烧|头晕|头疼|头痛|恶心|晕"
            r"|喘|胸闷|心慌|呼吸|休克|昏|不舒服|难受|住院|急诊"
        ),
    ),
    (
        Peril.EATEN,
        re.compile(
            r"(?:孩子|宝宝|小孩|娃|儿子|女儿|宝贝|婴儿|猫|狗|老人).{0,8}(?:吃|喝|喂|塞|舔|含|嚼|啃|咬|嘴里)"
            r"|(?:吃|喝|喂|舔|嚼)(?:了|过|下|进)+.{0,3}(?:口|勺|片|颗|个|块|袋|碗|杯|点|些|几)|(?:塞|放|进|到)了?嘴里"
        ),
    ),
)
_PLAINER = frozenset({Peril.SWALLOWED, Peril.BODY})
"""Where one of these is told, that something was eaten adds nothing."""
_SAFETY = re.compile(
    r"(?:还能|能不能|可不可以|可以|继续|接着).{0,4}(?:用|吃|喝|充|戴|开|穿|涂|抹|擦|喂)|[有没会]毒|医院|医生|就医|看病|急诊|挂号"
    r"|(?:安不?安全|危不?危险|要不要紧|严不?严重)|(?:还|会|有)(?:会不会|没有)?.{0,2}危险"
)
_MOST = 2
"""Advice for more dangers than that is not read in an emergency."""
_BY_CATEGORY = {"数码": Peril.FIRE, "家电": Peril.FIRE, "美妆": Peril.BODY, "食品": Peril.BODY}


def names_shop_business(text: str) -> bool:
    """Whether the words name something that a shop is asked about."""
    return bool(_SHOP_BUSINESS.search(text))


def is_life_idiom(text: str) -> bool:
    """想死的心都有了, 一个快递等半个月: despair about the shop's doing."""
    return bool(LIFE_IDIOM.search(text)) and not is_own_life(text)


_MEANT = re.compile(
    r"我(?!家|的|妈|爸|儿|女|孩|娃|老).{0,12}(?:跳下去|喝农药|喝药|割腕|上吊|自杀|死给[你您]|不活了|不想活)|死给[你您]|(?:站在?|爬上?了?)(?:天台|楼顶|窗台|桥上)"
)
_NOT_MEANT = re.compile(r"哈{2,}|笑死|开玩笑|段子|游戏|电影|小说|新闻|[吗么?？]$")


def threatens_own_life(text: str) -> bool:
    """再不退我就跳下去: said as what the person will do; it counts whatever business stands beside it."""
    return bool(_MEANT.search(text)) and is_own_life(text) and not _NOT_MEANT.search(text) and not is_life_idiom(text)


def is_own_life(text: str) -> bool:
    """Whether an emergency told in these words is about the person's own life."""
    meant = LIFE_IDIOM.sub(" ", text) if names_shop_business(text) else text
    return bool(_OWN_LIFE.search(meant)) and not _BY_ACCIDENT.search(meant)


def asks_about_safety(text: str) -> bool:
    """Whether the goods may go on being used, are poisonous, or whether to see a doctor."""
    return bool(_SAFETY.search(text))


def find_signs(text: str) -> list[re.Match[str]]:
    """Every word that tells of a danger, meant or not."""
    return [match for _, sign in _SIGNS for match in sign.finditer(text)]


def read_perils(text: str) -> tuple[Peril, ...]:
    """The dangers that the words tell of, at most two; empty if they name none or deny what they name."""
    if is_own_life(text):
        return (Peril.OWN_LIFE,)
    found = [peril for peril, sign in _SIGNS if any(denied_span(text, match) is None for match in sign.finditer(text))]
    if _PLAINER & set(found):
        found = [peril for peril in found if peril is not Peril.EATEN]
    return tuple(found)[:_MOST]


def perils_of_goods(products: Sequence[Product]) -> tuple[Peril, ...]:
    """What the goods can do, where the words do not say; empty: it could be anything."""
    found = {_BY_CATEGORY.get(product.category) for product in products}
    kinds = tuple(peril for peril in Peril if peril in found)
    return kinds if len(kinds) == 1 and None not in found else ()
