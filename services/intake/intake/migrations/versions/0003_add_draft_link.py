"""A draft may be resumed by a link that was mailed; an address has one such link at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WHOLE = (
    "(link_digest IS NULL) = (link_email_digest IS NULL) "
    "AND (link_digest IS NULL) = (link_expires_at IS NULL)"
)


def upgrade() -> None:
    op.add_column("drafts", sa.Column("link_digest", sa.LargeBinary(), nullable=True))
    op.add_column("drafts", sa.Column("link_email_digest", sa.LargeBinary(), nullable=True))
    op.add_column("drafts", sa.Column("link_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint("uq_drafts_link_digest", "drafts", ["link_digest"])
    op.create_unique_constraint("uq_drafts_link_email_digest", "drafts", ["link_email_digest"])
    op.create_check_constraint(op.f("ck_drafts_link_is_whole"), "drafts", _WHOLE)


def downgrade() -> None:
    op.drop_constraint(op.f("ck_drafts_link_is_whole"), "drafts")
    op.drop_constraint("uq_drafts_link_email_digest", "drafts")
    op.drop_constraint("uq_drafts_link_digest", "drafts")
    for column in ("link_expires_at", "link_email_digest", "link_digest"):
        op.drop_column("drafts", column)
