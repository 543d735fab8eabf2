"""Count who told of the same company and category in the last thirty days."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_reports_crowd",
        "reports",
        ["target_identity", "category", "submitted_at"],
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_reports_crowd", "reports")
