"""Channel name → factory. A factory gives None when its settings are empty and refuses half of them."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.ports import Clock, Connector
from bot.settings import Settings
from connectors.app.connector import make_app_connector
from connectors.wechat.connector import make_wechat_connector

Factory = Callable[[Settings, Clock], Connector | None]

CONNECTORS: dict[str, Factory] = {
    "app": make_app_connector,
    "wechat": make_wechat_connector,
}


def make_connectors(settings: Settings, clock: Clock) -> dict[str, Connector]:
    """Every connector that is configured, by channel.

    Raises:
        BadRequest: a connector is configured by half; the message names the missing setting.
    """
    made = {channel: factory(settings, clock) for channel, factory in CONNECTORS.items()}
    return {channel: connector for channel, connector in made.items() if connector is not None}
