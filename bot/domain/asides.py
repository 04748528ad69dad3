"""Short messages that are no question yet: openings, marks, faces, a word about the fit, curiosity about others."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.domain.pinyin import is_pinyin


class Aside(StrEnum):
    """What a short message does."""

    OPENING = "opening"
    """我想问下: the question follows."""
    MARK = "mark"
    """？: something in the last answer was not clear."""
    UPSET_FACE = "upset_face"
    """😡: upset, and nothing told."""
    SICK_FACE = "sick_face"
    """🤢: perhaps ill, perhaps only disgusted."""
    MISFIT = "misfit"
    """小了: what was bought does not fit."""
    ABILITIES = "abilities"
    """你能干啥."""
    OTHERS_ORDERS = "others_orders"
    """What somebody else bought."""
    DISCOMFORT = "discomfort"
    """震得牙疼: something hurts, and it is not said what does it."""
    CONTRADICTION = "contradiction"
    """没有？我昨天刚买的: the answer contradicts what the shopper knows."""
    GUEST = "guest"
    """我没登录: help without logging in is wanted."""
    PINYIN = "pinyin"
    """chuifengji huaile: to be asked for in characters."""


_GUEST = re.compile(
    r"(?:可是|但是?|那|我|我就|还|都|现在|就|[\s，,])*(?:没有?|不想|懒得|不方便|不会|不|没法)(?:先)?"
    r"(?:注册|登[录陆入](?!不|上|进|成功)|(?:有)?账号|(?:有)?帐号)(?:过|账号|的话|呢|啊|呀|了|怎么办|咋办|咋整|行不行?|可以吗|能问吗|能查吗|[\s，,。！!？?~])*"
)
_LONGEST_HINT = 12
_MARKS = r"\s，,。.！!？?~～…、"
_OPENING = re.compile(
    rf"(?:(?:你好|您好|亲亲?|在吗|客服|那个|就是|就是说|这个|额+|呃+|嗯+|啊|诶|喂|对了|还有|然后|我)[{_MARKS}]*)*"
    rf"(?:我?(?:就是)?(?:想|要|来)?(?:请)?(?:问|咨询|了解|请教)(?:你|您)?(?:一?下下?|一哈|个问题|个事儿?|点事儿?|件事|你们|您们?)?(?:一?下)?"
    rf"|就是那个|就是这个|那个|这个|那个那个|是这样的?|事情是这样的?|我跟你说|跟你说个事儿?|有个(?:事儿?|问题)(?:想问)?|请问)"
    rf"(?:一?下|啊|哈|哦|吧|呀|呢|[{_MARKS}])*"
)
_ONLY_MARKS = re.compile(r"[\s?？!！.。…~～]+")
_ONLY_FACES = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d\s!！?？~～。.]+")
_UPSET = re.compile("[😡😠🤬😤💢👎😭😢😩😫😞😔🙄😒😑💔😾💀☠]")
_SICK = re.compile("[🤢🤮🤧🤒🤕😷]")
_MISFIT_WORDS = (
    r"小了|大了|紧了|长了|短了|肥了|瘦了|偏[大小]了?|太[小大紧松长短肥瘦](?:了|啦)?|有点[小大紧松长短肥]|挤脚|磨脚|顶脚|夹脚|勒(?:得慌|腰|肚子|肉)?"
    r"|穿不(?:下|上|进去?|了)|穿着(?:不合[身脚适]|紧|松|小|大)|不合[身脚]|掉跟|扣不上|拉不上"
)
_MISFIT = re.compile(
    rf"(?:(?:尺码|码数|码子?|鞋子?|裤子|衣服|穿起来|穿着|就是|感觉|有点|有些|好像|都|这|也|买|了|一码|[半两]码|[{_MARKS}])*(?:{_MISFIT_WORDS})"
    rf"[啊呀呢啦哎唉{_MARKS}]*)+"
)
_ABILITIES = re.compile(
    r"(?:请问|那|话说|所以)?(?:你|您|小二|机器人|客服|智能客服)(?:到底|都|还|究竟)*(?:能|会|可以|有)(?:帮我?|给我|为我)?"
    r"(?:干|做|办|提供|处理|搞定?)?(?:些|点)?(?:什么|啥|嘛|哪些)(?:事情?|活儿?|功能|服务|业务|忙|用)?[啊呀呢的吗?？!！。~]*"
)
_SOMEBODY = (
    r"(?:我的?)?(?:老婆|老公|爱人|对象|男朋友|女朋友|前任|前男友|前女友|朋友|同事|同学|室友|闺蜜|邻居|亲戚|老板)"
    r"|别人|别的(?:人|顾客|客户)|其他(?:人|顾客|客户)|隔壁(?:老?[\u4e00-\u9fff]{1,3}?)?"
)
_BOUGHT = r"(?:买|订|拍)(?:了|过)(?:些|点)?(?:什么|啥|哪些|多少)"
_OTHERS_ORDERS = re.compile(
    rf"(?:查|看|告诉|知道|说|透露|打听|问).{{0,6}}(?:{_SOMEBODY})(?:的|都|最近|上次|昨天|今天|在你们?(?:家|店|这里?)?)*"
    rf"(?:买(?:了|过|的)?(?:什么|啥|哪些|多少|东西)?|订(?:了|的)|下(?:了)?(?:什么|啥|单)|订单|购买记录|消费记录|(?:收货)?(?:地址|电话|手机号)|账号)"
    rf"|(?:^(?:请问|那|你好)?|[，, ])(?:{_SOMEBODY}|他|她).{{0,8}}{_BOUGHT}"
    rf"|(?:查|看看?)(?:一?下)?(?:他|她)(?:们)?(?:的订单|{_BOUGHT})"
    rf"|(?:{_SOMEBODY})的(?:收货)?(?:地址|电话|手机号|订单|购买记录)(?:.{{0,4}}(?:告诉|发给?我|给我)|是(?:什么|多少|哪))"
)
_DISCOMFORT = re.compile(
    r"(?:牙|头|手|脚|腰|背|颈|脖子|肩|耳朵?|眼睛?|皮肤|脸|胃|肚子|嗓子|身上|腿|屁股|嘴).{0,4}(?:疼|痛|痒|发麻|难受|不舒服|酸)"
    r"|(?:震|磨|硌|勒|夹|扎|刺|吵|烫|熏|晃)得.{0,5}(?:疼|痛|痒|麻|难受|不舒服|睡不着|慌|晕)"
)
_DENIES = re.compile(
    r"(?:没有[吗嘛啊呀吧]?[?？]+|(?:怎么会没有|不会吧|不可能|怎么可能)[吗嘛啊呀吧]?[?？!！，,。 ]+)\s*(?=.{3})"
)
_CLOSES = re.compile(
    r"(?:(?:没有?(?:了|啦|事了?|别的了?|其他了?|问题了?|什么了)?|不用了?|不需要了?|好的?吧?|行吧?|可以了?|嗯+|哦+|知道了?|明白了?|了解了?|暂时|先这样|就这样|那就这样"
    r"|(?:谢谢|多谢|感谢)(?:你|您|啦|了|亲)*|辛苦(?:你|您)?了?|麻烦(?:你|您)?了?|再见|拜拜|没问题|ok|OK|亲|啦|了|哈|呢|哒|的|吧)[\s，,。.！!~～、]*)+"
)


def read_aside(text: str) -> Aside | None:
    """The kind of aside that the whole message is; None: it says something."""
    text = text.strip()
    if not text:
        return None
    if _ONLY_MARKS.fullmatch(text):
        return Aside.MARK
    if _ONLY_FACES.fullmatch(text):
        return Aside.SICK_FACE if _SICK.search(text) else Aside.UPSET_FACE if _UPSET.search(text) else None
    if is_pinyin(text):
        return Aside.PINYIN
    for kind, pattern in (
        (Aside.OPENING, _OPENING),
        (Aside.MISFIT, _MISFIT),
        (Aside.ABILITIES, _ABILITIES),
        (Aside.GUEST, _GUEST),
    ):
        if pattern.fullmatch(text):
            return kind
    if _OTHERS_ORDERS.search(text):
        return Aside.OTHERS_ORDERS
    if len(text) <= _LONGEST_HINT and _DISCOMFORT.search(text):
        return Aside.DISCOMFORT
    return Aside.CONTRADICTION if _DENIES.match(text) and not _CLOSES.fullmatch(text) else None


def closes(text: str) -> bool:
    """Whether the message says no more than that all is well: 没有了谢谢, 好的."""
    return bool(_CLOSES.fullmatch(text.strip()))


def drop_openings(texts: list[str]) -> list[str]:
    """The bubbles without those that only announce a question; all of them if nothing else was said."""
    kept = [text for text in texts if read_aside(text) is not Aside.OPENING]
    return kept or texts
