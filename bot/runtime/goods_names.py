"""What goods are called: the shop's products, and what the trade knows besides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.domain.bare_goods import BareGoods, read_bare_goods
from bot.nlu.concepts import read_lexicon
from bot.nlu.product_names import resolve_path

_GOODS_CONCEPTS = ("DEVICE", "CLOTHES", "FOOD", "HOUSEHOLD")


@cache
def goods_nouns() -> tuple[str, ...]:
    """Kinds of goods that people name, sold here or not, from the trade's lexicon."""
    lexicon = read_lexicon(resolve_path("knowledge_base/lexicon.yml"), resolve_path("knowledge_base/products"))
    return tuple(word for concept in _GOODS_CONCEPTS for word in lexicon.get(concept, ()) if len(word) > 1)


def find_bare_goods(text: str, entities: Sequence[dict[str, Any]]) -> BareGoods | None:
    """The goods that the message names and nothing else."""
    named = (entity for entity in entities if entity["entity"] == "product")
    spans = [(int(entity["start"]), int(entity["end"])) for entity in named if entity["end"] > entity["start"]]
    return read_bare_goods(text, spans, goods_nouns())


def name_goods(text: str, entities: Sequence[dict[str, Any]]) -> str:
    """Goods that the message names, among whatever else it says; empty: none."""
    named = [entity for entity in entities if entity["entity"] == "product" and entity["end"] > entity["start"]]
    surfaces = [text[int(entity["start"]) : int(entity["end"])] for entity in named]
    return max([*surfaces, *(noun for noun in goods_nouns() if noun in text)], key=len, default="")
