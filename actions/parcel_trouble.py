"""Lost and returned parcels: the shopper chooses between a new parcel and the money; a human carries it out."""

from __future__ import annotations

import re

from actions.cards import parcel_card
from actions.order_access import choose_order, find_customer_order
from actions.order_pointing import PLACE_OF_REMEDY, WHICH_REMEDY
from actions.parcel_words import news_of
from actions.talk import HUMAN_BUTTON, Talk, make_payload, shorten
from actions.wording import goods, tail
from bot.domain.order import Order, OrderState
from bot.domain.order_question import OrderFact, read_fact
from bot.domain.parcel_trouble import Remedy, asks_what_happened, claims_loss, read_remedy, reproaches
from bot.services.look_up_order import MatchKind
from bot.services.track_shipment import Situation, Tracking, track_order

_REFUNDING = frozenset({"cancel_order", "request_refund", "request_return"})
_OTHER_BUSINESS = frozenset(
    {"withdraw_request", "request_repair", "report_quality_issue", "report_damage", "report_wrong_item"}
)
"""Who complains about goods has them: another parcel is meant."""
_ASKS = re.compile(r"[吗么?？]|还是|怎么|咋|如何|赔不赔|会不会|能不能")
_ASKS_MORE = re.compile(r"多久|几天|什么时[候间]|啥时|哪天|何时|快递|顺丰|京东|能不能|可不可以|多长时间|到账")
_OTHER_CARRIER = re.compile(
    r"(?:别|其他|其它|换|指定|不要|别用|改).{0,6}(?:快递|家)|顺丰|京东|圆通|中通|申通|韵达|极兔|邮政"
)
_CHOSEN = "顾客选择"
_SHIPPED = frozenset({OrderState.SHIPPED})
_NAMES = {Situation.LOST: "疑似丢失", Situation.RETURNED: "已被退回"}


def settle_trouble(talk: Talk) -> bool:
    """Record the choice, or offer it, where the order that is meant has a lost or returned parcel; else False."""
    if talk.customer_id is None or talk.goal in _OTHER_BUSINESS:
        return False
    failed = _find_failed(talk)
    if len(failed) > 1:
        question = "非常抱歉，我看到您有几个包裹没有正常送达，请问您说的是哪一个？请您点选，我马上为您处理。"
        orders = [tracking.order for tracking in failed]
        choose_order(talk, orders, intent="report_delivery_problem", question=question)
    elif failed:
        talk.set_slot("order_number", failed[0].order.number)
        settle_failed(talk, failed[0])
    return bool(failed)


def settle_failed(talk: Talk, tracking: Tracking) -> None:
    """The same for a parcel that is known to be lost or returned."""
    remedy = _chosen(talk)
    before = _registered(talk, tracking.order)
    if before is not None and remedy in (None, before):
        _follow_up(talk, before)
    elif remedy is None:
        _offer(talk, tracking)
    else:
        _record(talk, tracking, remedy)


def _chosen(talk: Talk) -> Remedy | None:
    choice = talk.entity("choice")
    pressed = next((remedy for remedy in Remedy if choice == remedy.label), None)
    if pressed is not None:
        return pressed
    if read_fact(talk.text) is OrderFact.RETURNED:
        return None
    remedy = read_remedy(talk.text) or read_offered(talk)
    if remedy is Remedy.COMPENSATION and _ASKS.search(talk.text):
        return None
    return Remedy.REFUND if remedy is None and talk.goal in _REFUNDING else remedy


def read_offered(talk: Talk) -> Remedy | None:
    """第二个, 后面那种: the place of the remedy in the offer just made."""
    place = PLACE_OF_REMEDY.fullmatch(talk.text.strip())
    if place is None or not any(text.endswith(WHICH_REMEDY) for text in talk.recent_replies):
        return None
    return Remedy.RESEND if place.group("first") else Remedy.REFUND


def _offer(talk: Talk, tracking: Tracking) -> None:
    order, parcel = tracking.order, tracking.parcel
    assert parcel is not None, "only a parcel can be lost or returned"
    ask = {"order_number": order.number}
    buttons = [
        (remedy.label, make_payload("report_delivery_problem", choice=remedy.label, **ask))
        for remedy in (Remedy.RESEND, Remedy.REFUND)
    ]
    resend = "重新发货（补发）" if tracking.situation is Situation.LOST else "重新发货（会先与您核对地址和电话）"
    news = news_of(talk, parcel.shipment)
    text = f"非常抱歉，{_state(order, tracking)}，{news}"
    if reproaches(talk.text):
        text = f"实在抱歉，没有及时主动告诉您，是我们做得不好。{_state(order, tracking)}。"
    elif read_fact(talk.text) is not OrderFact.RETURNED and news in " ".join(talk.recent_replies):
        text = f"非常抱歉，{_state(order, tracking)}，目前没有新的物流记录。"
    if read_fact(talk.text) is OrderFact.RETURNED and text in " ".join(talk.recent_replies):
        text = "退回的原因我这里只看得到快递的这条记录，没有更多的信息，人工客服可以向快递核实。"
    talk.set_slot("awaiting", "report_delivery_problem")
    talk.say(
        f"{text}您可以选择{resend}，或者全额退款，都由我们为您办理，不需要您联系快递索赔。{WHICH_REMEDY}",
        card=parcel_card(parcel.shipment),
        buttons=[*buttons, HUMAN_BUTTON],
    )


