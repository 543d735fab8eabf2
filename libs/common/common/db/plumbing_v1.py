"""The plumbing tables as the first migration of every service creates them: never edited.

A change to `common.db.plumbing` gets a module of its own beside this one, and a migration in
each service that calls it.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

_INSTANT = sa.DateTime(timezone=True)
_TABLES = (
    "audit",
    "throttles",
    "idempotency_keys",
    "forgotten_subjects",
    "parked",
    "queue_subscriptions",
    "attempts",
    "inbox",
    "outbox",
)


def create_plumbing(op: Any) -> None:
    """Create the tables that every service has beside its own.

    `op` is the module `alembic.op`, which no type describes.
    """
    _create_outbox(op)
    _create_inbox(op)
    _create_parked(op)
    _create_http_memory(op)
    _create_audit(op)


def drop_plumbing(op: Any) -> None:
    for table in _TABLES:
        op.drop_table(table)


def _now() -> sa.TextClause:
    return sa.text("clock_timestamp()")


def _create_outbox(op: Any) -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", _INSTANT, server_default=_now(), nullable=False),
        sa.Column("sent_at", _INSTANT),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column(
            "next_attempt_at", _INSTANT, server_default=sa.text("'-infinity'"), nullable=False
        ),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
        sa.CheckConstraint("octet_length(body) <= 262144", name=op.f("ck_outbox_body_fits")),
    )
    unsent, sent = sa.text("sent_at IS NULL"), sa.text("sent_at IS NOT NULL")
    op.create_index("ix_outbox_todo", "outbox", ["id"], postgresql_where=unsent)
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"], postgresql_where=sent)
    op.create_index("ix_outbox_subject", "outbox", ["subject"])


def _create_inbox(op: Any) -> None:
    op.create_table(
        "inbox",
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("done_at", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "event_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_table(
        "attempts",
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("started_at", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "event_id", name="pk_attempts"),
    )
    op.create_table(
        "queue_subscriptions",
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("since", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "topic", name="pk_queue_subscriptions"),
    )


def _create_parked(op: Any) -> None:
    op.create_table(
        "parked",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("parked_at", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parked"),
    )
    op.create_table(
        "forgotten_subjects",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("forgotten_at", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_forgotten_subjects"),
    )
    op.create_index("ix_forgotten_subjects_forgotten_at", "forgotten_subjects", ["forgotten_at"])


def _create_http_memory(op: Any) -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request_hash", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", JSONB),
        sa.Column("body", sa.LargeBinary),
        sa.Column("created_at", _INSTANT, server_default=_now(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    op.create_table(
        "throttles",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("window_start", _INSTANT, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name="pk_throttles"),
    )
    op.create_index("ix_throttles_window_start", "throttles", ["window_start"])


def _create_audit(op: Any) -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object_kind", sa.Text, nullable=False),
        sa.Column("object_id", sa.Text, nullable=False),
        sa.Column("detail", JSONB, server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_object", "audit", ["object_kind", "object_id"])
