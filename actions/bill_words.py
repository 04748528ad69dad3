"""A basket in words, and as the lines of a bill."""

from __future__ import annotations

from collections.abc import Sequence

from actions.wording import money
from bot.domain.baskets import Item
from bot.services.work_out_price import Line


def to_lines(items: Sequence[Item]) -> list[Line]:
    """As the bill wants them."""
    return [Line(item.sku.price_fen, item.pieces, item.product, item.sku) for item in items]


def describe_items(items: Sequence[Item]) -> str:
    """``「A」¥199 + 「B」（黑色）¥89 × 2``."""
    same = {item.product.id for item in items if sum(other.product == item.product for other in items) > 1}
    rows = []
    for item in items:
        is_named = item.product.id in same or len({sku.price_fen for sku in item.product.skus}) > 1
        times = f" × {item.pieces}" if item.pieces > 1 else ""
        rows.append(
            f"「{item.product.name}」{f'（{variant_of(item)}）' if is_named else ''}{money(item.sku.price_fen)}{times}"
        )
    return " + ".join(rows)


def variant_of(item: Item) -> str:
    """``黑色/XL``."""
    return "/".join(item.sku.attributes.values())
