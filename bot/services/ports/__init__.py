"""What the use cases need from outside. Implementations live in storage, backends, search, runtime, connectors."""

from bot.services.ports.channels import Connector, DeliveryRefused, LogImporter, Outbox, Transaction, Transactions
from bot.services.ports.conversations import ConversationLog, HandoffStore
from bot.services.ports.engine import DialogueEngine, HistoryNeeded, IntentParser
from bot.services.ports.knowledge import AgentStore, CandidateStore, ExampleStore, FaqStore, MissStore
from bot.services.ports.shop import Clock, FaqSearch, FaqSource, ProductSearch, ShopBackend

__all__ = [
    "AgentStore",
    "CandidateStore",
    "Clock",
    "Connector",
    "ConversationLog",
    "DeliveryRefused",
    "DialogueEngine",
    "ExampleStore",
    "FaqSearch",
    "FaqSource",
    "FaqStore",
    "HandoffStore",
    "HistoryNeeded",
    "IntentParser",
    "LogImporter",
    "MissStore",
    "Outbox",
    "ProductSearch",
    "ShopBackend",
    "Transaction",
    "Transactions",
]
