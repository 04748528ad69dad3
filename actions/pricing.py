"""Works out what is paid and tells it with its arithmetic; promises nothing that the customer does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.cards import product_card
from actions.talk import Button, Talk
from actions.wording import money
from bot.domain import offers
from bot.domain.product import Product, Sku
from bot.domain.variants import named_variants, read_pieces, read_unit, units_in
from bot.services.look_up_coupons import look_up_coupons
from bot.services.work_out_price import Bill, Line, work_out

COUPON_BUTTON: Button = ("查看我的优惠券", "/ask_coupon")
_SUM = re.compile(r"(?<![\d.])\d+(?:\.\d{1,2})?(?:元|块钱?)?(?:(?:加上?|\+|＋|和|跟)\d+(?:\.\d{1,2})?(?:元|块钱?)?)+")
_AMOUNT = re.compile(
    r"(?:¥|￥)\s*(\d+(?:\.\d{1,2})?)|(?<![\d.])(\d{1,5}(?:\.\d{1,2})?)\s*(?:元|块)"
    r"|(?:买了?|才|只|共|付了?|金额|订单|够|花了?)\s*(\d{1,5}(?:\.\d{1,2})?)(?=[的，,了包要能运还]|$)"
)
_TOTAL = re.compile(
    r"到手|实付|最后|最终|一共|总共|合计|总价|加起来|算下来|折后|券后|优惠(?:完|后|下来)|实际(?:要)?付|得付|要付多少"
)
_SMALL_STEP_FEN = 15000


def read_sum(text: str) -> list[int]:
    """129加299 → amounts in fen; empty if nothing is added up."""
    match = _SUM.search(re.sub(r"\s", "", text))
    amounts = (
        [round(float(number) * 100) for number in re.findall(r"\d+(?:\.\d{1,2})?", match.group())] if match else []
    )
    return amounts if len(amounts) >= 2 and all(fen >= 100 for fen in amounts) else []


def read_amount(text: str) -> int | None:
    """The sum of money that is told: 39块, 买了45的; in fen."""
    match = _AMOUNT.search(re.sub(r"\s", "", text))
    number = next((group for group in match.groups() if group), None) if match else None
    return round(float(number) * 100) if number else None


def asks_total(text: str) -> bool:
    """到手多少, 一共多少."""
    return bool(_TOTAL.search(text))


def make_bill(talk: Talk, lines: Sequence[Line]) -> Bill:
    """The bill with the level and the coupons of the customer who is logged in, if somebody is."""
    tools, customer = talk.tools, talk.customer
    wallet = look_up_coupons(tools.shop, tools.clock, customer.id) if customer else None
    running = tools.shop.list_promotions(tools.clock.now())
    return work_out(lines, running, tools.policy.freight, level=customer.level if customer else "", wallet=wallet)


def explain_bill(talk: Talk, bill: Bill) -> str:
    """``¥599 − ¥70（满 599 减 70）＝ ¥529，包邮。`` with what is still missing for more."""
    freight = talk.tools.policy.freight
    text = money(bill.goods_fen) + "".join(f" − {money(fen)}（{reason}）" for reason, fen in bill.steps)
    if bill.steps:
        text += f" ＝ {money(bill.pay_fen)}"
    if bill.freight_fen:
        total = money(bill.pay_fen + bill.freight_fen)
        text += f"，不满 {money(freight.free_from_fen)} 另付运费 {money(bill.freight_fen)}，共 {total}"
    else:
        text += "，包邮"
    text += "。"
    if bill.deposit_fen:
        text += f"先付定金 {money(bill.deposit_fen)}，其余付尾款时结清。"
    elif bill.next_step and bill.next_step[0] <= _SMALL_STEP_FEN:
        text += f"再买 {money(bill.next_step[0])} 就可以减 {money(bill.next_step[1])}。"
    return text


def login_hint(talk: Talk) -> str:
    """What could be worked out besides, for a shopper who is not known."""
    return "" if talk.customer_id else "登录后我还可以把您的会员价和优惠券算进去。"


def tell_sum(talk: Talk, amounts: Sequence[int]) -> None:
    """129 + 299, with the shop-wide reduction."""
    bill = make_bill(talk, [Line(fen) for fen in amounts])
    plus = " + ".join(money(fen) for fen in amounts)
    talk.say(
        f"{plus} ＝ {money(sum(amounts))}。按现在的全店满减计算：{explain_bill(talk, bill)}"
        "具体商品如有单独活动，以结算页为准。",
    )


def tell_total_of(talk: Talk, goods: Sequence[Product]) -> None:
    """Several products together."""
    lines = [_line(product, _chosen(product, talk.text)[0], 1) for product in goods]
    bill = make_bill(talk, lines)
    named = " + ".join(f"「{product.name}」{money(line.price_fen)}" for product, line in zip(goods, lines, strict=True))
    talk.say(f"{named}，一共 {explain_bill(talk, bill)}{login_hint(talk)}", buttons=(COUPON_BUTTON,))


def tell_total(talk: Talk, product: Product, *, lead: str = "", tail: str = "") -> None:
    """What is paid in the end for the pieces and the variant that are asked for; else for each price of the product."""
    pieces = read_pieces(talk.text, product)
    chosen = _chosen(product, talk.text)
    rows = []
    for sku in chosen[:3]:
        bill = make_bill(talk, [_line(product, sku, pieces)])
        named = (
            f"（{'/'.join(sku.attributes.values())}）" if len(chosen) > 1 or named_variants(product, talk.text) else ""
        )
        times = f"{money(sku.price_fen)} × {pieces} ＝ " if pieces > 1 else ""
        count = f"{pieces} 件" if pieces > 1 else ""
        rows.append(f"「{product.name}」{named}{count}：{times}{explain_bill(talk, bill)}")
    talk.say(lead + "\n".join(rows) + tail + login_hint(talk), card=product_card(product), buttons=(COUPON_BUTTON,))


def tell_member_prices(talk: Talk, product: Product) -> None:
    """The price of each level, with the customer's own one first."""
    running = talk.tools.shop.list_promotions(talk.tools.clock.now(), product)
    rates = {level: rate for item in running for level, rate in offers.level_rates(item).items()}
    sku = (named_variants(product, talk.text) or product.skus)[0]
    name = f"「{product.name}」" + (f"（{'/'.join(sku.attributes.values())}）" if len(product.skus) > 1 else "")
    own = f"您目前是{talk.customer.level}会员，" if talk.customer else ""
    talk.remember_product(product)
    if not rates:
        bill = make_bill(talk, [_line(product, sku, read_pieces(talk.text, product))])
        talk.say(f"{name}没有单独的会员价。{own}按现在的活动：{explain_bill(talk, bill)}", card=product_card(product))
        return
    table = "，".join(f"{level} {money(round(sku.price_fen * rate))}" for level, rate in rates.items())
    bill = make_bill(talk, [_line(product, sku, read_pieces(talk.text, product))])
    talk.say(
        f"{name}售价 {money(sku.price_fen)}，会员价：{table}。\n{own}"
        + (f"到手：{explain_bill(talk, bill)}" if own else login_hint(talk)),
        card=product_card(product),
    )


