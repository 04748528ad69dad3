"""How the shopper feels, from words and behaviour (service standards S1, S2, S10).

Words come first: a lexicon in three strengths, with the near misses that look alike taken out (垃圾桶, 滚筒, 麻烦您,
好吃到哭) and with negation (我不生气). Behaviour adds to it: exclamation marks, shouting, the same message again,
repeated urging. Friendly words cancel punctuation: “谢谢啦！！！” is calm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Emotion(StrEnum):
    """From least to most alarming."""

    CALM = "calm"
    ANNOYED = "annoyed"
    ANGRY = "angry"
    DESPERATE = "desperate"

    @property
    def label(self) -> str:
        """The Chinese word that agents read."""
        return {"calm": "平静", "annoyed": "不满", "angry": "愤怒", "desperate": "焦急无助"}[self.value]

    @property
    def needs_empathy(self) -> bool:
        """Whether a reply should start with an apology or a word of understanding."""
        return self is not Emotion.CALM


@dataclass(frozen=True, slots=True)
class EmotionReading:
    """The feeling, its strength (0 = none, 3 and more = angry) and the words that gave it away."""

    emotion: Emotion
    strength: float
    cues: tuple[str, ...]


ANNOYED_AT = 1.5
ANGRY_AT = 3.0

_NEAR_MISSES = re.compile(
    r"垃圾(?:桶|袋|箱|篓|铲|分类|处理|短信|邮件|食品|清理|盒|架)|(?:装|倒|扔|捡|放)垃圾"
    r"|滚(?:筒|轮|珠|动|烫|刷|石|边|床单|针|梯)|翻滚|打滚|摇滚"
    r"|麻烦|不耐烦躁|烦请|烦劳|(?:头晕|想吐|肚子|吃完|闻着|味道|孕吐).{0,4}恶心|恶心(?:想吐|呕吐|头晕)"
    r"|(?:好吃|好看|好听|好用|感动|美|香|甜|便宜|漂亮|可爱|喜欢|开心|幸福|激动|高兴|乐|笑).{0,2}(?:到)?(?:哭|死|疯|崩溃|炸|爆|受不了)"
    r"|求(?:推荐|介绍|链接|教程|同款|分享|科普|便宜|优惠|包邮|教|问|助)"
    r"|防(?:骗|坑|爆)|(?:不|没)坑|(?:坑|洼)(?:洞|洼|坑洼)|坑坑洼洼|防火|火大还是|烂熟|烂糊|煮烂|炖烂|灿烂"
    r"|空气|天气|花生气|卫生气|养生气|喷气|麻醉了|喝醉了|(?:鞋|锅|杯|盒|箱|湖|海|见|一拉|跟)到?底"
    r"|(?:宝宝|孩子|娃|已经|刚刚?|准备|打算|想|要|该|快|几个月|月)断奶"
    r"|不(?:着)?急|别(?:着)?急|(?:没|没有)(?:那么|这么)?着?急|不用着?急|救命恩|应急|急救(?:包|箱)|急冻|紧急制动"
    r"|服了(?:药|两|一|半)|衣服了|(?:客|西|校|制|童|礼|羽绒)服了|(?:舒|佩|征|克|信)服了"
)
_ANGRY = re.compile(
    r"骗子|骗人|骗钱|欺骗|诈骗|被骗|骗我|坑人|坑爹|坑我|坑钱|奸商|黑店|黑心|无良|垃圾|混蛋|王八|畜生"
    r"|滚(?=$|[吧蛋开！!，。 ])"
    r"|傻[逼比叉x×]|煞笔|(?<![a-z])s[bB](?![a-z])|他妈|特么|tmd|妈的|尼玛|你妈|狗屁|放屁|神经病|有病吧"
    r"|恶心|无耻|不要脸|缺德|丧良心|什么玩意|什么鬼东西|什么破|破(?:店|公司|平台|客服|快递)|烂(?:货|店|东西|公司|平台|透)"
    r"|气死|气炸|气人|生气|愤怒|火大|发火|怒了|恼火|忍无可忍|忍不了|太过分|欺人太甚|欺负人|欺负消费者|霸王条款|店大欺客"
    r"|跟(?:你们?|您)没完|(?:你们?|都)?(?:给我)?等着(?:瞧|吧|被)?(?=[!！。，, ]*$)|走着瞧|算(?:总)?账|要你们好看"
    r"|忽悠|耍我|耍人|耍猴|糊弄|当傻子|当猴|受够|不负责任|太不负责|什么(?:狗屁)?态度|态度.{0,3}(?:恶劣|太差)|恶劣|流氓|强盗|土匪"
)
_DESPERATE = re.compile(
    r"求求|求(?:你|您)们?(?:了|帮|快|给)|救命|救救|急死|崩溃|绝望|活不(?:了|下去)|不想活|(?<!得)想死(?![你您他她它这那吃喝买])|要哭|哭死|哭了|都哭|走投无路|撑不住|熬不住"
    r"|帮帮(?:我|忙|孩子)|十万火急|人命|等着(?:救|用药|吃药|手术|做手术|输液|住院)|断药了|没药(?:吃|喝)了|实在没(?:有)?办法|无助"
)
_ANNOYED = re.compile(
    r"(?:太|这么|那么|真|实在|也太)慢|慢死|慢得|(?:这么|那么)久(?:了|呀|啊|还|都|也|[!！。.]|$)|好多天|等了好久|(?:等|拖|都)了?(?:快|整整|足足)?"
    r"[一二两三四五六七八九十几好半\d]+个?(?:多)?(?:天|周|星期|礼拜|月|小时)了"
    r"|(?:到现在|都|也|一直)还(?:是)?(?:没有?|不|未)|一直(?:没|不|未|在拖|推|说)|迟迟|拖(?:到|着|拉|延|了)|必须赔|赔钱"
    r"|(?<!麻)烦(?!请|劳)|无语|失望|郁闷|心寒|差劲|太差|很差|真差|好差|不满|不爽|不高兴|不舒心|糟糕|糟心|闹心"
    r"|敷衍|推脱|推来推去|推卸|踢皮球|打太极|扯皮|到底|究竟|搞什么|怎么(?:搞|办事|做事|做生意)|说话不算|不守信|言而无信|不靠谱|没诚意"
    r"|催了|催过|催(?:好)?几[次遍]|又(?:坏|错|没|是这|来|推|要等)|每次都|从来没|天天(?:说|推|等)|再也不|不会再(?:来|买)"
    r"|服了|醉了|离谱|搞笑|可笑|呵呵|很急|好急|快急|火急|不合理|凭什么|怎么可以这样|不作为|没人(?:管|理|回|处理)|不(?:理|管)我|差评|不耐烦"
)
_IMPATIENT = re.compile(
    r"(?:怎么|为什么|为啥|咋|现在)?还(?:是)?(?:没有?|不|未)(?:给|见|来|有|人)?(?:到|发|收|处理|解决|退|回|动|送|派|消息|联系|审|修|安装|结果)|什么情况|怎么回事|好久"
    r"|[三四五六七八九十几好\d]+[次遍]了|急(?:用|着|等|需)|着急|抓紧|赶紧|尽快|断(?:粮|奶)了|没奶粉?(?:吃|喝)了"
)
_IN_HIGH_SPIRITS = re.compile(
    r"馋|[好太真超贼巨](?:香|美|帅|甜|萌|爽)|可爱|好看|好吃|漂亮|种草|心动|剁手|吃土|哈哈|嘻嘻|嘿嘿|笑死|笑不活|开玩笑|闹着玩|爱死|喜欢|激动|绝了|惊艳"
    r"|[😂🤣😍🥰😋🤤]"
)
"""Delight and fun: 救命 and 哭了 beside them are figures of speech."""
_GRIEVANCE = re.compile(
    r"没(?!事|关系|了)|(?:钱|货|件|包裹|快递)(?:都|也)?没了|不(?:好|行|能|对|给|让|到|发|退|理|满|喜欢|合适|新鲜)|坏|破|漏|退|赔|骗|假|投诉|差|烂|慢|丢|错发|发错|少发|钱呢|难受|疼|痛|病|药|医院|受伤"
)
_HYPERBOLE = re.compile(r"救命|救救|急死|崩溃|想死|要哭|哭死|哭了|都哭|跳楼|撑不住|活不了|气死|疯|无语|服了|离谱")
_PRESENCE = re.compile(
    r"(?:在吗|在么|在嘛|在不在|在不|在|有人吗|有人在吗|有人|你好|您好|哈喽|嗨|喂|hi|hello|亲亲?|客服|小二|[呀啊哦呢]|[\s，,。.!！?？~～])+",
    re.I,
)
"""Knocking at the door: said twice or four times it is still no more than that."""
_QUOTED = re.compile(
    r"(?:朋友|同事|同学|邻居|家人|老公|老婆|我妈|我爸|妈妈|爸爸|孩子|室友|闺蜜|网上|评论|评价|网友|别人|人家|有人|大家|他们|她们|[他她])"
    r"(?:里|区|们|都|总|老|就|还|也|跟我|对我|在)*(?:说|讲|觉得|认为|骂|评论|写|问)[^，,。！!？?]{0,8}$"
)
"""Somebody else's words: 网上有人说是骗子 asks, and does not scold."""
_FRIENDLY = re.compile(
    r"谢谢|感谢|多谢|辛苦|哈哈|嘻嘻|嘿嘿|开心|喜欢|满意|好评|不错|太好了|太棒|真棒|爱了|点赞|给力|[😊😄😁🥰😍🎉👍🌹]"
)
_NEGATED = re.compile(
    r"(?:不|没|没有|别|不是|不要|不会|不用|并不|并没有?|不算|不怎么|不会是|是不是|怕|担心|万一|会不会|会)$"
)
_URGING = re.compile(
    r"快(?:点|一点|些)|人呢|在不在|在吗|说话|回复|回话|理我|怎么(?:还)?不|催|赶紧|抓紧|速度|尽快|马上|[?？]{2,}"
)
_SHOUTING = re.compile(r"[!！]{2,}|[?？]{3,}|(?:[!！?？]){4,}")
_REPEATED = re.compile(r"([\u4e00-\u9fff]{2,4})[，, ！!]*\1[，, ！!]*\1|(快点?|催|人呢|速度|赶紧)[，, ！!]*\2")
_SPACE = re.compile(r"[\s，。,.!！?？~～、…]+")


