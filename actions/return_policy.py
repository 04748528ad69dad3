"""“能退吗”: by the order if one is clear, by the goods, by what was done with them, else the rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.aftersale import SURE_GOODS, named_orders, tell_refused
from actions.cards import order_card
from actions.defects import told_danger, told_defect
from actions.knowledge import tell_faq
from actions.order_access import find_customer_order
from actions.product_in_view import match_product
from actions.return_answer import Case, answer_case
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import day, deadline, goods, tail
from bot.domain.circumstances import Circumstances, read_circumstances
from bot.domain.order import Order, OrderState
from bot.domain.product import Product
from bot.domain.return_rules import ReturnVerdict, is_fresh, not_returnable_reason
from bot.services.answer_faq import answer_faq
from bot.services.check_return import LineVerdict, check_return
from bot.services.look_up_order import mentions_goods

_SPOILT = re.compile(
    r"坏|烂|破|碎|裂|臭|霉|变质|异味|化冻|压扁|质量|瑕疵|故障|赔|松[了动]|歪|漏|脱[胶线]|开[胶线]|起球|掉色|褪色|生锈"
    r"|没反应|用不了|不能用|不[响亮转热制通]|充不进|打不开|双击|连击|频闪|闪烁|烧不[开热]|[没不](?:得|有|出)?声|噪音|卡顿|死机"
)
_NO_DEFECT = re.compile(r"(?:不是|没有?|并非|无)(?:什么|任何|因为)?(?:质量|坏|破|瑕疵|故障|损坏)")
_UNWELL = re.compile(r"过敏|不舒服|不适|红肿|红疹|刺痛|起疹|痒")
_UNOPENED = re.compile(r"(?:没有?|未|还没|都没)(?:拆|开)(?:封|过|开|包)?")
_WHY = re.compile(r"为什么|为啥|凭什么|怎么(?:就|还|会)?(?:不|没|被)|拒|驳|没通过|不通过|没批|不批")
_HARMED = (
    "非常抱歉让您不舒服了。请先停止使用，症状明显请尽快就医，并保留好就诊记录、商品和照片。"
    "退货的事由售后客服优先为您核实处理，需要现在为您转接吗？"
)
_DEFECT_BUTTON = ("商品有质量问题", "/report_quality_issue")
_HANDLED = frozenset({OrderState.SIGNED, OrderState.COMPLETED})


class ExplainReturnPolicy(ShopAction):
    """Yes or no for the circumstance that was told, with the clause and what else is possible."""

    next_steps = (("申请退货", "/request_return"), ("申请换货", "/request_exchange"))

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_explain_return_policy"

    def has_own_facts(self, talk: Talk) -> bool:
        """The order that is talked about, goods that cannot be returned at all, or a decisive circumstance."""
        if talk.customer_id is not None and clear_order(talk) is not None:
            return True
        product = _product_meant(talk)
        is_excluded = product is not None and bool(not_returnable_reason(product, talk.tools.policy))
        return is_excluded or bool(read_circumstances(_whole(talk)))

    def answer(self, talk: Talk) -> None:
        """The order's verdict, the circumstance's, the goods', or the FAQ."""
        if _UNWELL.search(talk.text):
            talk.offer("/request_human")
            talk.say(_HARMED, buttons=(HUMAN_BUTTON,))
            return
        order = clear_order(talk)
        product = _product_meant(talk)
        if _UNOPENED.search(talk.text) and _tell_unopened(talk, product, order):
            return
        if order is not None and talk.customer_id:
            _by_order(talk, order)
            return
        if product is not None:
            talk.remember_product(product)
        told = read_circumstances(_whole(talk))
        has_defect = _has_defect(talk.text) or bool(told_danger(talk))
        if told or has_defect or (product is not None and is_fresh(product)):
            text = answer_case(Case(product, told, has_defect=has_defect), talk.tools.policy)
            is_refused = text.startswith("很抱歉") or has_defect
            talk.say(text, buttons=(_DEFECT_BUTTON if is_refused else self.next_steps[0], HUMAN_BUTTON))
            return
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal, product=product)
        if product is not None:
            reason = not_returnable_reason(product, talk.tools.policy)
            rule = reason or f"自签收次日起 {product.return_days} 天内，商品完好可以无理由退货"
            talk.say(f"「{product.name}」：{rule}。")
        elif found is not None:
            talk.say(found.faq.answer, buttons=self.next_steps)
        else:
            tell_faq(talk, buttons=self.next_steps)


def _tell_unopened(talk: Talk, product: Product | None, order: Order | None) -> bool:
    """Goods that only an opened package excludes (underwear): whole ones can go back."""
    if product is None and order is not None and len(order.lines) == 1:
        product = talk.tools.shop.find_product(order.lines[0].product_id)
    if product is None or "拆封" not in not_returnable_reason(product, talk.tools.policy):
        return False
    talk.say(
        f"「{product.name}」没有拆封、不影响二次销售的，自签收次日起 {product.return_days or 7} 天内可以无理由退换；"
        "拆封之后就不能无理由退换了。请您保持包装完好，需要的话我现在就为您办理。",
        buttons=(*_steps(order), HUMAN_BUTTON),
    )
    return True


