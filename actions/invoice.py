"""Invoices."""

from __future__ import annotations

import re

from actions.knowledge import tell_faq
from actions.order_access import require_order
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload, shorten
from actions.wording import goods, tail
from bot.domain.invoice_parts import InvoiceParts, read_invoice_parts
from bot.domain.order import Order
from bot.services.answer_faq import find_default

_CHANGE = re.compile(
    r"错|改|换|重开|重新开|补开|没收到|没有收到|没开|还没|作废|红冲|漏开|少开|开(?:好|出来?|完)?了(?:没|吗|么)|开好(?:没|了?吗)"
)
_WANTS = re.compile(r"帮.{0,12}开|(?:把|给).{0,12}开(?:一下|了|个|张)|开一下")
_GENERAL = re.compile(r"怎么|如何|可以|能|行不|什么|多久|要不要|需要|是不是|吗|么|呢|[?？]")
_SAID_LIMIT = 8


class HelpInvoice(ShopAction):
    """The rule from the knowledge base; a wrong or missing invoice is carried out by a human."""

    next_steps = (HUMAN_BUTTON,)

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_help_invoice"

    def has_own_facts(self, talk: Talk) -> bool:
        """A wrong or missing invoice belongs to an order."""
        return talk.customer_id is not None and bool(_CHANGE.search(talk.text))

    def answer(self, talk: Talk) -> None:
        """Tell, and offer what a human would do."""
        parts = read_invoice_parts([talk.text])
        if parts.tax_number or parts.email or (parts.title and not _GENERAL.search(talk.text)):
            note_invoice(talk)
            return
        order = find_order_by_goods(talk)
        if order is not None and not _CHANGE.search(talk.text):
            talk.set_slot("order_number", order.number)
            note_invoice(talk)
            return
        steps = find_default(talk.tools.faqs, "invoice") if _WANTS.search(talk.text) else None
        if steps is not None and order is None and not _CHANGE.search(talk.text):
            talk.say(steps.answer, buttons=self.next_steps)
            return
        if not _CHANGE.search(talk.text) or talk.customer_id is None:
            tell_faq(talk, buttons=self.next_steps)
            return
        order = order or require_order(
            talk, intent="invoice", question="请问是哪一个订单的发票？请您点选，我为您登记。"
        )
        if order is None:
            return
        note = f"发票问题：{shorten(talk.text, 80)}"
        payload = make_payload("request_human", order_number=order.number, note=note)
        talk.offer(payload)
        tell_faq(talk)
        talk.say(
            f"订单（{tail(order.number)}，{goods(order)}）的发票需要人工核对，请问要我转给开票客服办理吗？",
            buttons=[("转给开票客服", payload), ("先不用", "/deny")],
        )


def note_invoice(talk: Talk) -> None:
    """Title, tax number, mailbox and order as told so far; an agent enters them."""
    told = told_for_invoice(talk)
    parts, order = read_invoice_parts(told), find_order_by_goods(talk) or _order_in_talk(talk)
    if order is not None:
        talk.set_slot("order_number", order.number)
    payload = make_payload(
        "request_human",
        order_number=order.number if order else None,
        note=f"开票信息：{shorten(' '.join(told), 160)}",
    )
    talk.offer(payload)
    missing = [*(() if order or talk.customer_id is None else ("要开的是哪个订单",)), *parts.missing]
    missing += ["订单号"] if order is None and talk.customer_id is None else []
    known = _known(parts, order)
    head = f"开票信息收到了：{known}。" if known else "开票信息收到了。"
    if not missing:
        talk.say(f"{head}资料已经齐了，需要现在转给开票客服登记开具吗？", buttons=[("转给开票客服", payload)])
        return
    rest = f"还需要{'、'.join(missing)}，您可以继续发给我；"
    text = f"{head}{rest}也可以现在转给开票客服登记，需要为您转接吗？"
    if text in talk.recent_replies:
        text = f"好的，这条开票信息也记下了。{rest}都发完之后告诉我一声，需要现在转给开票客服吗？"
    talk.say(text, buttons=[("转给开票客服", payload)])


def told_for_invoice(talk: Talk) -> list[str]:
    """What the shopper said since asking for an invoice, oldest first."""
    users = [event for event in talk.tracker.events if event.get("event") == "user" and event.get("text")]
    told: list[str] = []
    for event in users[-_SAID_LIMIT:]:
        intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
        text = str(event["text"])
        if intent == "invoice":
            told = [*told, text] if _gives_something(text) else []
        elif not text.startswith("/"):
            told.append(text)
    return list(dict.fromkeys([*told, talk.text]))


def find_order_by_goods(talk: Talk) -> Order | None:
    """The customer's own order with the goods that are named in the message; None if none or several fit."""
    if talk.customer_id is None:
        return None
    names = [product for product, score in talk.tools.products.search_products(talk.text, limit=3) if score >= 0.6]
    wanted = {product.id for product in names}
    orders = talk.tools.shop.list_orders(talk.customer_id, limit=20)
    fitting = [order for order in orders if wanted & {line.product_id for line in order.lines}]
    return fitting[0] if len(fitting) == 1 else None


def _order_in_talk(talk: Talk) -> Order | None:
    number = talk.entity("order_number") or talk.page_order_number or talk.slot("order_number")
    return talk.tools.shop.find_order(str(number), talk.customer_id) if number and talk.customer_id else None


def _gives_something(text: str) -> bool:
    parts = read_invoice_parts([text])
    return bool(parts.title or parts.tax_number or parts.email)


def _known(parts: InvoiceParts, order: Order | None) -> str:
    rows = [
        f"订单（{tail(order.number)}，{goods(order)}）" if order else "",
        _title(parts),
        f"税号 {parts.tax_number}" if parts.tax_number else "",
        f"邮箱 {parts.email}" if parts.email else "",
    ]
    return "，".join(row for row in rows if row)


def _title(parts: InvoiceParts) -> str:
    if parts.is_person:
        return f"个人抬头{'' if parts.title == '个人' else f'“{parts.title}”'}（不需要税号）"
    return f"抬头“{parts.title}”" if parts.title else ""
