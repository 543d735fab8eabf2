"""${message}

Suits the code that runs before it too: expand first, fill in batches, contract in a later one.
A statement that waits more than 4 s for a lock is given up, and so is the migration: run it again.
"""

from alembic import op

revision = "${up_revision}"
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
