"""Cards as lines of text, for channels that show nothing else (fields of cards: docs/architecture.md, “Cards”)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

_CHINA = timezone(timedelta(hours=8))
MAX_TRACK_EVENTS = 3

Card = Mapping[str, Any]


def card_lines(card: Card | None) -> list[str]:
    """The lines of a card; none for an unknown type, whose message text says enough."""
    if card is None:
        return []
    render = _LINES.get(str(card.get("type")))
    return [] if render is None else list(render(card))


def describe_entry(entry: Card) -> str:
    """An order or a product in one line, as an entry of a list."""
    if "number" in entry:
        names = "、".join(str(line.get("name", "")) for line in entry.get("lines", ())[:2])
        parts = (f"订单 {entry['number']}", names, entry.get("state_label", ""), _money(entry.get("total_fen")))
    else:
        parts = (str(entry.get("name", "")), _price(entry), "", "")
    return " ".join(str(part) for part in parts if part)


def _order(card: Card) -> Iterator[str]:
    state = f"（{card['state_label']}）" if card.get("state_label") else ""
    yield f"订单 {card.get('number', '')}{state}"
    for line in card.get("lines", ()):
        attributes = f"（{line['attributes']}）" if line.get("attributes") else ""
        price = _money(line.get("price_fen"))
        yield f"· {line.get('name', '')}{attributes} × {line.get('quantity', 1)} {price}".rstrip()
    if card.get("total_fen") is not None:
        yield f"合计：{_money(card['total_fen'])}"


def _parcel(card: Card) -> Iterator[str]:
    state = f"（{card['state_label']}）" if card.get("state_label") else ""
    yield f"{card.get('carrier', '')} {card.get('tracking_number', '')}{state}".strip()
    newest = sorted(card.get("events", ()), key=lambda event: str(event.get("at", "")), reverse=True)
    for event in newest[:MAX_TRACK_EVENTS]:
        yield f"· {_time(event.get('at'))} {event.get('place', '')} {event.get('text', '')}".replace("  ", " ")
    if card.get("promised_at"):
        yield f"预计送达：{_time(card['promised_at'])}"


def _product(card: Card) -> Iterator[str]:
    yield describe_entry(card)
    if str(card.get("url", "")).startswith("http"):
        yield str(card["url"])


def _coupons(card: Card) -> Iterator[str]:
    for coupon in card.get("coupons", ()):
        threshold = coupon.get("threshold_fen")
        rule = f"满 {_money(threshold)} 减 " if threshold else "立减 "
        until = f"，有效期至 {_time(coupon['expires_at'])}" if coupon.get("expires_at") else ""
        yield f"· {coupon.get('title', '')}：{rule}{_money(coupon.get('value_fen'))}{until}"


def _compare(card: Card) -> Iterator[str]:
    first, second = (*card.get("names", ()), "", "")[:2]
    for attribute, left, right in card.get("rows", ()):
        yield f"· {attribute}：{first} {left}；{second} {right}"


def _entries(key: str) -> Callable[[Card], Iterator[str]]:
    """Entries with a payload are shown as options instead."""

    def render(card: Card) -> Iterator[str]:
        return (f"· {describe_entry(entry)}" for entry in card.get(key, ()) if not entry.get("payload"))

    return render


def _login(_card: Card) -> Iterator[str]:
    yield "（这里暂时不能登录。您可以告诉我订单号和收货手机号的后四位，我来为您查询订单状态；也可以回复“转人工”。）"


_LINES: dict[str, Callable[[Card], Iterator[str]]] = {
    "order": _order,
    "order_list": _entries("orders"),
    "parcel": _parcel,
    "product": _product,
    "product_list": _entries("products"),
    "coupons": _coupons,
    "compare": _compare,
    "login": _login,
}


def _money(fen: Any) -> str:
    return "" if fen is None else f"¥{int(fen) // 100}.{int(fen) % 100:02d}"


def _price(entry: Card) -> str:
    lowest, highest = entry.get("price_fen"), entry.get("max_price_fen")
    if highest is not None and lowest is not None and highest > lowest:
        return f"{_money(lowest)}–{_money(highest)}"
    return _money(lowest)


def _time(value: Any) -> str:
    """An ISO-8601 time as shoppers read it (Beijing time)."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value or "")
    return f"{at.astimezone(_CHINA):%m月%d日 %H:%M}"
