"""Products: attributes, stock, sizes, comparison, recommendation. Everything is quoted from the shop's data."""

from __future__ import annotations

import re

from actions.cards import product_card, product_list_card
from actions.knowledge import admit_ignorance, tell_faq
from actions.product_in_view import match_product
from actions.repetition import AGAIN
from actions.shop_action import ShopAction
from actions.talk import HUMAN_BUTTON, Talk, make_payload
from actions.wording import day, money
from bot.domain.faq import Faq
from bot.domain.intents import INTENTS
from bot.domain.product import Product, Sku
from bot.domain.spec_sheet import AnswerKind, AttributeAnswer, answer_attribute
from bot.services.answer_faq import answer_faq, is_about_the_same
from bot.services.look_up_product import ProductMatchKind, answer_stock, match_skus
from bot.services.recommend_products import find_substitutes

_NAMED_VARIANTS = 4
_ELLIPTIC, _SURE, _SHORT = 10, 0.7, 16
_ASKING_VERB = re.compile(r"(支持|可以|能|有|带|含|会)(?![点些人])")
_YES_WORDS = {
    "支持": "支持的",
    "可以": "可以的",
    "能": "可以的",
    "有": "有的",
    "带": "带的",
    "含": "含有的",
    "会": "会的",
}
_NO_WORDS = {"支持": "不支持", "可以": "不可以", "能": "不能", "有": "没有", "带": "不带", "含": "不含", "会": "不会"}


def require_product(talk: Talk) -> Product | None:
    """The product, or None after the shopper was asked which one."""
    match = match_product(talk)
    if match.product is not None:
        talk.remember_product(match.product)
        return match.product
    if match.kind is ProductMatchKind.MANY:
        ask_which_product(talk, match.products)
    else:
        talk.set_slot("awaiting", talk.goal)
        talk.say("请问您想了解哪一款商品？您可以发商品名称，或者从商品页面直接咨询我。")
    return None


def ask_which_product(talk: Talk, products: tuple[Product, ...]) -> None:
    """Let the shopper choose among similar products."""
    buttons = [
        (product.name[:18], make_payload(talk.goal, product_id=product.id, said=talk.text[:120]))
        for product in products[:_NAMED_VARIANTS]
    ]
    talk.set_slot("awaiting", talk.goal)
    talk.say("请问您想了解的是哪一款商品？", buttons=buttons)


class AnswerProduct(ShopAction):
    """Answers questions about attributes from the spec sheet."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_product"

    def answer(self, talk: Talk) -> None:
        """Quote the sheet, else an FAQ, else admit."""
        match = match_product(talk)
        if match.product is None:
            found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal)
            is_other = (
                bool(match.products) and found is not None and not _fits_any(found.faq, talk.text, match.products)
            )
            if found is not None and not found.is_default and not is_other:
                talk.say(found.faq.answer)
            elif _goes_on_elsewhere(talk):
                talk.say(talk.pick(*AGAIN), buttons=[HUMAN_BUTTON])
            else:
                require_product(talk)
            return
        product = match.product
        talk.remember_product(product)
        found_value = answer_attribute(product, talk.text)
        if found_value is not None and found_value.kind is not AnswerKind.UNKNOWN:
            talk.say(_quote(product, found_value, talk.text), card=product_card(product))
            return
        if say_faq_about(talk, product):
            return
        if match_skus(product, talk.text):
            talk.follow_with("action_check_stock")
            return
        if found_value is not None:
            admit_ignorance(talk, f"关于「{product.name}」的“{found_value.asked}”，")
            return
        talk.say(f"「{product.name}」\n{_summary(product)}\n请问您还想了解哪方面？", card=product_card(product))


def _fits_any(faq: Faq, text: str, products: tuple[Product, ...]) -> bool:
    """Whether the FAQ is about what was asked of one of several products that may be meant."""
    return any(is_about_the_same(faq, text, product) for product in products)


def _goes_on_elsewhere(talk: Talk) -> bool:
    """A short, half-understood question (那不是半年吗) goes on with what was talked about, not with some product."""
    earlier = INTENTS.get(str(talk.tracker.get_slot("last_intent") or ""))
    if earlier is None or earlier.topic in ("product", "promotion", "social", "escalation"):
        return False
    return len(talk.text) <= _ELLIPTIC and talk.confidence < _SURE


def _quote(product: Product, answer: AttributeAnswer, asked: str) -> str:
    """Yes or no first, in the words of the question, then the line of the sheet."""
    verb = _ASKING_VERB.search(asked)
    word = verb.group(1) if verb else "是"
    lead = {
        AnswerKind.YES: f"{_YES_WORDS.get(word, '是的')}，",
        AnswerKind.NO: f"很抱歉，{_NO_WORDS.get(word, '不是的')}，",
    }.get(answer.kind, "")
    value = answer.value.rstrip("。")
    if re.match(r"(?:不?支持|无$|没有|有$|是$|否$)", value) and lead:
        return f"{lead}「{product.name}」的{answer.key}一项标明：{value}。"
    return (
        f"{lead}「{product.name}」的{answer.key}是{value}。"
        if len(value) <= _SHORT
        else (f"{lead}「{product.name}」的{answer.key}：{value}。")
    )


def say_faq_about(talk: Talk, product: Product, *, is_usage: bool = False) -> bool:
    """An FAQ that fits the words (not a default); to a question about use the product's own FAQ is near enough."""
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal, product=product)
    if found is None or found.is_default:
        return False
    is_own = is_usage and product.id in found.faq.products
    if not is_own and not is_about_the_same(found.faq, talk.text, product):
        return False
    talk.say(found.faq.answer)
    return True


