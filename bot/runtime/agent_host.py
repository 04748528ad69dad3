"""Load a trained model and hold the Rasa processor that runs it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action

from bot.domain.errors import Unavailable, XiaoerError
from bot.domain.turn import ParsedText
from bot.nlu.parse import NluModel, parse_texts
from bot.runtime.in_process_actions import InProcessEndpoint, build_endpoint
from bot.runtime.live_trackers import LiveTrackerStore


class SilentChannel(OutputChannel):  # type: ignore[misc]
    """Sends nothing: the replies are read from the tracker's events."""

    @classmethod
    def name(cls) -> str:
        """The channel's name for conditional responses."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing to do."""


class RotatingResponses(TemplatedNaturalLanguageGenerator):  # type: ignore[misc]
    """Takes the variants of a response in turn, so that none is said twice in succession."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The variant after the one used last in this case; another case starts with another variant."""
        slots = tracker.current_slot_values()
        choice = ResponseVariationFilter(self.responses)
        variants = choice.responses_for_utter_action(utter_action, output_channel, slots)
        if not variants:
            return None
        said = sum(
            event.type_name == "bot" and event.metadata.get("utter_action") == utter_action for event in tracker.events
        )
        start = sum(tracker.sender_id.encode())
        variant = copy.deepcopy(variants[(start + said) % len(variants)])
        return dict(self._fill_response(variant, slots, **kwargs))


class AgentHost:
    """One loaded model with its actions and live trackers."""

    def __init__(
        self, model_path: Path, processor: MessageProcessor, endpoint: InProcessEndpoint, nlu: NluModel
    ) -> None:
        self.model_path = model_path
        self._nlu = nlu
        self.processor = processor
        self.endpoint = endpoint

    @property
    def trackers(self) -> LiveTrackerStore:
        """The live cases."""
        store: LiveTrackerStore = self.processor.tracker_store
        return store

    def parse_text(self, text: str) -> ParsedText:
        """Let the model's NLU read the text; it is never taken for a command."""
        return parse_texts(self._nlu, [text])[0]

    def parse_many(self, texts: Sequence[str]) -> list[ParsedText]:
        """The same for many texts at once."""
        return parse_texts(self._nlu, texts)

    async def handle(self, case_id: str, text: str, parse_data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Run one understood message through policies and actions."""
        message = UserMessage(
            text=escape_command(text),
            output_channel=SilentChannel(),
            sender_id=case_id,
            parse_data=parse_data,
            input_channel=metadata.get("channel"),
            metadata=metadata,
        )
        await self.processor.handle_message(message)


def escape_command(text: str) -> str:
    """Shoppers' text as text: Rasa would run ``/restart`` as a command."""
    stripped = text.strip().lstrip("/").strip()
    return stripped or "？"


def load_agent(model_path: Path, actions: list[Action]) -> AgentHost:
    """Load the model archive and connect the actions to it.

    Raises:
        Unavailable: the archive cannot be loaded.
    """
    if not model_path.is_file():
        raise Unavailable(f"模型文件 {model_path.name} 不存在")
    endpoint = build_endpoint(actions)
    trackers = LiveTrackerStore(Domain.empty())
    try:
        processor = MessageProcessor(
            model_path=str(model_path),
            tracker_store=trackers,
            lock_store=InMemoryLockStore(),
            generator=TemplatedNaturalLanguageGenerator({}),
            action_endpoint=endpoint,
        )
        nlu = _share_nlu(processor)
    except Exception as error:
        raise Unavailable(f"模型 {model_path.name} 无法加载：{_find_reason(error)}") from error
    trackers.domain = processor.domain
    processor.nlg = RotatingResponses(processor.domain.responses)
    return AgentHost(model_path, processor, endpoint, nlu)


def _find_reason(error: BaseException) -> BaseException:
    """Our own error beneath Rasa's, which only names the component; else the error itself."""
    reason: BaseException | None = error
    while reason is not None and not isinstance(reason, XiaoerError):
        reason = reason.__cause__
    return reason or error


def _share_nlu(processor: MessageProcessor) -> NluModel:
    """The components that the graph runner has loaded, in order, to be called without the graph.

    The handler of ``/commands`` is left out: shoppers' text is never a command.
    """
    metadata = processor.model_metadata
    nodes, chain, name = metadata.predict_schema.nodes, [], metadata.nlu_target
    while name in nodes and "messages" in nodes[name].needs:
        if nodes[name].fn == "process" and nodes[name].uses.__name__ != "RegexMessageHandler":
            chain.append(name)
        name = nodes[name].needs["messages"]
    loaded = processor.graph_runner._instantiated_nodes
    return NluModel(tuple(loaded[name]._component for name in reversed(chain)))
