"""Keep leads (websites, phone numbers, accounts, products), and the lead of each report."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
CHECKS = {
    "kind_known": "kind IN ('website','seller','phone','account','product')",
    "state_known": "state IN ('unknown','investigation','identified','foreign','untraceable')",
    "identified_has_company": "(state = 'identified') = (siret IS NOT NULL OR siren IS NOT NULL)",
    "foreign_has_country": "(state = 'foreign') = (country IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text()),
        sa.Column("siren", sa.Text()),
        sa.Column("country", sa.Text()),
        sa.Column("is_marketplace", sa.Boolean(), nullable=False),
        sa.Column("label", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("silhouette", sa.Text()),
        sa.Column("rerouted_after", sa.Uuid()),
        sa.Column("changed_at", INSTANT, nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_leads_{name}")) for name, rule in CHECKS.items()),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_leads")),
    )
    # Websites that one might take for another.
    op.create_index(
        "ix_leads_silhouette",
        "leads",
        ["silhouette"],
        postgresql_where=sa.text("silhouette IS NOT NULL AND state = 'identified'"),
    )
    # What the worker has to look at again.
    op.create_index(
        "ix_leads_rerouting",
        "leads",
        ["changed_at"],
        postgresql_where=sa.text("rerouted_after IS NOT NULL"),
    )
    op.add_column("reports", sa.Column("lead_kind", sa.Text()))
    op.add_column("reports", sa.Column("lead_key", sa.Text()))
    op.create_check_constraint(
        op.f("ck_reports_lead_whole"), "reports", "(lead_kind IS NULL) = (lead_key IS NULL)"
    )
    # How many reports a lead brought, and which of them wait for what is learnt of it.
    op.create_index(
        "ix_reports_lead",
        "reports",
        ["lead_kind", "lead_key"],
        postgresql_where=sa.text("lead_key IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_reports_lead", table_name="reports")
    op.drop_constraint(op.f("ck_reports_lead_whole"), "reports")
    op.drop_column("reports", "lead_key")
    op.drop_column("reports", "lead_kind")
    op.drop_table("leads")
