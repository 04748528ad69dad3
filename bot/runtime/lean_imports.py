"""Start without TensorFlow when the model does not need it.

Rasa imports TensorFlow with its policies even if no component uses it: 6 of 12 seconds of a start and 300 MB. For a
model of our light pipeline a hollow ``tensorflow`` package takes its place: its attributes are empty classes, so that
modules which merely derive from them can be imported, and any use of it raises.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

HOLLOW_PACKAGES = ("tensorflow", "keras", "tensorflow_hub")
_LEARNING_COMPONENTS = (
    "DIETClassifier",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ResponseSelector",
    "ConveRT",
    "LanguageModel",
)


def skip_tensorflow(model_path: Path) -> bool:
    """Hollow out TensorFlow if the model does without it and nobody imported it yet; whether that was done."""
    if any(name in sys.modules for name in HOLLOW_PACKAGES) or needs_tensorflow(model_path):
        return False
    sys.meta_path.insert(0, _HollowFinder())
    return True


def needs_tensorflow(model_path: Path) -> bool:
    """Whether a component of the model learns with TensorFlow; yes if that cannot be told."""
    try:
        with tarfile.open(model_path, mode="r:gz") as archive:
            stream = archive.extractfile("metadata.json")
            nodes = json.load(stream)["predict_schema"]["nodes"] if stream is not None else None
    except (OSError, KeyError, ValueError, tarfile.TarError):
        return True
    if nodes is None:
        return True
    return any(name in str(node.get("uses", "")) for node in nodes.values() for name in _LEARNING_COMPONENTS)


class _HollowClassMeta(type):
    """Classes whose attributes are hollow classes again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _make_class(name)

    def __getitem__(cls, item: object) -> Any:
        return cls

    def __or__(cls, other: object) -> Any:
        return Any

    def __ror__(cls, other: object) -> Any:
        return Any


def _make_class(name: str) -> Any:
    return _HollowClassMeta(name, (_Hollow,), {})


class _Hollow(metaclass=_HollowClassMeta):
    """May be derived from and used as a decorator; never made into an object."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        if not args:
            return lambda function: function
        raise RuntimeError(f"{cls.__name__}: this process runs without TensorFlow")


class _HollowModule(ModuleType):
    __version__ = "2.12.1"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _make_class(name)


class _HollowFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every submodule of the hollow packages, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for our packages."""
        if fullname.split(".")[0] not in HOLLOW_PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """A hollow module."""
        return _HollowModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""
