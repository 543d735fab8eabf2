"""The tables of notifications: deliveries, letters, and what it must know of people to write."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.db.base import COLUMN_TYPES, new_metadata


class Table(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


class ReportRow(Table):
    """What is known of a report: whom to tell, how far it has come; erased: only a tombstone.

    `identified_at`, `holder_at` and `turn_ended_at` are versions, the first of intake's facts,
    the others of the portal's.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint(
            "erased_at IS NULL OR (first_name IS NULL AND email IS NULL AND tracking_url IS NULL)",
            name="erased_is_empty",
        ),
        Index("ix_reports_reference", "reference"),
    )
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str | None]
    first_name: Mapped[str | None]
    email: Mapped[str | None]
    lang: Mapped[str | None]
    tracking_url: Mapped[str | None]
    identified_at: Mapped[int] = mapped_column(server_default="0")
    holder_at: Mapped[int] = mapped_column(server_default="0")
    holder_has_account: Mapped[bool | None]
    turn_ended_at: Mapped[int] = mapped_column(server_default="0")
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class DeliveryRow(Table):
    """One mail or letter to one recipient, from planned to ended."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        CheckConstraint("channel IN ('mail', 'letter')", name="channel"),
        CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'unknown')", name="state"
        ),
        CheckConstraint(
            "(state IN ('sent', 'failed', 'unknown')) = (ended_at IS NOT NULL)", name="ended"
        ),
        CheckConstraint(
            "ended_at IS NULL OR (context IS NULL AND recipient IS NULL)", name="ended_is_empty"
        ),
        # The sender's question: what is due, codes first.
        Index(
            "ix_deliveries_due",
            "urgency",
            "next_attempt_at",
            "id",
            postgresql_where=text("state = 'pending' AND channel = 'mail'"),
        ),
        # The rescuer's question: whose sender died.
        Index(
            "ix_deliveries_sending_since",
            "sending_since",
            postgresql_where=text("state = 'sending'"),
        ),
        # The budget's question: how many notices an address got lately.
        Index("ix_deliveries_recipient_digest", "recipient_digest", "ended_at"),
        Index("ix_deliveries_report_id", "report_id"),
        Index("ix_deliveries_state_id", "state", "id"),
        # The purge's question.
        Index("ix_deliveries_ended_at", "ended_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    dedup_key: Mapped[str]
    channel: Mapped[str]
    kind: Mapped[str]
    urgency: Mapped[int] = mapped_column(SmallInteger)
    lang: Mapped[str]
    context: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    recipient: Mapped[str | None]
    recipient_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    report_id: Mapped[UUID | None]
    siret: Mapped[str | None]
    version: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    sending_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LetterRow(Table):
    """What a letter has beside its delivery: its place in a series, its sheet, its batch."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_siret", "siret"),
        Index("ix_letters_reference", "reference"),
        # The press's question: what has no sheet yet; then the batch's: what is in none.
        Index("ix_letters_batch_id", "batch_id"),
    )
    delivery_id: Mapped[UUID] = mapped_column(
        ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    )
    siret: Mapped[str]
    letter_number: Mapped[int]
    reference: Mapped[str]
    object_key: Mapped[str | None]
    sha256: Mapped[str | None]
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter_batches.id"))


class BatchRow(Table):
    """Letters bound in one file for the printing centre; its content never changes.

    `is_released`: the file was thrown away, long after it was printed.
    """

    __tablename__ = "letter_batches"
    __table_args__ = (
        CheckConstraint("letter_count > 0", name="not_empty"),
        UniqueConstraint("object_key"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    made_by: Mapped[str]
    letter_count: Mapped[int]
    sha256: Mapped[str]
    object_key: Mapped[str]
    printed_at: Mapped[datetime | None]
    printed_by: Mapped[str | None]
    is_released: Mapped[bool] = mapped_column(server_default=false())


class AccountRow(Table):
    """A company's user, as far as writing to them needs it."""

    __tablename__ = "accounts"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    email: Mapped[str]
    is_active: Mapped[bool]


class AccessRow(Table):
    """Which establishments a user answers for; `covers_siren`: all of its company's."""

    __tablename__ = "accesses"
    __table_args__ = (Index("ix_accesses_siret", "siret"), Index("ix_accesses_siren", "siren"))
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True
    )
    siret: Mapped[str] = mapped_column(primary_key=True)
    siren: Mapped[str]
    covers_siren: Mapped[bool]


class OptOutRow(Table):
    """A user who wants no notices about an establishment."""

    __tablename__ = "opt_outs"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    siret: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class SuppressionRow(Table):
    """The digest of an address that does not exist: nothing is sent there."""

    __tablename__ = "suppressions"
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    at: Mapped[datetime]


class BounceRow(Table):
    """A bounce already heard of, by the name its sender gave it."""

    __tablename__ = "bounces"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SessionRow(Table):
    """A signed-in operator or printer; only the digest of the cookie is kept."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_expires_at", "expires_at"),)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    role: Mapped[str]
    expires_at: Mapped[datetime]
