"""What the sentences of an activity promise, as numbers: 满 299 元立减 30 元, 银卡会员享 98 折, 第二件享 8 折."""

from __future__ import annotations

import re

from bot.domain.product import Product, Promotion

_STEP = re.compile(r"满 ?(\d+) ?元?(?:立|直)?减 ?(\d+)")
_LEVEL_RATE = re.compile(r"(银卡|金卡|VIP|普通)会员(?:享)? ?(\d{1,2}) ?折")
_PIECES_RATE = re.compile(r"(\d) ?件(?:享)? ?(\d{1,2}) ?折")
_SECOND_RATE = re.compile(r"第二件(?:享)? ?(\d{1,2}) ?折")
_DEPOSIT = re.compile(r"支付 ?(\d+) ?元定金抵 ?(\d+) ?元")


def price_steps(promotion: Promotion) -> list[tuple[int, int]]:
    """(threshold, reduction) in fen, highest first."""
    found = {(int(limit) * 100, int(less) * 100) for limit, less in _STEP.findall(promotion.description)}
    return sorted(found, reverse=True)


def level_rates(promotion: Promotion) -> dict[str, float]:
    """Level → share of the price that is paid."""
    return {level: _share(rate) for level, rate in _LEVEL_RATE.findall(promotion.description)}


def piece_rates(promotion: Promotion) -> dict[int, float]:
    """Number of pieces → share of the price that is paid for all of them."""
    return {int(count): _share(rate) for count, rate in _PIECES_RATE.findall(promotion.description)}


def second_rate(promotion: Promotion) -> float | None:
    """The share that is paid for every second piece."""
    match = _SECOND_RATE.search(promotion.description)
    return _share(match.group(1)) if match else None


def deposit(promotion: Promotion) -> tuple[int, int] | None:
    """(paid in advance, counted for) in fen."""
    match = _DEPOSIT.search(promotion.description)
    return (int(match.group(1)) * 100, int(match.group(2)) * 100) if match else None


def is_presale(promotion: Promotion) -> bool:
    """Goods of a presale are outside the shop-wide reductions."""
    return deposit(promotion) is not None or "预售定金" in promotion.title


def applies_to(promotion: Promotion, product: Product) -> bool:
    """Whether the activity holds for the product; one without products and categories holds for all."""
    if not promotion.product_ids and not promotion.categories:
        return True
    return product.id in promotion.product_ids or product.category in promotion.categories


def _share(rate: str) -> float:
    return int(rate) / (10 if len(rate) == 1 else 100)
