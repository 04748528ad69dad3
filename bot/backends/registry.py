"""Back-ends by name. A new one: one file, one line here, one parameter of ``tests/contract/test_shop_backend.py``."""

from __future__ import annotations

from collections.abc import Callable

from bot.backends.sql import SqlShopBackend
from bot.domain.errors import BadRequest
from bot.services.ports import ShopBackend

BackendFactory = Callable[[str], ShopBackend]

BACKENDS: dict[str, BackendFactory] = {
    "sql": SqlShopBackend,
}

UNSUPPORTED: dict[str, str] = {
    "http": "a shop API over HTTP is planned; until then copy the orders into the shop database and use 'sql'",
    "kuaidi100": "parcel tracking at 快递100 is planned; until then tracks are read from the shop database ('sql')",
    "taobao": "the order interfaces of Taobao and Tmall are closed to new third parties",
    "jd": "the order interfaces of JD are closed to new third parties",
}


class UnknownBackend(BadRequest):
    """``XIAOER_SHOP_BACKEND`` names nothing that exists."""

    code = "unknown_backend"


class UnsupportedBackend(BadRequest):
    """``XIAOER_SHOP_BACKEND`` names something known that does not work (yet); the message says why."""

    code = "unsupported_backend"


def create_shop_backend(name: str, url: str) -> ShopBackend:
    """The back-end ``name`` for the database or service at ``url``; opens no connection yet.

    Raises:
        UnsupportedBackend: known, but there is no support for it.
        UnknownBackend: never heard of; the message lists the choices.
    """
    factory = BACKENDS.get(name)
    if factory is not None:
        return factory(url)
    if name in UNSUPPORTED:
        raise UnsupportedBackend(f"shop back-end '{name}' is not supported: {UNSUPPORTED[name]}")
    raise UnknownBackend(f"unknown shop back-end '{name}'; choose one of: {', '.join(sorted(BACKENDS))}")
