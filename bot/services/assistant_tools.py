"""Everything that the dialogue's actions work with, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.policy import Policy
from bot.services.look_up_order import StatusLookup
from bot.services.ports import Clock, FaqSearch, ProductSearch, ShopBackend


@dataclass(frozen=True, slots=True)
class AssistantTools:
    """Built once per process by ``bot.bootstrap.build_assistant_tools``."""

    shop: ShopBackend
    products: ProductSearch
    faqs: FaqSearch
    policy: Policy
    clock: Clock
    status_lookup: StatusLookup
