"""Load products, promotions and FAQs from ``knowledge_base/``, with errors that name the file and the entry.

Times in the files are relative (``restock_in_days``), so that the demo shop is always current; ``reference_time``
turns them into moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from bot.domain.errors import BadRequest
from bot.domain.faq import Faq, FaqState
from bot.domain.intents import INTENTS, TOPIC_LABELS, intent_label
from bot.domain.nearest import nearest_intent, nearest_topic
from bot.domain.product import Product, Promotion, SizeRow, Sku

PROMOTIONS_FILE = "promotions.yml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ANY_HEIGHT = (0, 300)


class ContentError(BadRequest):
    """A content file cannot be used; the message names file, entry and what is wrong."""

    code = "bad_content"


class _SkuEntry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    attributes: dict[str, str]
    price_fen: int
    stock: int
    restock_in_days: int | None = None


class _SizeEntry(msgspec.Struct, forbid_unknown_fields=True):
    size: str
    weight_kg: tuple[float, float]
    height_cm: tuple[int, int] = _ANY_HEIGHT


class _ProductEntry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    category: str
    brand: str
    description: str
    specs: dict[str, str]
    skus: list[_SkuEntry]
    aliases: list[str] = []
    size_chart: list[_SizeEntry] = []
    size_note: str = ""
    package_list: list[str] = []
    tags: list[str] = []
    carrier: str = ""
    ships_within_hours: int = 48
    warehouse: str = ""
    warranty_months: int = 0
    return_days: int = 7
    not_returnable_reason: str = ""
    needs_installation: bool = False


class _PromotionEntry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    description: str
    starts_in_days: float
    ends_in_days: float
    product_ids: list[str] = []
    categories: list[str] = []


class _FaqEntry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    question: str
    answer: str
    similar: list[str] = []
    intent: str | None = None
    tags: list[str] = []
    products: list[str] = []


_Entry = TypeVar("_Entry", _ProductEntry, _PromotionEntry, _FaqEntry)


def load_products(path: Path, *, reference_time: datetime | None = None) -> list[Product]:
    """All products of a folder (``<category>.yml``) or file, in file order.

    Raises:
        ContentError: naming file and entry.
    """
    now = reference_time or datetime.now(UTC)
    products: list[Product] = []
    for file, entry in _read(path, _ProductEntry):
        if not entry.skus:
            raise ContentError(f"{file}: {entry.id}: a product needs at least one SKU")
        _check_numbers(file, entry)
        products.append(_product(entry, now))
    sku_ids = [sku.id for product in products for sku in product.skus]
    _refuse_twice(path, sku_ids, "SKU")
    return products


def load_promotions(path: Path, *, reference_time: datetime | None = None) -> list[Promotion]:
    """The activities of ``promotions.yml`` (``path``: the file or its folder).

    Raises:
        ContentError: naming file and entry.
    """
    now = reference_time or datetime.now(UTC)
    file = path / PROMOTIONS_FILE if path.is_dir() else path
    promotions = []
    for _, entry in _read(file, _PromotionEntry):
        if entry.ends_in_days <= entry.starts_in_days:
            raise ContentError(f"{file}: {entry.id}: ends_in_days must be after starts_in_days")
        promotions.append(
            Promotion(
                id=entry.id,
                title=entry.title,
                description=entry.description.strip(),
                starts_at=now + timedelta(days=entry.starts_in_days),
                ends_at=now + timedelta(days=entry.ends_in_days),
                product_ids=tuple(entry.product_ids),
                categories=tuple(entry.categories),
            )
        )
    return promotions


def load_faqs(path: Path) -> list[Faq]:
    """All FAQs of a folder (``<topic>.yml``) or file as published ones; the file's name is the topic.

    Raises:
        ContentError: naming file and entry; also for an unknown topic or intent, and when two FAQs claim to be the
            default of one intent.
    """
    faqs: list[Faq] = []
    defaults: dict[str, str] = {}
    for file, entry in _read(path, _FaqEntry):
        if not entry.question.strip() or not entry.answer.strip():
            raise ContentError(f"{file}: {entry.id}: question and answer must not be empty")
        _check_catalogue(file, entry)
        if entry.intent is not None and entry.intent in defaults:
            raise ContentError(f"{file}: {entry.id}: {defaults[entry.intent]} is already the default of {entry.intent}")
        if entry.intent is not None:
            defaults[entry.intent] = entry.id
        faqs.append(
            Faq(
                id=entry.id,
                topic=file.stem,
                question=entry.question.strip(),
                answer=entry.answer.strip(),
                similar=tuple(phrase.strip() for phrase in entry.similar),
                intent=entry.intent,
                tags=tuple(entry.tags),
                products=tuple(entry.products),
                state=FaqState.PUBLISHED,
            )
        )
    return faqs


def _check_catalogue(file: Path, entry: _FaqEntry) -> None:
    """An FAQ under a topic or an intent that nobody knows would be published and never found."""
    if file.stem not in TOPIC_LABELS:
        near = nearest_topic(file.stem)
        hint = f"; the nearest is {near}.yml ({TOPIC_LABELS[near]})" if near else ""
        raise ContentError(
            f"{file}: the file's name is the topic, and there is no topic “{file.stem}”{hint}; "
            f"the topics: {', '.join(TOPIC_LABELS)}"
        )
    if entry.intent is not None and entry.intent not in INTENTS:
        near = nearest_intent(entry.intent)
        hint = f"; the nearest is {near} ({intent_label(near)})" if near else ""
        raise ContentError(f"{file}: {entry.id}: there is no intent “{entry.intent}”{hint}")


def _read(path: Path, kind: type[_Entry]) -> Iterator[tuple[Path, _Entry]]:
    seen: dict[str, Path] = {}
    for file in _files(path, kind):
        for number, raw in enumerate(_parse(file), start=1):
            name = raw.get("id") if isinstance(raw, dict) else None
            label = f"entry {number}" + (f" ({name})" if name else "")
            try:
                entry = msgspec.convert(raw, kind)
            except msgspec.ValidationError as error:
                raise ContentError(f"{file}: {label}: {error}") from error
            if entry.id in seen:
                raise ContentError(f"{file}: {label}: the id is already used in {seen[entry.id]}")
            seen[entry.id] = file
            yield file, entry


def _files(path: Path, kind: type[_Entry]) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ContentError(f"{path}: no such file or folder")
    files = sorted(path.glob("*.yml"))
    if kind is _ProductEntry:
        files = [file for file in files if file.name != PROMOTIONS_FILE]
    if not files:
        raise ContentError(f"{path}: holds no .yml file")
    return files


def _parse(file: Path) -> list[Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise ContentError(f"{file}: not valid YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{file}: must be saved as UTF-8") from error
    if content is None:
        return []
    if not isinstance(content, list):
        raise ContentError(f"{file}: must be a list of entries ('- id: …')")
    return content


def _product(entry: _ProductEntry, now: datetime) -> Product:
    skus = tuple(
        Sku(
            sku.id,
            sku.attributes,
            sku.price_fen,
            sku.stock,
            None if sku.restock_in_days is None else now + timedelta(days=sku.restock_in_days),
        )
        for sku in entry.skus
    )
    return Product(
        id=entry.id,
        name=entry.name,
        aliases=tuple(entry.aliases),
        category=entry.category,
        brand=entry.brand,
        description=entry.description.strip(),
        specs=entry.specs,
        skus=skus,
        size_chart=tuple(SizeRow(row.size, row.height_cm, row.weight_kg) for row in entry.size_chart),
        size_note=entry.size_note,
        package_list=tuple(entry.package_list),
        tags=tuple(entry.tags),
        carrier=entry.carrier,
        ships_within_hours=entry.ships_within_hours,
        warehouse=entry.warehouse,
        warranty_months=entry.warranty_months,
        return_days=entry.return_days,
        not_returnable_reason=entry.not_returnable_reason,
        needs_installation=entry.needs_installation,
    )


def _check_numbers(file: Path, entry: _ProductEntry) -> None:
    for sku in entry.skus:
        if sku.price_fen <= 0:
            raise ContentError(f"{file}: {entry.id}: SKU {sku.id}: price_fen must be positive")
        if sku.stock < 0:
            raise ContentError(f"{file}: {entry.id}: SKU {sku.id}: stock must not be negative")
    for row in entry.size_chart:
        if row.height_cm[0] > row.height_cm[1] or row.weight_kg[0] > row.weight_kg[1]:
            raise ContentError(f"{file}: {entry.id}: size {row.size}: a range runs from small to large")


def _refuse_twice(path: Path, names: list[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ContentError(f"{path}: {what} {name} exists twice")
        seen.add(name)
