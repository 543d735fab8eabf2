"""Make the accounts, their rights and sessions, the codes and links that open them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_accounts()
    _create_activations()


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sealed_totp", sa.LargeBinary()),
        sa.Column("sealed_pending_totp", sa.LargeBinary()),
        sa.Column("totp_last_step", sa.Integer()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "accesses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("covers_siren", sa.Boolean(), nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "NOT covers_siren OR role = 'admin'", name=op.f("ck_accesses_only_admins_cover")
        ),
        sa.CheckConstraint("role IN ('member', 'admin')", name=op.f("ck_accesses_role_known")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_accesses_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "siret", name=op.f("pk_accesses")),
    )
    op.create_index(
        "ix_accesses_siren", "accesses", ["siren"], postgresql_where=sa.text("covers_siren")
    )
    op.create_index("ix_accesses_siret", "accesses", ["siret"])
    op.create_table(
        "sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_sessions_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])


def _create_activations() -> None:
    op.create_table(
        "activation_codes",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Integer(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", INSTANT),
        sa.Column("replaced_at", INSTANT),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_activation_codes_tries_counted")),
        sa.ForeignKeyConstraint(
            ["siret"],
            ["establishments.siret"],
            name=op.f("fk_activation_codes_siret_establishments"),
        ),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_activation_codes")),
    )
    op.create_index(
        "uq_activation_codes_living",
        "activation_codes",
        ["siret"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_table(
        "activation_links",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["activation_codes.code_id"],
            name=op.f("fk_activation_links_code_id_activation_codes"),
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_activation_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_activation_links_token_digest")),
    )
    op.create_index("ix_activation_links_expires_at", "activation_links", ["expires_at"])


def downgrade() -> None:
    for table in (
        "activation_links",
        "activation_codes",
        "sessions",
        "accesses",
        "accounts",
    ):
        op.drop_table(table)
