"""The portal's tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.db.base import COLUMN_TYPES, new_metadata


class Table(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = {**COLUMN_TYPES, date: Date()}


class EstablishmentRow(Table):
    """An establishment that was given a report, as routing last described it.

    One that closed may be followed by a successor; what is told of it is not kept further.
    """

    __tablename__ = "establishments"
    siret: Mapped[str] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    address: Mapped[dict[str, Any]]
    is_head_office: Mapped[bool]
    is_open: Mapped[bool] = mapped_column(server_default="true")
    closed_on: Mapped[date | None]
    successor_siret: Mapped[str | None]
    successor_name: Mapped[str | None]
    described_at: Mapped[datetime]
    letters_sent: Mapped[int] = mapped_column(server_default="0")
    last_letter_on: Mapped[date | None]


class ReportRow(Table):
    """What the consumer told, without who told it."""

    __tablename__ = "reports"
    # The inbox's free search.
    __table_args__ = (Index("ix_reports_words", "words", postgresql_using="gin"),)
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    category_labels: Mapped[list[Any]]
    replies: Mapped[list[Any]]
    description: Mapped[str]
    words: Mapped[Any] = mapped_column(TSVECTOR)
    observed_on: Mapped[date]
    lang: Mapped[str]
    submitted_at: Mapped[datetime]
    why_fr: Mapped[str]
    why_en: Mapped[str]


class CaseRow(Table):
    """Where a report stands; the checks repeat the rule that an open case has a deadline."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "status IN ('triage', 'waiting', 'read', 'promised', 'unfounded', 'not_concerned',"
            " 'expired_unread', 'expired_unanswered', 'withdrawn')",
            name="status_known",
        ),
        CheckConstraint(
            "(status IN ('waiting', 'read')) = (deadline_on IS NOT NULL)"
            " AND (deadline_on IS NULL) = (deadline_reason_fr IS NULL)"
            " AND (deadline_on IS NULL) = (deadline_reason_en IS NULL)"
            " AND (deadline_on IS NULL) = (deadline_rules IS NULL)",
            name="deadline_while_held",
        ),
        ForeignKeyConstraint(
            ["report_id", "holding_number"],
            ["holdings.report_id", "holdings.number"],
            name="fk_cases_holding_holdings",
            ondelete="CASCADE",
        ),
    )
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    routing_version: Mapped[int]
    status: Mapped[str]
    holding_number: Mapped[int]
    deadline_on: Mapped[date | None]
    deadline_reason_fr: Mapped[str | None]
    deadline_reason_en: Mapped[str | None]
    deadline_rules: Mapped[str | None]
    pause: Mapped[dict[str, Any] | None]


class HoldingRow(Table):
    """One holder's time with a report."""

    __tablename__ = "holdings"
    __table_args__ = (
        CheckConstraint(
            "ending IN ('declined', 'moved', 'answered', 'expired', 'withdrawn')",
            name="ending_known",
        ),
        CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ended_with_reason"),
        CheckConstraint("was_offered OR accepted_at IS NULL", name="accepted_if_offered"),
        # At most one holder at a time.
        Index(
            "uq_holdings_present", "report_id", unique=True, postgresql_where=text("ending IS NULL")
        ),
        # An inbox: what an establishment, or all those of a company, has and had.
        Index("ix_holdings_siret", "siret", "opened_at", "report_id"),
        Index("ix_holdings_siren", "siren", "opened_at", "report_id"),
    )
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    siret: Mapped[str] = mapped_column(ForeignKey("establishments.siret"))
    siren: Mapped[str]
    holder_name: Mapped[str]
    opened_at: Mapped[datetime]
    was_offered: Mapped[bool] = mapped_column(server_default=text("false"))
    accepted_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]


class HistoryRow(Table):
    """One change of a case, for the timeline; `number` is the holding that it belongs to."""

    __tablename__ = "case_history"
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    move: Mapped[str]
    status: Mapped[str]
    number: Mapped[int]


