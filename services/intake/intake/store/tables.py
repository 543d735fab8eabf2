"""The tables of intake. Rows never leave the store."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.db.base import COLUMN_TYPES, new_metadata

_STATES = "state IN ('pending', 'uploaded', 'clean', 'rejected')"
_LANGS = "lang IN ('fr', 'en')"


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES | {
        date: Date(),
        bytes: LargeBinary(),
        list[str]: ARRAY(Text()),
    }


class EmailProofRow(Base):
    """A code sent to an address and, once confirmed, the proof that was given for it."""

    __tablename__ = "email_proofs"
    __table_args__ = (
        # The latest code of an address.
        Index("ix_email_proofs_email_digest", "email_digest", "created_at"),
        # The purge.
        Index("ix_email_proofs_created_at", "created_at"),
        CheckConstraint("tries >= 0 AND reports >= 0", name="counts"),
        CheckConstraint("(proof_digest IS NULL) = (proof_expires_at IS NULL)", name="proof_ends"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email_digest: Mapped[bytes]
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default="0")
    proof_digest: Mapped[bytes | None] = mapped_column(unique=True)
    proof_expires_at: Mapped[datetime | None]
    reports: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]


class ReportRow(Base):
    """A report as filed. Who filed it is in `consumers`; here only a digest stands for them."""

    __tablename__ = "reports"
    __table_args__ = (
        # The guard against repetition: one person, one company, one category.
        Index(
            "ix_reports_repetition",
            "email_digest",
            "category",
            "target_identity",
            "submitted_at",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        # How many told of the same: one company, one category, lately.
        Index(
            "ix_reports_crowd",
            "target_identity",
            "category",
            "submitted_at",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("wish IN ('report', 'advice')", name="wish"),
        CheckConstraint(_LANGS, name="lang"),
        CheckConstraint("char_length(description) <= 5000", name="description_fits"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]
    tree_version: Mapped[int] = mapped_column(server_default="1")
    category: Mapped[str]
    subcategories: Mapped[list[str]]
    category_labels: Mapped[list[str]]
    tags: Mapped[list[str]]
    replies: Mapped[list[Any]] = mapped_column(JSONB())
    description: Mapped[str]
    observed_on: Mapped[date]
    target: Mapped[dict[str, Any]]
    target_identity: Mapped[str | None]
    share_identity: Mapped[bool]
    wish: Mapped[str]
    lang: Mapped[str]
    publish_consent: Mapped[bool]
    email_digest: Mapped[bytes]
    secret_digest: Mapped[bytes] = mapped_column(unique=True)
    submitted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ConsumerRow(Base):
    """Who filed a report: the only place of intake's database that names people."""

    __tablename__ = "consumers"
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]


class FactRow(Base):
    """What happened to a report after its submission, told here or by another service."""

    __tablename__ = "facts"
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    producer: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    details: Mapped[dict[str, Any]]


class DraftRow(Base):
    """A report being written on the pages; its browser holds the token, a mail perhaps a link."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_updated_at", "updated_at"),
        CheckConstraint(
            "(link_digest IS NULL) = (link_email_digest IS NULL) "
            "AND (link_digest IS NULL) = (link_expires_at IS NULL)",
            name="link_is_whole",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    link_digest: Mapped[bytes | None] = mapped_column(unique=True)
    link_email_digest: Mapped[bytes | None] = mapped_column(unique=True)
    link_expires_at: Mapped[datetime | None]


class AttachmentRow(Base):
    """A file, from its announcement to its verdict."""

    __tablename__ = "attachments"
    __table_args__ = (
        # The checker's question: what waits, and since when.
        Index(
            "ix_attachments_next_check_at",
            "next_check_at",
            postgresql_where=text("state = 'uploaded'"),
        ),
        Index("ix_attachments_report_id", "report_id"),
        Index("ix_attachments_draft_id", "draft_id"),
        # The purge of what no report took.
        Index(
            "ix_attachments_created_at", "created_at", postgresql_where=text("report_id IS NULL")
        ),
        CheckConstraint(_STATES, name="state"),
        CheckConstraint("(state = 'clean') = (clean_key IS NOT NULL)", name="clean_has_a_key"),
        CheckConstraint("(state = 'rejected') = (fault IS NOT NULL)", name="rejected_has_a_fault"),
        CheckConstraint("size > 0", name="size"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_digest: Mapped[bytes] = mapped_column(unique=True)
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    filename: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    state: Mapped[str]
    fault: Mapped[str | None]
    quarantine_key: Mapped[str] = mapped_column(unique=True)
    clean_key: Mapped[str | None] = mapped_column(unique=True)
    clean_kind: Mapped[str | None]
    clean_size: Mapped[int | None]
    sha256: Mapped[str | None]
    checks: Mapped[int] = mapped_column(server_default="0")
    next_check_at: Mapped[datetime]
    created_at: Mapped[datetime]


class DoomedObjectRow(Base):
    """An object of the storage that must go; it has gone when the row has."""

    __tablename__ = "doomed_objects"
    __table_args__ = (
        Index("ix_doomed_objects_report_id", "report_id"),
        Index("ix_doomed_objects_doomed_at", "doomed_at"),
    )
    bucket: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[UUID | None]
    doomed_at: Mapped[datetime]


class TrackingSessionRow(Base):
    """Leave to see and act on one report for an hour."""

    __tablename__ = "tracking_sessions"
    __table_args__ = (
        Index("ix_tracking_sessions_report_id", "report_id"),
        Index("ix_tracking_sessions_expires_at", "expires_at"),
    )
    token_digest: Mapped[bytes] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]


class ErasureRow(Base):
    """The tombstone of an erased report: nothing of it but that it was, and that it is gone."""

    __tablename__ = "erasures"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_digest: Mapped[bytes] = mapped_column(unique=True)
    version: Mapped[int]
    erased_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]


class ErasureProofRow(Base):
    """A service's word that it has erased a report."""

    __tablename__ = "erasure_proofs"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    forgotten_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Open311KeyRow(Base):
    """A program that may file requests for consumers, by a key of which the digest is kept."""

    __tablename__ = "open311_keys"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    key_digest: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Open311RequestRow(Base):
    """A report that was filed as an Open311 request, and by whose key: only these are public."""

    __tablename__ = "open311_requests"
    __table_args__ = (
        # The list, newest first.
        Index("ix_open311_requests_requested_at", "requested_at"),
    )
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    key_id: Mapped[UUID] = mapped_column(ForeignKey("open311_keys.id"))
    requested_at: Mapped[datetime]
