"""A published question, asked word for word, is answered first wherever the answer is knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from actions.choosing import AdviseSize
from actions.delivery import AnswerShippingFee, TellDeliveryTime
from actions.escalation import Escalate, RequestHuman
from actions.invoice import HelpInvoice
from actions.logistics import TrackParcel
from actions.order import ShowOrder
from actions.outside import AnswerOutside
from actions.payment import HelpPayment
from actions.product import AnswerProduct
from actions.product_service import TellWarranty
from actions.promotion import QuotePrice
from actions.return_policy import ExplainReturnPolicy
from actions.service_form import ValidateServiceForm
from actions.shop_action import ShopAction
from actions.stock import CheckStock
from bot.domain.faq import Faq, FaqHit
from bot.domain.order import OrderState
from tests.unit.action_rig import MINE, Desk, make_order

ASKED = "阁楼里放得下吗"
PUBLISHED = Faq("faq-1", "product", ASKED, "您好，阁楼里放得下，请预留十厘米散热。")


class Published:
    """Finds the one FAQ, as sure as the test says."""

    def __init__(self, faq: Faq, score: float) -> None:
        self.hit = FaqHit(faq, score, faq.question)

    def search_faqs(self, text: str, *, intent: str | None = None, limit: int = 5) -> Sequence[FaqHit]:
        return [self.hit]


async def ask(
    kind: type[ShopAction], intent: str, *, faq: Faq = PUBLISHED, score: float = 1.0, text: str = ASKED, **more: Any
) -> Desk:
    desk = Desk(make_order(state=OrderState.SIGNED))
    desk.tools = replace(desk.tools, faqs=Published(faq, score))
    return await desk.run(kind, text, intent=intent, **more)


@pytest.mark.parametrize(
    ("kind", "intent"),
    [
        (AnswerProduct, "ask_product_detail"),
        (CheckStock, "ask_stock"),
        (QuotePrice, "ask_price_promotion"),
        (AdviseSize, "ask_size"),
        (AnswerShippingFee, "ask_shipping_fee"),
        (TellDeliveryTime, "ask_delivery_time"),
        (TellWarranty, "ask_warranty"),
        (HelpInvoice, "invoice"),
        (HelpPayment, "payment_problem"),
        (ExplainReturnPolicy, "ask_return_policy"),
        (AnswerOutside, "out_of_scope"),
        (AnswerOutside, "chitchat"),
    ],
)
async def test_it_comes_first_for_every_topic_of_knowledge(kind: type[ShopAction], intent: str) -> None:
    desk = await ask(kind, intent)
    assert "请预留十厘米散热" in desk.said


@pytest.mark.parametrize("kind", [AnswerProduct, CheckStock, AdviseSize])
async def test_a_merely_like_question_does_not(kind: type[ShopAction]) -> None:
    faq = replace(PUBLISHED, question="车库里放得下吗", topic="invoice")
    desk = await ask(kind, "ask_stock", faq=faq, score=0.5)
    assert "请预留十厘米散热" not in desk.said


async def test_facts_about_the_shoppers_own_order_come_before_it() -> None:
    for kind, intent in ((ShowOrder, "query_order"), (TrackParcel, "query_logistics")):
        desk = await ask(kind, intent, slots={"order_number": MINE})
        assert "请预留十厘米散热" not in desk.said
    desk = await ask(ExplainReturnPolicy, "ask_return_policy", slots={"order_number": MINE})
    assert "请预留十厘米散热" not in desk.said


async def test_a_wrong_invoice_of_an_order_comes_before_it() -> None:
    text = "发票抬头开错了怎么改"
    desk = await ask(HelpInvoice, "invoice", faq=replace(PUBLISHED, question=text), text=text, page_order_number=MINE)
    assert "请问要我转给开票客服办理吗" in desk.said


@pytest.mark.parametrize(("kind", "intent"), [(Escalate, "safety_incident"), (RequestHuman, "request_human")])
async def test_emergencies_and_handoffs_come_before_it(kind: type[ShopAction], intent: str) -> None:
    desk = await ask(kind, intent)
    assert "请预留十厘米散热" not in desk.said
    assert desk.handoff


async def test_the_form_does_not_answer_it_twice() -> None:
    slots = {"service_kind": "request_return", "service_order": MINE, "requested_slot": "service_detail"}
    desk = await ask(ValidateServiceForm, "ask_product_detail", slots=slots, loop="service_form")
    assert not desk.said
