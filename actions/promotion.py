"""Prices, activities and what is paid in the end."""

from __future__ import annotations

import re

from actions.activities import asks_about_activities, asks_when_it_ends, sort_of, tell_activities
from actions.cards import product_card
from actions.comparing import tell_variants
from actions.knowledge import tell_faq
from actions.pricing import COUPON_BUTTON, asks_total, read_sum, tell_sum, tell_total, tell_total_of, tell_unit_price
from actions.product_in_view import match_product
from actions.recommending import recommend, tell_cheaper
from actions.shop_action import ShopAction
from actions.shown_goods import last_choice, means_both, pick_shown, was_compared
from actions.talk import Talk
from actions.wording import money
from bot.domain.budgets import parse_budget
from bot.domain.product import Product
from bot.domain.spec_sheet import answer_attribute
from bot.domain.variants import named_variants, read_pieces
from bot.domain.wishes import finds_it_dear, read_wish, wants_cheaper_goods
from bot.services.answer_faq import FaqAnswer, answer_faq
from bot.services.goods_kinds import find_kind
from bot.services.look_up_product import answer_price

_HAGGLES = re.compile(
    r"便宜(?:一?[点些]|[吗呗不])|少(?:一?[点些]|\d+)|优惠(?:一?[点些])|抹零|打个?折|让[点些]|最低(?:多少|价|能)|砍价|再降|降点|太贵|有点贵|好贵|贵了"
)
_PRICE = re.compile(r"钱|价|贵|便宜|优惠|折|减|券|活动|块|元|多少|省|划算|送|赠|会员|定金|预售|件")
_DIFFERS = re.compile(r"差多少|差价|相差|差几|区别|贵多少|便宜多少|哪个(?:更)?(?:划算|便宜|值)")
_SURE_FAQ = 0.75
_FIXED_PRICE = "理解您想买得更划算。商品是明码标价，我没有改价的权限"


