"""Plumbing and nothing else."""

from alembic import op

from common.db.migrations import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_plumbing(op)


def downgrade() -> None:
    drop_plumbing(op)
