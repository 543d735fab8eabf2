"""The tables that every service has beside its own: outbox, inbox, attempts and the like."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, LargeBinary, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.db.base import COLUMN_TYPES, new_metadata

MAX_BODY_BYTES = 262_144


class Plumbing(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


class OutboxRow(Plumbing):
    """An event written with its effect, waiting for the relay or sent by it."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(f"octet_length(body) <= {MAX_BODY_BYTES}", name="body_fits"),
        # The relay's only question: what is left, oldest first.
        Index("ix_outbox_todo", "id", postgresql_where=text("sent_at IS NULL")),
        # The purge's question: what was sent long ago.
        Index("ix_outbox_sent_at", "sent_at", postgresql_where=text("sent_at IS NOT NULL")),
        Index("ix_outbox_subject", "subject"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(unique=True)
    topic: Mapped[str]
    subject: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(server_default=text("'-infinity'"))
    last_error: Mapped[str | None]


class InboxRow(Plumbing):
    """A message whose effect stands: written in the effect's own transaction."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_done_at", "done_at"),)
    queue: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class AttemptRow(Plumbing):
    """A redelivered message being tried; a row that stays names a message that kills."""

    __tablename__ = "attempts"
    queue: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    count: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class QueueSubscriptionRow(Plumbing):
    """Who listens to what, and since when: an earlier event is not owed to this queue."""

    __tablename__ = "queue_subscriptions"
    queue: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ParkedRow(Plumbing):
    """A message set aside by the in-process broker, which has no queue to keep it in."""

    __tablename__ = "parked"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    queue: Mapped[str]
    event_id: Mapped[UUID | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    headers: Mapped[dict[str, Any]]
    reason: Mapped[str]
    parked_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ForgottenSubjectRow(Plumbing):
    """What was erased: no message about it may stay parked, nor be parked later."""

    __tablename__ = "forgotten_subjects"
    __table_args__ = (Index("ix_forgotten_subjects_forgotten_at", "forgotten_at"),)
    subject: Mapped[str] = mapped_column(primary_key=True)
    forgotten_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class IdempotencyRow(Plumbing):
    """The answer given to a request that carried a key: the same answer is given again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)
    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ThrottleRow(Plumbing):
    """How often something was tried in a window of time."""

    __tablename__ = "throttles"
    __table_args__ = (Index("ix_throttles_window_start", "window_start"),)
    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class AuditRow(Plumbing):
    """Who did what to which object: logins, readings, exports, changes of rights. Never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "object_kind", "object_id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
