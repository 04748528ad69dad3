"""Search over the products by what shoppers call them."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.product import Product
from bot.search.ngrams import normalize
from bot.services.ports import ShopBackend

REFRESH_SECONDS = 30.0
_PARTIAL_WEIGHT = 0.75
_MIN_SCORE = 0.3
_EXTRA_PER_CHARACTER = 0.04
_CEILINGS = {"alias": 0.9, "tag": 0.85, "category": 0.6, "brand": 0.55}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One thing that a product is called. ``kind``: id, name, alias, tag, category."""

    product: int
    kind: str
    text: str
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Built:
    """One generation of the index; replaced whole."""

    products: tuple[Product, ...]
    phrases: tuple[_Phrase, ...]
    idf: dict[str, float]


class ProductIndex:
    """Implements ``bot.services.ports.ProductSearch``: id, name, alias, kind of goods, category.

    A phrase that stands whole in the text counts by its kind and length; one that stands there in part counts by the
    rarity of the two-character pieces found.
    """

    def __init__(self, shop: ShopBackend, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._shop = shop
        self._monotonic = monotonic
        self._built = _Built((), (), {})
        self._refresh_at = float("-inf")

    def search_products(self, text: str, *, limit: int = 5) -> Sequence[tuple[Product, float]]:
        """Best first with a score in 0…1; empty if nothing fits."""
        index = self._refresh()
        compact = normalize(text)
        if not compact:
            return []
        grams = _bigrams(compact)
        scores: dict[int, float] = {}
        named: dict[int, list[str]] = {}
        for phrase in index.phrases:
            score = _score(phrase, compact, grams, index.idf)
            if score > scores.get(phrase.product, 0.0):
                scores[phrase.product] = score
            if score and _stands_in(phrase.text, compact):
                named.setdefault(phrase.product, []).append(phrase.text)
        for number, found in named.items():
            extra = _covered(found) - max(len(text) for text in found)
            scores[number] = min(1.0, scores[number] + _EXTRA_PER_CHARACTER * extra)
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(index.products[number], score) for number, score in ranked[:limit] if score >= _MIN_SCORE]

    def _refresh(self) -> _Built:
        if self._monotonic() >= self._refresh_at:
            products = tuple(self._shop.list_products())
            self._refresh_at = self._monotonic() + REFRESH_SECONDS
            if products != self._built.products:
                self._built = _build(products)
        return self._built


def _build(products: tuple[Product, ...]) -> _Built:
    phrases = tuple(phrase for number, product in enumerate(products) for phrase in _phrases(number, product))
    frequency = Counter(gram for phrase in phrases for gram in phrase.grams)
    idf = {gram: math.log((1 + len(phrases)) / (1 + seen)) + 1.0 for gram, seen in frequency.items()}
    return _Built(products, phrases, idf)


def _score(phrase: _Phrase, compact: str, grams: frozenset[str], idf: dict[str, float]) -> float:
    if _stands_in(phrase.text, compact):
        if phrase.kind in {"id", "name"}:
            return 1.0
        return _CEILINGS[phrase.kind] - 0.3 * math.exp(-len(phrase.text) / 2)
    if phrase.kind not in {"name", "alias"} or len(phrase.text) < 3:
        return 0.0
    shared = phrase.grams & grams
    if len(shared) < 2:
        return 0.0
    return _PARTIAL_WEIGHT * sum(idf[gram] for gram in shared) / sum(idf[gram] for gram in phrase.grams)


def _stands_in(phrase: str, compact: str) -> bool:
    if phrase not in compact:
        return False
    if not phrase.isascii():
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", compact) is not None


def _covered(found: list[str]) -> int:
    """Characters named in all, a phrase inside a longer one (耳机 in 蓝牙耳机) counted once."""
    distinct = [text for text in set(found) if not any(text != other and text in other for other in found)]
    return sum(len(text) for text in distinct)


def _phrases(number: int, product: Product) -> list[_Phrase]:
    called = [("id", product.id), ("name", product.name), ("brand", product.brand), ("category", product.category)]
    called += [("alias", alias) for alias in product.aliases]
    called += [("tag", tag) for tag in product.tags]
    found = []
    for kind, raw in called:
        text = normalize(raw)
        if len(text) >= 2:
            found.append(_Phrase(number, kind, text, _bigrams(text)))
    return found


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))
