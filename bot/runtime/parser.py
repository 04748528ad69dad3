"""Understanding without a conversation, through the running workers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.domain.errors import Unavailable
from bot.domain.turn import ParsedText
from bot.nlu.model_file import find_current_model
from bot.runtime.client import RuntimeClient


class RuntimeParser:
    """Implements ``bot.services.ports.IntentParser``."""

    def __init__(self, client: RuntimeClient, model_dir: Path) -> None:
        self._client = client
        self._model_dir = model_dir

    async def parse(self, texts: Sequence[str]) -> Sequence[ParsedText]:
        """One result per text, in order.

        Raises:
            Unavailable: the runtime does not answer, or with something else.
        """
        answer = await self._client.parse(texts)
        try:
            return msgspec.convert(answer, list[ParsedText])
        except msgspec.ValidationError as error:
            raise Unavailable("意图识别服务的回答无法读取") from error

    async def reload(self) -> str:
        """Make every worker load the published model; its name.

        Raises:
            Unavailable: a worker could not load it.
        """
        model = find_current_model(self._model_dir)
        await self._client.reload(model)
        return model.name
