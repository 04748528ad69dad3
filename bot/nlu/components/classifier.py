"""Fourth component: the intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.code_version import compute_code_version
from bot.nlu.components.normalizer import normalized_of
from bot.nlu.concepts import read_lexicon
from bot.nlu.encoder import configured_folder, open_configured_encoder
from bot.nlu.encoder_files import find_encoder_files
from bot.nlu.intent_model import IntentModel, train_intent_model
from bot.nlu.product_names import resolve_path


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Ranks the intents of a whole message with calibrated confidences (:mod:`bot.nlu.intent_model`)."""

    def __init__(self, config: dict[str, Any], model: IntentModel | None = None) -> None:
        self._ranking_length: int = config["ranking_length"]
        self._encoder_scale: float = config["encoder_scale"]
        self._lexicon_files = resolve_path(config["lexicon"]), resolve_path(config["products"])
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``ranking_length``: how many intents the output lists. ``lexicon`` and ``products``: the
        shop's words, as for :func:`bot.nlu.concepts.read_lexicon`; the model keeps them.

        ``encoder_scale``: how much the vectors of a sentence encoder weigh beside the other features, which weigh 1;
        without ``XIAOER_ENCODER_DIR`` it means nothing.
        """
        return {
            "ranking_length": 10,
            "encoder_scale": 1.0,
            "lexicon": "knowledge_base/lexicon.yml",
            "products": "knowledge_base/products",
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceClassifier:
        """Create it for training."""
        component = cls(config)
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
    ) -> SentenceClassifier:
        """Load it from a model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, IntentModel.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the code of features or model changes, or the encoder."""
        folder = configured_folder()
        encoder = find_encoder_files(folder).compute_fingerprint() if folder else ""
        return compute_code_version() + encoder

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the messages that have an intent, and keep the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [normalized_of(example).text for example in examples]
        model = train_intent_model(
            texts,
            [example.get(INTENT) for example in examples],
            lexicon=read_lexicon(*self._lexicon_files),
            encoder=open_configured_encoder(),
            encoder_scale=self._encoder_scale,
        )
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message."""
        if self._model is None:
            raise RuntimeError("the classifier is not trained: load it from a model")
        rankings = self._model.rank([normalized_of(message).text for message in messages], limit=self._ranking_length)
        for message, ranking in zip(messages, rankings, strict=True):
            entries = [{"name": intent, "confidence": confidence} for intent, confidence in ranking]
            message.set("intent", entries[0], add_to_output=True)
            message.set("intent_ranking", entries, add_to_output=True)
        return messages
