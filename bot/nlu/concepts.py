"""Domain concepts: what a shopper means, whatever the word. Found with spaCy's phrase matcher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bot.domain.errors import BadRequest
from bot.nlu.product_names import read_product_names

PRODUCT = "PRODUCT"


class ConceptReader:
    """Finds the words of ``lexicon``, a concept's name to its words.

    Matched on characters: no word is lost to a segmenter that cut elsewhere.
    """

    def __init__(self, lexicon: Mapping[str, Sequence[str]]) -> None:
        self.lexicon = {concept: list(words) for concept, words in lexicon.items()}
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        for concept, words in self.lexicon.items():
            self._matcher.add(concept, [self._spell(word.lower()) for word in words])

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """The concepts of a lower-case text in their order, the longest where words overlap; and the text as a
        sequence of concepts with the characters between them.
        """
        concepts, sequence, done = list[str](), list[str](), 0
        if text:
            for span in filter_spans(self._matcher(self._spell(text), as_spans=True)):
                concepts.append(span.label_)
                sequence += [*text[done : span.start], f"<{span.label_}>"]
                done = span.end
        return concepts, sequence + list(text[done:])

    def _spell(self, text: str) -> Doc:
        return Doc(self._vocab, words=list(text), spaces=[False] * len(text))


def read_lexicon(file: Path, products: Path) -> dict[str, list[str]]:
    """The shop's lexicon, a concept's name to its words, with the names of its products as one more concept.

    A shop without the file has its products only.

    Args:
        file: a YAML mapping of concepts to words with spaces between them.
        products: the folder of product files.

    Raises:
        BadRequest: the file is no such mapping.
    """
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except yaml.YAMLError as error:
        raise BadRequest(f"概念词典 {file} 无法读取：{error}") from error
    if not isinstance(written, dict) or not all(isinstance(line, str) for line in written.values()):
        raise BadRequest(f"概念词典 {file} 的格式不对：每行应为“概念: 词 词 词”。")
    names = list(read_product_names(products))
    return {**{concept: line.split() for concept, line in written.items()}, **({PRODUCT: names} if names else {})}
