"""Parcels: where they are, and what to do when something is wrong."""

from __future__ import annotations

import re

from actions.cards import parcel_card
from actions.order import show_order
from actions.order_access import choose_order, find_customer_order, require_order
from actions.order_facts import STATES_OF_FACT, asked_fact, tell_fact
from actions.order_several import tell_several
from actions.parcel_trouble import settle_failed, settle_trouble
from actions.parcel_words import tell_situation
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload, shorten
from actions.urging import hand_on_urging, insists, press_shipment
from actions.wording import tail
from bot.domain.order import OrderState
from bot.domain.order_question import OrderFact
from bot.domain.order_scope import asks_for_coming, names_own_order
from bot.domain.parcel_trouble import asks_what_happened, claims_loss
from bot.domain.remarks import is_stuck
from bot.services.look_up_order import MatchKind
from bot.services.track_shipment import Situation, Tracking, track_number, track_order

NONE_MOVING = (
    "我查了一下，您目前没有正在配送的订单。下面是您最近的订单，请问要查哪一个？您可以点选，也可以发订单号给我。"
)
WHICH_PARCEL = "请问是下面哪一个订单？您可以直接点选，也可以发订单号给我，或者告诉我买的是什么。"
WHICH_LOST = (
    "让您担心了。如果快递确认丢件，由我们为您补发或者全额退款，您可以选择。请问是下面哪一个订单？我马上为您核实。"
)
_NOT_ORDERED = re.compile(r"拍|下单|现在买|今天买|购买")
MOVING = frozenset({OrderState.PAID, OrderState.SHIPPED})
WAITING = frozenset({OrderState.PAID})
ON_THE_WAY = frozenset({OrderState.SHIPPED})
ARRIVED = frozenset({OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED})

_TROUBLED = frozenset({Situation.STALLED, Situation.LOST, Situation.RETURNED, Situation.DELAYED})
_NOT_SENT = frozenset({Situation.UNPAID, Situation.CANCELLED, Situation.NOT_SHIPPED, Situation.SHIPPING_OVERDUE})
_ASKED_AFTER = frozenset({OrderFact.SIGNED_BY, OrderFact.ARRIVED, OrderFact.ARRIVES_AT, OrderFact.COURIER_PHONE})
"""Questions that are no report yet, however the classifier takes them."""
_ON_TIME = _NOT_SENT | {Situation.IN_TRANSIT, Situation.OUT_FOR_DELIVERY}
RULE_IF_LOST = "如果快递确认丢件，由我们为您补发或者全额退款，您可以选择。"
IF_LOST = f"请您放心，{RULE_IF_LOST}我为您查了一下，"
_MISSED = re.compile(r"(?:没有?|未).{0,2}(?:收|拿|见|取|领)[到过]|不是我|显示.{0,4}签收")
_CARRIER_HAS_TO_LOOK = frozenset({Situation.STALLED, Situation.SIGNED, Situation.IN_TRANSIT, Situation.DELAYED})


class TrackParcel(ShopAction):
    """Answers “货到哪了”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_track_parcel"

    def answer(self, talk: Talk) -> None:
        """Tell what was asked of the parcel, else the newest event and whether all is well."""
        if tell_several(talk):
            return
        if _is_before_buying(talk):
            talk.follow_with("action_tell_delivery_time")
            return
        fact = asked_fact(talk, "query_logistics")
        if (fact is OrderFact.RETURNED or asks_what_happened(talk.text)) and settle_trouble(talk):
            return
        tracking = _find_tracking(talk, "query_logistics", STATES_OF_FACT.get(fact, MOVING) if fact else MOVING)
        if tracking is not None and not _tells_fact(talk, tracking, fact):
            _tell_tracking(talk, tracking)


class UrgeDelivery(ShopAction):
    """Answers “都三天了还没到” by comparing with what was promised."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_urge_delivery"

    def answer(self, talk: Talk) -> None:
        """On time: say when; late: apologise and offer to press the carrier."""
        if tell_several(talk):
            return
        tracking = _find_tracking(talk, "urge_delivery", ON_THE_WAY | WAITING)
        if tracking is None:
            return
        if tracking.situation in (Situation.NOT_SHIPPED, Situation.SHIPPING_OVERDUE):
            press_shipment(talk, tracking.order)
        elif insists(talk) or not _tells_fact(talk, tracking, asked_fact(talk, "urge_delivery")):
            _tell_tracking(talk, tracking, is_urged=True)