def _steps(order: Order | None) -> Sequence[tuple[str, str]]:
    """Return and exchange, of the order if it is known."""
    number = order.number if order is not None else None
    return (
        ("申请退货", make_payload("request_return", order_number=number)),
        ("申请换货", make_payload("request_exchange", order_number=number)),
    )


def tell_circumstance(talk: Talk, order: Order) -> bool:
    """Refuse a return for what was done with the goods; False if nothing that was told speaks against it."""
    told = read_circumstances(_whole(talk))
    has_defect = _has_defect(talk.text)
    product = talk.tools.shop.find_product(order.lines[0].product_id) if len(order.lines) == 1 else None
    case = Case(product, Circumstances(None, told.deeds), has_defect=has_defect)
    if has_defect or order.state not in _HANDLED or not case.is_ruled_out:
        return False
    _by_order(talk, order)
    return True


def _by_order(talk: Talk, order: Order) -> None:
    tools = talk.tools
    assert talk.customer_id is not None
    has_defect = _has_defect(talk.text) or bool(told_defect(talk))
    check = check_return(tools.shop, tools.clock, tools.policy, talk.customer_id, order.number, has_defect=has_defect)
    if check is None:
        tell_faq(talk)
        return
    if _WHY.search(talk.text) and tell_refused(talk, order.number):
        return
    lines = _lines_meant(talk, order, check.lines)
    meant = next((line for line in lines if line.verdict.is_eligible), lines[0])
    product = tools.shop.find_product(meant.line.product_id)
    told = read_circumstances(_whole(talk))
    case = Case(product, Circumstances(None, told.deeds), has_defect=has_defect)
    talk.set_slot("order_number", order.number)
    head = f"您的订单（{tail(order.number)}，{goods(order)}）{_signed(talk, order)}"
    if meant.verdict.is_eligible and case.is_ruled_out and not has_defect:
        text, can_return = f"{head}：{answer_case(case, tools.policy)}", False
    else:
        text, can_return = f"{head}：{_clause(talk, meant.verdict, case)}", meant.verdict.is_eligible
    kind = "report_quality_issue" if has_defect or not can_return else "request_return"
    title = "申请退货" if kind == "request_return" else "商品有质量问题"
    talk.say(
        text,
        card=order_card(order),
        buttons=[(title, make_payload(kind, order_number=order.number)), HUMAN_BUTTON],
    )


def _lines_meant(talk: Talk, order: Order, lines: Sequence[LineVerdict]) -> Sequence[LineVerdict]:
    """The lines that the words name, else all."""
    hits = {product.id for product, score in talk.tools.products.search_products(talk.text) if score >= SURE_GOODS}
    named = [
        entry
        for entry in lines
        if entry.line.product_id in hits or mentions_goods(replace(order, lines=(entry.line,)), talk.text)
    ]
    return named or lines


def _clause(talk: Talk, verdict: ReturnVerdict, case: Case) -> str:
    policy, now = talk.tools.policy, talk.tools.clock.now()
    until = ""
    if verdict.is_eligible and verdict.deadline_at is not None:
        until = f"，{deadline(verdict.deadline_at, policy, now)}申请"
    fine = case.harmless if verdict.is_eligible else ""
    other = case.other_ways(policy) if not verdict.is_eligible and not case.has_defect else ""
    return f"{fine}{verdict.clause}{until}。{other}"


def _has_defect(text: str) -> bool:
    return bool(_SPOILT.search(text)) and not _NO_DEFECT.search(text)


def _whole(talk: Talk) -> str:
    """The whole turn: the circumstance may stand in another clause than the question.

    Empty where the goods did harm: using them then speaks against nobody.
    """
    text = talk.text if talk.is_button else str(talk.metadata.get("shopper_text") or talk.text)
    return "" if _UNWELL.search(text) else text


def _signed(talk: Talk, order: Order) -> str:
    """When it was signed, as the days count from there."""
    if order.signed_at is None:
        return ""
    policy, now = talk.tools.policy, talk.tools.clock.now()
    days = (now.astimezone(policy.hours.zone).date() - order.signed_at.astimezone(policy.hours.zone).date()).days
    return f"{day(order.signed_at, policy, now)}签收" + (f"，到今天是第 {days} 天" if days else "")


def _product_meant(talk: Talk) -> Product | None:
    """The goods of the page, or named in the words."""
    product = match_product(talk).product
    if product is None or talk.metadata.get("page_product_id"):
        return product
    hits = talk.tools.products.search_products(talk.text, limit=1)
    return product if hits and hits[0][0].id == product.id and talk.goal == "ask_return_policy" else None


def clear_order(talk: Talk) -> Order | None:
    """The order that is talked about, if there is no doubt; never the mere fact of having one."""
    if talk.customer_id is None:
        return None
    known = talk.entity("order_number") or talk.page_order_number or talk.slot("order_number")
    order = find_customer_order(talk).order
    if order is None or order.state is OrderState.UNPAID:
        return None
    return order if known or order.number in named_orders(talk) else None
