"""Create the deliveries and letters, what is known of reports and accounts, and sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "sessions",
    "bounces",
    "suppressions",
    "letters",
    "letter_batches",
    "deliveries",
    "opt_outs",
    "accesses",
    "accounts",
    "reports",
)


def upgrade() -> None:
    create_plumbing(op)
    _create_reports()
    _create_accounts()
    _create_deliveries()
    _create_letters()
    _create_memories()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    drop_plumbing(op)


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("tracking_url", sa.Text(), nullable=True),
        sa.Column("identified_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("holder_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("holder_has_account", sa.Boolean(), nullable=True),
        sa.Column("turn_ended_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "erased_at IS NULL OR (first_name IS NULL AND email IS NULL AND tracking_url IS NULL)",
            name="ck_reports_erased_is_empty",
        ),
        sa.PrimaryKeyConstraint("report_id", name="pk_reports"),
    )
    op.create_index("ix_reports_reference", "reports", ["reference"])


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
    )
    op.create_table(
        "accesses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("covers_siren", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name="fk_accesses_account_id_accounts",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "siret", name="pk_accesses"),
    )
    op.create_index("ix_accesses_siren", "accesses", ["siren"])
    op.create_index("ix_accesses_siret", "accesses", ["siret"])
    op.create_table(
        "opt_outs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "siret", name="pk_opt_outs"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("context", JSONB(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("recipient_digest", sa.LargeBinary(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("siret", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("sending_since", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state IN ('sent', 'failed', 'unknown')) = (ended_at IS NOT NULL)",
            name="ck_deliveries_ended",
        ),
        sa.CheckConstraint("channel IN ('mail', 'letter')", name="ck_deliveries_channel"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'unknown')",
            name="ck_deliveries_state",
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR (context IS NULL AND recipient IS NULL)",
            name="ck_deliveries_ended_is_empty",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("dedup_key", name="uq_deliveries_dedup_key"),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["urgency", "next_attempt_at", "id"],
        postgresql_where=sa.text("state = 'pending' AND channel = 'mail'"),
    )
    op.create_index("ix_deliveries_ended_at", "deliveries", ["ended_at"])
    op.create_index(
        "ix_deliveries_recipient_digest", "deliveries", ["recipient_digest", "ended_at"]
    )
    op.create_index("ix_deliveries_report_id", "deliveries", ["report_id"])
    op.create_index(
        "ix_deliveries_sending_since",
        "deliveries",
        ["sending_since"],
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index("ix_deliveries_state_id", "deliveries", ["state", "id"])


def _create_letters() -> None:
    op.create_table(
        "letter_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("letter_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("printed_at", INSTANT, nullable=True),
        sa.Column("printed_by", sa.Text(), nullable=True),
        sa.Column("is_released", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("letter_count > 0", name="ck_letter_batches_not_empty"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_batches"),
        sa.UniqueConstraint("object_key", name="uq_letter_batches_object_key"),
    )
    op.create_table(
        "letters",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["letter_batches.id"], name="fk_letters_batch_id_letter_batches"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name="fk_letters_delivery_id_deliveries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_letters"),
    )
    op.create_index("ix_letters_batch_id", "letters", ["batch_id"])
    op.create_index("ix_letters_reference", "letters", ["reference"])
    op.create_index("ix_letters_siret", "letters", ["siret"])


def _create_memories() -> None:
    op.create_table(
        "suppressions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_suppressions"),
    )
    op.create_table(
        "bounces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bounces"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
