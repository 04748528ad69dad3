"""What a person in danger reads: first what to do, then that somebody comes; never anything about goods alone.

Each danger has texts that go on from one another, and nothing is told twice: who writes again is told the next step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import first_aid_texts as texts
from actions.product_in_view import match_product
from actions.talk import Talk, shorten
from bot.domain.alarms import open_alarms, settles
from bot.domain.handoff import HandoffReason
from bot.domain.intents import INTENTS
from bot.domain.perils import Peril, is_own_life, perils_of_goods, read_perils
from bot.domain.product import Product

ALARM = "safety_incident"
_CALM = frozenset({"affirm", "deny", "thank", "goodbye", "greet", "chitchat"})
_BUSINESS = frozenset({"order", "logistics", "aftersale", "delivery", "payment", "invoice"})
_USES = re.compile(r"(?:还能|能不能|可不可以|可以|继续|接着).{0,4}(?P<verb>用|吃|喝|充电?|戴|开|穿|涂|抹|擦|喂)")
_DOCTOR = re.compile(r"医院|医生|就医|看病|急诊|挂号")
_SAFE = re.compile(r"(?:人|都|大家|我们?)[都也]?没事|没有?(?:人)?受?伤|(?:火|已经)灭了|扑灭|平安")
_POISON = re.compile(r"[有没会]毒")
_PILLS, _WOUND = re.compile(r"药"), re.compile(r"割|刀|血|跳")


def tell_danger(talk: Talk) -> None:
    """Advise, call the specialist, and keep the words for them."""
    before = _alarms_before(talk)
    alarms = [*before, talk.text]
    if before and settles(talk.text, before):
        talk.say(talk.pick(*texts.SETTLED))
        return
    if any(is_own_life(text) for text in alarms):
        text = _care(talk, alarms)
    elif len(alarms) > 1 and _guess(talk) in _CALM and not read_perils(talk.text):
        talk.say(talk.pick(*texts.REASSURED))
        return
    else:
        text = _advise(talk, alarms)
    talk.hand_over(
        text, reason=HandoffReason.RISK, priority="P0", note=f"顾客原话：{shorten(talk.text, 100)}", intent=ALARM
    )


def _care(talk: Talk, alarms: Sequence[str]) -> str:
    said = " ".join(alarms)
    injured = texts.PILLS if _PILLS.search(said) else texts.INJURED if _WOUND.search(said) else ""
    first = texts.CARE_NOW.format(injured=injured)
    if len(alarms) == 1:
        return first
    known = INTENTS.get(_guess(talk))
    is_business = known is not None and known.topic in _BUSINESS
    return _not_yet_told(talk, texts.CARE_NEXT if not is_business else (texts.CARE_FIRST, *texts.CARE_NEXT))


def _advise(talk: Talk, alarms: Sequence[str]) -> str:
    """The first advice that was not given yet: for what this message tells, else for what was told before."""
    told = read_perils(talk.text) or _told_perils(alarms)
    perils = told or _advised_perils(talk) or perils_of_goods(_goods(talk))
    opening = f"非常抱歉，您和家人的安全最重要：{_now(perils)}。"
    if not any(opening in reply for reply in talk.replies):
        return opening + _who_comes(talk)
    following = [texts.NEXT[peril] for peril in perils] or [texts.ANYTHING_NEXT]
    text = _not_yet_told(talk, [*following, texts.AGAIN.format(now=_now(perils)), *texts.STILL_HERE])
    lead = _lead(talk.text)
    return text if lead[:6] in text else lead + text


def _not_yet_told(talk: Talk, variants: Sequence[str]) -> str:
    """The first that was not told, alone or after other words; when all were, the one told longest ago."""
    used = talk.replies[::-1]
    ages = {text: next((age for age, reply in enumerate(used) if text in reply), len(used)) for text in variants}
    return max(variants, key=lambda text: ages[text])


def _now(perils: Sequence[Peril]) -> str:
    return "；".join(texts.NOW[peril] for peril in perils) or texts.ANYTHING_NOW


def _who_comes(talk: Talk) -> str:
    phone = talk.tools.policy.service_phone
    call = f"，也可以拨打客服电话 {phone}" if phone else ""
    if any("最高优先级" in reply for reply in talk.replies):
        return f"这个情况我也加急补充给专员了{call}。"
    return f"我已按最高优先级上报，由专员最先为您处理{call}。安全之后，请保留好商品、包装和照片。"


def _lead(text: str) -> str:
    """The short answer to what is asked in danger most: may it be used, is it poisonous, do we need a doctor."""
    uses = _USES.search(text)
    if uses is not None:
        return f"请先不要再{uses.group('verb')}了。"
    if _SAFE.search(text):
        return "人没事就好。"
    if _POISON.search(text):
        return "有没有毒性我不能随意下结论，请先按可能有害来处理。"
    return "建议去医院，请医生当面判断会更放心。" if _DOCTOR.search(text) else ""


def _told_perils(alarms: Sequence[str]) -> tuple[Peril, ...]:
    return next((perils for text in reversed(alarms) if (perils := read_perils(text))), ())


def _advised_perils(talk: Talk) -> tuple[Peril, ...]:
    """What was advised for before, where the goods and not the words told the danger."""
    return tuple(peril for peril, advice in texts.NOW.items() if any(advice in reply for reply in talk.replies))


def _goods(talk: Talk) -> list[Product]:
    """What it is about: the goods in the words or on the page, else those of the order in view."""
    product = match_product(talk).product
    if product is not None:
        return [product]
    number = talk.page_order_number or talk.slot("order_number")
    order = talk.tools.shop.find_order(str(number), talk.customer_id) if number and talk.customer_id else None
    found = (talk.tools.shop.find_product(line.product_id) for line in (order.lines if order else ()))
    return [product for product in found if product is not None]


def _alarms_before(talk: Talk) -> list[str]:
    """The shopper's messages that told of a danger which is not over, without this one."""
    users = [event for event in talk.tracker.events if event.get("event") == "user"]
    said = [
        (str(event.get("text") or ""), ((event.get("parse_data") or {}).get("intent") or {}).get("name") == ALARM)
        for event in users
    ]
    return open_alarms(said[:-1] if said and said[-1][0] == talk.text else said)


def _guess(talk: Talk) -> str:
    """What the classifier took the words for by themselves."""
    ranking = talk.message.get("intent_ranking") or [{}]
    return str(ranking[0].get("name") or "")
