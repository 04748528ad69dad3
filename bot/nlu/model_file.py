"""The folder of trained models: ``<name>.tar.gz`` with its digest beside it, and ``current.json``, which names one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import NotFound, Unavailable

CURRENT_FILE = "current.json"
_KEPT_MODELS = 5
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """What ``current.json`` says: ``model`` is a file name in the same folder, ``trained_at`` ISO-8601 UTC."""

    model: str
    sha256: str
    trained_at: str
    data_fingerprint: str


def compute_sha256(file: Path) -> str:
    """The file's digest in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_current(model_dir: Path) -> ModelEntry | None:
    """The entry of the published model; None if nothing was trained yet or the entry cannot be read."""
    try:
        fields: Mapping[str, Any] = json.loads((model_dir / CURRENT_FILE).read_text(encoding="utf-8"))
        return ModelEntry(**{name: str(fields[name]) for name in ModelEntry.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find_current_model(model_dir: Path) -> Path:
    """The published model's archive, checked against its digest.

    Raises:
        NotFound: nothing was trained yet, or the file is gone.
        Unavailable: the file differs from what was trained; a foreign model file may run foreign code.
    """
    entry = read_current(model_dir)
    if entry is None:
        raise NotFound("还没有训练好的模型，请先运行 xiaoer train。")
    return check_model(model_dir / entry.model, entry.sha256)


def check_model(archive: Path, sha256: str) -> Path:
    """The same path, after its digest was compared.

    Raises:
        NotFound: there is no such file.
        Unavailable: the digest differs.
    """
    if not archive.is_file():
        raise NotFound(f"模型文件 {archive.name} 不存在，请重新训练。")
    if compute_sha256(archive) != sha256:
        raise Unavailable(f"模型文件 {archive.name} 的校验值与训练时不符，已拒绝加载。")
    return archive


def publish_model(archive: Path, model_dir: Path, *, trained_at: str, data_fingerprint: str) -> ModelEntry:
    """Move a trained archive into the folder and make it the current one; a crash leaves the old one current."""
    model_dir.mkdir(parents=True, exist_ok=True)
    entry = ModelEntry(archive.name, compute_sha256(archive), trained_at, data_fingerprint)
    _write_whole(model_dir / f"{archive.name}.sha256", f"{entry.sha256}  {archive.name}\n".encode())
    _write_whole(model_dir / archive.name, archive.read_bytes())
    _write_whole(model_dir / CURRENT_FILE, json.dumps(asdict(entry), ensure_ascii=False, indent=2).encode())
    _remove_old_models(model_dir, kept=entry.model)
    return entry


def _write_whole(target: Path, content: bytes) -> None:
    """Readers see the old file or the whole new one, also after a power cut."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(target)


def _remove_old_models(model_dir: Path, *, kept: str) -> None:
    """Keep the newest few, to go back to."""
    archives = sorted(model_dir.glob("xiaoer-*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for archive in archives[_KEPT_MODELS:]:
        if archive.name != kept:
            archive.unlink(missing_ok=True)
            archive.with_name(f"{archive.name}.sha256").unlink(missing_ok=True)
