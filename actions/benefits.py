"""What a customer has: coupons, price protection, membership."""

from __future__ import annotations

import re
from datetime import timedelta

from actions.cards import LOGIN_CARD, coupons_card, order_card
from actions.knowledge import suit_login, tell_faq
from actions.order_access import require_order
from actions.pricing import COUPON_BUTTON, asks_total, tell_total
from actions.shop_action import ShopAction
from actions.shown_goods import product_in_view
from actions.talk import GREETING, HUMAN_BUTTON, Talk, make_payload
from actions.wording import day, goods, money, tail
from bot.domain.customer import Customer
from bot.domain.order import OrderState
from bot.services.answer_faq import answer_faq
from bot.services.look_up_coupons import look_up_coupons

_OWN_COUPONS = re.compile(
    r"我(?:的|现在|账[号户]|这)?.{0,3}(?:有|能用|可用|还有).{0,4}(?:券|红包|优惠)|我的.{0,4}券|查.{0,4}券|有什么券|哪[些几]张?券|可用的?券"
)
_NEXT_LEVEL = re.compile(
    r"差多少|还差|还要多少|还需要多少|再买多少|多少(?:积)?分.{0,4}(?:升|到|成)|(?:升级|升到|升银|升金|升VIP).{0,6}(?:多少|差)|离.{0,6}(?:多远|多少)",
    re.IGNORECASE,
)
PAID_STATES = frozenset({OrderState.PAID, OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED})


class ListCoupons(ShopAction):
    """Answers “我有什么券” and how coupons work."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_list_coupons"

    def answer(self, talk: Talk) -> None:
        """The customer's own coupons where they are asked for; else the rule that fits."""
        tools = talk.tools
        found = answer_faq(tools.faqs, talk.text, tools.policy, intent=talk.goal)
        asks_own = talk.is_button or bool(_OWN_COUPONS.search(talk.text))
        if found is not None and not found.is_default and not (asks_own and talk.customer_id):
            talk.say(suit_login(talk, found.faq.answer), buttons=[COUPON_BUTTON])
            return
        if talk.customer_id is None:
            rest = found.faq.answer if found is not None else ""
            hint = "" if "登录" in rest else "登录后我可以为您查看账号里可用的优惠券。"
            talk.say(f"{rest}{hint}", card=LOGIN_CARD)
            return
        product = product_in_view(talk)
        if asks_total(talk.text) and product is not None:
            tell_total(talk, product)
            return
        wallet = look_up_coupons(tools.shop, tools.clock, talk.customer_id)
        if wallet.usable:
            soonest = day(wallet.usable[0].expires_at, tools.policy, tools.clock.now())
            talk.say(
                f"您现在有 {len(wallet.usable)} 张可用优惠券，最早的一张{soonest}到期，下单时满足门槛会自动提示使用。",
                card=coupons_card(wallet.usable),
            )
        elif wallet.used or wallet.expired:
            past = [
                f"{len(group)} 张{word}"
                for group, word in ((wallet.used, "已使用"), (wallet.expired, "已过期"))
                if group
            ]
            talk.say(
                f"您目前没有可用的优惠券，之前的优惠券{'、'.join(past)}。您可以关注店铺首页的领券活动。",
                card=coupons_card((*wallet.expired, *wallet.used)[:5]),
            )
        else:
            talk.say("您的账号里暂时没有优惠券。您可以在店铺首页和商品页面领取，领取后下单时即可使用。")


class CheckPriceProtection(ShopAction):
    """Answers “刚买就降价了”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_check_price_protection"

    def answer(self, talk: Talk) -> None:
        """Compare the order's prices with today's; within the days a human pays the difference."""
        tools = talk.tools
        if talk.customer_id is None:
            tell_faq(talk, buttons=(HUMAN_BUTTON,))
            return
        order = require_order(
            talk,
            intent="price_protection",
            states=PAID_STATES,
            question="请问是哪一个订单降价了？请您点选，我为您核对差价。",
        )
        if order is None:
            return
        bought = order.paid_at or order.created_at
        limit = timedelta(days=tools.policy.price_protection_days)
        if tools.clock.now() - bought > limit:
            talk.say(
                f"您的订单（{tail(order.number)}，{goods(order)}）已经超过 {tools.policy.price_protection_days} 天的"
                "价保期，很抱歉不能补差价。如有疑问，可以请人工客服核实。",
                card=order_card(order),
                buttons=[HUMAN_BUTTON],
            )
            return
        difference = 0
        for line in order.lines:
            product = tools.shop.find_product(line.product_id)
            now_fen = next((sku.price_fen for sku in product.skus if sku.id == line.sku_id), None) if product else None
            if now_fen is not None and now_fen < line.price_fen:
                difference += (line.price_fen - now_fen) * line.quantity
        payload = make_payload("request_human", order_number=order.number, note="申请价格保护，请核实差价")
        talk.offer(payload)
        head = f"您的订单（{tail(order.number)}，{goods(order)}）还在 {tools.policy.price_protection_days} 天价保期内，"
        fact = (
            f"按页面价计算差价约 {money(difference)}。"
            if difference
            else "目前页面价没有低于您的购买价，活动价需要人工核对。"
        )
        talk.say(
            f"{head}{fact}需要我请人工客服为您核实并办理吗？", card=order_card(order), buttons=[("申请价保", payload)]
        )


class ShowMembership(ShopAction):
    """Answers level and points."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_show_membership"

    def answer(self, talk: Talk) -> None:
        """The customer's own level and points, with the rule that was asked about; how far the next level is."""
        customer = talk.customer
        prefix = ""
        if customer is not None:
            prefix = f"您目前是{customer.level}会员，账户积分 {customer.points} 分。"
            if _NEXT_LEVEL.search(talk.text):
                talk.say(prefix + _next_level(talk, customer))
                return
        found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
        if found is not None:
            answer = found.faq.answer.removeprefix(GREETING) if prefix else found.faq.answer
            talk.say(prefix + suit_login(talk, answer))
        elif prefix:
            talk.say(prefix + "会员权益和积分兑换可以在个人中心查看。")
        else:
            talk.say("登录后我可以为您查看会员等级和积分。", card=LOGIN_CARD)


def _next_level(talk: Talk, customer: Customer) -> str:
    higher = [(points, level) for level, points in talk.tools.policy.level_points.items() if points > customer.points]
    if not higher:
        return "已经达到最高等级了，感谢您一直以来的支持。"
    points, level = min(higher)
    missing = points - customer.points
    return (
        f"升到{level}会员需要 {points} 分，还差 {points} − {customer.points} ＝ {missing} 分，"
        f"也就是再实付 {missing} 元（不含运费），订单完成后计入。"
    )