class QuotePrice(ShopAction):
    """Answers price and activities."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_quote_price"

    def answer(self, talk: Talk) -> None:
        """Arithmetic where it is asked for, the activities that concern the question, else the price."""
        amounts = read_sum(talk.text)
        if amounts:
            tell_sum(talk, amounts)
        elif wants_cheaper_goods(talk.text) and not _picks(talk) and tell_cheaper(talk):
            return
        elif _looks_for_goods(talk):
            recommend(talk)
        else:
            product = _picks(talk) or _match(talk)
            together = _goods_together(talk, product)
            if together:
                tell_total_of(talk, together)
            elif product is not None:
                self._answer_about(talk, product)
            else:
                self._answer_generally(talk)

    def _answer_about(self, talk: Talk, product: Product) -> None:
        talk.remember_product(product)
        found = _find_faq(talk)
        if asks_about_activities(talk.text):
            if _is_sure(found) and not asks_when_it_ends(talk.text):
                talk.say(found.faq.answer if found else "", buttons=[COUPON_BUTTON])
            elif not tell_activities(talk, product):
                tell_faq(talk)
        elif tell_unit_price(talk, product):
            return
        elif len(variants := named_variants(product, talk.text)) >= 2 and _DIFFERS.search(talk.text):
            tell_variants(talk, product, variants)
        elif _HAGGLES.search(talk.text):
            self._answer_haggling(talk, product)
        elif asks_total(talk.text) or read_pieces(talk.text, product) > 1:
            tell_total(talk, product)
        elif not _PRICE.search(talk.text) and talk.entity("said") is None and _asks_attribute(talk, product):
            talk.follow_with("action_answer_product")
        else:
            self._quote(talk, product, found)

    def _answer_haggling(self, talk: Talk, product: Product) -> None:
        """Kindly, with what can really be saved; another product where this one is found too dear."""
        if any(_FIXED_PRICE in text for text in talk.replies) and tell_cheaper(talk):
            return
        also = "如果想看更实惠的，告诉我“便宜点的”，我为您找同类商品。" if finds_it_dear(talk.text) else ""
        tell_total(
            talk,
            product,
            lead=f"{_FIXED_PRICE}，不过活动我帮您算好了：\n",
            tail=f"\n{also}" if also else "\n",
        )

    def _answer_generally(self, talk: Talk) -> None:
        found = _find_faq(talk)
        is_specific = sort_of(talk.text) is not None or find_kind(talk.tools.shop, talk.text) is not None
        if asks_about_activities(talk.text) and (is_specific or found is None or _is_general(found)):
            is_question_of_rules = _is_sure(found) and not asks_when_it_ends(talk.text)
            if not is_question_of_rules and tell_activities(talk, None):
                return
        if found is not None and not found.is_default:
            talk.say(found.faq.answer)
        elif asks_total(talk.text):
            talk.set_slot("awaiting", "ask_price_promotion")
            talk.say("请问您想买哪一款、几件？告诉我商品名称和数量，我把活动算进去，给您一个到手价。")
        elif asks_about_activities(talk.text):
            tell_faq(talk)
        else:
            talk.set_slot("awaiting", "ask_price_promotion")
            talk.say("请问您问的是哪一款商品的价格？您可以发商品名称，我连同正在进行的活动一起告诉您。")

    def _quote(self, talk: Talk, product: Product, found: FaqAnswer | None) -> None:
        price = answer_price(talk.tools.shop, talk.tools.clock, product)
        named = named_variants(product, talk.text)
        prices = sorted({sku.price_fen for sku in named or product.skus})
        span = money(prices[0]) if len(prices) == 1 else f"{money(prices[0])}–{money(prices[-1])}"
        which = f"（{'、'.join('/'.join(sku.attributes.values()) for sku in named[:3])}）" if named else ""
        lines = [f"「{product.name}」{which}现在的售价是 {span}。"]
        if not named and len(prices) > 1:
            lines[0] = (
                lines[0].rstrip("。") + "：" + "，".join(_variant_price(product, fen) for fen in prices[:4]) + "。"
            )
        lines += [f"活动：{item.title}。{item.description.rstrip('。')}。" for item in price.promotions[:2]]
        if not price.promotions:
            lines.append("目前没有单独的活动，下单时可以查看是否有可用的优惠券。")
        text = "\n".join(lines)
        if text in talk.recent_replies and found is not None and talk.entity("said") is None:
            tell_total(talk, product)
            return
        talk.say(text, card=product_card(product), buttons=[COUPON_BUTTON])


def _variant_price(product: Product, fen: int) -> str:
    names = ["/".join(sku.attributes.values()) for sku in product.skus if sku.price_fen == fen]
    return f"{'、'.join(names[:3])} {money(fen)}"


def _picks(talk: Talk) -> Product | None:
    return pick_shown(talk)


def _match(talk: Talk) -> Product | None:
    return match_product(talk).product


def _find_faq(talk: Talk) -> FaqAnswer | None:
    return answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)


def _is_general(found: FaqAnswer) -> bool:
    """The intent's own FAQ tells about activities in general."""
    return found.is_default or found.faq.intent == "ask_price_promotion"


def _is_sure(found: FaqAnswer | None) -> bool:
    return found is not None and not _is_general(found) and found.score >= _SURE_FAQ


def _looks_for_goods(talk: Talk) -> bool:
    """两百左右送岳母: a budget and somebody to please, no product."""
    wish = read_wish(talk.text)
    has_aim = wish.is_gift or bool(wish.people) or find_kind(talk.tools.shop, talk.text) is not None
    return parse_budget(talk.text) is not None and has_aim and not asks_about_activities(talk.text)


def _goods_together(talk: Talk, product: Product | None) -> list[Product]:
    """Several products whose prices are asked for together."""
    if not asks_total(talk.text) and not re.search(r"和|跟|加|两[个款样]都", talk.text):
        return []
    named: list[Product] = []
    for part in re.split(r"和|跟|加上?|、|，|,|\+", talk.text):
        hits = talk.tools.products.search_products(part, limit=1) if len(part.strip()) >= 2 else ()
        named += [hit for hit, score in hits if score >= 0.6 and hit not in named]
    if len(named) >= 2:
        return named
    shown = was_compared(talk) or last_choice(talk)
    return list(shown) if product is None and len(shown) == 2 and means_both(talk.text) else []


def _asks_attribute(talk: Talk, product: Product) -> bool:
    answer = answer_attribute(product, talk.text)
    return answer is not None
