"""Requests that change something: what is really asked for, and for which order; then the form collects the rest."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop

from actions.cards import LOGIN_CARD
from actions.changing_mind import drop_request, end_politely
from actions.goods_named import find_with_goods
from actions.order_access import ask_login, choose_order, explain_no_order, find_customer_order
from actions.order_pointing import MAX_CHOICES
from actions.parcel_trouble import settle_trouble
from actions.service_closing import wants_haste
from actions.service_open import SIGNED, SORRY, begin_service
from actions.shop_action import ShopAction
from actions.talk import GREETING, HUMAN_BUTTON, SERVICE_SLOTS, Talk, shorten
from bot.domain.form_answers import is_negated_request, lets_go
from bot.domain.form_fit import SURE, tells_defect, tells_reason
from bot.domain.form_parts import Stance, dropped_words, split_stances
from bot.domain.order import Order, OrderState
from bot.domain.service_request import SERVICES, ServiceSpec
from bot.services.answer_faq import find_default
from bot.services.look_up_order import MatchKind, OrderMatch

_APPLICATION = re.compile(r"申请|退货|退款|换货|售后|维修|退换|投诉")
_CANDIDATES = {
    "cancel_order": frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED}),
    "modify_address": frozenset({OrderState.UNPAID, OrderState.PAID, OrderState.SHIPPED}),
    "modify_order": frozenset({OrderState.UNPAID, OrderState.PAID}),
    "schedule_delivery": frozenset({OrderState.PAID, OrderState.SHIPPED}),
    "request_refund": frozenset({OrderState.PAID, OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED}),
    "withdraw_request": frozenset(),
}
_VERBS = {"cancel_order": "取消|不要", "request_return": "退", "request_refund": "退", "request_exchange": "换"}
_AROUND_GOODS = re.compile(r"[那我的个这呢啊呀吧了还有买在，,。?？!！~\s]")
_WHAT_ABOUT = re.compile(r"(?:那|还有|那么)?(?:我的?|这个|那个)*[^退换修取消改少坏破漏错补赔，,。]{1,6}呢[?？。~]*")


class StartService(ShopAction):
    """Begins cancel, change, return, exchange, refund, repair and the four quality reports."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_start_service"

    def answer(self, talk: Talk) -> None:
        """Find the order, judge it, explain, and go on with the form where it is possible."""
        service = SERVICES[talk.goal]
        if talk.is_button:
            self._start(talk, service)
        elif wants_haste(service, talk.text):
            _leave_form(talk)
            talk.follow_with("action_urge_shipment")
        elif lets_go(talk.text):
            end_politely(talk)
        elif is_negated_request(talk.text):
            if not drop_request(talk):
                self._start(talk, SERVICES["withdraw_request"])
        elif not talk.metadata.get("goods") and _only_names_goods(talk, service):
            _tell_about_goods(talk)
        elif talk.goal == "withdraw_request" and _keeps_some(talk.text):
            self._start(talk, SERVICES["cancel_order"])
        elif talk.goal != "withdraw_request" or not drop_request(talk):
            self._start(talk, service)
        if not talk.is_followed:
            _leave_form(talk)
            talk.follow_with("action_listen")

    def _start(self, talk: Talk, service: ServiceSpec) -> None:
        _forget_earlier(talk)
        if talk.customer_id is None:
            _ask_identity(talk, service)
            return
        if settle_trouble(talk):
            return
        match = _find_named(talk, service) or find_customer_order(talk, _CANDIDATES.get(service.kind, SIGNED))
        order = match.order
        if order is None:
            _ask_which(talk, service, match.kind, match.orders)
            if match.kind in (MatchKind.UNKNOWN_NUMBER, MatchKind.NO_ORDERS):
                explain_no_order(talk, match, intent=service.kind, question="")
            return
        talk.set_slot("order_number", order.number)
        begin_service(talk, service, order)


def _keeps_some(text: str) -> bool:
    """椅子不要了 电饭煲还要: a part is to be cancelled, and no application is named that could be withdrawn."""
    return {stance for _, stance in split_stances(text)} >= set(Stance) and not _APPLICATION.search(text)


def _leave_form(talk: Talk) -> None:
    """Nothing goes on here: a form that was open before has ended with the new request."""
    is_open = bool(talk.tracker.active_loop.get("name"))
    if is_open and not any(event.get("event") == "active_loop" for event in talk.events):
        talk.events.append(ActiveLoop(None))


