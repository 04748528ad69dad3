"""Understand many texts quickly: the NLU of a trained model, without dialogue and without Rasa's graph runner.

Our own pipeline runs on its plain parts, which are ready in two seconds; any other pipeline (``configs/diet.yml``) runs
on its Rasa components. Both give what Rasa's own parsing gives; a test compares them. Texts are texts here: a leading
``/`` is no command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.domain.turn import ParsedText, RankedIntent
from bot.nlu.archive import ComponentEntry, open_pipeline
from bot.nlu.decision import OutcomeRule, read_outcome_rule
from bot.nlu.entity_rules import EntityRules
from bot.nlu.intent_model import IntentModel
from bot.nlu.model_file import find_current_model
from bot.nlu.normalize import normalize_text
from bot.nlu.parsed import from_rasa, to_parsed_text
from bot.nlu.product_names import load_product_names, resolve_path
from bot.nlu.quiet import import_quietly, quiet_rasa

_BATCH = 256
_OURS = (
    "bot.nlu.components.normalizer.TextNormalizer",
    "bot.nlu.components.tokenizer.ChineseTokenizer",
    "bot.nlu.components.entities.RuleEntityExtractor",
    "bot.nlu.components.classifier.SentenceClassifier",
    "bot.nlu.components.outcome.OutcomeDecider",
)


class NluPipeline(Protocol):
    """A loaded NLU pipeline."""

    def parse(self, texts: Sequence[str]) -> list[ParsedText]:
        """Understand each text by itself, in order."""
        ...


def load_current_nlu(model_dir: Path) -> NluPipeline:
    """The published model's NLU; errors as in :func:`bot.nlu.model_file.find_current_model` and :func:`load_nlu`."""
    return load_nlu(find_current_model(model_dir))


def load_nlu(archive: Path) -> NluPipeline:
    """The NLU of a model archive that this project trained.

    Raises:
        Unavailable: the archive cannot be read or holds no NLU pipeline.
    """
    with open_pipeline(archive) as entries:
        if tuple(entry.uses for entry in entries) == _OURS:
            return _load_plain(entries)
        return _load_rasa(entries)


def parse_texts(model: NluPipeline, texts: Sequence[str]) -> list[ParsedText]:
    """Understand each text by itself, in order."""
    parsed: list[ParsedText] = []
    for start in range(0, len(texts), _BATCH):
        parsed += model.parse(texts[start : start + _BATCH])
    return parsed


@dataclass(frozen=True)
class PlainNlu:
    """Our own pipeline. The tokenizer has no part in the result and is not loaded."""

    rules: EntityRules
    classifier: IntentModel
    ranking_length: int
    outcome: OutcomeRule

    def parse(self, texts: Sequence[str]) -> list[ParsedText]:
        """Understand each text by itself, in order."""
        rankings = self.classifier.rank([normalize_text(text).text for text in texts], limit=self.ranking_length)
        return [self._combine(text, ranking) for text, ranking in zip(texts, rankings, strict=True)]

    def _combine(self, text: str, ranking: list[tuple[str, float]]) -> ParsedText:
        alarmed = self.outcome.raise_alarm(ranking)
        guesses = tuple(RankedIntent(intent, confidence) for intent, confidence in alarmed)
        return to_parsed_text(text, guesses, tuple(self.rules.find(text)), self.outcome.decide(alarmed))


def _load_plain(entries: Sequence[ComponentEntry]) -> PlainNlu:
    _, _, rules, classifier, outcome = entries
    return PlainNlu(
        rules=EntityRules(load_product_names(rules.folder)),
        classifier=IntentModel.load(classifier.folder),
        ranking_length=classifier.config["ranking_length"],
        outcome=read_outcome_rule(resolve_path(outcome.config["policy"])),
    )


@dataclass(frozen=True)
class NluModel:
    """Any pipeline, component by component."""

    components: tuple[Any, ...]

    def parse(self, texts: Sequence[str]) -> list[ParsedText]:
        """Understand each text by itself, in order."""
        from rasa.shared.nlu.constants import TEXT
        from rasa.shared.nlu.training_data.message import Message

        messages = [Message(data={TEXT: text}) for text in texts]
        for component in self.components:
            messages = component.process(messages)
        return [from_rasa(message.data) for message in messages]


def _load_rasa(entries: Sequence[ComponentEntry]) -> NluModel:
    import_quietly()
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    components = []
    with quiet_rasa():
        schema = GraphSchema.from_dict({"nodes": {entry.folder.name: entry.node for entry in entries}})
        storage = LocalModelStorage(entries[0].folder.parent)
        for name, node in schema.nodes.items():
            config = {**node.uses.get_default_config(), **node.config}
            context = ExecutionContext(schema, node_name=name)
            build = getattr(node.uses, node.constructor_name)
            components.append(build(config, storage, node.resource or Resource(name), context))
    return NluModel(tuple(components))
