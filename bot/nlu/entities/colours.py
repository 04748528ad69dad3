"""Colours as canonical words that end in 色."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.candidate import Candidate

_SINGLE = "黑白红蓝灰绿粉紫黄橙棕橘银金"
_SHADES = {
    "米白": "米白色",
    "奶白": "奶白色",
    "象牙白": "象牙白色",
    "珍珠白": "珍珠白色",
    "纯白": "白色",
    "纯黑": "黑色",
    "曜石黑": "黑色",
    "磨砂黑": "黑色",
    "哑光黑": "黑色",
    "亮黑": "黑色",
    "碳黑": "黑色",
    "大红": "大红色",
    "酒红": "酒红色",
    "枣红": "枣红色",
    "玫红": "玫红色",
    "西瓜红": "西瓜红色",
    "正红": "红色",
    "砖红": "砖红色",
    "铁锈红": "铁锈红色",
    "粉红": "粉红色",
    "樱花粉": "粉色",
    "藕粉": "藕粉色",
    "雾霾蓝": "雾霾蓝色",
    "雾蓝": "雾霾蓝色",
    "天蓝": "天蓝色",
    "宝蓝": "宝蓝色",
    "湖蓝": "湖蓝色",
    "藏蓝": "藏蓝色",
    "藏青": "藏青色",
    "深蓝": "深蓝色",
    "浅蓝": "浅蓝色",
    "克莱因蓝": "克莱因蓝色",
    "墨绿": "墨绿色",
    "军绿": "军绿色",
    "草绿": "草绿色",
    "果绿": "果绿色",
    "薄荷绿": "薄荷绿色",
    "抹茶绿": "抹茶绿色",
    "牛油果绿": "牛油果绿色",
    "荧光绿": "荧光绿色",
    "深绿": "深绿色",
    "浅绿": "浅绿色",
    "香芋紫": "香芋紫色",
    "深紫": "深紫色",
    "浅紫": "浅紫色",
    "姜黄": "姜黄色",
    "鹅黄": "鹅黄色",
    "柠檬黄": "柠檬黄色",
    "浅黄": "浅黄色",
    "深灰": "深灰色",
    "浅灰": "浅灰色",
    "银灰": "银灰色",
    "麻灰": "麻灰色",
    "高级灰": "灰色",
    "太空灰": "深空灰色",
    "深空灰": "深空灰色",
    "卡其": "卡其色",
    "咖色": "咖啡色",
    "咖啡色": "咖啡色",
    "驼色": "驼色",
    "杏色": "杏色",
    "米色": "米色",
    "米黄": "米黄色",
    "肉色": "肤色",
    "肤色": "肤色",
    "裸色": "裸色",
    "豆沙色": "豆沙色",
    "奶茶色": "奶茶色",
    "奶油色": "奶油色",
    "焦糖色": "焦糖色",
    "巧克力色": "巧克力色",
    "原木色": "原木色",
    "胡桃色": "胡桃色",
    "胡桃木色": "胡桃色",
    "香槟色": "香槟色",
    "香槟金": "香槟金色",
    "玫瑰金": "玫瑰金色",
    "土豪金": "金色",
    "褐色": "褐色",
    "咖啡": "咖啡色",
    "古铜色": "古铜色",
    "彩色": "彩色",
    "拼色": "拼色",
    "透明": "透明色",
}
_NEEDS_SUFFIX = frozenset({"咖啡", "透明", "大红", "高级灰"})
_BARE = sorted((word for word in _SHADES if word not in _NEEDS_SUFFIX), key=len, reverse=True)
_SUFFIXED = sorted(_NEEDS_SUFFIX, key=len, reverse=True)
_CHOICE_BEFORE = r"(?:^|[^\u4e00-\u9fff]|[要拍买换是了选到发成有个件双款和或跟与改穿欢浅深把看留错用卖剩这那条只还说])"
_NAMED = re.compile(rf"(?:{'|'.join(_BARE)}|(?:{'|'.join(_SUFFIXED)})(?=色|的|款))色?(?!素|差|盲)")
_PLAIN = re.compile(rf"(?<![面奶润脂])([{_SINGLE}])色(?!素|差|盲|情|产业|垃圾|警|食品|通道|出行)")
_LOOSE = re.compile(
    rf"{_CHOICE_BEFORE}([黑白红蓝灰绿粉紫黄])(?:(?=的(?!话|士|确))|(?=款|[那这](?:个|款|件|双|条|只|种|支|台))|(?=$)|"
    rf"(?=(?:还是|或者?|和|跟)[{_SINGLE}](?![\u4e00-\u9fff])))"
)
_LOOSE_END_VERB = re.compile(r"(?:要|拍|买|换|换成|选|发(?:来|了)?(?:个|件|成)|改成|改|来|拿|还是)(?:个|件|双|款|条)?$")


def find_colours(text: str) -> Iterator[Candidate]:
    """Colours: 黑色, 雾霾蓝, 白的, 黑色那件. A lone 黑 or 白 counts only where something is being chosen."""
    for match in _NAMED.finditer(text):
        word = match[0] if match[0] in _SHADES else match[0].removesuffix("色")
        yield Candidate("colour", _SHADES[word], match.start(), match.end())
    for match in _PLAIN.finditer(text):
        yield Candidate("colour", f"{match[1]}色", match.start(), match.end())
    for match in _LOOSE.finditer(text):
        start, end = match.span(1)
        if end < len(text) or _LOOSE_END_VERB.search(text[:start]):
            yield Candidate("colour", f"{match[1]}色", start, end)