class UrgeShipment(ShopAction):
    """Answers “怎么还没发货”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_urge_shipment"

    def answer(self, talk: Talk) -> None:
        """Compare with the promised time of shipping; before an order the product's own time is meant."""
        if talk.customer_id is None and talk.metadata.get("page_product_id") and _NOT_ORDERED.search(talk.text):
            talk.follow_with("action_tell_delivery_time")
            return
        if tell_several(talk) or settle_trouble(talk):
            return
        order = require_order(
            talk,
            intent="urge_shipment",
            states=WAITING,
            question="请问您想催哪一个订单发货？您可以直接点选。",
            none_text="我查了一下，您目前没有待发货的订单。下面是您最近的订单，请问您问的是哪一个？",
        )
        if order is None:
            return
        if order.state is OrderState.PAID:
            press_shipment(talk, order)
        elif asked_fact(talk, "urge_shipment") is OrderFact.SHIPS_AT and tell_fact(talk, order, OrderFact.SHIPS_AT):
            return
        elif order.state is OrderState.SHIPPED:
            tracking = track_order(talk.tools.shop, talk.tools.clock, order)
            prefix = "" if tracking.situation in _TROUBLED else "好消息，这个订单已经发出了。"
            _tell_tracking(talk, tracking, prefix=prefix)
        else:
            show_order(talk, order)


