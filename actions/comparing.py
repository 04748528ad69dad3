"""Compares the shop's own goods: two products, two variants, or those shown last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.cards import product_card
from actions.shown_goods import last_choice, means_both, product_in_view, was_compared
from actions.talk import HUMAN_BUTTON, Talk
from actions.wording import money
from bot.domain.product import Product, Sku
from bot.domain.spec_sheet import AnswerKind, answer_attribute
from bot.domain.variants import named_variants, spell_numbers
from bot.services.look_up_product import compare_products
from bot.services.recommend_products import lowest_price

_PARTS = re.compile(r"和|跟|与|还是|对比|比|、|，|,|vs|VS")
_FOREIGN = re.compile(
    r"别人家|别家|人家的|其他(?:店|家|牌子|品牌)|别的(?:店|家|牌子|品牌)|超市|商场|专柜|实体店|线下|淘宝|天猫|京东(?!物流|快递)|拼多多|抖音|某宝|某东|大牌"
)
_WITH_OTHER = re.compile(
    r"(?:和|跟|与|比起?|同)([^，。,？?\s]{2,8}?)(?:家|牌)?(?:的)?(?:比|相比|对比|哪个|谁|有什么|有啥|差)"
)
_OWN = re.compile(
    r"图|照片|实物|描述|视频|以前|之前|上次|原来|[新老旧]款|[这那它]|[两俩]|上[面个]|前面|刚才|第[一二三四五]|[大小]的|哪|便宜|贵|\d"
)
_BETTER = re.compile(
    r"哪[个款种]?(?:更|比较)?(?:好|值|划算|实用|推荐|合适)|谁(?:更)?好|选哪|买哪|怎么选|更好|建议.{0,3}哪"
)
_ROWS = 3


def compare(talk: Talk) -> None:
    """Variants or products side by side; other shops' goods are not judged."""
    view = product_in_view(talk)
    named = _named_products(talk)
    alone = named[0] if len(named) == 1 else view
    if len(named) < 2 and names_foreign_goods(talk, named):
        tell_only_own(talk, alone)
        return
    variants = _named_pair(alone, talk.text) if len(named) < 2 else ()
    goods = named[:2] if len(named) >= 2 else _from_context(talk, view, named)
    if variants and alone is not None:
        tell_variants(talk, alone, variants)
    elif len(goods) == 2 and _BETTER.search(talk.text):
        tell_which_suits(talk, goods)
    elif len(goods) == 2:
        show_comparison(talk, goods[0], goods[1])
    elif len(goods) > 2:
        _tell_several(talk, goods)
    else:
        talk.set_slot("awaiting", "compare_products")
        talk.say("请问您想对比哪两款商品？请您把两款的名称或规格发给我，我为您列出区别。")


def show_comparison(talk: Talk, first: Product, second: Product) -> None:
    """The differences in words, the sheets side by side as a card. Neither becomes the subject alone."""
    comparison = compare_products(first, second)
    talk.set_slot("product_id", None)
    points = "；".join(f"{key}分别是{left}和{right}" for key, left, right in comparison.rows[:_ROWS] if left != right)
    text = f"「{first.name}」和「{second.name}」的主要区别：{points}。完整对比请看下表。"
    if text in talk.recent_replies:
        tell_which_suits(talk, (first, second))
        return
    talk.say(
        text,
        card={"type": "compare", "names": [first.name, second.name], "rows": [list(row) for row in comparison.rows]},
    )


def tell_which_suits(talk: Talk, goods: Sequence[Product]) -> None:
    """Which is better depends: who should take which, by price and by the lines that differ."""
    low, high = sorted(goods, key=lowest_price)[:2]
    rows = [row for row in compare_products(low, high).rows if row[1] != row[2] and row[0] != "价格" and "—" not in row]
    points = "；".join(f"{key}：前者{left}，后者{right}" for key, left, right in rows[:_ROWS])
    by_price = (
        f"「{low.name}」{money(lowest_price(low))} 起，比「{high.name}」（{money(lowest_price(high))} 起）省 "
        f"{money(lowest_price(high) - lowest_price(low))}，看重价格可以选它"
        if lowest_price(low) < lowest_price(high)
        else f"「{low.name}」和「{high.name}」价格相同，都是 {money(lowest_price(low))} 起"
    )
    talk.set_slot("product_id", None)
    talk.say(
        f"两款各有侧重：{by_price}。{f'其他不同：{points}。' if points else ''}您主要怎么用？告诉我，我帮您定一款。",
        card={
            "type": "compare",
            "names": [low.name, high.name],
            "rows": [list(row) for row in compare_products(low, high).rows],
        },
    )


def tell_attribute_of_both(talk: Talk, goods: Sequence[Product]) -> bool:
    """续航呢, after a comparison: the line of both sheets; False if neither sheet answers."""
    lines = []
    for product in goods:
        found = answer_attribute(product, talk.text)
        if found is not None and found.kind is not AnswerKind.UNKNOWN:
            lines.append(f"「{product.name}」的{found.key}：{found.value.rstrip('。')}")
    asked = answer_attribute(goods[0], talk.text)
    if not lines and asked is not None:
        talk.say(
            f"这两款的商品资料里都没有标明“{asked.asked}”，不敢随意答复您。需要请人工客服为您核实吗？",
            buttons=[HUMAN_BUTTON],
        )
        talk.offer("/request_human")
        return True
    if len(lines) < len(goods):
        return False
    talk.say("；\n".join(lines) + "。")
    return True


