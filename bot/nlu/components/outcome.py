"""Last component: answer, ask back or hand over."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.training_data.message import Message

from bot.domain.turn import Outcome
from bot.nlu.components.attributes import OUTCOME
from bot.nlu.decision import OutcomeRule, read_outcome_rule
from bot.nlu.product_names import resolve_path


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OutcomeDecider(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Writes ``outcome`` and, when the bot should ask back, puts the intent ``nlu_fallback`` first.

    The fallback entry looks like that of Rasa's ``FallbackClassifier``, so rules can react to it and ``rasa test nlu``
    takes it back before it compares intents. A likely emergency is put first. The costs that decide are read from the
    policy file when the model is loaded: they can change without a training.
    """

    def __init__(self, rule: OutcomeRule) -> None:
        self._rule = rule

    @classmethod
    def required_components(cls) -> list[type]:
        """A classifier before it."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``policy``: the shop's policy file."""
        return {"policy": "knowledge_base/policies/service.yml"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OutcomeDecider:
        """Create it with the thresholds of the policy file."""
        return cls(read_outcome_rule(resolve_path(config["policy"])))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide for each message that has a ranking."""
        for message in messages:
            entries = message.get("intent_ranking") or []
            ranking = self._rule.raise_alarm([(entry["name"], entry["confidence"]) for entry in entries])
            outcome = self._rule.decide(ranking)
            message.set(OUTCOME, outcome.value, add_to_output=True)
            if ranking:
                self._rank(message, ranking, is_unsure=outcome is Outcome.CLARIFY)
        return messages

    def _rank(self, message: Message, ranking: list[tuple[str, float]], *, is_unsure: bool) -> None:
        entries = [{"name": intent, "confidence": confidence} for intent, confidence in ranking]
        if is_unsure:
            fallback = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - ranking[0][1]}
            entries = [fallback, *entries]
        message.set("intent", dict(entries[0]), add_to_output=True)
        message.set("intent_ranking", entries, add_to_output=True)
