"""Know which establishments closed, and who carries on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "establishments",
        sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.text("true")),
    )
    op.add_column("establishments", sa.Column("closed_on", sa.Date()))
    op.add_column("establishments", sa.Column("successor_siret", sa.Text()))
    op.add_column("establishments", sa.Column("successor_name", sa.Text()))


def downgrade() -> None:
    for column in ("successor_name", "successor_siret", "closed_on", "is_open"):
        op.drop_column("establishments", column)
