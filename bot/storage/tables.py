"""Tables of our own database. One schema for SQLite and PostgreSQL; changed by Alembic migrations only."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.sql_types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("visitor_id", String(128), nullable=False),
    Column("customer_id", String(64)),
    Column("state", String(16), nullable=False),
    Column("owner", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("answered_seq", Integer, nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("case_version", Integer, nullable=False),
    Column("agent_id", String(32)),
    Column("locale", String(16), nullable=False),
    Column("page", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("csat_score", Integer),
    Column("csat_comment", Text),
    Index("ix_conversations_visitor", "channel", "visitor_id", "state"),
    Index("ix_conversations_customer", "customer_id"),
    Index("ix_conversations_owner", "state", "owner"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("client_message_id", String(128)),
    Column("agent_id", String(32)),
    Column("turn_id", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "client_message_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("from_seq", Integer, nullable=False),
    Column("to_seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("intent", String(64), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("ranking", JSON, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("emotion", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("events", JSON, nullable=False),
    Column("latency_seconds", Float, nullable=False),
    Column("is_reviewed", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "from_seq"),
    Index("ix_turns_case", "case_id", "ordinal"),
    Index("ix_turns_outcome", "outcome", "is_reviewed"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("last_error", Text),
    Index("ix_outbox_due", "state", "next_attempt_at"),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(256), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("priority", String(2), nullable=False),
    Column("state", String(16), nullable=False),
    Column("skill_group", String(32), nullable=False),
    Column("note", Text, nullable=False),
    Column("order_number", String(64)),
    Column("summary", JSON),
    Column("agent_id", ForeignKey("agents.id")),
    Column("is_after_hours", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Index("ix_handoffs_queue", "state", "priority", "created_at"),
    Index("ix_handoffs_conversation", "conversation_id"),
)

faqs = Table(
    "faqs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("topic", String(32), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("similar", JSON, nullable=False),
    Column("intent", String(64)),
    Column("tags", JSON, nullable=False),
    Column("products", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("published", JSON),
    Column("valid_from", UtcDateTime),
    Column("valid_until", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(64), nullable=False),
)

faq_versions = Table(
    "faq_versions",
    metadata,
    Column("faq_id", ForeignKey("faqs.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("snapshot", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(64), nullable=False),
)

examples = Table(
    "examples",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("intent", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(64), nullable=False),
    UniqueConstraint("text"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("cluster", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("ranking", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("is_settled", Boolean, nullable=False),
    UniqueConstraint("text"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Integer, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("target", String(128), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
