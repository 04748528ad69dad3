"""The entity rules as a spaCy pipeline component: ``nlp.add_pipe("xiaoer_entities")``."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.entity_rules import EntityRules

FACTORY_NAME = "xiaoer_entities"
_FILE_NAME = "product_names.json"


class EntityComponent:
    """Sets ``doc.ents``; label: the entity type, ``span.id_``: the normalized value.

    ``doc.user_data["today"]`` (ISO date) sets the day that 明天 counts from. Spans grow to whole tokens.
    """

    def __init__(self, product_names: Mapping[str, str]) -> None:
        self._names = dict(product_names)
        self._rules = EntityRules(self._names)

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one document."""
        today = doc.user_data.get("today")
        found = self._rules.find(doc.text, date.fromisoformat(today) if today else None)
        spans = []
        for entity in found:
            span = doc.char_span(
                entity.start, entity.end, label=entity.type, alignment_mode="expand", span_id=entity.value
            )
            if span is not None:
                spans.append(span)
        doc.ents = tuple(filter_spans(spans))
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The product names as JSON."""
        return json.dumps(self._names, ensure_ascii=False, sort_keys=True).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "EntityComponent":
        """Replace the product names by those that :meth:`to_bytes` wrote."""
        self._names = json.loads(data)
        self._rules = EntityRules(self._names)
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the product names into a folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / _FILE_NAME).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "EntityComponent":
        """Read what :meth:`to_disk` wrote."""
        return self.from_bytes((path / _FILE_NAME).read_bytes())


@Language.factory(FACTORY_NAME, default_config={"product_names": {}}, assigns=["doc.ents"])  # type: ignore[untyped-decorator]
def create_component(nlp: Language, name: str, product_names: dict[str, str]) -> EntityComponent:
    """Make the component for a pipeline."""
    return EntityComponent(product_names)


def build_pipeline(product_names: Mapping[str, str]) -> Language:
    """A blank Chinese pipeline (one token per character, nothing downloaded) with the entity rules."""
    pipeline = spacy.blank("zh")
    pipeline.add_pipe(FACTORY_NAME, config={"product_names": dict(product_names)})
    return pipeline


def values_of(doc: Doc) -> list[tuple[str, str]]:
    """Type and value of each entity of the document."""
    return [(span.label_, _value_of(span)) for span in doc.ents]


def _value_of(span: Span) -> str:
    return str(span.id_)