def _record(talk: Talk, tracking: Tracking, remedy: Remedy) -> None:
    order, state = tracking.order, _NAMES[tracking.situation]
    contact = "，发货前会与您核对地址和电话" if remedy is Remedy.RESEND else ""
    wish = (
        f"您选择的「{remedy.label}」"
        if remedy is not Remedy.COMPENSATION
        else "您要求赔付的诉求（可以补发或者全额退款）"
    )
    talk.hand_over(
        f"非常抱歉，{_state(order, tracking)}。{wish}已经为您登记，马上由人工客服核实后为您办理{contact}。"
        f"{_more(talk, remedy) if _ASKS_MORE.search(talk.text) else ''}",
        priority="P1" if tracking.situation is Situation.LOST else "P2",
        note=f"包裹{state}，{_CHOSEN}{remedy.label}：{shorten(talk.text, 80)}",
        order_number=order.number,
        intent="report_delivery_problem",
    )


def tell_registered_refund(talk: Talk) -> bool:
    """Where the refund for a lost or returned parcel was registered: no application in the records tells of it."""
    number = talk.slot("order_number")
    order = talk.tools.shop.find_order(str(number), talk.customer_id) if number and talk.customer_id else None
    if order is None or _registered(talk, order) is not Remedy.REFUND:
        return False
    _follow_up(talk, Remedy.REFUND)
    return True


def _registered(talk: Talk, order: Order) -> Remedy | None:
    """What the shopper chose for this order before, and a human was asked for."""
    for event in reversed(talk.tracker.events):
        handoff = (((event.get("data") or {}).get("custom") or {}).get("handoff")) or {}
        if event.get("event") == "bot" and handoff.get("order_number") == order.number:
            note = str(handoff.get("note") or "")
            return next((remedy for remedy in Remedy if f"{_CHOSEN}{remedy.label}" in note), None)
    return None


def _follow_up(talk: Talk, remedy: Remedy) -> None:
    """Registered already: no menu again, only what can honestly be said of it."""
    sorry = "实在抱歉，没有及时主动告诉您，是我们做得不好。" if reproaches(talk.text) else ""
    talk.say(
        talk.pick(
            f"{sorry}您选择的「{remedy.label}」已经登记好了。{_more(talk, remedy)}",
            f"{sorry}「{remedy.label}」正在等人工客服办理，不需要您重复提交。{_more(talk, remedy)}",
            f"{sorry}明白您着急，「{remedy.label}」的要求一直保留着，人工客服接入后马上办理，结果会在这里告诉您。",
        ),
        buttons=() if talk.is_waiting else [HUMAN_BUTTON],
    )


def _more(talk: Talk, remedy: Remedy) -> str:
    """When and how it will be done, as far as it is known."""
    if remedy is Remedy.REFUND:
        return "退款按原支付方式退回，具体到账时间以支付渠道为准，人工客服办理后会告诉您。"
    if remedy is Remedy.COMPENSATION:
        return "具体的处理方案由人工客服核实后告诉您。"
    if _OTHER_CARRIER.search(talk.text):
        return "您对快递的要求我会一并转达，能不能指定、什么时候发出，由人工客服与仓库确认后告诉您。"
    return "什么时候发出、预计几天到，要等人工客服与仓库确认后才能告诉您，我这里不敢随意承诺。"


def _state(order: Order, tracking: Tracking) -> str:
    return f"您的订单（{tail(order.number)}，{goods(order)}）的包裹{_NAMES[tracking.situation]}"


def _find_failed(talk: Talk) -> list[Tracking]:
    """The order that is meant, if its parcel failed; where none is clear, those that failed as the words say."""
    match = find_customer_order(talk)
    if match.kind is MatchKind.ONE:
        tracking = _track(talk, match.orders[0])
        return [tracking] if tracking.is_failed else []
    meant = _situations(talk.text)
    if match.kind is not MatchKind.MANY or not meant:
        return []
    moving = find_customer_order(talk, _SHIPPED).orders
    return [tracking for order in moving if (tracking := _track(talk, order)).situation in meant]


def _situations(text: str) -> frozenset[Situation]:
    """What must have happened to a parcel that is spoken of like this."""
    if claims_loss(text):
        return frozenset({Situation.LOST})
    if read_fact(text) is OrderFact.RETURNED:
        return frozenset({Situation.RETURNED})
    if asks_what_happened(text):
        return frozenset(_NAMES)
    is_made_good = read_remedy(text) in (Remedy.RESEND, Remedy.COMPENSATION)
    return frozenset(_NAMES) if is_made_good else frozenset()


def _track(talk: Talk, order: Order) -> Tracking:
    return track_order(talk.tools.shop, talk.tools.clock, order)