class ReportDeliveryProblem(ShopAction):
    """Answers “显示签收了我没收到”: admits the problem and brings a human."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_report_delivery_problem"

    def answer(self, talk: Talk) -> None:
        """Look at the parcel, say what it shows, hand over."""
        if talk.customer_id is None:
            talk.hand_over(
                "非常抱歉给您添麻烦了。我马上请人工客服为您联系快递核实，请您准备好订单号和收货手机号。",
                note=f"顾客未登录，反馈物流问题：{shorten(talk.text, 80)}",
            )
            return
        if settle_trouble(talk):
            return
        said = talk.words_of("report_delivery_problem")
        is_standing = is_stuck(said)
        question = WHICH_LOST if claims_loss(said) else WHICH_PARCEL
        tracking = (
            _find_standing(talk)
            if is_standing
            else _find_tracking(talk, "report_delivery_problem", ARRIVED, question=question)
        )
        if tracking is None:
            return
        if tracking.is_failed:
            settle_failed(talk, tracking)
        elif self._only_asks(talk, said) and _tells_fact(talk, tracking, asked_fact(talk, "report_delivery_problem")):
            return
        elif claims_loss(said) and tracking.situation in _ON_TIME:
            _tell_tracking(talk, tracking, is_urged=True, prefix=IF_LOST)
        elif tracking.situation in _NOT_SENT or (is_standing and _is_first(talk, tracking)):
            prefix = "让您着急了，我马上为您查了一下。"
            _tell_tracking(talk, tracking, is_urged=True, prefix=prefix)
        else:
            _report(talk, tracking, said)

    def _only_asks(self, talk: Talk, said: str) -> bool:
        return asked_fact(talk, "report_delivery_problem") in _ASKED_AFTER and not _MISSED.search(said)


def _is_before_buying(talk: Talk) -> bool:
    """Goods that no running order of theirs holds, and no word of an order: how fast they would come is asked."""
    if talk.customer_id is None or talk.is_button or names_own_order(talk.text) or not asks_for_coming(talk.text):
        return False
    named = set(talk.entities("product"))
    if not named or talk.page_order_number:
        return False
    orders = talk.own_orders
    return not any(line.product_id in named for order in orders for line in order.lines)


def _is_first(talk: Talk, tracking: Tracking) -> bool:
    """The first complaint about this parcel, while its track shows no trouble: its state is the answer."""
    is_new = talk.intent == "inform" or talk.tracker.get_slot("last_intent") != talk.intent
    before = talk.tracker.get_slot("order_number")
    is_other = before is not None and before != tracking.order.number
    return (is_new or is_other) and tracking.situation not in _TROUBLED


def _report(talk: Talk, tracking: Tracking, said: str) -> None:
    """A human asks the carrier; a deadline is named where the carrier has to search (S5)."""
    facts = _problem_facts(talk, tracking)
    rule = RULE_IF_LOST if claims_loss(said) else ""
    until = "，最晚 48 小时内给您处理方案" if tracking.situation in _CARRIER_HAS_TO_LOOK else ""
    talk.hand_over(
        f"非常抱歉给您添麻烦了。{facts}{rule}我已经把情况记录下来，马上请人工客服联系快递核实{until}。",
        priority="P1" if tracking.situation is Situation.SIGNED else None,
        note=f"物流异常（{tracking.situation.value}）：{shorten(said, 80)}；系统显示：{facts}",
        order_number=tracking.order.number,
    )


def _find_tracking(
    talk: Talk, intent: str, states: frozenset[OrderState], question: str = WHICH_PARCEL
) -> Tracking | None:
    """The parcel or order that is meant, or None after a question."""
    number = talk.entity("tracking_number")
    if number and talk.customer_id and not talk.entity("order_number"):
        found = track_number(talk.tools.shop, talk.tools.clock, number, talk.customer_id)
        if found is None:
            talk.say(
                "抱歉，在您的账号下没有找到这个快递单号对应的包裹。请您核对单号，或者点选订单查看。",
                buttons=[("查看我的订单", "/query_order"), HUMAN_BUTTON],
            )
            return None
        talk.set_slot("order_number", found.order.number)
        return found
    order = require_order(talk, intent=intent, states=states, question=question, none_text=NONE_MOVING)
    return track_order(talk.tools.shop, talk.tools.clock, order) if order is not None else None


def _find_standing(talk: Talk) -> Tracking | None:
    """The parcel that does not move: where several are under way, the one whose track shows trouble is meant."""
    if talk.entity("tracking_number"):
        return _find_tracking(talk, "report_delivery_problem", ON_THE_WAY)
    match = find_customer_order(talk, ON_THE_WAY)
    found = [track_order(talk.tools.shop, talk.tools.clock, order) for order in match.orders]
    troubled = [tracking for tracking in found if tracking.situation in _TROUBLED]
    if match.kind is not MatchKind.MANY or not troubled:
        return _find_tracking(talk, "report_delivery_problem", ON_THE_WAY)
    if len(troubled) == 1:
        talk.set_slot("order_number", troubled[0].order.number)
        return troubled[0]
    question = "让您担心了，非常抱歉。我看到您有几个包裹的物流不太正常，请问是哪一个？请您点选，我马上为您核实。"
    orders = [tracking.order for tracking in troubled]
    choose_order(talk, orders, intent="report_delivery_problem", question=question)
    return None


def _tells_fact(talk: Talk, tracking: Tracking, fact: OrderFact | None) -> bool:
    """Say only what was asked, where a single fact was; a lost or returned parcel is told in full."""
    return fact is not None and not tracking.is_failed and tell_fact(talk, tracking.order, fact)


def _tell_tracking(talk: Talk, tracking: Tracking, *, is_urged: bool = False, prefix: str = "") -> None:
    order, number, parcel = tracking.order, tracking.order.number, tracking.parcel
    if tracking.situation in (Situation.UNPAID, Situation.CANCELLED):
        show_order(talk, order)
        return
    if tracking.situation in (Situation.NOT_SHIPPED, Situation.SHIPPING_OVERDUE):
        press_shipment(talk, order)
        return
    if parcel is None:
        talk.say(f"您的订单（{tail(number)}）已经发货，物流信息还在更新，请您稍后再看。", buttons=[HUMAN_BUTTON])
        return
    if tracking.is_failed:
        settle_failed(talk, tracking)
        return
    problem = ("包裹有问题", make_payload("report_delivery_problem", order_number=number))
    urge = make_payload("request_human", order_number=number, note="催促配送，请联系快递加急")
    text = prefix + tell_situation(talk, tracking)
    buttons = [("催促配送", urge), problem]
    if tracking.situation is Situation.SIGNED:
        buttons = [("我没有收到", make_payload("report_delivery_problem", order_number=number)), HUMAN_BUTTON]
        text += "如果您本人没有收到，请告诉我，我们马上核实。"
    elif is_urged and insists(talk):
        hand_on_urging(talk, f"联系{parcel.shipment.carrier}加急配送", order)
        return
    elif tracking.situation.needs_attention or is_urged:
        talk.offer(urge)
        text += "需要我请人工客服联系快递为您加急处理吗？"
    talk.say(text, card=parcel_card(parcel.shipment), buttons=buttons)


def _problem_facts(talk: Talk, tracking: Tracking) -> str:
    """What the system shows, in the shop's words; the apology has been made."""
    if not tracking.parcels:
        return "系统显示包裹已经签收。" if tracking.situation is Situation.SIGNED else ""
    return tell_situation(talk, tracking).removeprefix("非常抱歉，")
