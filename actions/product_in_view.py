"""Which product is meant: named, picked from a list that was shown, looked at, or talked about last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.talk import Talk
from bot.domain.mentions import is_topic
from bot.domain.product import Product
from bot.services.look_up_product import ProductMatch, ProductMatchKind, find_product

OWN_PAGE = re.compile(r"/shop/products/([A-Za-z0-9_-]+)")
_ORDINAL = re.compile(r"第([一二三四五12345])[个款种双条件]")
_CHEAPEST = re.compile(r"(?:最?便宜|价格?最?低|实惠)(?:点|些|一点)?的?(?:那|这)?[个款种双条件]|最便宜的?|最实惠的?")
_DEAREST = re.compile(r"(?:最?贵|价格?最?高)(?:点|些|一点)?的?(?:那|这)?[个款种双条件]|最贵的?")
_DESCRIBED = re.compile(
    r"(?:(?:上面|刚才|你说的?|推荐的?)的?(?:那|这)?|那|这)[个款种双条件]?(?P<after>[\u4e00-\u9fffA-Za-z0-9]{1,6}?)的"
    r"|(?P<before>[\u4e00-\u9fffA-Za-z0-9]{1,6}?)的?(?:那|这)[个款种双条件]"
)
_LIST_REACH = 4
"""Turns for which a list that was shown can be picked from."""
_MODEL = re.compile(r"[A-Za-z]+\d|\d+[A-Za-z]|[A-Za-z]{4,}")
_SHORTEST_FULL_NAME = 5
_NAMED = 2


def match_product(talk: Talk) -> ProductMatch:
    """The product that is meant: a button, the words, the page, or the one talked about last.

    Other goods take its place only where they are what the sentence is about, or are named in full.
    """
    own = OWN_PAGE.search(talk.text)
    chosen = talk.entity("product_id") or (own.group(1) if own else None) or picked_from_list(talk)
    product = talk.tools.shop.find_product(chosen) if chosen else None
    if product is not None:
        return ProductMatch(ProductMatchKind.ONE, (product,))
    in_view = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    text = _without_circumstances(talk, in_view)
    if in_view is not None and not _names_others(talk, text, in_view):
        return ProductMatch(ProductMatchKind.ONE, (in_view,), from_page=True)
    match = find_product(talk.tools.shop, talk.tools.products, text, page_product_id=talk.page_product_id)
    only = _only_one_called_so(talk, text) if match.kind is ProductMatchKind.MANY else None
    return ProductMatch(ProductMatchKind.ONE, (only,)) if only is not None else match


def _only_one_called_so(talk: Talk, text: str) -> Product | None:
    """The product whose name is said, if no other is called anything like it (纸尿裤 yes, 耳机 no)."""
    mentions = _mentions(talk, text)
    if not mentions:
        return None
    start, end, product = max(mentions, key=lambda mention: mention[1] - mention[0])
    called = text[start:end].lower()
    alike = [
        other for other in talk.tools.shop.list_products() if any(called in name.lower() for name in _names(other))
    ]
    return product if alike == [product] else None


def _names(product: Product) -> list[str]:
    return [name for name in (product.name, *product.aliases, product.id) if len(name) >= _NAMED]


def _mentions(talk: Talk, text: str) -> list[tuple[int, int, Product]]:
    """Where names of products stand, the longest where several do."""
    found: list[tuple[int, int, Product]] = []
    lowered = text.lower()
    for product in talk.tools.shop.list_products():
        for name in _names(product):
            found += [(match.start(), match.end(), product) for match in re.finditer(re.escape(name.lower()), lowered)]
    return [
        (start, end, product)
        for start, end, product in found
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    ]


def _without_circumstances(talk: Talk, in_view: Product | None) -> str:
    """The words without goods that are only put into, matched with or compared to what is asked about.

    Where nothing is in view, the last name of goods always stays: it must be the one.
    """
    text = talk.text
    mentions = _mentions(talk, text)
    aside = {
        (start, end)
        for start, end, product in mentions
        if (in_view is None or product.id != in_view.id)
        and not is_topic(text, start, end)
        and not _is_full_name(text[start:end])
    }
    if in_view is None and len(aside) == len({(start, end) for start, end, _ in mentions}):
        return text
    for start, end in sorted(aside, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _is_full_name(name: str) -> bool:
    """A model (K87) or a long name leaves no doubt that this very product is meant."""
    return bool(_MODEL.search(name)) or len(name) >= _SHORTEST_FULL_NAME


def _names_others(talk: Talk, text: str, in_view: Product) -> bool:
    """Whether the words name other goods and not those in view: 这款、它 and mere likeness do not."""
    named = {product.id for _, _, product in _mentions(talk, text)}
    return bool(named) and in_view.id not in named


def picked_from_list(talk: Talk) -> str | None:
    """第二个, 便宜那个, 那款头戴的: one of the goods that were shown not long ago."""
    shown = _shown_products(talk)
    if not shown:
        return None
    if ordinal := _ORDINAL.search(talk.text):
        index = "一二三四五12345".index(ordinal.group(1)) % 5
        return shown[index].id if index < len(shown) else None
    if _CHEAPEST.search(talk.text):
        return min(shown, key=_price).id
    if _DEAREST.search(talk.text):
        return max(shown, key=_price).id
    return _described(talk.text, shown)


def _described(text: str, shown: Sequence[Product]) -> str | None:
    """The only one of the goods that a word describes (那款头戴的)."""
    match = _DESCRIBED.search(text)
    if match is None:
        return None
    word = (match.group("after") or match.group("before")).lower()
    named = [product for product in shown if any(word in name.lower() for name in _names(product))]
    fitting = (
        named
        if named or len(word) < _NAMED
        else [product for product in shown if any(word in value.lower() for value in product.specs.values())]
    )
    return fitting[0].id if len(fitting) == 1 else None


def _price(product: Product) -> int:
    return min(sku.price_fen for sku in product.skus)


def _shown_products(talk: Talk) -> list[Product]:
    """The list of goods that was shown last, if that is not long ago."""
    turns: list[str] = []
    for event in reversed(talk.tracker.events):
        if event.get("event") == "user":
            turn = str((event.get("metadata") or {}).get("turn_id") or event.get("timestamp"))
            turns += [turn] if turn not in turns else []
            if len(turns) > _LIST_REACH:
                return []
        card = (((event.get("data") or {}).get("custom") or {}).get("card")) or {}
        if event.get("event") == "bot" and card.get("type") in ("product_list", "order_list"):
            found = [talk.tools.shop.find_product(str(entry["id"])) for entry in card.get("products") or ()]
            return [product for product in found if product is not None]
    return []
