"""Prices, activities, coupons, price protection, membership."""

from __future__ import annotations

from datetime import timedelta

from actions.cards import LOGIN_CARD, coupons_card, order_card, product_card
from actions.knowledge import say_faq, tell_faq
from actions.order_access import require_order
from actions.product_in_view import match_product
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import day, goods, money, tail
from bot.domain.order import OrderState
from bot.services.answer_faq import answer_faq
from bot.services.look_up_coupons import look_up_coupons
from bot.services.look_up_product import answer_price

PAID_STATES = frozenset({OrderState.PAID, OrderState.SHIPPED, OrderState.SIGNED, OrderState.COMPLETED})


class QuotePrice(ShopAction):
    """Answers price and activities."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_quote_price"

    def answer(self, talk: Talk) -> None:
        """The price of the product with its activities, else what runs in the shop."""
        tools = talk.tools
        found = answer_faq(tools.faqs, talk.text, tools.policy, intent=talk.goal)
        product = match_product(talk).product
        if product is None:
            if found is not None and not found.is_default:
                talk.say(found.faq.answer)
            else:
                self._tell_activities(talk)
            return
        talk.remember_product(product)
        price = answer_price(tools.shop, tools.clock, product, talk.text)
        span = (
            money(price.min_fen) if price.min_fen == price.max_fen else f"{money(price.min_fen)}–{money(price.max_fen)}"
        )
        lines = [f"「{product.name}」现在的售价是 {span}。"]
        lines += [f"活动：{item.title}。{item.description.rstrip('。')}。" for item in price.promotions[:2]]
        if not price.promotions:
            lines.append("目前没有单独的活动，下单时可以查看是否有可用的优惠券。")
        text = "\n".join(lines)
        if text in talk.recent_replies and found is not None and talk.entity("said") is None:
            talk.say(found.faq.answer, buttons=[("查看我的优惠券", "/ask_coupon")])
            return
        talk.say(text, card=product_card(product), buttons=[("查看我的优惠券", "/ask_coupon")])

    def _tell_activities(self, talk: Talk) -> None:
        tools = talk.tools
        running = tools.shop.list_promotions(tools.clock.now())
        if not running:
            tell_faq(talk)
            return
        now = tools.clock.now()
        lines = "\n".join(f"· {item.title}（{day(item.ends_at, tools.policy, now)}截止）" for item in running[:4])
        talk.say(f"店里正在进行的活动有：\n{lines}\n您想了解哪一款商品的价格和优惠，可以把名称发给我。")


class ListCoupons(ShopAction):
    """Answers “我有什么券” and how coupons work."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_list_coupons"

    def answer(self, talk: Talk) -> None:
        """A fitting FAQ first; then the customer's own coupons."""
        tools = talk.tools
        found = answer_faq(tools.faqs, talk.text, tools.policy, intent=talk.goal)
        if found is not None and not found.is_default and not talk.is_button:
            talk.say(found.faq.answer, buttons=[("查看我的优惠券", "/ask_coupon")])
            return
        if talk.customer_id is None:
            rest = found.faq.answer if found is not None else ""
            talk.say(f"{rest}登录后我可以为您查看账号里可用的优惠券。", card=LOGIN_CARD)
            return
        wallet = look_up_coupons(tools.shop, tools.clock, talk.customer_id)
        if wallet.usable:
            soonest = day(wallet.usable[0].expires_at, tools.policy, tools.clock.now())
            talk.say(
                f"您现在有 {len(wallet.usable)} 张可用优惠券，最早的一张{soonest}到期，下单时满足门槛会自动提示使用。",
                card=coupons_card(wallet.usable),
            )
        elif wallet.used or wallet.expired:
            talk.say(
                f"您目前没有可用的优惠券，有 {len(wallet.used)} 张已使用、{len(wallet.expired)} 张已过期。"
                "您可以关注店铺首页的领券活动。",
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
        """The customer's own level and points, with the rule that was asked about."""
        customer = talk.customer
        prefix = ""
        if customer is not None:
            prefix = f"您目前是{customer.level}会员，账户积分 {customer.points} 分。"
        if not say_faq(talk, prefix=prefix):
            if prefix:
                talk.say(prefix + "会员权益和积分兑换可以在个人中心查看。")
            else:
                talk.say("登录后我可以为您查看会员等级和积分。", card=LOGIN_CARD)
