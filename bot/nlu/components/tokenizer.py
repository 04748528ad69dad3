"""Second component: words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.normalizer import normalized_of
from bot.nlu.normalize import normalize_text
from bot.nlu.product_names import load_product_names, read_product_names, resolve_path, save_product_names
from bot.nlu.segmenter import build_language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class ChineseTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy with jieba; product names are words of their own.

    Token texts are normalized, token positions are those in the shopper's text. Training keeps the product names with
    the model.
    """

    def __init__(self, config: dict[str, Any], product_names: Mapping[str, str]) -> None:
        super().__init__(config)
        self._product_names = product_names
        self._language = build_language(product_names)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``products``: the folder with the product files. The rest is Rasa's own and stays off."""
        return {
            "products": "knowledge_base/products",
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ChineseTokenizer:
        """Create it for training: product names are read from the configured folder."""
        component = cls(config, read_product_names(resolve_path(config["products"])))
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
    ) -> ChineseTokenizer:
        """Load it from a model: product names are those of the training."""
        with model_storage.read_from(resource) as folder:
            return cls(config, load_product_names(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when a product name changes."""
        return str(sorted(read_product_names(resolve_path(config["products"])).items()))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the product names."""
        with self._model_storage.write_to(self._resource) as folder:
            save_product_names(self._product_names, folder)
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words with their positions in the original text."""
        normalized = normalized_of(message) if attribute == TEXT else normalize_text(message.get(attribute))
        tokens = []
        for word in self._language.make_doc(normalized.text):
            if word.is_space:
                continue
            start, end = normalized.to_original(word.idx, word.idx + len(word.text))
            tokens.append(Token(word.text, start, end))
        return tokens
