"""The real runtime on the real model with the seeded shop, for conversations in tests."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from actions.registry import build_actions
from bot.backends.registry import create_shop_backend
from bot.backends.seed import seed_shop
from bot.bootstrap import StoredFaqs
from bot.domain.aftersale import Aftersale
from bot.domain.conversation import PageContext
from bot.domain.order import Order, OrderState
from bot.domain.turn import Bubble, Outcome, TurnContext, TurnRequest, TurnResult
from bot.policy_file import load_policy
from bot.runtime.agent_host import AgentHost, load_agent
from bot.runtime.training import train_model
from bot.runtime.turn_runner import TurnRunner
from bot.search.content import load_faqs, load_products, load_promotions
from bot.search.faq_index import FaqIndex
from bot.search.product_index import ProductIndex
from bot.services.assistant_tools import AssistantTools
from bot.services.import_faqs import import_faqs
from bot.services.look_up_order import StatusLookup
from bot.services.point_at_order import name_orders
from bot.services.track_shipment import Situation, track_order
from bot.settings import Settings
from bot.storage.engine import make_engine
from bot.storage.migrate import upgrade_schema
from bot.storage.transactions import SqlTransactions
from tests.fakes import FakeClock

CUSTOMERS = 200


UNCLEAR = (
    "呜啦啦啦呜", "哇啦哇啦咕噜噜", "阿巴阿巴", "嘀嘀咕咕哔哔", "咿呀咿呀哟", "那边那个弄成上回那样",
    "按老样子来的那种意思", "上面下面左边右边", "绿油油的走来走去", "三三两两又一半",
    "就差那么一点点儿了嘛这个", "前天说的后天那样算不算",
    "左一个右一个都给它放回去", "大的小的圆的方的", "反正你懂的那意思", "一会儿这样一会儿那样",
)  # fmt: skip


def current_model(lock_dir: Path) -> Path:
    """The model of the data as they are; trained once, however many test processes ask for it."""
    with (lock_dir / "xiaoer-test-model.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return train_model(Settings()).path


def build_tools(folder: Path) -> AssistantTools:
    """Actions' services on a freshly seeded shop; the clock stands still at noon."""
    settings, clock = Settings(), FakeClock()
    knowledge = settings.knowledge_dir
    policy = load_policy(knowledge / "policies" / "service.yml")
    shop_url = f"sqlite:///{folder / 'shop.db'}"
    products = load_products(knowledge / "products")
    seed_shop(shop_url, products, load_promotions(knowledge / "products", reference_time=clock.now()), clock.now())
    engine = make_engine(f"sqlite:///{folder / 'xiaoer.db'}")
    upgrade_schema(engine)
    transactions = SqlTransactions(engine)
    import_faqs(transactions, clock, load_faqs(knowledge / "faq"), author="test")
    shop = create_shop_backend("sql", shop_url)
    return AssistantTools(
        shop=shop,
        products=ProductIndex(shop),
        faqs=FaqIndex(StoredFaqs(transactions, clock)),
        policy=policy,
        clock=clock,
        status_lookup=StatusLookup(shop, replace(policy, status_lookups_per_hour=1000)),
    )


def build_host(model: Path, tools: AssistantTools) -> AgentHost:
    """The loaded model with its actions."""
    return load_agent(model, list(build_actions(tools)))


def find_customer_with(tools: AssistantTools, state: OrderState) -> Order:
    """An order in that state whose owner has no other order in it: 我的订单 is clear then."""
    for number in range(1, CUSTOMERS + 1):
        orders = tools.shop.list_orders(f"C{number:04d}", limit=50)
        fitting = [order for order in orders if order.state is state]
        if len(fitting) == 1 and not tools.shop.list_aftersales(orders[0].customer_id, order_number=fitting[0].number):
            return fitting[0]
    raise LookupError(f"the seeded shop has no customer with exactly one order {state}")


def find_application(tools: AssistantTools, kind: str, state: str) -> Aftersale:
    """The first application of that kind and state whose order holds one line of goods."""
    for number in range(1, CUSTOMERS + 1):
        for entry in tools.shop.list_aftersales(f"C{number:04d}"):
            order = tools.shop.find_order(entry.order_number, entry.customer_id)
            if (entry.kind.value, entry.state.value) == (kind, state) and order and len(order.lines) == 1:
                return entry
    raise LookupError(f"the seeded shop has no {kind} that is {state}")


def find_parcel_in(tools: AssistantTools, situation: Situation) -> tuple[Order, str]:
    """An order in that situation, the customer's only one, whose goods have a short name that no other order shares."""
    for number in range(1, CUSTOMERS + 1):
        orders = tools.shop.list_orders(f"C{number:04d}", limit=50)
        fitting = [order for order in orders if track_order(tools.shop, tools.clock, order).situation is situation]
        if len(fitting) != 1 or len(orders) < 2:
            continue
        product = tools.shop.find_product(fitting[0].lines[0].product_id)
        for alias in product.aliases if product else ():
            if len(alias) <= 4 and name_orders(tools.shop, orders, alias) == (fitting[0],):
                return fitting[0], alias
    raise LookupError(f"the seeded shop has no customer with exactly one order {situation} and others")


def find_unclear(host: AgentHost) -> str:
    """A message that the current model does not understand: which one, changes with every training."""
    for text in UNCLEAR:
        parsed = host.parse_text(text)
        guesses = {guess.intent for guess in parsed.ranking[:1]}
        if parsed.outcome is Outcome.CLARIFY and not guesses & {"safety_incident", "legal_threat"}:
            return text
    raise LookupError("the model claims to understand everything, even noise")


@dataclass
class Conversation:
    """A shopper in front of the runtime, with the history that the gateway would keep."""

    host: AgentHost
    tools: AssistantTools
    case_id: str
    customer_id: str | None = None
    page: PageContext = field(default_factory=PageContext)
    history: list[dict[str, Any]] = field(default_factory=list)
    version: int = 0
    is_waiting: bool = False
    heard: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.runner = TurnRunner(self.host, self.tools.policy)

    async def say(self, *texts: str, payload: str | None = None, has_image: bool = False) -> TurnResult:
        """One turn of one or several bubbles."""
        bubbles = tuple(Bubble(text, payload, has_image) for text in texts)
        context = TurnContext(
            self.case_id,
            f"{self.case_id}-{self.version}",
            "web",
            self.customer_id,
            self.page,
            is_waiting=self.is_waiting,
        )
        request = TurnRequest(self.case_id, self.version, bubbles, context, tuple(self.history))
        result = await self.runner.run(request)
        self.version += 1
        self.history += result.events
        self.is_waiting = (self.is_waiting or result.handoff is not None) and not result.leaves_queue
        self.heard = tuple(reply.text for reply in result.replies)
        return result

    def come_back(self, when: str) -> None:
        """``later``: the runtime has forgotten the case and rebuilds it; ``next_day``: the gateway begins a new one;
        ``from_human``: the agent has handed the shopper back to the bot."""
        self.host.trackers.drop(self.case_id)
        if when == "next_day":
            self.case_id, self.history, self.version = f"{self.case_id}+", [], 0
        if when != "later":
            self.is_waiting, self.heard = False, ()


def spoken(result: TurnResult) -> str:
    """Everything that the bot said in the turn."""
    return "\n".join(reply.text for reply in result.replies)


def actions_of(result: TurnResult) -> list[str]:
    """What ran, in order, without Rasa's own bookkeeping."""
    own = {"action_listen", "action_extract_slots", "action_session_start"}
    return [event["name"] for event in result.events if event["event"] == "action" and event["name"] not in own]
