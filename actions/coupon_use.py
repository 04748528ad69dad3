"""Whether the customer's own coupons help with certain goods: threshold and scope, with the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.bill_words import describe_items, to_lines
from actions.cards import LOGIN_CARD, coupons_card
from actions.pricing import explain_bill, make_bill
from actions.talk import Talk
from actions.wording import money
from bot.domain.baskets import Item
from bot.domain.product import Coupon
from bot.services.look_up_coupons import look_up_coupons
from bot.services.work_out_price import Bill

_COUPON = re.compile(r"券|红包|满\d+减\d+")
_OF_GOODS = re.compile(
    r"多少|几块|到手|[用抵][得不]?[上了着]|能(?:不能)?[用抵]|可[以不]用|用.{0,2}券|我有|有[张个]|够不够|那[俩个两]|这[俩个两]"
)
_GENERAL = re.compile(
    r"叠|一起用|同时|怎么|如何|哪里|在哪|领|过期|有效期|退|几张|什么券|哪[些几]|失效|为什么|为啥|用不了"
)
_NAMED = re.compile(r"满(\d+)减(\d+)")
_ANYWHERE = "全店通用"


def asks_coupon_use(text: str) -> bool:
    """满 399 减 50 那张能用上吗, 用券多少钱; not how coupons work."""
    return bool(_COUPON.search(text) and _OF_GOODS.search(text)) and not _GENERAL.search(text)


def tell_coupon_use(talk: Talk, items: Sequence[Item]) -> None:
    """The verdict for the coupon that is named, else for the best one, then what is paid."""
    lines = to_lines(items)
    bill = make_bill(talk, lines)
    talk.set_slot("last_intent", "ask_coupon")
    if talk.customer_id is None:
        talk.say(
            f"{describe_items(items)}，不用券是 {explain_bill(talk, bill)}登录后我可以核对您的优惠券能不能用上。",
            card=LOGIN_CARD,
        )
        return
    usable = look_up_coupons(talk.tools.shop, talk.tools.clock, talk.customer_id).usable
    asked, what = _asked(talk.text, usable, {product.category for product in talk.tools.shop.list_products()})
    told = asked or usable
    before = bill.pay_fen + sum(fen for reason, fen in bill.steps if "您的优惠券" in reason)
    verdicts = "；".join(_verdict(coupon, items, before, bill) for coupon in told[:3])
    head = f"您的账号里目前没有可用的{what}。" if what and not asked else ""
    head += f"{'您现有的' if head and usable else ''}{verdicts}。" if verdicts else ""
    if not usable and not head:
        head = "您的账号里目前没有可用的优惠券。"
    card = coupons_card(told) if told else None
    talk.say(f"{head}\n{describe_items(items)}，按现在能享受的优惠一共 {explain_bill(talk, bill)}", card=card)


def _asked(text: str, usable: Sequence[Coupon], categories: set[str]) -> tuple[tuple[Coupon, ...], str]:
    """The coupons that the words name, and what they are called; nothing where any coupon is meant."""
    named = _NAMED.search(re.sub(r"\s", "", text))
    if named:
        limit, less = int(named.group(1)) * 100, int(named.group(2)) * 100
        fitting = tuple(item for item in usable if (item.threshold_fen, item.value_fen) == (limit, less))
        return fitting, f"满 {limit // 100} 减 {less // 100} 优惠券"
    category = next((word for word in categories if re.search(rf"{word}.{{0,3}}券", text)), None)
    if category:
        return tuple(item for item in usable if category in item.scope), f"{category}类优惠券"
    return (), ""


def _verdict(coupon: Coupon, items: Sequence[Item], total: int, bill: Bill) -> str:
    name, limit = f"「{coupon.title}」", money(coupon.threshold_fen)
    if any(coupon.title in reason for reason, _ in bill.steps):
        return f"{name}可以用，满 {limit} 可用，能再减 {money(coupon.value_fen)}"
    if coupon.scope != _ANYWHERE and not any(item.product.category in coupon.scope for item in items):
        return f"{name}{coupon.scope}，这些商品用不上"
    if total < coupon.threshold_fen:
        missing = money(coupon.threshold_fen - total)
        return f"{name}需要满 {limit}，优惠后是 {money(total)}，还差 {missing}，暂时用不上"
    if coupon.scope != _ANYWHERE:
        return f"{name}{coupon.scope}，能否抵扣以结算页显示为准"
    return f"{name}也够条件，不过每笔订单限用一张，已经为您选了更划算的"