def _only_names_goods(talk: Talk, service: ServiceSpec) -> bool:
    """坚果呢, 坚果: no request at all; what the shopper wants to know is how it stands with the goods."""
    if talk.intent != service.kind or tells_defect(talk.text) or tells_reason(talk.text):
        return False
    rest = talk.text
    for entity in sorted(talk.message.get("entities") or (), key=lambda entry: -int(entry.get("start") or 0)):
        if entity.get("entity") == "product":
            rest = rest[: int(entity["start"])] + rest[int(entity["end"]) :]
    if rest != talk.text and not _AROUND_GOODS.sub("", rest):
        return True
    return bool(_WHAT_ABOUT.fullmatch(talk.text)) and talk.confidence < SURE


def _tell_about_goods(talk: Talk) -> None:
    """The state of the order with these goods; without one, what the shopper wants to know."""
    if talk.tracker.active_loop.get("name"):
        talk.leave_service()
    orders = talk.own_orders
    named = find_with_goods(talk, orders, talk.text)
    if not named:
        talk.say(
            "请问您想了解这件商品的哪一方面？例如订单进度、物流、价格，或者收到后有什么问题。",
            buttons=[("查询订单", "/query_order"), ("查询物流", "/query_logistics"), HUMAN_BUTTON],
        )
        return
    talk.set_slot("order_number", named[0].number)
    is_sent = named[0].state is OrderState.SHIPPED
    talk.set_slot("last_intent", "query_logistics" if is_sent else "query_order")
    talk.follow_with("action_track_parcel" if is_sent else "action_show_order")


def _find_named(talk: Talk, service: ServiceSpec) -> OrderMatch | None:
    """那取消洗面奶，书包加一支: the goods in the clause of the request decide, even against the order talked about."""
    verbs = _VERBS.get(service.kind)
    if verbs is None or talk.customer_id is None or talk.entity("order_number"):
        return None
    words = dropped_words(talk.text)
    if not words or not re.search(verbs, words) or len(words) == len(talk.text):
        return None
    states = _CANDIDATES.get(service.kind, SIGNED)
    orders = [order for order in talk.own_orders if order.state in states]
    named = find_with_goods(talk, orders, words)
    if not named and talk.tools.products.search_products(words, limit=1):
        return OrderMatch(MatchKind.MANY, tuple(orders[:MAX_CHOICES])) if orders else None
    return OrderMatch(MatchKind.ONE, (named[0],)) if len(named) == 1 else None


def _ask_identity(talk: Talk, service: ServiceSpec) -> None:
    """Anonymous: apologise and say what to keep ready where the goods are at fault, then ask to log in."""
    login = f"{service.errand}需要先核实您的身份，请您登录；如果不方便登录，我也可以为您转接人工客服。"
    default = find_default(talk.tools.faqs, service.kind) if service.has_defect else None
    if (
        default is not None
        and not talk.is_waiting
        and default.answer.removeprefix(GREETING) not in " ".join(talk.replies)
    ):
        talk.offer("/request_human")
        talk.say(f"{default.answer}{login}", card=LOGIN_CARD, buttons=[HUMAN_BUTTON])
        return
    ask_login(talk, purpose=(SORRY if service.has_defect else "") + login)


def _ask_which(talk: Talk, service: ServiceSpec, kind: MatchKind, orders: tuple[Order, ...]) -> None:
    if kind in (MatchKind.UNKNOWN_NUMBER, MatchKind.NO_ORDERS):
        return
    if service.has_defect:
        if not talk.is_button:
            talk.set_slot("service_problem", shorten(talk.text, 120))
        question = f"{SORRY}请问是哪一个订单的商品？请您点选，或发订单号给我。"
    elif kind is MatchKind.NONE:
        none = f"我查了一下，您目前没有可以办理「{service.label}」的订单。"
        question = f"{none}下面是您最近的订单，需要处理其中一个的话，请您点选。"
    else:
        question = f"请问您要{service.errand.removesuffix('订单')}的是哪一个订单？请您点选，或发订单号给我。"
    choose_order(talk, orders, intent=service.kind, question=question)


def _forget_earlier(talk: Talk) -> None:
    problem = talk.slot("service_problem") if talk.is_button and not talk.slot("service_kind") else None
    for name in SERVICE_SLOTS:
        if talk.slot(name) is not None and not (name == "service_problem" and problem):
            talk.set_slot(name, None)
    if talk.tracker.active_loop.get("name"):
        talk.set_slot("requested_slot", None)
