"""Keep the messages between consumers and holders, and the pause that a question makes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("cases", sa.Column("pause", postgresql.JSONB()))
    op.create_table(
        "messages",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("question_id", sa.Uuid()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("written_by", sa.Uuid()),
        sa.CheckConstraint(
            "author IN ('company', 'consumer')", name=op.f("ck_messages_author_known")
        ),
        sa.CheckConstraint(
            "(author = 'company') = (number IS NOT NULL)",
            name=op.f("ck_messages_asked_by_a_holder"),
        ),
        sa.CheckConstraint(
            "(author = 'company') = (written_by IS NOT NULL)",
            name=op.f("ck_messages_asked_by_somebody"),
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_report_id", "messages", ["report_id", "sent_at"])


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_column("cases", "pause")