def read_emotion(text: str, earlier: Sequence[str] = ()) -> Emotion:
    """How the shopper feels now; ``earlier`` are the same shopper's messages before, oldest first."""
    return measure_emotion(text, earlier).emotion


def is_presence(text: str) -> bool:
    """在吗, 你好 在不在: no more than a knock at the door."""
    return bool(_PRESENCE.fullmatch(text))


def is_friendly(text: str) -> bool:
    """Whether the words are kind or cheerful."""
    return bool(_FRIENDLY.search(text) or _IN_HIGH_SPIRITS.search(text)) and not _find(_ANGRY, text)


def needs_calming(emotion: Emotion, emotions: Sequence[Emotion]) -> bool:
    """Whether a human should step in: anger or despair now, or the third annoyed turn in a row.

    ``emotions`` are those of the turns since the last handoff, this one included, oldest first.
    """
    if emotion in (Emotion.ANGRY, Emotion.DESPERATE):
        return True
    return len(emotions) >= 3 and all(past is not Emotion.CALM for past in emotions[-3:])


def measure_emotion(text: str, earlier: Sequence[str] = ()) -> EmotionReading:
    """Judge ``text`` in the light of what the same shopper said before (``earlier``, oldest first).

    Earlier words count through behaviour only (repeating, urging again); use :func:`read_conversation` for the mood
    of a whole conversation.
    """
    if _IN_HIGH_SPIRITS.search(text) and not _GRIEVANCE.search(text):
        text = _HYPERBOLE.sub("〇", text)
    desperate = _find(_DESPERATE, text)
    angry = _find(_ANGRY, text)
    annoyed = _find(_ANNOYED, text)
    impatient = _find(_IMPATIENT, text)
    strength = 3.0 * len(angry) + 1.5 * min(len(annoyed), 2) + 0.25 * max(0, len(annoyed) - 2)
    strength += 0.75 * min(len(impatient), 2)
    strength += _behaviour(text, earlier, has_cue=bool(angry or annoyed or impatient or desperate))
    if _FRIENDLY.search(text) and not angry:
        strength -= 1.0
    cues = tuple(dict.fromkeys((*desperate, *angry, *annoyed, *impatient)))
    if desperate:
        return EmotionReading(Emotion.DESPERATE, max(strength, ANGRY_AT), cues)
    if (angry and strength >= ANGRY_AT) or strength >= ANGRY_AT + 1.5:
        return EmotionReading(Emotion.ANGRY, strength, cues)
    if strength >= ANNOYED_AT:
        return EmotionReading(Emotion.ANNOYED, strength, cues)
    return EmotionReading(Emotion.CALM, max(strength, 0.0), cues)


