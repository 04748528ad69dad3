"""How urgent a case is, P0–P3 (service standards S2), from what was said and how the shopper feels.

This judges words without a trained model, so it also serves transcripts from elsewhere. Where the intent is known, the
policy's ``intent_priorities`` decide together with this: the more urgent of both wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.domain.emotion import Emotion
from bot.domain.turn import Priority

_HARM = re.compile(
    r"爆炸|着火|起火|冒烟|自燃|漏电|触电|电到|电击|烫伤|烧伤|烧到|割伤|划伤|受伤|流血|骨折|中毒|拉肚子|腹泻|上吐下泻|呕吐|吐了"
    r"|过敏|休克|窒息|昏迷|晕倒|住院|进医院|去医院|送医院|急诊|卡(?:住)?喉|红肿|起疹|皮疹|烂脸|毁容|出人命|自杀|割腕|轻生|寻短见|寻死"
)
_LAW = re.compile(
    r"(?<!\d)(?:12315|12345|12300|12305|315)(?!\d)|工商(?:局|部门|投诉|举报)|消协|消费者协会|市场监管|监管局|市监局|质监|药监|起诉|法院|律师|打官司|法律途径|法律手段|报警|派出所"
    r"|(?:要|去|就|得)告(?:你们|你家|到)|媒体|记者|电视台|曝光|上热搜|微博.{0,4}(?:发|见)|抖音.{0,4}(?:发|见)|假一赔[三十]|退一赔[三十]"
)
_ONLY_A_PLACE = re.compile(
    r"(?:局|院|部门|的|里|那边|这边|附近|对面|旁边|门口|大楼|大院|宿舍|家属院)*(?:地址|上班|工作|附近|对面|旁边|门口|大楼|宿舍|家属院|收货|收件|的?快递)"
)
"""我在法院上班: where somebody works or lives, no threat."""
_HYPOTHETICAL = re.compile(
    r"(?:会不会|会|怕|担心|以?防止?|避免|容易|万一|如果|要是|假如|听说|预防|针对|治疗?|适合|是不是|有没有|能不能)[^了]{0,5}$"
    r"|(?:不|没|没有|未|不会|没打算|不打算|不想|不用|不至于)(?:去)?$"
)
_DENIED = re.compile(r"(?:不|没|没有|未|不会|没打算|不打算|不想|不用|不是要|不至于|不需要)(?:去|找|打)?$")
_HARMLESS_SEQUEL = re.compile(
    r"(?!了)[^，,。！!？?了]{0,3}(?:吗|嘛|么|不[？?]?$)|式|体质|肌|性|人群|源|期|保护|险|盐|膏|药|霜|贴|头|糖|发型|喷雾|险|报警器|灯|开关|器"
)
_CLAUSE_END = re.compile(r"[，,。！!？?；;\s]")
_P1 = re.compile(
    r"投诉|假货|假的|仿品|二手(?:货|的)|翻新|(?:扣|付|刷|收)(?:了|我)?(?:款|钱)?(?:了)?[两二2]次|重复(?:扣|付|支)|多扣|被盗|盗刷"
    r"|(?:显示|已经|说)?.{0,3}签收.{0,10}(?:没有?|未)(?:收到|拿到|见到)|(?:没有?|未)收到.{0,10}(?:显示|已经?)签收|找(?:你们)?(?:领导|主管|经理)|赔偿"
)
_DECLINED = re.compile(r"不(?:是|用|想|会|打算|要)?$|没(?:有)?$|别$|取消|撤销")
_P2 = re.compile(
    r"(?:没|不|未)(?:有)?(?:更新|物流|动|到账|退款|收到)|丢(?:件|了|失)|弄丢|退回|滞留|延误|破损|破了|碎了|摔坏|漏(?:了|液|发|水)|少(?:了|发)|缺(?:了|件|少)|发错|送错|寄错"
    r"|坏(?:了|的)|故障|变质|发霉|过期|质量|退款.{0,8}(?:没|不|什么时候|多久|还)|登(?:不上|录不)|付(?:不了|款失败)|支付失败|还(?:没|不)(?:有)?(?:发|到|退|处理|送|派|联系)|虚假"
)


def judge_urgency(texts: Sequence[str], emotion: Emotion = Emotion.CALM, known: Iterable[Priority] = ()) -> Priority:
    """The urgency of a case; ``texts`` are the shopper's messages, ``known`` priorities that intents brought."""
    found = [*known, *(_judge_text(text) for text in texts)]
    most = min(found, default=Priority.P3)
    if emotion in (Emotion.ANGRY, Emotion.DESPERATE):
        return min(most, Priority.P1 if most <= Priority.P2 or emotion is Emotion.DESPERATE else Priority.P2)
    return most


def is_emergency(text: str) -> bool:
    """Somebody is hurt or in danger, or the law is called in: P0. Questions about risk are not emergencies."""
    return _judge_text(text) is Priority.P0


def is_legal(text: str) -> bool:
    """Whether the words call in the law, an authority or the press."""
    return _is_legal(text)


def names_law(text: str) -> bool:
    """Whether such words occur at all, if only as a place."""
    return bool(_LAW.search(text))


def _judge_text(text: str) -> Priority:
    if _is_harmed(text) or _is_legal(text):
        return Priority.P0
    if any(not _DECLINED.search(text[max(0, match.start() - 3) : match.start()]) for match in _P1.finditer(text)):
        return Priority.P1
    if _P2.search(text):
        return Priority.P2
    return Priority.P3


def _is_harmed(text: str) -> bool:
    """Something happened: not a question about risk, a product for it (烫伤膏), or a fear."""
    for match in _HARM.finditer(text):
        after = text[match.end() :]
        if not _HYPOTHETICAL.search(_clause_before(text, match)) and not _HARMLESS_SEQUEL.match(after):
            return True
    return False


def _is_legal(text: str) -> bool:
    """A threat counts even when it is conditional (再不处理就起诉); a denied one does not."""
    return any(
        not _DENIED.search(_clause_before(text, match)) and not _ONLY_A_PLACE.match(text[match.end() :])
        for match in _LAW.finditer(text)
    )


def _clause_before(text: str, match: re.Match[str]) -> str:
    return _CLAUSE_END.split(text[max(0, match.start() - 8) : match.start()])[-1]