class CheckStock(ShopAction):
    """Answers “有货吗”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_check_stock"

    def answer(self, talk: Talk) -> None:
        """In stock; or when it comes back and what to take instead."""
        product = require_product(talk)
        if product is None:
            return
        stock = answer_stock(product, talk.text)
        if stock.available and not stock.empty:
            named = f"（{_variants(stock.available)}）" if stock.is_named else ""
            talk.say(f"「{product.name}」{named}目前有货，您可以放心下单。", card=product_card(product))
        elif stock.available:
            talk.say(
                f"「{product.name}」\n有货：{_variants(stock.available)}\n暂时缺货：{_variants(stock.empty)}\n"
                f"{_restock(talk, product, stock.restock_at)}",
                card=product_card(product),
            )
        else:
            others = find_substitutes(talk.tools.shop, product, limit=3)
            named = f"（{_variants(stock.empty)}）" if stock.is_named else ""
            also = "您也可以看看下面几款相近的商品。" if others else ""
            talk.say(
                f"很抱歉，「{product.name}」{named}暂时缺货。{_restock(talk, product, stock.restock_at)}{also}",
                card=product_list_card(others) if others else product_card(product),
            )


class AnswerUsage(ShopAction):
    """Answers how to use what was bought."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_usage"

    def answer(self, talk: Talk) -> None:
        """An FAQ about it, the sheet, or a human."""
        match = match_product(talk)
        product = match.product
        if product is not None:
            talk.remember_product(product)
            if say_faq_about(talk, product, is_usage=True):
                return
            value = answer_attribute(product, talk.text)
            if value is not None and value.kind is not AnswerKind.UNKNOWN:
                talk.say(_quote(product, value, talk.text), card=product_card(product))
                return
        tell_faq(talk, product=product, buttons=(("咨询人工客服", "/request_human"),))


class AnswerInstallation(ShopAction):
    """Answers whether and how it is installed."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_installation"

    def answer(self, talk: Talk) -> None:
        """What the product page says, then the FAQ."""
        product = match_product(talk).product
        prefix = ""
        if product is not None:
            talk.remember_product(product)
            need = "需要安装" if product.needs_installation else "不需要专业安装，收到后即可使用"
            prefix = f"「{product.name}」{need}。"
            if not product.needs_installation and not re.search("费|预约|师傅|上门|进度|什么时候", talk.text):
                talk.say(prefix, card=product_card(product))
                return
        tell_faq(talk, product=product, prefix=prefix, buttons=(("预约安装请找人工", "/request_human"),))


class TellWarranty(ShopAction):
    """Answers how long the warranty runs."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_warranty"

    def answer(self, talk: Talk) -> None:
        """The product's months, or the general rule."""
        product = match_product(talk).product
        if product is None:
            tell_faq(talk)
            return
        talk.remember_product(product)
        if product.warranty_months:
            talk.say(
                f"「{product.name}」自签收之日起保修 {product.warranty_months} 个月，"
                "保修期内非人为故障可以免费检测、维修。请您保留好订单或发票作为凭证。",
                card=product_card(product),
                buttons=[("申请维修", "/request_repair")],
            )
        else:
            talk.say(
                f"「{product.name}」属于不提供保修的商品，签收后如有质量问题，"
                f"{talk.tools.policy.returns.quality_days} 天内可以凭照片申请退换。",
                card=product_card(product),
            )


def _variants(skus: tuple[Sku, ...]) -> str:
    names = ["/".join(sku.attributes.values()) or sku.id for sku in skus]
    more = f"等 {len(names)} 个规格" if len(names) > _NAMED_VARIANTS else ""
    return "、".join(names[:_NAMED_VARIANTS]) + more


def _restock(talk: Talk, product: Product, restock_at: object) -> str:
    dates = [sku.restock_at for sku in product.skus if sku.restock_at is not None]
    if restock_at is None or not dates:
        return "补货时间暂未确定，您可以先收藏商品。"
    return f"预计{day(min(dates), talk.tools.policy, talk.tools.clock.now())}补货。"


def _summary(product: Product) -> str:
    points = [f"{key}：{value}" for key, value in list(product.specs.items())[:4]]
    prices = [sku.price_fen for sku in product.skus]
    return "\n".join([*points, *([f"售价：{money(min(prices))} 起"] if prices else [])])