def tell_stock_of_both(talk: Talk, goods: Sequence[Product]) -> None:
    """有货吗, after a comparison."""
    rows = []
    for product in goods:
        empty = ["/".join(sku.attributes.values()) for sku in product.skus if sku.stock <= 0]
        is_out = len(empty) == len(product.skus)
        state = "暂时缺货" if is_out else f"有货（{'、'.join(empty)}暂时缺货）" if empty else "有货"
        rows.append(f"「{product.name}」目前{state}")
    talk.say("；\n".join(rows) + "。您可以放心挑选有货的规格下单。")


def tell_variants(talk: Talk, product: Product, variants: Sequence[Sku]) -> None:
    """What differs between variants of one product: what they are, the price, the stock."""
    talk.remember_product(product)
    rows = [
        f"· {'/'.join(sku.attributes.values())}：{money(sku.price_fen)}，{'有货' if sku.stock else '暂时缺货'}"
        for sku in variants
    ]
    keys = [key for key in variants[0].attributes if len({sku.attributes.get(key) for sku in variants}) > 1]
    prices = sorted({sku.price_fen for sku in variants})
    differ = f"{'、'.join(keys)}" + (
        f"和价格（相差 {money(prices[-1] - prices[0])}）" if len(prices) > 1 else "，价格相同"
    )
    talk.say(
        f"「{product.name}」这几个规格的区别在{differ}：\n" + "\n".join(rows) + "\n商品资料里没有列出其他方面的区别。",
        card=product_card(product),
    )


def tell_only_own(talk: Talk, product: Product | None) -> None:
    """Other brands and shops are not judged: the facts of our own product instead."""
    if product is None:
        talk.say(
            "其他品牌和店铺的商品我没有资料，不敢随意比较，请您谅解。您可以告诉我想看本店的哪一款，我把它的参数和价格列给您参考。"
        )
        return
    talk.remember_product(product)
    facts = "；".join(f"{key}：{value}" for key, value in list(product.specs.items())[:4])
    talk.say(
        "其他品牌和店铺的商品我没有资料，只能比较本店的商品，请您谅解。"
        f"「{product.name}」{money(lowest_price(product))} 起，{facts}。"
        "您可以对照着看，想了解哪一项我再为您详细说明。",
        card=product_card(product),
    )


def names_other_shop(text: str) -> bool:
    """超市的, 别家的."""
    return bool(_FOREIGN.search(text))


def names_foreign_goods(talk: Talk, named: Sequence[Product] = ()) -> bool:
    """Whether the words compare with another shop's or brand's goods."""
    if names_other_shop(talk.text):
        return True
    match = _WITH_OTHER.search(talk.text)
    if match is None or _OWN.search(spell_numbers(match.group(1))):
        return False
    other = match.group(1)
    if any(other in text or text in other for item in named for text in (item.name, *item.aliases, item.brand)):
        return False
    products = talk.tools.shop.list_products()
    called = "".join(
        "".join(
            (item.name, *item.aliases, *item.tags, *(value for sku in item.skus for value in sku.attributes.values()))
        )
        for item in products
    )
    return other not in called and not any(alias in other for item in products for alias in (*item.aliases, item.brand))


def _named_products(talk: Talk) -> list[Product]:
    found: list[Product] = []
    for part in [*_PARTS.split(talk.text), talk.text]:
        hits = talk.tools.products.search_products(part, limit=2) if len(part.strip()) >= 2 else ()
        found += [product for product, score in hits if score >= 0.5 and product not in found]
    same = [product for product in found if product.category == found[0].category] if found else []
    return same if len(same) >= 2 else found


def _named_pair(product: Product | None, text: str) -> tuple[Sku, ...]:
    named = named_variants(product, text) if product is not None else ()
    return named if len(named) >= 2 else ()


def _from_context(talk: Talk, view: Product | None, named: Sequence[Product]) -> list[Product]:
    """A product that is named beside the one in view; else the goods compared or shown together last."""
    if named and view is not None and named[0].id != view.id:
        return [view, named[0]]
    goods = was_compared(talk) or last_choice(talk)
    picked = [goods[at] for at in _ordinals(talk.text) if at < len(goods)]
    if len(picked) >= 2:
        return picked[:2]
    return list(goods) if goods and (means_both(talk.text) or not named) else []


def _ordinals(text: str) -> list[int]:
    return [("一二三四五12345".index(char)) % 5 for char in re.findall(r"第([一二三四五12345])", text)]


def _tell_several(talk: Talk, goods: Sequence[Product]) -> None:
    lines = [
        f"· {product.name}：{money(lowest_price(product))} 起，"
        + "，".join(f"{key} {value}" for key, value in list(product.specs.items())[:2])
        for product in goods
    ]
    talk.say("这几款的要点如下：\n" + "\n".join(lines) + "\n您想细看哪两款？说“第一个和第二个”，我为您列出全部区别。")
