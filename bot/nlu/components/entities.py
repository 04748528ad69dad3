"""Third component: entities by rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entity_rules import EntityRules
from bot.nlu.product_names import load_product_names, read_product_names, resolve_path, save_product_names


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RuleEntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Order and tracking numbers, phones, products, colours, sizes, amounts, dates and the rest of ``EntityRules``."""

    def __init__(self, product_names: Mapping[str, str]) -> None:
        self._product_names = product_names
        self._rules = EntityRules(product_names)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``products``: the folder with the product files."""
        return {"products": "knowledge_base/products"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleEntityExtractor:
        """Create it for training: product names are read from the configured folder."""
        component = cls(read_product_names(resolve_path(config["products"])))
        component._model_storage, component._resource = model_storage, resource
        return component

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RuleEntityExtractor:
        """Load it from a model: product names are those of the training."""
        with model_storage.read_from(resource) as folder:
            return cls(load_product_names(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when a product name changes."""
        return str(sorted(read_product_names(resolve_path(config["products"])).items()))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the product names."""
        with self._model_storage.write_to(self._resource) as folder:
            save_product_names(self._product_names, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those that are already there."""
        for message in messages:
            found = [
                {"entity": entity.type, "start": entity.start, "end": entity.end, "value": entity.value}
                for entity in self._rules.find(message.get(TEXT) or "")
            ]
            entities = [*message.get(ENTITIES, []), *self.add_extractor_name(found)]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
