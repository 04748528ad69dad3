"""What a name of goods does in a sentence: it is asked about, or it only belongs to the circumstances.

能放洗衣机洗吗 on the page of a pillow asks about the pillow; 配牛仔裤好看吗 about what is matched with the trousers.
"""

from __future__ import annotations

import re

_CLAUSE_END = re.compile(r"[，,。！!？?；;\s]")
_MEASURES = r"(?:一下|一|个|款|双|条|件|台|箱|只|把|点|些|在|进|到|着|了|上|下|的|我的?|家里的?|自己的?|普通的?)*"
_TAKEN_ALONG = re.compile(
    r"(?:放|扔|丢|塞|进|入|泡|冲|煮|炖|蒸|烧|炸|煎|炒|烤|榨|磨|打|切|装|盛|接|倒|配|搭|连|插|给|帮|跟|和|与|同|像|比|当|替|擦|洗|刷|套|垫|贴"
    r"|夹|兑|加|混|穿|戴|盖|铺|外面|里面|里边|里头|下面|上面|用|拿|坐|带|吃|喝|听|充|吹|晒|挂)"
    rf"{_MEASURES}[\u4e00-\u9fff]{{0,2}}$"
)
_BUYING = re.compile(rf"(?:买|想要|要|看|问|了解|推荐|介绍|有|卖|来|发|选|挑|换|拍|下单|入手){_MEASURES}$")
_USED_WITH = re.compile(r"(?:里|上|中|里面|上面|外面|下面|旁边|一起|能用|可以用|用哪|用什么|配|适用|通用)")


def is_topic(text: str, start: int, end: int) -> bool:
    """Whether the goods named at ``start``…``end`` are what the sentence is about.

    The head of a clause is; what something is put into, matched with, used for or compared to is not.
    """
    before = _CLAUSE_END.split(text[:start])[-1]
    if _USED_WITH.match(text[end:]):
        return False
    if not before or _BUYING.search(before):
        return True
    return _TAKEN_ALONG.search(before) is None
