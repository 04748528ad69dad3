"""The bot's words once more: short when the same question came again, with a next step when another one did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

GREETING = "您好，"
AGAIN = (
    "这一点我这里没有更多的资料了。请告诉我具体的商品或订单，我再为您查看。",
    "这个问题需要结合您的具体情况来看。您可以补充一下情况，也可以请人工客服为您核实。",
    "抱歉，关于这一点我没有准确的资料，建议由人工客服根据您的具体情况答复。",
)
ASK_AGAIN = (
    "我还没有对上您说的是哪一款、哪一单。您可以把商品名称或订单号直接发给我，我马上为您查。",
    "抱歉，缺少具体的商品或订单，我暂时没法准确答复您。您也可以从商品页面点“咨询客服”，我就知道是哪一款了。",
    "这个问题我还是没有找到对应的商品，为了不耽误您，由人工客服为您查看会更快。",
)
_SAME_QUESTION = (
    "还是刚才说的：{gist}如果没有解决您的问题，请告诉我卡在哪一步，或者是哪个商品、哪个订单。",
    "简单来说：{gist}和您的情况不一样的话，您可以补充说明，也可以请人工客服为您核实。",
    "抱歉让您反复问了。{gist}更细的情况，由人工客服根据您的具体问题答复会更快。",
)
_NO_NEWS = ("刚刚又为您看了一次，还没有新的变化：{gist}", "目前还没有新的进展：{gist}", "最新情况没有变：{gist}")
_OTHER_QUESTION = (
    "\n这是我目前能查到的情况，如果您关心的是别的方面，请直接告诉我。",
    "\n如果没有答到您关心的地方，我可以请人工客服为您核实。",
    "\n需要更具体的答复的话，我可以请人工客服为您核实。",
)
CHOOSE_AGAIN = (
    "还需要您先告诉我是哪一个订单，我才能接着为您查。您可以点选，也可以说“第一个”，或者告诉我买的是什么。",
    "请您从下面点选一个订单，或者把订单号发给我，我马上为您处理。",
)
_QUESTION_AGAIN = ("好的，", "还需要向您了解一下：", "麻烦您告诉我：")
_CONFIRM_AGAIN = ("还需要您再", "这一步还等您")
_ALIKE, _SHORTEST_GIST, _LONGEST_GIST = 0.6, 6, 70
_SENTENCE = re.compile(r".*?[。！？!?\n]|.+$", re.S)
_MAY_CHANGE = frozenset({"order", "parcel", "coupons"})
"""Kinds of cards whose facts may be others the next time; a product's page says what it said."""
_TITLE = re.compile(r"「[^」]*」[：:]?")
_NOT_ASKED = frozenset({"said"})


@dataclass(frozen=True, slots=True)
class Repetition:
    """Where the same words would be said again. ``kind``: of the card that goes with them."""

    kind: str | None = None
    is_same_question: bool = False
    in_request: bool = False
    is_social: bool = False


def put_differently(text: str, state: Repetition) -> tuple[str, ...]:
    """Other wordings, the best first."""
    if state.kind == "order_list":
        return CHOOSE_AGAIN
    if text.startswith("请您确认"):
        return tuple(lead + text.removeprefix("请您") for lead in _CONFIRM_AGAIN)
    if state.in_request and state.kind is None:
        return tuple(lead + text for lead in _QUESTION_AGAIN)
    if text.startswith("请问"):
        return ASK_AGAIN
    if not state.is_same_question:
        return AGAIN if state.is_social and state.kind is None else tuple(text + step for step in _OTHER_QUESTION)
    short = _NO_NEWS if state.kind in _MAY_CHANGE else _SAME_QUESTION
    return tuple(again.format(gist=find_gist(text)) for again in short)


def find_gist(text: str) -> str:
    """The sentence that tells the fact: the first that is long enough."""
    sentences = [part.strip() for part in _SENTENCE.findall(text.removeprefix(GREETING)) if part.strip()]
    told = next(
        (part for part in sentences if len(part) >= _SHORTEST_GIST and not _TITLE.fullmatch(part)), text.strip()
    )
    if len(told) > _LONGEST_GIST:
        head = re.split(r"[，；]", told)
        told = ""
        for clause in head:
            if told and len(told) + len(clause) > _LONGEST_GIST:
                break
            told = f"{told}，{clause}" if told else clause
    return told.rstrip("，；：,. ") if told.endswith(("。", "！", "？")) else told.rstrip("，；：,. ") + "。"


def is_same_question(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two messages of the shopper (tracker events) ask the same: intent, entities and wording."""
    if _intent(first) != _intent(second) or _asked(first) != _asked(second):
        return False
    left, right = (re.sub(r"\W", "", str(event.get("text") or "")) for event in (first, second))
    return bool(left in right or right in left or SequenceMatcher(None, left, right).ratio() >= _ALIKE)


def _intent(event: dict[str, Any]) -> str:
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name"))


def _asked(event: dict[str, Any]) -> set[tuple[str, str]]:
    entities = (event.get("parse_data") or {}).get("entities") or ()
    return {
        (str(entity["entity"]), str(entity.get("value"))) for entity in entities if entity["entity"] not in _NOT_ASKED
    }
