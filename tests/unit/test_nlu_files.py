from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.domain.errors import NotFound, Unavailable
from bot.nlu.model_file import find_current_model, publish_model, read_current
from bot.nlu.product_names import load_product_names, read_product_names, resolve_path, save_product_names
from bot.nlu.segmenter import build_language
from bot.settings import PROJECT_ROOT


def publish(folder: Path, name: str, content: bytes = b"model") -> Path:
    archive = folder.parent / name
    archive.write_bytes(content)
    publish_model(archive, folder, trained_at="2026-11-22T00:00:00+00:00", data_fingerprint="f")
    return folder / name


def test_a_published_model_is_found_with_its_digest_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    model = publish(folder, "xiaoer-1.tar.gz")
    assert find_current_model(folder) == model
    entry = read_current(folder)
    assert entry is not None
    assert (folder / "xiaoer-1.tar.gz.sha256").read_text().split() == [entry.sha256, "xiaoer-1.tar.gz"]


def test_the_newest_model_is_current(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    publish(folder, "xiaoer-1.tar.gz")
    second = publish(folder, "xiaoer-2.tar.gz")
    assert find_current_model(folder) == second


def test_a_tampered_model_is_refused(tmp_path: Path) -> None:
    model = publish(tmp_path / "models", "xiaoer-1.tar.gz")
    model.write_bytes(b"another")
    with pytest.raises(Unavailable, match="校验值"):
        find_current_model(tmp_path / "models")


def test_no_model_or_a_lost_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        find_current_model(tmp_path)
    publish(tmp_path / "models", "xiaoer-1.tar.gz").unlink()
    with pytest.raises(NotFound, match=r"xiaoer-1\.tar\.gz"):
        find_current_model(tmp_path / "models")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"model": "x"}'])
def test_an_unreadable_pointer_means_no_model(tmp_path: Path, content: str) -> None:
    (tmp_path / "current.json").write_text(content)
    assert read_current(tmp_path) is None


def test_a_failed_publication_leaves_the_model_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models"
    first = publish(folder, "xiaoer-1.tar.gz")
    real = os.fsync
    calls = []

    def fail_at_the_pointer(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:
            raise OSError("disk full")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail_at_the_pointer)
    with pytest.raises(OSError, match="disk full"):
        publish(folder, "xiaoer-2.tar.gz")
    assert find_current_model(folder) == first


def test_old_models_are_removed_but_never_the_current_one(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    for number in range(8):
        model = publish(folder, f"xiaoer-{number}.tar.gz")
        os.utime(model, (number, number))
    assert len(list(folder.glob("*.tar.gz"))) == 5
    assert find_current_model(folder).name == "xiaoer-7.tar.gz"
    assert not (folder / "xiaoer-0.tar.gz.sha256").exists()


def test_product_names_come_from_names_and_aliases(tmp_path: Path) -> None:
    (tmp_path / "digital.yml").write_text("- id: P1\n  name: 声悦耳机\n  aliases: [Air3, 耳]\n", encoding="utf-8")
    (tmp_path / "promotions.yml").write_text("- id: A1\n  title: 满减\n", encoding="utf-8")
    (tmp_path / "zz.yml").write_text("- id: P2\n  name: 新款\n  aliases: [Air3]\n", encoding="utf-8")
    names = read_product_names(tmp_path)
    assert names == {"声悦耳机": "P1", "Air3": "P1", "新款": "P2"}
    save_product_names(names, tmp_path)
    assert load_product_names(tmp_path) == names
    assert json.loads((tmp_path / "product_names.json").read_text(encoding="utf-8")) == names


def test_a_shop_without_products_has_no_names(tmp_path: Path) -> None:
    assert read_product_names(tmp_path / "none") == {}


def test_paths_count_from_the_project_root() -> None:
    assert resolve_path("knowledge_base") == PROJECT_ROOT / "knowledge_base"
    assert resolve_path("/srv/shop") == Path("/srv/shop")


def test_product_names_are_words_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    language = build_language(["云朵轻暖绒大衣"])
    words = [token.text for token in language.make_doc("云朵轻暖绒大衣和云朵轻暖绒外套多少钱")]
    assert words[0] == "云朵轻暖绒大衣"
    assert "云朵轻暖绒外套" not in words
    assert {"外套", "多少", "钱"} & set(words), "words, not characters"
    assert list(tmp_path.iterdir()) == [], "no dictionary cache that others could write"
