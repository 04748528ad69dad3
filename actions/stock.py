"""Answers “有货吗”: what is on the shelf, what comes back, and what is not made."""

from __future__ import annotations

from actions.cards import product_card, product_list_card
from actions.product import require_product
from actions.product_facts import tell_fact
from actions.shop_action import ShopAction
from actions.talk import Talk
from actions.wording import day
from bot.domain.product import Product, Sku
from bot.domain.sizing import SizeFit, parse_measures
from bot.domain.spec_sheet import answer_attribute
from bot.services.look_up_product import advise_product_size
from bot.services.look_up_stock import COLOUR_KEYS, SIZE_KEYS, StockAnswer, answer_stock, find_substitutes

_NAMED_VARIANTS = 4


class CheckStock(ShopAction):
    """Answers “有货吗”."""

    may_be_misread = False

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_check_stock"

    def answer(self, talk: Talk) -> None:
        """In stock; or what there is instead, when it comes back and what to take."""
        product = require_product(talk)
        if product is None:
            return
        fact = answer_attribute(product, talk.text)
        if fact is not None and fact.remark and tell_fact(talk, product, fact):
            return
        stock = answer_stock(product, talk.text)
        if stock.missing:
            tell_what_is_made(talk, stock)
        elif stock.together:
            _tell_combinations(talk, stock)
        elif stock.available and not stock.empty:
            named = f"（{_variants(stock.available)}）" if stock.is_named else ""
            talk.say(
                f"「{product.name}」{named}目前有货，您可以放心下单。{_for_foot(talk, product)}",
                card=product_card(product),
            )
        elif stock.available:
            talk.say(
                f"「{product.name}」\n有货：{_variants(stock.available)}\n暂时缺货：{_variants(stock.empty)}\n"
                f"{_restock(talk, stock)}{_for_foot(talk, product)}",
                card=product_card(product),
            )
        else:
            _tell_sold_out(talk, stock)


def _for_foot(talk: Talk, product: Product) -> str:
    """The size for a foot whose length stands beside the question."""
    foot = parse_measures(talk.text).foot_cm
    advice = advise_product_size(product, talk.text) if foot is not None else None
    if advice is None or advice.fit is not SizeFit.EXACT:
        return ""
    return f"\n按脚长 {foot:g} 厘米，建议选 {advice.size}。"


def tell_what_is_made(talk: Talk, stock: StockAnswer) -> None:
    """没有红色: then all colours there are; sizes likewise."""
    keys = SIZE_KEYS if all(words.endswith("码") for words in stock.missing) else COLOUR_KEYS
    have, gone = _values(stock.available, keys), _values(stock.empty, keys)
    gone = [value for value in gone if value not in have]
    parts = [f"现在有货的是{'、'.join(have)}"] if have else []
    parts += [f"{'、'.join(gone)}暂时缺货"] if gone else []
    product = stock.product
    missing = _spaced("、".join(stock.missing))
    talk.say(
        f"很抱歉，「{product.name}」没有{missing}，{'，'.join(parts)}。您看看有合适的吗？", card=product_card(product)
    )


def _tell_combinations(talk: Talk, stock: StockAnswer) -> None:
    product = stock.product
    lines = [f"有货：{_variants(stock.available)}"] if stock.available else []
    lines += [f"暂时缺货：{_variants(stock.empty)}"] if stock.empty else []
    talk.say(
        f"很抱歉，「{product.name}」没有{_spaced(' 加 '.join(stock.together))}的组合，最接近的有：\n"
        + "\n".join(lines),
        card=product_card(product),
    )


def _tell_sold_out(talk: Talk, stock: StockAnswer) -> None:
    product = stock.product
    others = find_substitutes(talk.tools.shop, product, limit=3)
    named = f"（{_variants(stock.empty)}）" if stock.is_named else ""
    rest = [sku for sku in product.skus if sku.stock > 0]
    instead = f"现在有货的是{_variants(tuple(rest))}。" if rest else ""
    also = "您也可以看看下面几款相近的商品。" if others else ""
    talk.say(
        f"很抱歉，「{product.name}」{named}暂时缺货。{_restock(talk, stock)}{instead}{also}",
        card=product_list_card(others) if others else product_card(product),
    )


def _spaced(words: str) -> str:
    """A blank between Chinese and a number: 没有 37 码."""
    return f" {words}" if words[0].isascii() else words


def _values(skus: tuple[Sku, ...], keys: tuple[str, ...]) -> list[str]:
    values = (sku.attributes[key] for sku in skus for key in keys if key in sku.attributes)
    return list(dict.fromkeys(values))


def _variants(skus: tuple[Sku, ...]) -> str:
    names = ["/".join(sku.attributes.values()) or sku.id for sku in skus]
    more = f"等 {len(names)} 个规格" if len(names) > _NAMED_VARIANTS else ""
    return "、".join(names[:_NAMED_VARIANTS]) + more


def _restock(talk: Talk, stock: StockAnswer) -> str:
    if stock.restock_at is None:
        return "补货时间暂未确定，您可以先收藏商品。"
    return f"预计{day(stock.restock_at, talk.tools.policy, talk.tools.clock.now())}补货。"
