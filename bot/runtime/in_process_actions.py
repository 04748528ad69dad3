"""Run custom actions inside the runtime process instead of over HTTP.

Stock Rasa posts the tracker to an action server and re-checks a JSON schema at every call: 80 % of an order lookup.
``rasa run actions`` keeps working for those who want a separate server; this endpoint is what the runtime uses.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor


class ActionFailed(Exception):
    """A custom action raised; Rasa itself would log it and go on as if nothing had happened."""


class InProcessEndpoint(EndpointConfig):  # type: ignore[misc]
    """An action endpoint without a network.

    ``failure`` holds the first exception since ``reset`` of the turn that asks. It is kept per task, because turns of
    several cases interleave on one event loop.
    """

    def __init__(self, executor: ActionExecutor) -> None:
        super().__init__(url="in-process")
        self._executor = executor
        self._failures: ContextVar[list[Exception]] = ContextVar("failures")

    def reset(self) -> None:
        """Forget failures before a new turn."""
        self._failures.set([])

    @property
    def failure(self) -> Exception | None:
        """What went wrong first in this turn."""
        failures = self._failures.get([])
        return failures[0] if failures else None

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Run the action that ``json["next_action"]`` names and return what an action server would.

        Raises:
            Exception: whatever the action raised; it is kept in ``failure`` because Rasa swallows it.
        """
        try:
            return await self._executor.run(json)
        except Exception as error:
            self._failures.get([]).append(error)
            raise


def build_endpoint(actions: list[Action]) -> InProcessEndpoint:
    """An endpoint that serves exactly these actions."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_function(action.name(), action.run)
    RemoteAction._validate_action_result = _trust_own_actions
    return InProcessEndpoint(executor)


def _trust_own_actions(self: RemoteAction, result: dict[str, Any]) -> bool:
    return True
