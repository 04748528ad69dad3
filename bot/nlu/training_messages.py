"""The project's training messages as plain (intent, text) pairs, read without Rasa."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from bot.domain.errors import BadRequest
from bot.nlu.normalize import normalize_text

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)\s]+\)|\{[^}]+\})")
_UNSPOKEN = re.compile(r"[\s\W_]+")


def read_training_messages(folder: Path) -> list[tuple[str, str]]:
    """All messages of the YAML files under ``folder``, without their entity annotations, file by file.

    Raises:
        BadRequest: a file is no Rasa training data; the message names it.
    """
    messages: list[tuple[str, str]] = []
    for file in sorted(folder.rglob("*.yml")):
        try:
            document = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
            for entry in document.get("nlu") or []:
                if "intent" in entry:
                    messages += [(entry["intent"], text) for text in _read_lines(entry["examples"])]
        except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
            raise BadRequest(f"训练数据文件 {file} 无法读取：{error}") from error
    return messages


def spoken_key(text: str) -> str:
    """What two texts have in common when they say the same: no spaces, signs, case, width or traditional characters."""
    normalized = normalize_text(text).text.lower()
    return _UNSPOKEN.sub("", normalized) or normalized or text


def _read_lines(block: str) -> list[str]:
    lines = (line.strip() for line in block.splitlines())
    return [_ANNOTATION.sub(r"\1", line[1:].strip()) for line in lines if line.startswith("- ")]
