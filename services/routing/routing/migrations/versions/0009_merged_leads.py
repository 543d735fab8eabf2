"""Remember which lead is another name of which: two addresses of one website.

Suits the code that runs before it too: the column is its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("merged_into", sa.Text()))


def downgrade() -> None:
    op.drop_column("leads", "merged_into")
