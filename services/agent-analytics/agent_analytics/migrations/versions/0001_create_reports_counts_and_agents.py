"""Create the reports, their enclosures and counts, the agents, their sessions and keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
LISTED = sa.text("submitted_at IS NOT NULL")
COUNTED_BY = ("week", "category", "department", "status")
TABLES = (
    "key_publication",
    "signing_keys",
    "sessions",
    "agents",
    "categories",
    "report_counts",
    "authority_messages",
    "attachments",
    "consumers",
    "timeline",
    "reports",
)


def upgrade() -> None:
    create_plumbing(op)
    _create_reports()
    _create_enclosures()
    _create_counts()
    _create_agents()
    _create_keys()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    drop_plumbing(op)


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, JSONB())
            for name in ("counted", "submission", "routing", "case_state", "answer", "review")
        ),
        sa.Column("has_file", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("erased_at", INSTANT),
        sa.Column("status", sa.Text(), server_default="submitted", nullable=False),
        sa.Column("week", sa.Date()),
        sa.Column("category", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("reference", sa.Text()),
        sa.Column("submitted_at", INSTANT),
        sa.Column("tags", ARRAY(sa.Text())),
        sa.Column("siret", sa.Text()),
        sa.Column("siren", sa.Text(), sa.Computed("left(siret, 9)", persisted=True)),
        sa.Column("company_name", sa.Text()),
        sa.Column("rating", sa.Text()),
        sa.Column("words", TSVECTOR()),
        sa.PrimaryKeyConstraint("report_id", name="pk_reports"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (submission IS NULL AND answer IS NULL AND review IS NULL"
            " AND reference IS NULL AND company_name IS NULL AND words IS NULL)",
            name="ck_reports_erased_is_empty",
        ),
    )
    _index("department_recent", ["department", "submitted_at", "report_id"])
    _index("recent", ["submitted_at", "report_id"])
    _index("siren", ["siren"])
    _index("reference", ["reference"])
    _index("tags", ["tags"], using="gin")
    _index("words", ["words"], using="gin")


def _index(name: str, columns: list[str], *, using: str = "btree") -> None:
    op.create_index(
        f"ix_reports_{name}",
        "reports",
        columns,
        postgresql_where=LISTED,
        postgresql_using=using,
    )


def _create_enclosures() -> None:
    op.create_table(
        "timeline",
        _report_id(),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("detail", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "happening", "occurrence", name="pk_timeline"),
    )
    op.create_table(
        "consumers",
        _report_id(),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text(name) for name in ("first_name", "last_name", "email")),
        sa.Column("phone", sa.Text()),
        _text("lang"),
        sa.PrimaryKeyConstraint("report_id", name="pk_consumers"),
    )
    op.create_table(
        "attachments",
        _report_id(),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        _text("filename"),
        _text("content_type"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("storage_key"),
        sa.PrimaryKeyConstraint("report_id", "attachment_id", name="pk_attachments"),
    )
    op.create_table(
        "authority_messages",
        _report_id(),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("siret"),
        _text("message"),
        sa.Column("informed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "version", name="pk_authority_messages"),
    )
    for table in ("timeline", "consumers", "attachments", "authority_messages"):
        op.create_foreign_key(
            f"fk_{table}_report_id_reports", table, "reports", ["report_id"], ["report_id"]
        )


def _report_id() -> sa.Column[object]:
    return sa.Column("report_id", sa.Uuid(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _create_counts() -> None:
    op.create_table(
        "report_counts",
        sa.Column("week", sa.Date(), nullable=False),
        *(_text(name) for name in COUNTED_BY[1:]),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "week", "category", "department", "status", name="pk_report_counts"
        ),
        sa.CheckConstraint("count >= 0", name="ck_report_counts_count_possible"),
    )
    op.create_index("ix_report_counts_department", "report_counts", ["department", "week"])
    op.create_table(
        "categories",
        *(_text(name) for name in ("category", "lang", "label")),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("category", "lang", name="pk_categories"),
    )


def _create_agents() -> None:
    op.create_table(
        "agents",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        _text("email"),
        _text("password_hash"),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_totp_step", sa.Integer()),
        _text("role"),
        sa.Column("departments", ARRAY(sa.Text()), nullable=False),
        *(_text(name) for name in ("first_name", "last_name")),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("agent_id", name="pk_agents"),
        sa.UniqueConstraint("email", name="uq_agents_email"),
        sa.CheckConstraint(
            "role IN ('agent', 'supervisor', 'operator')", name="ck_agents_role_known"
        ),
        sa.CheckConstraint("email = lower(email)", name="ck_agents_email_lower"),
        sa.CheckConstraint(
            "role <> 'agent' OR cardinality(departments) > 0",
            name="ck_agents_agent_has_territory",
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.agent_id"], name="fk_sessions_agent_id_agents"
        ),
    )
    op.create_index("ix_sessions_opened_at", "sessions", ["opened_at"])


def _create_keys() -> None:
    op.create_table(
        "signing_keys",
        _text("kid"),
        _text("public_x"),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("retires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_keys"),
    )
    op.create_table(
        "key_publication",
        sa.Column("id", sa.Integer(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_key_publication"),
        sa.CheckConstraint("id = 1", name="ck_key_publication_single"),
    )
