"""Several goods that are bought together, as shoppers list them: 两个炸锅加一个台灯, 红枣 2 袋坚果 2 盒, 各来两份."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.product import Product, Sku
from bot.domain.variants import named_variants, read_pieces, spell_numbers

_JOINTS = re.compile(r"和|跟|与|再?加上?|还有|外加|、|，|,|；|;|\+|＋|\s")
_EACH = re.compile(r"各|每[样种个款]|都[要来买拿]")
_COUNT_BEFORE = re.compile(r"\d+[^\d，,\s]{1,2}$")
_COUNT = re.compile(r"\d+[件个双条套盒袋箱瓶支罐包](?!装)")
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Item:
    """Pieces of a variant. ``is_assumed``: the words did not say which of several variants at different prices."""

    product: Product
    sku: Sku
    pieces: int = 1
    is_assumed: bool = False


def named_goods(products: Iterable[Product], text: str) -> list[tuple[int, int, Product]]:
    """Where the text calls goods by a name that only one product has: (start, end, product), in order."""
    lowered, owners = text.lower(), _owners(products)
    found = [
        (match.start(), match.end(), owned)
        for name, owned in owners.items()
        for match in re.finditer(_as_word(name), lowered)
    ]
    longest = [
        (start, end, owned)
        for start, end, owned in found
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    ]
    single = [(start, end, owned[0]) for start, end, owned in longest if len(owned) == 1]
    return sorted(
        {(start, end): (start, end, product) for start, end, product in single}.values(), key=lambda at: at[0]
    )


def read_basket(products: Iterable[Product], text: str) -> list[Item]:
    """What the text lists, each product once, with the pieces and the variant told for it; empty if it names none."""
    products = list(products)
    plain = spell_numbers(re.sub(r"\s+", "，", text.strip()))
    whole = read_pieces(plain) if _EACH.search(plain) else 0
    found: dict[str, Item] = {}
    for product, part in _parts(products, plain):
        items = pieces_by_variant(product, part)
        for item in items:
            pieces = whole or item.pieces
            found.setdefault(item.sku.id, Item(product, item.sku, pieces, item.is_assumed))
    return list(found.values())


def pieces_by_variant(product: Product, text: str) -> list[Item]:
    """黑色 1 件白色 1 件 as two items; one item where only one variant, or none, is told."""
    plain = spell_numbers(text)
    for parts in _counted_parts(plain):
        if len(parts) >= 2 and all(named_variants(product, part) for part in parts):
            told = [(choose_variant(product, part, plain), read_pieces(part, product)) for part in parts]
            return [Item(product, item.sku, pieces) for item, pieces in told]
    chosen = choose_variant(product, plain)
    return [Item(product, chosen.sku, read_pieces(plain, product), chosen.is_assumed)]


def _counted_parts(plain: str) -> tuple[list[str], list[str]]:
    """The text cut after each count, and cut before each count."""
    counts = list(_COUNT.finditer(plain))
    ends = [0, *(count.end() for count in counts)]
    starts = [*(count.start() for count in counts), len(plain)]
    cut = [[plain[start:end] for start, end in pairwise(at)] for at in (ends, starts)]
    return cut[0], cut[1]


def choose_variant(product: Product, *texts: str) -> Item:
    """The variant that fits most of the words, the first text deciding; else the page's first one in stock."""
    skus = [sku for sku in product.skus if sku.stock > 0] or list(product.skus)
    fitting = [named_variants(product, text) for text in texts]
    best = max(skus, key=lambda sku: [sku in named for named in fitting])
    named = fitting[0] if fitting else ()
    return Item(product, best, 1, best not in named and len({sku.price_fen for sku in product.skus}) > 1)


def _owners(products: Iterable[Product]) -> dict[str, list[Product]]:
    owners: dict[str, list[Product]] = {}
    for product in products:
        for name in {product.name.lower(), *(alias.lower() for alias in product.aliases)}:
            if len(name) >= _SHORTEST_NAME:
                owners.setdefault(name, []).append(product)
    return owners


def _as_word(name: str) -> str:
    """A model (V8) is no part of a longer one."""
    escaped = re.escape(name)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if name.isascii() else escaped


def _parts(products: Sequence[Product], plain: str) -> list[tuple[Product, str]]:
    """The words that belong to each product: up to a joint, counts standing before or after the name."""
    parts: list[tuple[Product, str]] = []
    waiting = ""
    for piece in _JOINTS.split(plain):
        mentions = named_goods(products, piece)
        if not mentions:
            if parts:
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {piece}")
            else:
                waiting = f"{waiting}{piece} "
            continue
        is_before = bool(_COUNT_BEFORE.search(piece[: mentions[0][0]]))
        cuts = [0, *((end if is_before else start) for start, end in _inner(mentions, is_before)), len(piece)]
        for (_, _, product), start, end in zip(mentions, cuts, cuts[1:], strict=False):
            parts.append((product, f"{waiting}{piece[start:end]}"))
            waiting = ""
    return parts


def _inner(mentions: Sequence[tuple[int, int, Product]], is_before: bool) -> list[tuple[int, int]]:
    inner = mentions[:-1] if is_before else mentions[1:]
    return [(start, end) for start, end, _ in inner]
