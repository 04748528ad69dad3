"""Clauses and bubbles that sound like several matters and are one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.order_question import OrderFact, read_fact
from bot.domain.parcel_trouble import claims_loss, read_remedy
from bot.domain.payment_claim import is_sure_charge
from bot.runtime.thoughts import EMERGENCIES, Thought


def join_charge(thoughts: list[Thought], text: str) -> list[Thought]:
    """钱扣了 and 还是待付款 are one matter, over however many clauses and bubbles they were said."""
    if any(thought.is_button or thought.intent in EMERGENCIES for thought in thoughts) or not is_sure_charge(text):
        return thoughts
    return [replace(thoughts[0], text=text, intent="payment_problem", is_unsure=False)]


def join_parcel(thoughts: list[Thought], text: str, topic: str) -> list[Thought]:
    """快递显示退回了 我又没退, 那就补发吧 要多久: one matter, though its clauses sound like two."""
    if len(thoughts) < 2 or any(thought.is_button or thought.intent in EMERGENCIES for thought in thoughts):
        return thoughts
    is_told = topic == "report_delivery_problem" or claims_loss(text)
    is_choice = is_told and read_remedy(text) is not None
    if not is_choice and read_fact(text) is not OrderFact.RETURNED:
        return thoughts
    intent = "report_delivery_problem" if is_choice else "query_logistics"
    return [replace(thoughts[0], text=text, intent=intent, is_unsure=False)]
