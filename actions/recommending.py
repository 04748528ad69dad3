"""Recommends goods, names what the shop sells, and says honestly what it does not sell."""

from __future__ import annotations

from collections.abc import Sequence

from actions.cards import product_card, product_list_card
from actions.shown_goods import earlier_wish, product_in_view, shown_lists
from actions.talk import Talk
from actions.wording import money
from bot.domain.product import Product, Sku
from bot.domain.variants import size_of
from bot.domain.wishes import Person, Turn, Wish, read_turn
from bot.services.goods_kinds import describe_assortment, find_kind, same_kind
from bot.services.recommend_products import Recommendation, cheaper_than, lowest_price, recommend_products

_ASK_MORE = "您可以告诉我用途、预算或使用的人，我再为您精选。"
_CARE = {
    Person.PREGNANT: "商品资料标明孕期可以使用，使用前建议先咨询医生。",
    Person.DIABETIC: "商品资料标明无添加糖，不过食品本身仍可能含糖，请您遵医嘱食用。",
}


def go_on_recommending(talk: Talk) -> None:
    """Up to three products in stock that fit what was asked; a follow-up stays with the kind of goods."""
    turn = read_turn(talk.text)
    if turn is Turn.CHEAPER and tell_cheaper(talk):
        return
    if turn in (Turn.BIGGER, Turn.SMALLER) and tell_other_size(talk, is_bigger=turn is Turn.BIGGER):
        return
    recommend(talk, others_only=turn is Turn.OTHERS)


def recommend(talk: Talk, *, others_only: bool = False) -> None:
    """Goods for the wish, or honestly none."""
    tools = talk.tools
    seen = (
        frozenset(product.id for goods in shown_lists(talk) for product in goods) if others_only else frozenset[str]()
    )
    found = recommend_products(
        tools.shop,
        tools.products,
        talk.text,
        page_product_id=talk.page_product_id,
        exclude=seen,
        earlier=earlier_wish(talk),
    )
    if found.unsold and not found.wish.people & set(_CARE):
        tell_unsold(talk, found.unsold)
    elif not found.products:
        _tell_none(talk, found, others_only=bool(seen))
    else:
        show_goods(talk, _lead(found), found.products)


def show_goods(talk: Talk, lead: str, products: Sequence[Product]) -> None:
    """Show goods; one alone becomes the subject of the conversation, a list does not."""
    lines = "\n".join(f"· {product.name}，{_price(product)}" for product in products)
    if len(products) == 1:
        talk.remember_product(products[0])
        talk.say(f"{lead}\n{lines}", card=product_card(products[0]))
    else:
        talk.set_slot("product_id", None)
        talk.say(f"{lead}\n{lines}", card=product_list_card(products))


def tell_unsold(talk: Talk, word: str) -> None:
    """Say honestly that the shop has no such goods, and what it has."""
    talk.say(f"很抱歉，本店目前没有「{word}」这类商品。{_assortment(talk)}您有需要的可以告诉我，我为您推荐。")


def tell_assortment(talk: Talk) -> None:
    """What the shop sells."""
    talk.say(f"{_assortment(talk)}您想看哪一类？告诉我用途或预算，我为您推荐。")


def tell_cheaper(talk: Talk) -> bool:
    """Cheaper goods of the kind that is talked about; False if nothing is talked about."""
    kind, reference = _kind_in_talk(talk), _dearest_in_talk(talk)
    if not kind or reference is None:
        return False
    wished = _ids_that_fit(talk, reference)
    cheaper = cheaper_than(kind, lowest_price(reference), limit=len(kind))[::-1]
    fitting = [item for item in cheaper if item.id in wished]
    variant = _cheapest_variant(reference)
    also = (
        f"「{reference.name}」里{'/'.join(variant.attributes.values())}的价格最低，是 {money(variant.price_fen)}。"
        if variant
        else ""
    )
    if fitting:
        show_goods(talk, f"{also}同类商品里更实惠的是：", fitting[:3])
    elif cheaper:
        lead = f"符合您刚才要求的，「{reference.name}」已经是最实惠的。价格更低、但不一定满足全部要求的有："
        show_goods(talk, f"{lead}{also}", cheaper[:3])
    else:
        talk.remember_product(reference)
        talk.say(
            f"在同类现货里，「{reference.name}」已经是价格最低的，{_price(reference)}。{also}"
            "您可以告诉我预算，我帮您看看别的品类，也可以为您算一算参加活动后的到手价。",
            card=product_card(reference),
        )
    return True


def _kind_in_talk(talk: Talk) -> tuple[Product, ...]:
    shop, view, lists = talk.tools.shop, product_in_view(talk), shown_lists(talk)
    named = find_kind(shop, talk.text)
    if named is None and view is not None and not lists:
        return same_kind(shop, view)
    named = named or find_kind(shop, earlier_wish(talk))
    if named is not None:
        return named.products
    return same_kind(shop, view or lists[0][0]) if view or lists else ()


def _dearest_in_talk(talk: Talk) -> Product | None:
    """What the cheaper one is to be cheaper than: the product in view, else the dearest that was shown."""
    view, lists = product_in_view(talk), shown_lists(talk)
    named = find_kind(talk.tools.shop, talk.text)
    shown = view or (max(lists[0], key=lowest_price) if lists else None)
    if named is None or shown in named.products:
        return shown
    return max(named.products, key=lowest_price)