class AnswerRow(Table):
    """A holder's one final answer."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("kind IN ('promise', 'unfounded', 'not_concerned')", name="kind_known"),
        ForeignKeyConstraint(
            ["report_id", "number"],
            ["holdings.report_id", "holdings.number"],
            name="fk_answers_holding_holdings",
            ondelete="CASCADE",
        ),
        # One final answer for a report: only a holder that is not concerned may be followed.
        Index(
            "uq_answers_final",
            "report_id",
            unique=True,
            postgresql_where=text("kind <> 'not_concerned'"),
        ),
    )
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    reason: Mapped[str]
    message_to_consumer: Mapped[str]
    message_to_authority: Mapped[str | None]
    answered_by: Mapped[UUID]
    answered_at: Mapped[datetime]
    proposed_siret: Mapped[str | None]


class MessageRow(Table):
    """One message between the consumer and a holder. A consumer's may come before the report.

    `number` is the holding that asked; `question_id` the question that a consumer replies to.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("author IN ('company', 'consumer')", name="author_known"),
        CheckConstraint("(author = 'company') = (number IS NOT NULL)", name="asked_by_a_holder"),
        CheckConstraint(
            "(author = 'company') = (written_by IS NOT NULL)", name="asked_by_somebody"
        ),
        # A report's thread, oldest first.
        Index("ix_messages_report_id", "report_id", "sent_at"),
    )
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID]
    author: Mapped[str]
    number: Mapped[int | None]
    question_id: Mapped[UUID | None]
    text: Mapped[str]
    sent_at: Mapped[datetime]
    written_by: Mapped[UUID | None]


class IdentityRow(Table):
    """Who filed the report, when they agreed to be known. May arrive before the report."""

    __tablename__ = "consumer_identities"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]


class AttachmentRow(Table):
    """A consumer's file that passed the checks. May arrive before the report."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_report_id", "report_id"),)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID]
    filename: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    storage_key: Mapped[str]


class ReviewRow(Table):
    """How the consumer rated the answer; the comment stays with the authorities."""

    __tablename__ = "reviews"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    rating: Mapped[str]
    reviewed_at: Mapped[datetime]


class WithdrawalRow(Table):
    """The consumer took the report back. May arrive before the report."""

    __tablename__ = "withdrawals"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    withdrawn_at: Mapped[datetime]


class TombstoneRow(Table):
    """An erased report: nothing that arrives later may bring it back."""

    __tablename__ = "tombstones"
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]


class TaskRow(Table):
    """Something to do later, once; `not_before` moves when a try failed."""

    __tablename__ = "scheduled_tasks"
    __table_args__ = (
        CheckConstraint("(report_id IS NULL) <> (siret IS NULL)", name="about_one_thing"),
        # The loop's question: what is due and not done, oldest first.
        Index("ix_scheduled_tasks_todo", "not_before", postgresql_where=text("done_at IS NULL")),
        Index("ix_scheduled_tasks_report_id", "report_id"),
    )
    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    due_at: Mapped[datetime]
    not_before: Mapped[datetime]
    report_id: Mapped[UUID | None]
    siret: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    done_at: Mapped[datetime | None]


class CodeRow(Table):
    """A code sent by letter; one living code for an establishment."""

    __tablename__ = "activation_codes"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index(
            "uq_activation_codes_living",
            "siret",
            unique=True,
            postgresql_where=text("used_at IS NULL AND replaced_at IS NULL"),
        ),
    )
    code_id: Mapped[UUID] = mapped_column(primary_key=True)
    siret: Mapped[str] = mapped_column(ForeignKey("establishments.siret"))
    code_hash: Mapped[str]
    letter_number: Mapped[int]
    issued_at: Mapped[datetime]
    expires_on: Mapped[date]
    tries: Mapped[int] = mapped_column(server_default="0")
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class LinkRow(Table):
    """A link sent to a mailbox; only the digest of its secret is kept."""

    __tablename__ = "activation_links"
    __table_args__ = (Index("ix_activation_links_expires_at", "expires_at"),)
    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    code_id: Mapped[UUID] = mapped_column(ForeignKey("activation_codes.code_id"))
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    email: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccountRow(Table):
    """A person who acts for companies. `email` is lower case; `version` counts the changes.

    The secrets of one-time codes are sealed with a key that the database does not have.
    """

    __tablename__ = "accounts"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    lang: Mapped[str]
    is_active: Mapped[bool]
    sealed_totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_pending_totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime]


class AccessRow(Table):
    """A right of an account on an establishment, or on all those of its company."""

    __tablename__ = "accesses"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'admin')", name="role_known"),
        CheckConstraint("NOT covers_siren OR role = 'admin'", name="only_admins_cover"),
        Index("ix_accesses_siret", "siret"),
        Index("ix_accesses_siren", "siren", postgresql_where=text("covers_siren")),
    )
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.account_id", ondelete="CASCADE"), primary_key=True
    )
    siret: Mapped[str] = mapped_column(primary_key=True)
    siren: Mapped[str]
    role: Mapped[str]
    covers_siren: Mapped[bool]
    granted_at: Mapped[datetime]


class SessionRow(Table):
    """A person signed in; only the digest of the token is kept."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_expires_at", "expires_at"),)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.account_id", ondelete="CASCADE"), index=True
    )
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
