"""Chinese words: spaCy's blank ``zh`` pipeline with jieba, which knows the shop's product names."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import jieba
import spacy
from spacy.language import Language

from bot.nlu.normalize import normalize_text

jieba.setLogLevel(logging.WARNING)


class _UncachedJieba(jieba.Tokenizer):  # type: ignore[misc]
    """A jieba tokenizer of our own, without the cache file that jieba shares through the temporary directory.

    Anybody on the machine can write that file, and reading it trusts its content; building the dictionary anew takes
    about half a second.
    """

    initialized: bool

    def initialize(self, dictionary: str | None = None) -> None:
        """Build the prefix dictionary, once."""
        with self.lock:
            if not self.initialized:
                self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
                self.initialized = True


def build_language(product_names: Iterable[str]) -> Language:
    """A spaCy pipeline whose tokenizer keeps each product name in one piece. Nothing is downloaded."""
    segmenter = _UncachedJieba()
    segmenter.initialize()
    for name in sorted(set(product_names)):
        segmenter.add_word(normalize_text(name).text)
    language = spacy.blank("zh")
    # Asking spaCy for jieba would start jieba's shared tokenizer, with its cache file: hand over ours instead.
    language.tokenizer.segmenter = "jieba"
    language.tokenizer.jieba_seg = segmenter
    return language