def read_conversation(texts: Sequence[str]) -> EmotionReading:
    """The strongest feeling of a conversation; ``texts`` are the shopper's messages, oldest first.

    A shopper who calmed down counts as one step calmer: the last three messages are friendly and without cues.
    """
    if not texts:
        return EmotionReading(Emotion.CALM, 0.0, ())
    readings = [measure_emotion(text, texts[max(0, index - 6) : index]) for index, text in enumerate(texts)]
    order = list(Emotion)
    worst = max(readings, key=lambda reading: (order.index(reading.emotion), reading.strength))
    grumbles = sum(reading.emotion is Emotion.ANNOYED for reading in readings)
    if worst.emotion is Emotion.ANNOYED and grumbles >= 4:
        return EmotionReading(Emotion.ANGRY, ANGRY_AT, worst.cues)
    is_soothed = len(readings) > 3 and all(reading.emotion is Emotion.CALM for reading in readings[-3:])
    if is_soothed and worst.emotion is not Emotion.CALM and _FRIENDLY.search(" ".join(texts[-3:])):
        calmer = order[order.index(worst.emotion) - 1]
        return EmotionReading(calmer, min(worst.strength, ANGRY_AT), worst.cues)
    return worst


def _find(lexicon: re.Pattern[str], text: str) -> list[str]:
    """Cues of the lexicon that are neither a near miss nor negated."""
    cleaned = _NEAR_MISSES.sub(lambda match: "〇" * len(match.group(0)), text.lower())
    found = []
    for match in lexicon.finditer(cleaned):
        if _QUOTED.search(cleaned[: match.start()]):
            continue
        before = cleaned[max(0, match.start() - 4) : match.start()]
        if _NEGATED.search(before) and not match.group(0).startswith(("还", "一直", "又", "不", "没")):
            continue
        found.append(match.group(0))
    return found


def _behaviour(text: str, earlier: Sequence[str], *, has_cue: bool) -> float:
    points = 0.0
    if _PRESENCE.fullmatch(text) and not _SHOUTING.search(text):
        return points
    shouts = len(_SHOUTING.findall(text))
    if shouts:
        points += 0.75 if has_cue else 0.5
    if _is_capitals(text):
        points += 0.5
    same = _SPACE.sub("", text)
    repeats = sum(1 for other in earlier if len(same) >= 2 and _SPACE.sub("", other) == same)
    points += 0.75 * min(repeats, 2)
    if _REPEATED.search(text):
        points += 0.75
    if _URGING.search(text):
        urged = sum(1 for other in earlier if _URGING.search(other))
        points += 0.75 * min(urged, 2)
    return points


def _is_capitals(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 3 and all(word.isupper() for word in words)
