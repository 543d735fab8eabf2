"""Follow the establishments that were chosen as recipients, to tell what becomes of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed_establishments",
        sa.Column("siret", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("successor", sa.Text()),
        sa.Column("compared_with", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("siret", name=op.f("pk_followed_establishments")),
    )
    # Those that a new registry leaves to compare.
    op.create_index(
        "ix_followed_establishments_behind", "followed_establishments", ["compared_with", "siret"]
    )
    # What was told of the recipients chosen before this is not known: the first comparison only
    # tells which are closed.
    op.execute(
        "INSERT INTO followed_establishments (siret, version, told, compared_with) "
        "SELECT DISTINCT siret, 0, '{}'::jsonb, 0 FROM decisions WHERE siret IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("followed_establishments")
