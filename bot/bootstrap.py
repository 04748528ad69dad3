"""The only place where concrete parts are wired together. Every part can be replaced by an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.backends.registry import create_shop_backend
from bot.domain.errors import BadRequest
from bot.domain.faq import Faq
from bot.domain.policy import Policy
from bot.nlu.encoder import open_encoder
from bot.nlu.encoder_files import find_encoder_files
from bot.policy_file import load_policy
from bot.search.dense import DensePhrases
from bot.search.faq_index import FaqIndex
from bot.search.product_index import ProductIndex
from bot.secrets_file import fill_secrets
from bot.services.assistant_tools import AssistantTools
from bot.services.look_up_order import StatusLookup
from bot.services.ports import Clock, FaqSearch, ProductSearch, ShopBackend, Transactions
from bot.settings import Settings
from bot.storage.engine import make_engine
from bot.storage.transactions import SqlTransactions


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The current time."""
        return datetime.now(UTC)


class StoredFaqs:
    """Gives the search index the published FAQs of the database (``bot.services.ports.FaqSource``)."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    def faq_revision(self) -> int:
        """A number that grows with every change."""
        with self._transactions.read() as tx:
            return tx.faqs.revision()

    def published_faqs(self) -> Sequence[Faq]:
        """All FAQs that shoppers may see now."""
        with self._transactions.read() as tx:
            return tx.faqs.published(self._clock.now())


@dataclass(frozen=True, slots=True)
class Core:
    """What every process needs: gateway, runtime and command line."""

    settings: Settings
    clock: Clock
    policy: Policy
    transactions: Transactions
    shop: ShopBackend
    faq_search: FaqSearch
    product_search: ProductSearch


def build_core(
    settings: Settings,
    *,
    clock: Clock | None = None,
    policy: Policy | None = None,
    transactions: Transactions | None = None,
    shop: ShopBackend | None = None,
) -> Core:
    """Connect the parts. Opens no connection and starts nothing."""
    settings = fill_secrets(settings)
    clock = clock or SystemClock()
    policy = policy or load_policy(settings.knowledge_dir / "policies" / "service.yml")
    transactions = transactions or SqlTransactions(make_engine(settings.resolved_database_url))
    shop = shop or create_shop_backend(settings.shop_backend, settings.resolved_shop_database_url)
    return Core(
        settings=settings,
        clock=clock,
        policy=policy,
        transactions=transactions,
        shop=shop,
        faq_search=FaqIndex(StoredFaqs(transactions, clock), dense=_make_dense_phrases(settings)),
        product_search=ProductIndex(shop),
    )


def _make_dense_phrases(settings: Settings) -> DensePhrases | None:
    """What adds the sentence encoder to the FAQ search, if the settings want it; looks at the folder only.

    Raises:
        BadRequest: the weight is none, or there is no usable encoder to weigh.
    """
    weight = settings.encoder_faq_weight
    if not 0 <= weight <= 1:
        raise BadRequest(f"XIAOER_ENCODER_FAQ_WEIGHT={weight} must lie between 0 and 1")
    if weight == 0:
        return None
    if not settings.encoder_dir:
        raise BadRequest("XIAOER_ENCODER_FAQ_WEIGHT needs XIAOER_ENCODER_DIR")
    folder = Path(settings.encoder_dir)
    find_encoder_files(folder)
    return DensePhrases(lambda: open_encoder(folder), weight)


def build_assistant_tools(settings: Settings) -> AssistantTools:
    """What the dialogue's actions work with."""
    core = build_core(settings)
    return AssistantTools(
        shop=core.shop,
        products=core.product_search,
        faqs=core.faq_search,
        policy=core.policy,
        clock=core.clock,
        status_lookup=StatusLookup(core.shop, core.policy),
    )
