"""The goods that were shown in this conversation, and which of them a remark means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.talk import Talk
from bot.domain.product import Product
from bot.services.goods_kinds import find_kind
from bot.services.recommend_products import lowest_price

_RECENT = 6
_ORDINAL = re.compile(r"第([一二三四五12345])[个款种]|(最后)[一]?[个款]")
_CHEAP_ONE = re.compile(
    r"(?:最)?便宜(?:一?[点些])?的?(?:那|这)[个款种]|(?:那|这)[个款种](?:最)?便宜的|最便宜的$|最便宜的(?=多|是|有)"
)
_DEAR_ONE = re.compile(r"贵(?:一?[点些])?的?(?:那|这)[个款种]|(?:那|这)[个款种](?:最)?贵的|最贵的")
_NUMBERED = re.compile(
    r"(\d+(?:\.\d+)?)(w|万|k|千)?(毫安|升|寸|公斤|斤|克|厘米|l|cm|kg|g)?时?(?:块|元)?的?(?:那|这)[个款种条台]"
)
_MULTIPLES = {"w": 10000, "万": 10000, "k": 1000, "千": 1000}
_BOTH = re.compile(r"[这那]?[两俩][个款种台双]|这俩|那俩|俩|它们|这几[个款种]|哪[个款种]|谁")


def shown_lists(talk: Talk) -> list[tuple[Product, ...]]:
    """The goods of each of the bot's last messages that showed any, newest first."""
    found = []
    bots = [event for event in talk.tracker.events if event.get("event") == "bot" and event.get("text")]
    for event in reversed(bots[-_RECENT:]):
        goods = _goods_of(talk, ((event.get("data") or {}).get("custom") or {}).get("card") or {})
        if goods:
            found.append(goods)
    return found


def last_choice(talk: Talk) -> tuple[Product, ...]:
    """The newest goods that were shown together, several at once; empty if there were none lately."""
    return next((goods for goods in shown_lists(talk) if len(goods) >= 2), ())


def newest_card(talk: Talk) -> str:
    """The type of the newest card that was shown; empty if there was none."""
    for event in reversed(talk.tracker.events):
        card = ((event.get("data") or {}).get("custom") or {}).get("card") or {} if event.get("event") == "bot" else {}
        if card:
            return str(card.get("type") or "")
    return ""


def was_compared(talk: Talk) -> tuple[Product, ...]:
    """The goods of the bot's last comparison, if nothing else was shown since."""
    for event in reversed(talk.tracker.events):
        card = ((event.get("data") or {}).get("custom") or {}).get("card") or {} if event.get("event") == "bot" else {}
        if card:
            return _goods_of(talk, card) if card.get("type") == "compare" else ()
    return ()


def pick_shown(talk: Talk) -> Product | None:
    """第二个, 便宜那个: the one that is meant among the goods shown last; None if the words pick none."""
    goods = last_choice(talk)
    if not goods:
        return None
    ordinal = _ORDINAL.search(talk.text)
    if ordinal:
        index = -1 if ordinal.group(2) else "一二三四五12345".index(ordinal.group(1)) % 5
        return goods[index] if index < len(goods) else None
    if _CHEAP_ONE.search(talk.text):
        return min(goods, key=lowest_price)
    if _DEAR_ONE.search(talk.text):
        return max(goods, key=lowest_price)
    return _by_number(talk.text, goods)


def _by_number(text: str, goods: Sequence[Product]) -> Product | None:
    """20000毫安那个, 2w毫安那个, 99 的那个: the only one with that number in its name, or at that price."""
    match = _NUMBERED.search(re.sub(r"\s", "", text.lower()))
    if match is None:
        return None
    number = f"{float(match.group(1)) * _MULTIPLES.get(match.group(2) or '', 1):g}"
    whole = rf"(?<![\d.]){re.escape(number)}(?![\d.])"
    fitting = [item for item in goods if re.search(whole, item.name)]
    if not fitting and not match.group(3):
        fitting = [item for item in goods if any(f"{sku.price_fen / 100:g}" == number for sku in item.skus)]
    return fitting[0] if len(fitting) == 1 else None


def means_both(text: str) -> bool:
    """这俩, 哪个: said of goods that were shown together."""
    return bool(_BOTH.search(text))


def earlier_wish(talk: Talk) -> str:
    """What the shopper said before about the kind of goods that is looked for, newest last; empty if nothing was."""
    users = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    said = [text for text in users[-_RECENT:-1] if text and not text.startswith("/")]
    for index in range(len(said) - 1, -1, -1):
        if find_kind(talk.tools.shop, said[index]) is not None:
            return " ".join(said[index:])
    return " ".join(said) if talk.slot("last_intent") == "ask_recommendation" else ""


def product_in_view(talk: Talk) -> Product | None:
    """The product that was talked about or whose page is open; the only one shown, too."""
    if talk.page_product_id:
        return talk.tools.shop.find_product(talk.page_product_id)
    lists = shown_lists(talk)
    return lists[0][0] if lists and len(lists[0]) == 1 else None


def _goods_of(talk: Talk, card: dict[str, Any]) -> tuple[Product, ...]:
    shop = talk.tools.shop
    if card.get("type") == "compare":
        names: Sequence[Any] = card.get("names") or ()
        return tuple(product for name in names for product in shop.list_products() if product.name == name)
    rows = card.get("products") or ([card] if card.get("type") == "product" else [])
    found = (shop.find_product(str(row.get("id"))) for row in rows)
    return tuple(product for product in found if product is not None)
