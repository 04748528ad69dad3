"""The NLU part of a model archive: which components, with which configuration and trained files, in which order."""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import Unavailable

_COMMAND_HANDLER = "RegexMessageHandler"


@dataclass(frozen=True, slots=True)
class ComponentEntry:
    """One component. ``uses`` is the dotted path of its class, ``folder`` holds what it learned."""

    uses: str
    config: dict[str, Any]
    folder: Path
    node: dict[str, Any]


@contextmanager
def open_pipeline(archive: Path) -> Iterator[list[ComponentEntry]]:
    """Unpack the archive for the length of the ``with`` block; the NLU components, first to last.

    The handler of ``/commands`` is left out: texts are texts here.

    Raises:
        Unavailable: the archive cannot be read or holds no NLU pipeline.
    """
    with tempfile.TemporaryDirectory(prefix="xiaoer-nlu-") as name:
        folder = Path(name)
        try:
            with tarfile.open(archive, mode="r:gz") as tar:
                tar.extractall(folder, filter="data")
            metadata: dict[str, Any] = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, tarfile.TarError) as error:
            raise Unavailable(f"模型文件 {archive.name} 无法读取。") from error
        entries = _follow_messages(metadata, folder / "components")
        if not entries:
            raise Unavailable(f"模型文件 {archive.name} 里没有意图识别部分，请重新训练。")
        yield entries


def _follow_messages(metadata: dict[str, Any], storage: Path) -> list[ComponentEntry]:
    """From the last NLU node back along what each takes its messages from."""
    nodes: dict[str, dict[str, Any]] = metadata["predict_schema"]["nodes"]
    entries: list[ComponentEntry] = []
    name = metadata.get("nlu_target")
    while name in nodes:
        node = nodes[name]
        if node["fn"] == "process" and not node["uses"].endswith(f".{_COMMAND_HANDLER}"):
            folder = storage / (node["resource"] or {"name": name})["name"]
            entries.append(ComponentEntry(node["uses"], node["config"], folder, node))
        name = node["needs"].get("messages")
    return entries[::-1]
