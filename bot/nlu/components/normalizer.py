"""First component: writes the normalized text beside the original."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.attributes import NORMALIZED
from bot.nlu.normalize import NormalizedText, normalize_text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormalizer(GraphComponent):  # type: ignore[misc]
    """Full-width to half-width, traditional to simplified, elongations squeezed, emoji to words.

    The message's ``text`` stays as the shopper wrote it; later components read the normalized text and report
    positions in the original.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormalizer:
        """Create the component; it has no configuration."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalize each message that has a text."""
        for message in messages:
            normalized_of(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalize the training messages."""
        self.process(training_data.training_examples)
        return training_data


def normalized_of(message: Message) -> NormalizedText:
    """The message's normalized text; computed once, empty for a message without text."""
    found = message.get(NORMALIZED)
    if isinstance(found, NormalizedText):
        return found
    normalized = normalize_text(message.get(TEXT) or "")
    message.set(NORMALIZED, normalized)
    return normalized
