"""Entities by rule: numbers, measures, dates, places, colours, carriers and the shop's products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from bot.domain.turn import FoundEntity
from bot.nlu.entities.amounts import find_money, find_quantities
from bot.nlu.entities.candidate import Candidate, settle
from bot.nlu.entities.carriers import find_carriers
from bot.nlu.entities.colours import find_colours
from bot.nlu.entities.dates import find_dates
from bot.nlu.entities.identifiers import find_identifiers
from bot.nlu.entities.measures import find_measures
from bot.nlu.entities.places import find_addresses, find_regions
from bot.nlu.entities.products import ProductNames
from bot.nlu.entities.sizes import find_sizes
from bot.nlu.entities.times import find_times
from bot.nlu.normalize import normalize_text

ENTITY_TYPES = (
    "order_number",
    "tracking_number",
    "phone",
    "product",
    "colour",
    "size",
    "height",
    "weight",
    "money",
    "quantity",
    "date",
    "time",
    "carrier",
    "region",
    "address",
)
"""All types that :class:`EntityRules` can find."""

_CHINA = timezone(timedelta(hours=8))


class EntityRules:
    """Finds entities in a shopper's message."""

    def __init__(self, product_names: Mapping[str, str]) -> None:
        """``product_names``: what shoppers call a product → its id."""
        self._products = ProductNames(product_names)

    def find(self, text: str, today: date | None = None) -> list[FoundEntity]:
        """Entities in the order of the text, none overlapping.

        The text may be as typed or normalized; offsets count in the text that was given. Values are normalized:
        height in cm, weight in kg, money in fen, dates ISO (relative to ``today``, by default the day in China),
        times HH:MM or a part of the day. When proposals overlap, identifiers win over addresses, those over the
        rest, and then the longer wins.
        """
        normalized = normalize_text(text)
        day = today or datetime.now(_CHINA).date()
        entities = []
        for entity in settle(self._propose(normalized.text, day)):
            start, end = normalized.to_original(entity.start, entity.end)
            entities.append(FoundEntity(entity.type, entity.value, start, end))
        return entities

    def _propose(self, text: str, today: date) -> Iterator[Candidate]:
        yield from find_identifiers(text)
        yield from find_addresses(text)
        yield from self._products.find(text)
        yield from find_measures(text)
        yield from find_money(text)
        yield from find_dates(text, today)
        yield from find_times(text)
        yield from find_sizes(text)
        yield from find_quantities(text)
        yield from find_colours(text)
        yield from find_carriers(text)
        yield from find_regions(text)
