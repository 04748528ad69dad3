"""A parcel's situation in the shop's words, and the single facts of it."""

from __future__ import annotations

import re

from actions.talk import Talk
from actions.wording import day, goods, moment, span
from bot.domain.order_question import OrderFact
from bot.domain.shipment import Shipment
from bot.services.track_shipment import Situation, Tracking

_SIGNER = re.compile(r"签收人[:：]\s*([^，。；\s]+)")
_PHRASES = re.compile(r"[，,]?(?:联系电话\s*\d+[，,]?)?请(?:您)?保持电话畅通|。?感谢使用.*$")
"""The carrier's own courtesies: we say them once ourselves."""


def news_of(talk: Talk, shipment: Shipment) -> str:
    """The newest event with its time."""
    if not shipment.events:
        return ""
    last = shipment.events[0]
    when = moment(last.at, talk.tools.policy, talk.tools.clock.now())
    return f"最新动态（{when}）：{_PHRASES.sub('', last.text).rstrip('。，')}。"


def tell_situation(talk: Talk, tracking: Tracking) -> str:
    """The whole picture: carrier, how it stands, when it comes, the newest event."""
    parcel = tracking.parcel
    assert parcel is not None, "orders without a parcel have no track"
    shipment, news = parcel.shipment, news_of(talk, parcel.shipment)
    what = f"您的包裹（{goods(tracking.order)}）"
    head = f"{what}由{shipment.carrier}承运，"
    match tracking.situation:
        case Situation.LOST:
            return f"非常抱歉，{what}疑似丢失，{news}"
        case Situation.RETURNED:
            return f"非常抱歉，{what}已被退回，{news}"
        case Situation.STALLED:
            return f"非常抱歉，{what}已经约 {span(parcel.silent_hours)}没有更新，{news}"
        case Situation.DELAYED:
            late = f"原定{_day(talk, shipment)}送达，" if shipment.promised_at else ""
            return f"非常抱歉，{what}比预计的慢，{late}{news}"
        case Situation.OUT_FOR_DELIVERY:
            phone = f"派送员电话 {shipment.courier_phone}，" if shipment.courier_phone else ""
            return f"{head}正在派送中，预计今天送达。{news}{phone}请您保持电话畅通。"
        case Situation.SIGNED:
            return f"{head}{_signed(talk, shipment)}。"
    arrival = f"预计{_day(talk, shipment)}送达。" if shipment.promised_at else ""
    return f"{head}正在运输途中，{arrival}{news}"


def tell_parcel_fact(talk: Talk, tracking: Tracking, fact: OrderFact) -> str:
    """One fact of the parcel; empty if it is not one of a parcel's, or the whole picture answers it better."""
    parcel = tracking.parcel
    if parcel is None:
        return ""
    shipment, situation = parcel.shipment, tracking.situation
    match fact:
        case OrderFact.COURIER_PHONE:
            return _phone(shipment, situation)
        case OrderFact.SIGNED_BY if situation is Situation.SIGNED:
            return _signer(talk, shipment)
        case OrderFact.SIGNED_BY | OrderFact.ARRIVED:
            return _arrived(talk, shipment, situation)
        case OrderFact.ARRIVES_AT:
            return _arrival(talk, shipment, situation)
        case OrderFact.TRACKING_NUMBER:
            return f"您的快递单号是 {shipment.tracking_number}（{shipment.carrier}）。"
        case OrderFact.CARRIER:
            return f"您的包裹由{shipment.carrier}承运，快递单号是 {shipment.tracking_number}。"
        case OrderFact.SHIPS_AT:
            when = moment(shipment.shipped_at, talk.tools.policy, talk.tools.clock.now())
            return f"您的订单已于{when} 发出，由{shipment.carrier}承运。"
    return ""


def _arrived(talk: Talk, shipment: Shipment, situation: Situation) -> str:
    if situation is Situation.SIGNED:
        return f"到了，您的包裹{_signed(talk, shipment)}。"
    if situation is Situation.OUT_FOR_DELIVERY:
        return f"还没有签收，正在派送中，预计今天送达。{news_of(talk, shipment)}"
    if situation is Situation.IN_TRANSIT:
        arrival = f"，预计{_day(talk, shipment)}送达" if shipment.promised_at else ""
        return f"还没有到，包裹正在运输途中{arrival}。{news_of(talk, shipment)}"
    return ""


def _arrival(talk: Talk, shipment: Shipment, situation: Situation) -> str:
    if situation is Situation.SIGNED:
        return f"您的包裹{_signed(talk, shipment)}。"
    if situation is Situation.OUT_FOR_DELIVERY:
        call = f"具体几点可以联系派送员确认，电话 {shipment.courier_phone}。" if shipment.courier_phone else ""
        return f"预计今天送达，派送员已经在路上了。{call}"
    if situation is Situation.IN_TRANSIT and shipment.promised_at:
        return (
            f"预计{_day(talk, shipment)}送达。{news_of(talk, shipment)}到达当地后由派送员安排，具体几点以派送时为准。"
        )
    return ""


def _phone(shipment: Shipment, situation: Situation) -> str:
    if situation is Situation.OUT_FOR_DELIVERY and shipment.courier_phone:
        return f"派送员电话是 {shipment.courier_phone}，请您直接联系。"
    if situation is Situation.SIGNED and shipment.courier_phone:
        return f"包裹已经签收，当时的派送员电话是 {shipment.courier_phone}。"
    number = shipment.tracking_number
    return f"派送员电话要等派送时才会显示，您现在可以凭快递单号 {number} 联系{shipment.carrier}客服。"


def _signer(talk: Talk, shipment: Shipment) -> str:
    signer = _SIGNER.search(shipment.events[0].text) if shipment.events else None
    if signer is None:
        return f"您的包裹{_signed(talk, shipment)}，快递没有提供签收人的名字。"
    when = moment(shipment.signed_at or shipment.events[0].at, talk.tools.policy, talk.tools.clock.now())
    return f"快递记录的签收人是「{signer.group(1)}」，签收时间是{when}。"


def _signed(talk: Talk, shipment: Shipment) -> str:
    at = shipment.signed_at
    when = f"已于{moment(at, talk.tools.policy, talk.tools.clock.now())} 签收" if at else "显示已经签收"
    signer = _SIGNER.search(shipment.events[0].text) if shipment.events else None
    return f"{when}，签收人：{signer.group(1)}" if signer else when


def _day(talk: Talk, shipment: Shipment) -> str:
    assert shipment.promised_at is not None
    return day(shipment.promised_at, talk.tools.policy, talk.tools.clock.now())
