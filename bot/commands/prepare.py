"""What a start needs before the processes: databases, demo shop, knowledge, accounts, model."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.backends.seed import seed_shop
from bot.backends.shop_tables import create_shop_tables
from bot.bootstrap import Core
from bot.commands.console import console
from bot.domain.agent import Role
from bot.domain.errors import Conflict
from bot.runtime.training import TrainedModel, train_model
from bot.search.content import load_faqs, load_products, load_promotions
from bot.services.import_faqs import import_faqs
from bot.services.log_in import LoginGate, add_agent
from bot.settings import Settings
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema

Say = Callable[[str], None]

DEMO_AGENTS = (
    ("admin", "管理员", Role.ADMIN),
    ("xiaoyu", "小雨", Role.AGENT),
    ("xiaohe", "小荷", Role.SENIOR),
    ("zhuguan", "陈主管", Role.SUPERVISOR),
    ("xunlian", "林训练师", Role.TRAINER),
)


def upgrade_database(settings: Settings) -> None:
    """Create or migrate our own database, and the shop's tables where the shop's orders are read from SQL."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = make_engine(settings.resolved_database_url)
    try:
        upgrade_schema(engine)
    finally:
        engine.dispose()
    if settings.shop_backend == "sql":
        create_shop_tables(settings.resolved_shop_database_url)


def seed_demo(core: Core, say: Say) -> None:
    """Fill the shop, the knowledge base and the demo accounts; what is there already stays as it is."""
    settings = core.settings
    products = load_products(settings.knowledge_dir / "products")
    promotions = load_promotions(settings.knowledge_dir / "products")
    say("seeding the demo shop: products, customers, orders, parcels …")
    seed_shop(settings.resolved_shop_database_url, products, promotions, core.clock.now())
    added = import_faqs(
        core.transactions, core.clock, load_faqs(settings.knowledge_dir / "faq"), author="seed", only_new=True
    )
    say(f"knowledge base: {added} new FAQs")
    gate = LoginGate()
    for username, name, role in DEMO_AGENTS:
        with contextlib.suppress(Conflict):
            add_agent(
                core.transactions,
                core.clock,
                gate,
                username=username,
                name=name,
                role=role,
                password=settings.admin_password,
            )


def list_examples(core: Core) -> list[tuple[str, str]]:
    """The trainers' own (intent, text) pairs."""
    with core.transactions.read() as tx:
        return [(example.intent, example.text) for example in tx.examples.list_examples()]


def train_with_progress(core: Core) -> TrainedModel:
    """Train with a progress bar; returns at once when nothing changed."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task("训练模型", total=100)

        def report(step: str, percent: int) -> None:
            progress.update(task, description=step, completed=percent)
            if not console.is_terminal:
                console.print(f"  {percent:3d} % {step}", highlight=False)

        return train_model(core.settings, list_examples(core), report)
