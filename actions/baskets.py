"""What several goods, a coupon or a level come to, asked in the middle of any conversation: never about an order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.bill_words import describe_items, to_lines, variant_of
from actions.cards import product_card, product_list_card
from actions.coupon_use import asks_coupon_use, tell_coupon_use
from actions.pricing import COUPON_BUTTON, asks_total, explain_bill, login_hint, make_bill, tell_member_prices
from actions.shown_goods import last_choice, pick_shown, product_in_view, was_compared
from actions.talk import Talk
from actions.wording import money
from bot.domain.baskets import Item, choose_variant, named_goods, pieces_by_variant, read_basket
from bot.domain.product import Product
from bot.domain.variants import named_variants, spell_numbers

_NOT_ABOUT_BUYING = frozenset(
    {
        "safety_incident", "legal_threat", "request_human", "request_return", "request_refund", "request_exchange",
        "query_refund", "query_aftersale", "cancel_order", "modify_order", "price_protection", "payment_problem",
        "ask_return_policy", "ask_return_shipping_fee", "invoice", "compare_products",
    }
)  # fmt: skip
_OWN_ORDER = re.compile(
    r"订单|单号|我买的|(?:买|付|拍|下单?|花|收|寄|发|扣)[了过]|退|换货|已经|之前|上次|昨天|前天|刚买|到账|发票|物流|快递|[少漏错]发"
)
_PRICE = re.compile(
    r"多少(?!斤|克|度|码|天|瓦|升|毫)|几块|几多钱|啥价|什么价|价格|价钱|咋卖|怎么卖|算一下|算算|[买拍要]呢"
)
_TOGETHER = re.compile(r"一[块起共并]|总共|加起来|合计|合起来|同时|两[个款样件]都|都[买要拍]|全[买要拍]")
_JOINED = re.compile(r"(?:跟|和|与|加|再?带|再?配|连)")
_BOTH = re.compile(r"[这那它]?(?:两[个款样种件台双]?|俩|[二2]个)|它们|都[买要拍]")
_LEVEL = re.compile(r"会员价|会员.{0,4}多少|(?:vip|银卡|金卡|会员).{0,6}(?:价|多少|几块|几折|到手)", re.IGNORECASE)
_GAP = re.compile(
    r"(?:凑|满|够|到)(?:满|够|到|齐)?(\d{2,4})(?:元|块)?.{0,8}(?:差|还要|还需|再买|再加)|差.{0,3}(?:凑|满|够|到)+(\d{2,4})"
)
_BACK = 6


def answer_basket(talk: Talk) -> bool:
    """Work out what is asked; False: nothing of this kind is, or it is about an order."""
    if talk.is_button or talk.intent in _NOT_ABOUT_BUYING or _OWN_ORDER.search(talk.text):
        return False
    is_about_price = asks_total(talk.text) or _PRICE.search(talk.text) or _TOGETHER.search(talk.text)
    if not (is_about_price or asks_coupon_use(talk.text) or _GAP.search(talk.text) or _LEVEL.search(talk.text)):
        return False
    items = items_meant(talk)
    if asks_coupon_use(talk.text) and (meant := items or earlier_items(talk)):
        tell_coupon_use(talk, meant)
        return True
    if gap := _GAP.search(talk.text):
        return _tell_gap(talk, int(gap.group(1) or gap.group(2)) * 100, items or earlier_items(talk))
    if _LEVEL.search(talk.text) and len(items) <= 1:
        return _tell_level(talk, items[0].product if items else _in_talk(talk))
    if len(items) < 2 or not is_about_price:
        return False
    tell_items(talk, items)
    return True


def items_meant(talk: Talk, text: str | None = None) -> list[Item]:
    """The goods that the words list, alone or beside the one in view, or the two that were shown together."""
    words = talk.text if text is None else text
    items = read_basket(talk.tools.shop.list_products(), words)
    view = product_in_view(talk)
    if len({item.product.id for item in items}) == 1 and view is not None and text is None:
        is_joined = _JOINED.search(words) and _TOGETHER.search(words)
        if is_joined and view.id != items[0].product.id:
            return [choose_variant(view), *items]
    if not items and text is None and _BOTH.search(words) and (_TOGETHER.search(words) or asks_total(words)):
        pair = was_compared(talk) or last_choice(talk)
        return [choose_variant(product, words) for product in pair] if len(pair) == 2 else []
    if not items and text is None and view is not None:
        counted = read_view(view, words)
        return counted if len(counted) >= 2 and asks_total(words) else []
    return items


def read_view(view: Product, words: str) -> list[Item]:
    """Several variants of the product in view with a count each (黑色 1 件白色 1 件)."""
    return pieces_by_variant(view, spell_numbers(words))


def earlier_items(talk: Talk) -> list[Item]:
    """What was worked out last: the list of an earlier message, else the product in view."""
    users = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    view = _in_talk(talk)
    if view is not None and named_variants(view, talk.text):
        return [read_view(view, talk.text)[0]]
    for said in reversed(users[-_BACK:-1]):
        items = [] if said.startswith("/") else items_meant(talk, said)
        if items and (asks_total(said) or _PRICE.search(said) or len(items) >= 2):
            return items
    return [read_view(view, talk.text)[0]] if view is not None else []


def tell_items(talk: Talk, items: Sequence[Item]) -> None:
    """The sum with activities, level and coupon, and what was assumed."""
    bill = make_bill(talk, to_lines(items))
    assumed = [f"「{item.product.name}」按{variant_of(item)}" for item in items if item.is_assumed]
    note = f"其中{'、'.join(assumed)}计算，要别的规格请告诉我，我重新算。" if assumed else ""
    products = list({item.product.id: item.product for item in items}.values())
    talk.set_slot("last_intent", "ask_price_promotion")
    talk.say(
        f"{describe_items(items)}，一共 {explain_bill(talk, bill)}{note}{login_hint(talk)}",
        card=product_list_card(products) if len(products) > 1 else product_card(products[0]),
        buttons=(COUPON_BUTTON,),
    )


def _tell_gap(talk: Talk, target: int, items: Sequence[Item]) -> bool:
    """凑满 99 还差多少."""
    if not items:
        return False
    total = sum(line.total_fen for line in to_lines(items))
    text = f"{describe_items(items)}，合计 {money(total)}，"
    missing = target - total
    if missing > 0:
        text += f"凑满 {money(target)} 还差 {money(target)} − {money(total)} ＝ {money(missing)}。"
    else:
        text += f"已经满 {money(target)} 了。"
    talk.say(f"{text}按现在的活动：{explain_bill(talk, make_bill(talk, to_lines(items)))}")
    return True


def _in_talk(talk: Talk) -> Product | None:
    named = {product.id: product for _, _, product in named_goods(talk.tools.shop.list_products(), talk.text)}
    if len(named) == 1:
        return next(iter(named.values()))
    return pick_shown(talk) or product_in_view(talk)


def _tell_level(talk: Talk, product: Product | None) -> bool:
    if product is None:
        return False
    tell_member_prices(talk, product)
    return True
