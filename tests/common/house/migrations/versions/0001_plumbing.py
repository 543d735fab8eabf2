"""The plumbing, and one table to see effects in."""

import sqlalchemy as sa
from alembic import op

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_plumbing(op)
    op.create_table(
        "things",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "pledges",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("needs", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["needs"], ["things.id"], deferrable=True, initially="DEFERRED"),
    )
    op.create_table("kinds", sa.Column("name", sa.Text, primary_key=True))
    op.execute("INSERT INTO kinds (name) VALUES ('heavy'), ('light')")


def downgrade() -> None:
    op.drop_table("kinds")
    op.drop_table("pledges")
    op.drop_table("things")
    drop_plumbing(op)
