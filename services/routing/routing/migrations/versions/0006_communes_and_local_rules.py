"""Keep communes with their centres and postal codes, and the rules by category and commune."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TOWN_HALL = "is_head_office AND is_open AND activity_code = '84.11Z'"


def upgrade() -> None:
    op.create_table(
        "communes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_communes")),
    )
    # The communes around a point.
    op.create_index("ix_communes_centre", "communes", ["latitude", "longitude"])
    op.create_table(
        "commune_posts",
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("commune_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("postal_code", "commune_code", name=op.f("pk_commune_posts")),
    )
    op.create_table(
        "local_rules",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text()),
        sa.Column("label", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.PrimaryKeyConstraint("category", "area", name=op.f("pk_local_rules")),
    )
    # The town hall of a commune.
    op.create_index(
        "ix_establishments_town_hall",
        "establishments",
        ["commune_code"],
        postgresql_where=sa.text(TOWN_HALL),
    )


def downgrade() -> None:
    op.drop_index("ix_establishments_town_hall", table_name="establishments")
    op.drop_table("local_rules")
    op.drop_table("commune_posts")
    op.drop_table("communes")
