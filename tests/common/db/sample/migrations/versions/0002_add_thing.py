"""A table, and an index made without stopping writers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "things",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_things"),
    )
    with op.get_context().autocommit_block():
        op.create_index("ix_things_name", "things", ["name"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_table("things")
