"""Whether words are about an order that was placed, about one that is only thought of, or about several at once."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,2}|[一二两俩三四五六七八九十几])"
_UNIT = r"(?:[个件条双盒瓶袋包箱台套只把支罐份斤]|块(?!钱))"
_OWN = re.compile(
    r"(?<!不是)(?<!不是那)(?<!不是这)(?:订单|单[子号]|[那这上]一?单)|我们?(?:之前|上次|前几天|昨天)?(?:买|拍|订|下单)(?:的|了|过)|"
    r"我(?:那|这)[个件条双盒瓶袋包箱台套只把支罐份]|"
    r"(?:付|花|拍|扣)[了过]|下了单|实付|当时|那时候|上次|上上?周买|昨天买|到哪|发货[了没]|发了(?:没|吗)|签收|(?:我的|那个?|这个?)(?:快递|包裹)"
)
_BUYING = re.compile(
    rf"(?:要|想|准备|打算|再|还|先|一起|一块|直接|重新|现在|今天)[再多来]?(?:买|拍|下单|入手)(?![的了过])|"
    rf"(?:还没|没有?|还没有)(?:买|拍|下单)|"
    rf"(?:^|我|[，,。 ])(?:要|买|拍|来){_NUMBER}{_UNIT}(?!.{{0,6}}(?:到|发货|退|换))|"
    rf"(?:用|叠).{{0,8}}(?:券|满减|满\d|减\d)|(?:买|拍){_NUMBER}{_UNIT}?.{{0,8}}(?:多少|几块|几钱)|(?:能|可以|给)(?:少|便宜)"
)
_DENIED_ORDER = re.compile(r"不是(?:问|说|查|要查)?(?:那|这|之前|原来|以前)?[个张笔份]?(?:的)?(?:订单|那单|这单)")
_BOTH = r"(?:都|全部?|所有|一[起块并]|分别|每[个单件])"
_ORDERS = r"(?:订?单|单子|订单|快递|包裹|件|个|东西|买的|货|笔)"
_SEVERAL = re.compile(
    rf"(?:{_NUMBER}[个单笔件]?|全部|所有|这些|它们){_ORDERS}?.{{0,3}}{_BOTH}.{{0,4}}(?:查|看|说|要|问|[到发在]|催)|"
    rf"{_BOTH}(?:帮我?|给我?|替我)?(?:查|看|说)|(?:买|拍|订)的.{{0,4}}都.{{0,3}}(?:到|发|在|怎|什么)|"
    rf"(?:全部|所有|每[个单]).{{0,4}}{_ORDERS}|哪[个件单些](?:先|快|早|还?没)|谁先到|"
    rf"几[个单件笔](?:快递|包裹|订?单子?|东西)?(?:还)?(?:没|在路|待|未|要)|"
    rf"(?:还有)?(?:没有|有没有|哪些|还有)(?:别的|其他|其它|哪些|什么)?.{{0,4}}(?:没|未|还在)(?:有)?(?:到|发|收|付|路上)"
)
_FIRST_OF = re.compile(r"(?:哪[个件样单]|谁)(?:会|能)?(?:先|快|早)(?:一?点)?(?:到|送|发|来)")
_COMING = re.compile(
    r"(?:几[号点]|什么时[候间]|啥时[候间]?|哪天|何时|多久|几天|[今明后]天).{0,4}(?:到|送|收|来|发)|(?:到|发|送|寄)(?:货)?了?(?:没有?|吗|么)|"
    r"到哪|怎么.{0,3}(?:没|不)(?:到|发)|还没(?:到|发|送|收)|(?:到|发|送达).{0,2}(?:几[号点]|什么时候|哪天)|哪天到"
)


def names_own_order(text: str) -> bool:
    """Whether a word stands in it that only an order already placed explains: 我买的, 那单, 到哪了."""
    return bool(_OWN.search(text)) and not _DENIED_ORDER.search(text)


def means_to_buy(text: str) -> bool:
    """Whether it speaks of buying that is still to come (再买两个, 用券), or denies that an order is meant."""
    return bool(_DENIED_ORDER.search(text) and _BUYING.search(text)) or (
        bool(_BUYING.search(text)) and not names_own_order(text)
    )


def asks_for_several(text: str) -> bool:
    """Whether all orders, both of them, or the first of them to come are asked about."""
    return bool(_SEVERAL.search(text) or _FIRST_OF.search(text))


def asks_which_first(text: str) -> bool:
    """手表和耳机哪个先到: of goods that are on their way."""
    return bool(_FIRST_OF.search(text))


def asks_for_coming(text: str) -> bool:
    """Whether it asks when something arrives or is sent, or where it is."""
    return bool(_COMING.search(text))
