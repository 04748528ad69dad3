"""Numbers, times and names in the shop's words."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.order import Order
from bot.domain.policy import Policy
from bot.services.look_up_product import format_yuan


def money(fen: int) -> str:
    """``¥199`` or ``¥19.90``."""
    return f"¥{format_yuan(fen)}"


def moment(at: datetime, policy: Policy, now: datetime) -> str:
    """今天 14:05, 昨天 9:30, 11月3日 20:00: in the shop's time zone."""
    local, today = at.astimezone(policy.hours.zone), now.astimezone(policy.hours.zone).date()
    return f"{_day(local, today)} {local.hour}:{local.minute:02d}"


def day(at: datetime, policy: Policy, now: datetime) -> str:
    """今天, 明天, 11月3日."""
    return _day(at.astimezone(policy.hours.zone), now.astimezone(policy.hours.zone).date())


def deadline(at: datetime, policy: Policy, now: datetime) -> str:
    """最晚今天（11 月 22 日）24:00 前: nobody has to count, or to guess at which hour a day ends."""
    local = at.astimezone(policy.hours.zone)
    name = _day(local, now.astimezone(policy.hours.zone).date())
    date = f"{local.month} 月 {local.day} 日"
    hour = "24:00" if (local.hour, local.minute) == (23, 59) else f"{local.hour}:{local.minute:02d}"
    return f"最晚{f'{name}（{date}）' if '月' not in name else f' {date} '}{hour} 前"


def span(hours: float) -> str:
    """How long: 5 小时, 3 天."""
    return f"{max(1, round(hours))} 小时" if hours < 48 else f"{round(hours / 24)} 天"


def goods(order: Order) -> str:
    """What is in the order, briefly."""
    first = order.lines[0].title if order.lines else "商品"
    return f"「{first}」" if len(order.lines) <= 1 else f"「{first}」等 {len(order.lines)} 件商品"


def tail(number: str) -> str:
    """``尾号 1234``: enough to recognise an order, short enough to read."""
    return f"尾号 {number[-4:]}"


def _day(local: datetime, today: object) -> str:
    names = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
    for offset, name in names.items():
        if local.date() - timedelta(days=offset) == today:
            return name
    return f"{local.month}月{local.day}日"
