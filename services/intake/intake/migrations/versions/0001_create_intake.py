"""Make the proofs of e-mail, the drafts, the reports with their files, and the tombstones."""

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
    "erasure_proofs",
    "erasures",
    "tracking_sessions",
    "doomed_objects",
    "attachments",
    "facts",
    "consumers",
    "reports",
    "drafts",
    "email_proofs",
)


def upgrade() -> None:
    create_plumbing(op)
    _create_proofs_and_drafts()
    _create_reports()
    _create_files()
    _create_tracking()
    _create_erasures()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    drop_plumbing(op)


def _create_proofs_and_drafts() -> None:
    op.create_table(
        "email_proofs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("proof_digest", sa.LargeBinary()),
        sa.Column("proof_expires_at", INSTANT),
        sa.Column("reports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(proof_digest IS NULL) = (proof_expires_at IS NULL)",
            name=op.f("ck_email_proofs_proof_ends"),
        ),
        sa.CheckConstraint("tries >= 0 AND reports >= 0", name=op.f("ck_email_proofs_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_proofs")),
        sa.UniqueConstraint("proof_digest", name=op.f("uq_email_proofs_proof_digest")),
    )
    op.create_index("ix_email_proofs_created_at", "email_proofs", ["created_at"])
    op.create_index("ix_email_proofs_email_digest", "email_proofs", ["email_digest", "created_at"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_drafts_token_digest")),
    )
    op.create_index("ix_drafts_updated_at", "drafts", ["updated_at"])


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("subcategories", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("category_labels", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("replies", JSONB(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("target", JSONB(), nullable=False),
        sa.Column("target_identity", sa.Text()),
        sa.Column("share_identity", sa.Boolean(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("publish_consent", sa.Boolean(), nullable=False),
        sa.Column("email_digest", sa.LargeBinary(), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT),
        sa.CheckConstraint("lang IN ('fr', 'en')", name=op.f("ck_reports_lang")),
        sa.CheckConstraint("wish IN ('report', 'advice')", name=op.f("ck_reports_wish")),
        sa.CheckConstraint(
            "char_length(description) <= 5000", name=op.f("ck_reports_description_fits")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_reports_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("reference", name=op.f("uq_reports_reference")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_reports_secret_digest")),
    )
    op.create_index(
        "ix_reports_repetition",
        "reports",
        ["email_digest", "category", "target_identity", "submitted_at"],
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "consumers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_consumers_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_consumers")),
    )
    op.create_table(
        "facts",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("details", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_facts_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "producer", "version", "kind", name=op.f("pk_facts")),
    )


def _create_files() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_digest", sa.LargeBinary(), nullable=False),
        sa.Column("draft_id", sa.Uuid()),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text()),
        sa.Column("quarantine_key", sa.Text(), nullable=False),
        sa.Column("clean_key", sa.Text()),
        sa.Column("clean_kind", sa.Text()),
        sa.Column("clean_size", sa.Integer()),
        sa.Column("sha256", sa.Text()),
        sa.Column("checks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_check_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'clean') = (clean_key IS NOT NULL)",
            name=op.f("ck_attachments_clean_has_a_key"),
        ),
        sa.CheckConstraint(
            "(state = 'rejected') = (fault IS NOT NULL)",
            name=op.f("ck_attachments_rejected_has_a_fault"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'uploaded', 'clean', 'rejected')",
            name=op.f("ck_attachments_state"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.id"],
            name=op.f("fk_attachments_draft_id_drafts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_attachments_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("clean_key", name=op.f("uq_attachments_clean_key")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_attachments_key_digest")),
        sa.UniqueConstraint("quarantine_key", name=op.f("uq_attachments_quarantine_key")),
    )
    op.create_index(
        "ix_attachments_created_at",
        "attachments",
        ["created_at"],
        postgresql_where=sa.text("report_id IS NULL"),
    )
    op.create_index("ix_attachments_draft_id", "attachments", ["draft_id"])
    op.create_index(
        "ix_attachments_next_check_at",
        "attachments",
        ["next_check_at"],
        postgresql_where=sa.text("state = 'uploaded'"),
    )
    op.create_index("ix_attachments_report_id", "attachments", ["report_id"])
    op.create_table(
        "doomed_objects",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("doomed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "key", name=op.f("pk_doomed_objects")),
    )
    op.create_index("ix_doomed_objects_doomed_at", "doomed_objects", ["doomed_at"])
    op.create_index("ix_doomed_objects_report_id", "doomed_objects", ["report_id"])


def _create_tracking() -> None:
    op.create_table(
        "tracking_sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_tracking_sessions_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_tracking_sessions")),
    )
    op.create_index("ix_tracking_sessions_expires_at", "tracking_sessions", ["expires_at"])
    op.create_index("ix_tracking_sessions_report_id", "tracking_sessions", ["report_id"])


def _create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.Column("forgotten_at", INSTANT),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_erasures_secret_digest")),
    )
    op.create_table(
        "erasure_proofs",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("forgotten_at", INSTANT, nullable=False),
        sa.Column(
            "recorded_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("report_id", "service", name=op.f("pk_erasure_proofs")),
    )
