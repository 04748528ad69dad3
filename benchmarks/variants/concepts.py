"""The project's segmenter and lexicon, opened once."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from spacy.language import Language

from bot.nlu.concepts import ConceptReader, read_lexicon
from bot.nlu.features import count_features
from bot.nlu.product_names import read_product_names
from bot.settings import PROJECT_ROOT

_PRODUCTS = PROJECT_ROOT / "knowledge_base" / "products"


@lru_cache(maxsize=1)
def open_lexicon() -> dict[str, list[str]]:
    """What the shipped classifier learns with."""
    return read_lexicon(PROJECT_ROOT / "knowledge_base" / "lexicon.yml", _PRODUCTS)


@lru_cache(maxsize=1)
def open_language() -> Language:
    """The project's own spaCy pipeline."""
    from bot.nlu.segmenter import build_language

    return build_language(read_product_names(_PRODUCTS))


@lru_cache(maxsize=1)
def open_reader() -> ConceptReader:
    """A reader of the project's lexicon."""
    return ConceptReader(open_lexicon())


@lru_cache(maxsize=100_000)
def count_all(text: str) -> tuple[Counter[str], ...]:
    """All families of a normalized text; several variants' families ask for it."""
    return count_features(text, open_reader())