def _ids_that_fit(talk: Talk, reference: Product) -> set[str]:
    earlier = earlier_wish(talk)
    found = recommend_products(
        talk.tools.shop, talk.tools.products, talk.text, earlier=earlier, page_product_id=reference.id, limit=50
    )
    return {product.id for product in found.products}


def tell_other_size(talk: Talk, *, is_bigger: bool) -> bool:
    """A larger or smaller variant of what is talked about, else such a product of the same kind."""
    view = product_in_view(talk)
    if view is None:
        return False
    variants = (
        sorted((size, sku) for sku in view.skus if (size := _size(sku)) is not None) if len(view.skus) > 1 else []
    )
    word = "更大" if is_bigger else "更小"
    if len(variants) >= 2:
        lines = "、".join(
            f"{'/'.join(sku.attributes.values())}（{money(sku.price_fen)}，{_stock(sku)}）" for _, sku in variants
        )
        talk.remember_product(view)
        talk.say(f"「{view.name}」按大小有这些规格：{lines}。您看哪一个合适？", card=product_card(view))
        return True
    mine = _main_size(view)
    others = [
        item
        for item in same_kind(talk.tools.shop, view)
        if mine
        and item.id != view.id
        and (other := _main_size(item))
        and other[1] == mine[1]
        and (other[0] > mine[0]) is is_bigger
    ]
    if others:
        show_goods(talk, f"同类商品里{word}一些的是：", others[:3])
        return True
    talk.say(
        f"「{view.name}」目前没有{word}的规格。您可以告诉我具体需要多大，我帮您看看别的商品。", card=product_card(view)
    )
    return True


def _lead(found: Recommendation) -> str:
    care = "".join(text for person, text in _CARE.items() if person in found.wish.people)
    what = found.kind if len(found.kind) >= 2 and not found.kind.endswith("的") else ""
    if found.unsold:
        return f"很抱歉，本店目前没有「{found.unsold}」。{_for_whom(found.wish)}店里可以看看这些：{_newline(care)}"
    if found.over_budget:
        return "这个预算内暂时没有合适的现货，价格最接近的是："
    if found.is_near:
        return "店里没有名称完全对应的商品，最接近的现货是："
    if found.missing:
        return f"店里的{what or '这类商品'}资料里都没有标明“{'、'.join(found.missing)}”，不敢说一定符合，目前有货的是："
    if not (found.category or found.budget or not found.wish.is_empty):
        return f"为您推荐店里口碑不错的商品。{_ASK_MORE}"
    count = f" {len(found.products)} 款" if len(found.products) > 1 else "一款"
    return f"{_for_whom(found.wish)}为您挑选了{count}有现货的{what or '商品'}：{_newline(care)}"


def _newline(text: str) -> str:
    return f"\n{text}" if text else ""


def _for_whom(wish: Wish) -> str:
    told = [str(person.value) for person in (Person.PREGNANT, Person.DIABETIC) if person in wish.people]
    if wish.household:
        told.append(f" {wish.household} 个人使用")
    return f"考虑到{'、'.join(told)}的需要，" if told else ""


def _tell_none(talk: Talk, found: Recommendation, *, others_only: bool) -> None:
    what = found.kind or "这类商品"
    if others_only:
        talk.say(
            f"符合您要求的{what}，有现货的刚才都为您列出来了，暂时没有别的款式。您可以换个品类或者调整一下要求，我再为您找。"
        )
    elif found.wish.people & {Person.PREGNANT, Person.DIABETIC}:
        person = next(person for person in (Person.PREGNANT, Person.DIABETIC) if person in found.wish.people)
        talk.say(f"很抱歉，店里的{what}目前没有标明适合{person.value}使用的，为了稳妥不向您推荐，建议先咨询医生。")
    else:
        talk.say(f"很抱歉，店里暂时没有符合这些要求的{what}现货。您可以放宽一点条件，例如预算或用途，我再为您找。")


def _assortment(talk: Talk) -> str:
    kinds = "；".join(
        f"{category}（{'、'.join(words)}等）" for category, words in describe_assortment(talk.tools.shop).items()
    )
    return f"我们店主要有这些商品：{kinds}。"


def _price(product: Product) -> str:
    prices = [sku.price_fen for sku in product.skus]
    return money(min(prices)) if min(prices) == max(prices) else f"{money(min(prices))}–{money(max(prices))}"


def _cheapest_variant(product: Product) -> Sku | None:
    stocked = [sku for sku in product.skus if sku.stock > 0]
    if len({sku.price_fen for sku in stocked}) < 2:
        return None
    return min(stocked, key=lambda sku: sku.price_fen)


def _size(sku: Sku) -> tuple[float, str, str] | None:
    found = next((size for value in sku.attributes.values() if (size := size_of(value))), None)
    return (*found, sku.id) if found else None


def _main_size(product: Product) -> tuple[float, str] | None:
    for key in ("直径", "电池容量", "洗涤容量", "水箱容量", "容量", "净含量"):
        size = size_of(product.specs.get(key, ""))
        if size:
            return size
    return size_of(product.name)


def _stock(sku: Sku) -> str:
    return "有货" if sku.stock > 0 else "暂时缺货"
