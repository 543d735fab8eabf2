"""Make the reports, their cases, what consumers say, and what is scheduled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STATUSES = (
    "status IN ('triage', 'waiting', 'read', 'promised', 'unfounded', 'not_concerned',"
    " 'expired_unread', 'expired_unanswered', 'withdrawn')"
)
DEADLINE_WHILE_HELD = (
    "(status IN ('waiting', 'read')) = (deadline_on IS NOT NULL)"
    " AND (deadline_on IS NULL) = (deadline_reason_fr IS NULL)"
    " AND (deadline_on IS NULL) = (deadline_reason_en IS NULL)"
    " AND (deadline_on IS NULL) = (deadline_rules IS NULL)"
)


def upgrade() -> None:
    create_plumbing(op)
    _create_reports()
    _create_cases()
    _create_consumer_facts()
    _create_schedule()


def _create_reports() -> None:
    op.create_table(
        "establishments",
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", JSONB(), nullable=False),
        sa.Column("is_head_office", sa.Boolean(), nullable=False),
        sa.Column("described_at", INSTANT, nullable=False),
        sa.Column("letters_sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_letter_on", sa.Date()),
        sa.PrimaryKeyConstraint("siret", name=op.f("pk_establishments")),
    )
    op.create_index(op.f("ix_establishments_siren"), "establishments", ["siren"])
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("category_labels", JSONB(), nullable=False),
        sa.Column("replies", JSONB(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("why_fr", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
        sa.UniqueConstraint("reference", name=op.f("uq_reports_reference")),
    )
    op.create_index("ix_reports_words", "reports", ["words"], postgresql_using="gin")


def _create_cases() -> None:
    op.create_table(
        "holdings",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("ending", sa.Text()),
        sa.CheckConstraint(
            "ending IN ('declined', 'moved', 'answered', 'expired', 'withdrawn')",
            name=op.f("ck_holdings_ending_known"),
        ),
        sa.CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL)", name=op.f("ck_holdings_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_holdings_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["siret"], ["establishments.siret"], name=op.f("fk_holdings_siret_establishments")
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_holdings")),
    )
    op.create_index("ix_holdings_siren", "holdings", ["siren", "opened_at", "report_id"])
    op.create_index("ix_holdings_siret", "holdings", ["siret", "opened_at", "report_id"])
    op.create_index(
        "uq_holdings_present",
        "holdings",
        ["report_id"],
        unique=True,
        postgresql_where=sa.text("ending IS NULL"),
    )
    op.create_table(
        "cases",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("routing_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("holding_number", sa.Integer(), nullable=False),
        sa.Column("deadline_on", sa.Date()),
        sa.Column("deadline_reason_fr", sa.Text()),
        sa.Column("deadline_reason_en", sa.Text()),
        sa.Column("deadline_rules", sa.Text()),
        sa.CheckConstraint(DEADLINE_WHILE_HELD, name=op.f("ck_cases_deadline_while_held")),
        sa.CheckConstraint(STATUSES, name=op.f("ck_cases_status_known")),
        sa.ForeignKeyConstraint(
            ["report_id", "holding_number"],
            ["holdings.report_id", "holdings.number"],
            name="fk_cases_holding_holdings",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_cases_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_cases")),
    )
    op.create_table(
        "case_history",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_case_history_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_case_history")),
    )
    op.create_table(
        "answers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_to_consumer", sa.Text(), nullable=False),
        sa.Column("message_to_authority", sa.Text()),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('promise', 'unfounded', 'not_concerned')", name=op.f("ck_answers_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["report_id", "number"],
            ["holdings.report_id", "holdings.number"],
            name="fk_answers_holding_holdings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_answers")),
    )
    op.create_index(
        "uq_answers_final",
        "answers",
        ["report_id"],
        unique=True,
        postgresql_where=sa.text("kind <> 'not_concerned'"),
    )


def _create_consumer_facts() -> None:
    op.create_table(
        "consumer_identities",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_consumer_identities")),
    )
    op.create_table(
        "attachments",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_report_id", "attachments", ["report_id"])
    op.create_table(
        "reviews",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("reviewed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reviews")),
    )
    op.create_table(
        "withdrawals",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_withdrawals")),
    )
    op.create_table(
        "tombstones",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_tombstones")),
    )


def _create_schedule() -> None:
    op.create_table(
        "scheduled_tasks",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("siret", sa.Text()),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", INSTANT),
        sa.CheckConstraint(
            "(report_id IS NULL) <> (siret IS NULL)",
            name=op.f("ck_scheduled_tasks_about_one_thing"),
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_scheduled_tasks")),
        sa.UniqueConstraint("key", name=op.f("uq_scheduled_tasks_key")),
    )
    op.create_index("ix_scheduled_tasks_report_id", "scheduled_tasks", ["report_id"])
    op.create_index(
        "ix_scheduled_tasks_todo",
        "scheduled_tasks",
        ["not_before"],
        postgresql_where=sa.text("done_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "scheduled_tasks",
        "tombstones",
        "withdrawals",
        "reviews",
        "attachments",
        "consumer_identities",
        "answers",
        "case_history",
        "cases",
        "holdings",
        "reports",
        "establishments",
    ):
        op.drop_table(table)
    drop_plumbing(op)
