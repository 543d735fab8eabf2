"""Make the routing rules, what they look at in each report, and their order in the triage queue.

Suits the code that runs before it too: new columns have defaults, new tables are its own.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSONB = postgresql.JSONB()
TEXTS = postgresql.ARRAY(sa.Text())
WAITING = sa.text("stage = 'triage'")
# The rules that stood in the code until they became data: what no company ever gets.
FIRST_RULES = [
    {
        "name": name,
        "when": when,
        "outcome": "withhold",
        "siret": None,
        "reason": reason,
        "queue": "general",
        "priority": "normal",
        "copy_to": None,
    }
    for name, when, reason in (
        ("Problèmes réservés aux autorités", {"tags": ["hidden_from_company"]}, "hidden_tag"),
        ("Entreprises étrangères", {"kinds": ["foreign"]}, "foreign_company"),
        ("Demandes de conseil", {"wishes": ["advice"]}, "advice_wished"),
    )
]
NOTE = "Première version : ce que le code disait avant que les règles ne deviennent des données."
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    _order_queue()
    _create_facts()
    _create_rules()


def _order_queue() -> None:
    op.add_column(
        "reports",
        sa.Column("queue", sa.Text(), nullable=False, server_default=sa.text("'general'")),
    )
    op.add_column(
        "reports",
        sa.Column("priority", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
    )
    # The triage desk: who waits, the most urgent and longest first.
    op.create_index(
        "ix_reports_triage",
        "reports",
        [sa.text("priority DESC"), "queued_at", "report_id"],
        postgresql_where=WAITING,
    )
    op.drop_index("ix_reports_queue", "reports")


def _create_facts() -> None:
    op.create_table(
        "report_facts",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("tags", TEXTS, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("department", sa.Text()),
        sa.Column("host", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("found_mode", sa.Text()),
        sa.Column("found_siret", sa.Text()),
        sa.Column("found_department", sa.Text()),
        sa.Column("found_activity", sa.Text()),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_report_facts_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_facts")),
    )
    # The laboratory: the reports of a period, in order.
    op.create_index("ix_report_facts_submitted", "report_facts", ["submitted_at", "report_id"])
    for name in ("host", "phone"):
        # The triage desk: what waits for one website or one phone number.
        op.create_index(
            f"ix_report_facts_{name}",
            "report_facts",
            [name],
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
    # Reports decided before: what their story, where it is still kept, and their first decision
    # tell. What they gave as website or phone is brought to one form by the code, not here.
    op.execute(
        """
        INSERT INTO report_facts (report_id, path, tags, kind, wish, department, submitted_at,
            found_mode, found_siret, found_department, found_activity)
        SELECT r.report_id,
            concat_ws('/', r.content->>'category', (SELECT string_agg(step, '/' ORDER BY place)
                FROM jsonb_array_elements_text(r.content->'subcategories')
                    WITH ORDINALITY AS steps(step, place))),
            ARRAY(SELECT jsonb_array_elements_text(r.content->'tags')),
            r.content->'target'->>'kind', r.content->>'wish', r.department,
            (r.content->>'submitted_at')::timestamptz,
            d.mode, d.siret, e.department, e.activity_code
        FROM reports r JOIN decisions d ON d.report_id = r.report_id AND d.version = 1
        LEFT JOIN establishments e ON e.siret = d.siret
        WHERE r.content IS NOT NULL
        """
    )


def _create_rules() -> None:
    sets = op.create_table(
        "rule_sets",
        sa.Column("version", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("based_on", sa.Integer()),
        sa.Column("restores", sa.Integer()),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rule_sets")),
    )
    activations = op.create_table(
        "rule_activations",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=False),
        sa.Column("activated_at", INSTANT, nullable=False),
        sa.Column("announced_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["version"],
            ["rule_sets.version"],
            name=op.f("fk_rule_activations_version_rule_sets"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rule_activations")),
    )
    # Which rules are in force now: asked for every report.
    op.create_index("ix_rule_activations_effect", "rule_activations", ["effective_from", "number"])
    op.execute(
        sets.insert().values(
            rules=FIRST_RULES,
            author="vigie",
            note=NOTE,
            created_at=BEGINNING,
        )
    )
    op.execute(
        activations.insert().values(
            version=1,
            effective_from=BEGINNING,
            activated_by="vigie",
            activated_at=BEGINNING,
            announced_at=BEGINNING,
        )
    )


def downgrade() -> None:
    for table in ("rule_activations", "rule_sets", "report_facts"):
        op.drop_table(table)
    op.create_index(
        "ix_reports_queue", "reports", ["queued_at", "report_id"], postgresql_where=WAITING
    )
    op.drop_index("ix_reports_triage", "reports")
    for column in ("priority", "queue"):
        op.drop_column("reports", column)
