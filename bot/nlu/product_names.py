"""What shoppers call the shop's products, read from ``knowledge_base/products/*.yml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.settings import PROJECT_ROOT

_SHORTEST_NAME = 2
_FILE_NAME = "product_names.json"


def resolve_path(path: str) -> Path:
    """A path of the pipeline configuration; relative ones count from the project's root, not the working directory."""
    return PROJECT_ROOT / path


def read_product_names(folder: Path) -> dict[str, str]:
    """Map every name and alias to its product's id; a name that two products share belongs to the first.

    A missing folder gives no names: a shop may start without products.
    """
    names: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            for name in _names_of(entry):
                names.setdefault(name, str(entry["id"]))
    return names


def _names_of(entry: Any) -> list[str]:
    """The surface forms of one entry of a product file; none if it is no product (promotions stand beside them)."""
    if not isinstance(entry, dict) or "name" not in entry or "id" not in entry:
        return []
    candidates = [entry["name"], *(entry.get("aliases") or [])]
    return [name for name in (str(candidate).strip() for candidate in candidates) if len(name) >= _SHORTEST_NAME]


def save_product_names(names: Mapping[str, str], folder: Path) -> None:
    """Keep the names with the trained model, so that the model means the same wherever it runs."""
    text = json.dumps(names, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / _FILE_NAME).write_text(text, encoding="utf-8")


def load_product_names(folder: Path) -> dict[str, str]:
    """Read what :func:`save_product_names` wrote."""
    names: dict[str, str] = json.loads((folder / _FILE_NAME).read_text(encoding="utf-8"))
    return names
