"""Keep the historic links between establishments: who carries on after one that closed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "successions",
        sa.Column("predecessor", sa.Text(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=False),
        sa.Column("linked_on", sa.Date(), nullable=False),
        sa.Column("moves_head_office", sa.Boolean(), nullable=False),
        sa.Column("is_continuous", sa.Boolean(), nullable=False),
        # In this order it serves the question "who followed this one?".
        sa.PrimaryKeyConstraint(
            "predecessor", "successor", "linked_on", name=op.f("pk_successions")
        ),
    )


def downgrade() -> None:
    op.drop_table("successions")
