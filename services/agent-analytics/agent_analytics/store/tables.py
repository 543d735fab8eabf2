"""The tables of agent-analytics."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.db.base import COLUMN_TYPES, new_metadata

LISTED = text("submitted_at IS NOT NULL")
ROLES = "role IN ('agent', 'supervisor', 'operator')"


class Base(DeclarativeBase):
    metadata = new_metadata()
    # A fact that is not known is NULL, not the JSON text `null`.
    type_annotation_map = COLUMN_TYPES | {
        dict[str, Any]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text()),
    }


class ReportRow(Base):
    """One report: the newest fact of each producer, and what lists and searches read from them.

    `submitted_at` is empty until the submission has arrived, and again after an erasure: such a
    row is counted at most, never listed.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint(
            "erased_at IS NULL OR (submission IS NULL AND answer IS NULL AND review IS NULL"
            " AND reference IS NULL AND company_name IS NULL AND words IS NULL)",
            name="erased_is_empty",
        ),
        # The list of an agent: own départements, newest first; of a supervisor: all.
        Index(
            "ix_reports_department_recent",
            "department",
            "submitted_at",
            "report_id",
            postgresql_where=LISTED,
        ),
        Index("ix_reports_recent", "submitted_at", "report_id", postgresql_where=LISTED),
        # The filters that leave few reports.
        Index("ix_reports_siren", "siren", postgresql_where=LISTED),
        Index("ix_reports_reference", "reference", postgresql_where=LISTED),
        Index("ix_reports_tags", "tags", postgresql_using="gin", postgresql_where=LISTED),
        Index("ix_reports_words", "words", postgresql_using="gin", postgresql_where=LISTED),
    )
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted: Mapped[dict[str, Any] | None]
    submission: Mapped[dict[str, Any] | None]
    routing: Mapped[dict[str, Any] | None]
    case_state: Mapped[dict[str, Any] | None]
    answer: Mapped[dict[str, Any] | None]
    review: Mapped[dict[str, Any] | None]
    has_file: Mapped[bool] = mapped_column(server_default="false")
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(server_default="submitted")
    week: Mapped[date | None]
    category: Mapped[str | None]
    department: Mapped[str | None]
    reference: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    tags: Mapped[list[str] | None]
    siret: Mapped[str | None]
    siren: Mapped[str | None] = mapped_column(Computed("left(siret, 9)", persisted=True))
    company_name: Mapped[str | None]
    rating: Mapped[str | None]
    words: Mapped[str | None] = mapped_column(TSVECTOR)


class TimelineRow(Base):
    """One line of a report's story."""

    __tablename__ = "timeline"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    happening: Mapped[str] = mapped_column(primary_key=True)
    occurrence: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[dict[str, Any]]


class ConsumerRow(Base):
    """Who filed a report: apart, so that nothing reads it by accident."""

    __tablename__ = "consumers"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    version: Mapped[int]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]
    lang: Mapped[str]


class AttachmentRow(Base):
    """A file of a report that passed the checks."""

    __tablename__ = "attachments"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    filename: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    storage_key: Mapped[str]


class AuthorityMessageRow(Base):
    """What a company told the authorities apart from its answer."""

    __tablename__ = "authority_messages"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    siret: Mapped[str]
    message: Mapped[str]
    informed_at: Mapped[datetime]


class CountRow(Base):
    """The roll-up that dashboards read; moved in the transaction that changes a report."""

    __tablename__ = "report_counts"
    # Per-département dashboards over all weeks; the primary key serves the national ones.
    __table_args__ = (
        CheckConstraint("count >= 0", name="count_possible"),
        Index("ix_report_counts_department", "department", "week"),
    )
    week: Mapped[date] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class CategoryRow(Base):
    """What people call a category, as the newest report told it."""

    __tablename__ = "categories"
    category: Mapped[str] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    told_at: Mapped[datetime]


class AgentRow(Base):
    """A public officer’s account."""

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint(ROLES, name="role_known"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(
            "role <> 'agent' OR cardinality(departments) > 0", name="agent_has_territory"
        ),
    )
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_totp_step: Mapped[int | None]
    role: Mapped[str]
    departments: Mapped[list[str]]
    first_name: Mapped[str]
    last_name: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[datetime]


class SessionRow(Base):
    """A signed-in agent, under the digest of the token that the browser holds."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_opened_at", "opened_at"),)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.agent_id"))
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SigningKeyRow(Base):
    """A key that signs agents' tokens; the private half is sealed with the settings' key."""

    __tablename__ = "signing_keys"
    kid: Mapped[str] = mapped_column(primary_key=True)
    public_x: Mapped[str]
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    retires_at: Mapped[datetime]


class KeyPublicationRow(Base):
    """The last list of keys that was announced; one row."""

    __tablename__ = "key_publication"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, server_default="1")
    version: Mapped[int]
    published_at: Mapped[datetime]
