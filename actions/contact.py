"""A bare address, name or telephone: acknowledge it, ask what it is for, change nothing."""

from __future__ import annotations

import re
from typing import Any

from actions.talk import HUMAN_BUTTON, Button, Talk, make_payload, shorten
from actions.wording import goods, tail
from bot.domain.order import Order, OrderState
from bot.domain.service_request import SERVICES

_CHANGEABLE = frozenset({OrderState.UNPAID, OrderState.PAID})
_LOOKS_BACK, _MIN_DETAILS = 5, 6
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
NOT_CHANGED = "目前我还没有做任何修改。"


def is_contact(talk: Talk) -> bool:
    """Whether the message is somebody's address or telephone."""
    return bool(talk.entity("address") or talk.entity("phone") or _PHONE.search(talk.text))


def ask_about_contact(talk: Talk) -> None:
    """Say what was received and ask which order it is for."""
    details = recent_contact(talk)
    received = f"您发来的{_name_parts(talk)}我收到了"
    if len(details) > len(talk.text):
        received = f"好的，连同前面的，我收到的收货信息是“{details}”"
    order = _only_changeable(talk)
    if order is None:
        said = f"收货信息改成{details}"
        talk.say(
            f"{received}，{NOT_CHANGED}请问您是想修改某个订单的收货信息，还是有别的需要？"
            "如果要修改，请告诉我是哪一个订单。",
            buttons=[
                ("修改收货信息", make_payload("modify_address", said=said)),
                ("查询订单", "/query_order"),
                HUMAN_BUTTON,
            ],
        )
        return
    change = make_payload("modify_address", order_number=order.number, said=f"收货信息改成{details}")
    buttons: list[Button] = [("是的，改这个订单", change), ("先不用", "/deny"), HUMAN_BUTTON]
    talk.offer(change)
    talk.say(
        f"{received}，{NOT_CHANGED}请问是要把订单（{tail(order.number)}，{goods(order)}）"
        f"的{SERVICES['modify_address'].label.removeprefix('修改')}改成它吗？",
        buttons=buttons,
    )


def recent_contact(talk: Talk) -> str:
    """Address, name and telephone as sent just now, over several messages if need be; empty if there were none."""
    users = [event for event in talk.tracker.events if event.get("event") == "user"][-_LOOKS_BACK:]
    texts = [str(event.get("text") or "").strip() for event in users if _is_bare_contact(event)]
    kept = [text for number, text in enumerate(texts) if not any(text in later for later in texts[number + 1 :])]
    details = " ".join(kept)
    return shorten(details, 120) if len(details) >= _MIN_DETAILS else ""


def _is_bare_contact(event: dict[str, Any]) -> bool:
    parsed = event.get("parse_data") or {}
    kinds = {str(entity.get("entity")) for entity in parsed.get("entities") or ()}
    is_bare = str((parsed.get("intent") or {}).get("name")) == "inform"
    return is_bare and bool(kinds & {"address", "phone"}) and "order_number" not in kinds


def _name_parts(talk: Talk) -> str:
    has_phone = bool(talk.entity("phone") or _PHONE.search(talk.text))
    if talk.entity("address"):
        return "地址和联系电话" if has_phone else "地址"
    return "收货人和联系电话" if re.search(r"[\u4e00-\u9fff]{2}", talk.text) else "联系电话"


def _only_changeable(talk: Talk) -> Order | None:
    if talk.customer_id is None:
        return None
    orders = [order for order in talk.own_orders if order.state in _CHANGEABLE]
    return orders[0] if len(orders) == 1 else None
