"""Words that sound of danger and tell of none: 不是漏电, 熏死人了, 人没事; and how long an alarm stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.denials import denied_span
from bot.domain.perils import LIFE_IDIOM, Peril, find_signs, is_own_life, names_shop_business, read_perils

_EXAGGERATED = re.compile(
    r"(?:熏|臭|呛|难闻|恶心|气|烦|急|吵|累|丑|笑|馋|慢|贵|等|愁|尬|尴尬|冻|热)死(?:个?人|我|了|老子|宝宝)*(?:了|啦|嘞)*"
    r"|笑(?:得.{0,4}(?:喘不过气来?|肚子[疼痛]|肚皮[疼痛]|岔气|抽筋|抽过去|断气|晕过去|背过气去?)|[喷抽岔]气?了?)"
)
"""熏死人了: 死 only says how much; 电死人了 may be meant as it stands."""
_CLAUSE = re.compile(r"[^，,。！!？?；;…~～\s]+[？?]?")
_WHO = r"(?:我们?|咱|人|大家|家人|全家|孩子|宝宝|娃|老人|老公|老婆|他们?|她|都|也|现在"
_WHO += r"|目前|真的?|已经|倒是?|还好|幸好|放心)*"
_WELL = re.compile(
    rf"{_WHO}(?:没(?:什么|啥|有)?(?:大?事|大碍|问题)|(?:没|没有|未|无)(?:人)?(?:被)?(?:受|烫|烧|砸|弄|碰)?伤(?:着|到|人)?"
    r"|(?:很|挺)?(?:平安|安全)|虚惊一场|好好的)(?:了|儿|的|啊|啦|哈|呢|哦)*(?=$|就|但|只|可|不过|谢)"
    r"|(?:火|烟|明火)?(?:已经|都)?(?:被|给)?(?:我)?(?:扑|浇|弄)?灭了"
)
_NOT_MEANT = re.compile(
    r"(?:我|刚才|刚刚|就是|只是|跟你|和你|是|随便|随口)*(?:开(?:个)?玩笑|逗你|说着玩|说说而已|随口一说|夸张(?:一下|的?说法)?|误会)"
    r"|(?:真|又)*(?:没有?|不|哪有)(?:你说的?)?(?:那么|这么)?(?:严重|夸张|危险|吓人)"
    r"|(?:你|快|可|都|真的?|千万)*(?:别|不用|不要|不必|用不着|甭)(?:再|给我|帮我|去)?(?:叫|打|喊|拨|报)?(?:120|119|110|救护车|警)"
)
_UNSEEN = frozenset({Peril.SWALLOWED, Peril.GAS})
"""Dangers that somebody who feels well is still in."""


def calm_rest(text: str) -> str | None:
    """What the message says beside dangers that are denied or only a manner of speaking.

    None if there is nothing of that kind, or a danger is told all the same; empty if nothing else is said.
    """
    left = _without_idioms(text)
    for start, end in reversed(_denied_spans(left)):
        left = f"{left[:start]} {left[end:]}"
    left = " ".join(clause for clause in _CLAUSE.findall(left) if not (_WELL.match(clause) or _NOT_MEANT.match(clause)))
    if left.split() == _CLAUSE.findall(text) or find_signs(left) or is_own_life(left):
        return None
    return left


def denies_danger(text: str) -> bool:
    """不是中毒, 开玩笑的, 别叫120: there is no danger, or none of that kind."""
    if read_perils(text):
        return False
    return bool(_denied_spans(text)) or any(_NOT_MEANT.match(clause) for clause in _CLAUSE.findall(text))


def settles(text: str, alarms: Sequence[str]) -> bool:
    """Whether the danger told in ``alarms`` is over by these words; what was swallowed is not over by feeling well."""
    if read_perils(text) or any(is_own_life(told) for told in alarms):
        return False
    if denies_danger(text):
        return True
    is_unseen = any(_UNSEEN & set(read_perils(told)) for told in alarms)
    return not is_unseen and any(_WELL.match(clause) for clause in _CLAUSE.findall(text))


def open_alarms(messages: Sequence[tuple[str, bool]]) -> list[str]:
    """The words of the danger that is not over yet, oldest first; each message with whether it told of a danger."""
    told: list[str] = []
    for text, is_alarm in messages:
        if told and settles(text, told):
            told = []
        elif is_alarm:
            told.append(text)
    return told


def _denied_spans(text: str) -> list[tuple[int, int]]:
    spans = (denied_span(text, sign) for sign in find_signs(text))
    return sorted(span for span in spans if span is not None)


def _without_idioms(text: str) -> str:
    text = _EXAGGERATED.sub(" ", text)
    return LIFE_IDIOM.sub(" ", text) if names_shop_business(text) else text
