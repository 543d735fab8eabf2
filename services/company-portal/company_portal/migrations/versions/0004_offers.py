"""Tell a report that is offered from one that is the holder’s own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "holdings",
        sa.Column("was_offered", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.add_column("holdings", sa.Column("accepted_at", sa.DateTime(timezone=True)))
    op.create_check_constraint(
        op.f("ck_holdings_accepted_if_offered"),
        "holdings",
        "was_offered OR accepted_at IS NULL",
    )
    op.add_column("answers", sa.Column("proposed_siret", sa.Text()))


def downgrade() -> None:
    op.drop_column("answers", "proposed_siret")
    op.drop_constraint(op.f("ck_holdings_accepted_if_offered"), "holdings")
    op.drop_column("holdings", "accepted_at")
    op.drop_column("holdings", "was_offered")