def tell_unit_price(talk: Talk, product: Product) -> bool:
    """多少钱一斤; False if no unit is asked for or the page does not tell how many a variant holds."""
    unit = read_unit(talk.text)
    if unit is None:
        return False
    skus = named_variants(product, talk.text) or product.skus
    rows = []
    for sku in skus[:3]:
        count = units_in(product, sku, unit)
        if count and count > 1:
            name = "/".join(sku.attributes.values())
            rows.append(
                f"{name}：{money(sku.price_fen)} ÷ {count:g} {unit} ≈ {money(round(sku.price_fen / count))} 一{unit}"
            )
    if not rows:
        return False
    talk.say(f"「{product.name}」\n" + "；\n".join(rows) + "。", card=product_card(product))
    return True


def _line(product: Product, sku: Sku, pieces: int) -> Line:
    return Line(sku.price_fen, pieces, product, sku)


def _chosen(product: Product, text: str) -> list[Sku]:
    """The variants that are named, else one for each price."""
    named = named_variants(product, text)
    skus = sorted(named or product.skus, key=lambda sku: (sku.stock <= 0, sku.price_fen))
    stocked = [sku for sku in skus if sku.stock > 0] or skus
    return list({sku.price_fen: sku for sku in reversed(stocked)}.values())[::-1]
