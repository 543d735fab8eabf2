"""Make the simulations of rules, and what the triage desk keeps: claims and times of waiting.

Suits the code that runs before it too, but for a moment: it wrote two columns of `report_facts`
that leads have replaced; a worker of that code tries its message again until it is replaced.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSONB = postgresql.JSONB()
TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    for column in ("host", "phone"):
        op.drop_index(f"ix_report_facts_{column}", "report_facts")
        op.drop_column("report_facts", column)
    _create_simulations()
    _create_desk()


def _create_simulations() -> None:
    op.create_table(
        "simulations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("begins", INSTANT, nullable=False),
        sa.Column("ends", INSTANT, nullable=False),
        sa.Column("departments", TEXTS),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("after_at", INSTANT),
        sa.Column("after_id", sa.Uuid()),
        sa.Column("finished_at", INSTANT),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("uncovered", JSONB, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], ["rule_sets.version"], name=op.f(f"fk_simulations_{name}_rule_sets")
            )
            for name in ("version", "base")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulations")),
    )
    # What the worker has still to do, oldest first.
    op.create_index(
        "ix_simulations_unfinished",
        "simulations",
        ["requested_at"],
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "simulation_loads",
        sa.Column("simulation_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("before", "after", "gained", "lost")
        ),
        sa.ForeignKeyConstraint(
            ["simulation_id"],
            ["simulations.id"],
            name=op.f("fk_simulation_loads_simulation_id_simulations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("simulation_id", "siret", "week", name=op.f("pk_simulation_loads")),
    )


def _create_desk() -> None:
    op.create_table(
        "triage_claims",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_triage_claims_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_triage_claims")),
    )
    op.create_table(
        "triage_turns",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text()),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=False),
        sa.Column("is_bulk", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_triage_turns_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_triage_turns")),
    )
    # How long reports waited, of those resolved lately.
    op.create_index("ix_triage_turns_resolved", "triage_turns", ["resolved_at"])


def downgrade() -> None:
    for table in ("triage_turns", "triage_claims", "simulation_loads", "simulations"):
        op.drop_table(table)
    for column in ("host", "phone"):
        op.add_column("report_facts", sa.Column(column, sa.Text()))
        op.create_index(
            f"ix_report_facts_{column}",
            "report_facts",
            [column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
