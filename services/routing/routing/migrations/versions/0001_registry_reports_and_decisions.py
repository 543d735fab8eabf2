"""Make the registry, the reports followed, their decisions, and the agents’ keys and sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSONB = postgresql.JSONB()
TEXTS = postgresql.ARRAY(sa.Text())
DIFFUSION = "diffusion IN ('O', 'P', 'N')"
STAGES = "stage IN ('routed','triage','not_transmitted','closed','withdrawn','erased')"


def upgrade() -> None:
    create_plumbing(op)
    _create_registry()
    _create_reports()
    _create_agents()


def _create_registry() -> None:
    op.create_table(
        "legal_units",
        sa.Column("siren", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text())
            for name in (
                "name",
                "acronym",
                "usual_name",
                "legal_category",
                "activity_code",
                "head_office_siret",
            )
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("diffusion", sa.CHAR(1), nullable=False),
        sa.CheckConstraint(DIFFUSION, name=op.f("ck_legal_units_diffusion_known")),
        sa.PrimaryKeyConstraint("siren", name=op.f("pk_legal_units")),
    )
    op.create_table(
        "establishments",
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_head_office", sa.Boolean(), nullable=False),
        sa.Column("diffusion", sa.CHAR(1), nullable=False),
        sa.Column("state_since", sa.Date()),
        *(
            sa.Column(name, sa.Text())
            for name in (
                "sign",
                "other_signs",
                "usual_name",
                "activity_code",
                "complement",
                "street",
                "special_distribution",
                "postal_code",
                "commune",
                "commune_code",
                "department",
                "cedex_code",
                "cedex",
                "country",
            )
        ),
        sa.CheckConstraint(DIFFUSION, name=op.f("ck_establishments_diffusion_known")),
        sa.CheckConstraint(
            "siren = left(siret, 9)", name=op.f("ck_establishments_siren_starts_siret")
        ),
        sa.PrimaryKeyConstraint("siret", name=op.f("pk_establishments")),
    )
    # The establishments of a company, listed by its SIREN.
    op.create_index("ix_establishments_siren", "establishments", ["siren"])
    op.create_table(
        "registry_versions",
        sa.Column("version", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.Column("establishments", sa.Integer(), nullable=False),
        sa.Column("legal_units", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("sources", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_registry_versions")),
    )
    op.create_table(
        "search_indexes",
        sa.Column("version", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("registry_version", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("files", JSONB, nullable=False),
        sa.Column("in_storage", sa.Boolean(), nullable=False),
        sa.Column("built_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_search_indexes")),
        sa.UniqueConstraint("name", name=op.f("uq_search_indexes_name")),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("portal_version", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("excluded", TEXTS, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("queued_at", INSTANT),
        sa.Column("content", JSONB),
        sa.CheckConstraint(STAGES, name=op.f("ck_reports_stage_known")),
        sa.CheckConstraint(
            "(stage = 'triage') = (queued_at IS NOT NULL)",
            name=op.f("ck_reports_queued_in_triage"),
        ),
        sa.CheckConstraint(
            "stage <> 'erased' OR content IS NULL", name=op.f("ck_reports_erased_is_empty")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
    )
    # The triage desk: who waits, longest first.
    op.create_index(
        "ix_reports_queue",
        "reports",
        ["queued_at", "report_id"],
        postgresql_where=sa.text("stage = 'triage'"),
    )
    op.create_table(
        "decisions",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text()),
        sa.Column("explanation_fr", sa.Text(), nullable=False),
        sa.Column("explanation_en", sa.Text(), nullable=False),
        sa.Column("candidates", JSONB, nullable=False),
        sa.Column("evidence", JSONB, nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_decisions_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_decisions")),
    )


def _create_agents() -> None:
    op.create_table(
        "agent_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("keys", JSONB, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_agent_keys_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_keys")),
    )
    op.create_table(
        "agent_sessions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("departments", TEXTS, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_agent_sessions")),
    )
    op.create_index("ix_agent_sessions_expires_at", "agent_sessions", ["expires_at"])


def downgrade() -> None:
    for table in (
        "agent_sessions",
        "agent_keys",
        "decisions",
        "reports",
        "search_indexes",
        "registry_versions",
        "establishments",
        "legal_units",
    ):
        op.drop_table(table)
    drop_plumbing(op)
